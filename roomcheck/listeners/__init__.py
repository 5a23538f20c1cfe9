"""What is only heard: broadcasts, multicast, 802.11, Bluetooth. The same observations as the probes'."""

from typing import Final

from roomcheck.listeners.datagrams import MDNS, SSDP, TUYA, TUYA_CLOSED, WSD
from roomcheck.listeners.frames import FrameListener
from roomcheck.listeners.listener import Listener

LISTENERS: Final[tuple[Listener, ...]] = (FrameListener(), MDNS, SSDP, WSD, TUYA, TUYA_CLOSED)
