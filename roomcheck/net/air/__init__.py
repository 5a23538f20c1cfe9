"""What hears the air: monitor interfaces, their channels, and the access points and Bluetooth that the system knows."""
