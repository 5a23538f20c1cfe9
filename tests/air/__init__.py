"""Access points, Bluetooth, captures and live frames."""
