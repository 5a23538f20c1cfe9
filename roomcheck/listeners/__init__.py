"""What is only heard: broadcasts, multicast, 802.11, Bluetooth. The same observations as the probes'."""
