"""The only door to the machine and the link."""
