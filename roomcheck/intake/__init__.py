"""Files of others, read into the same observations."""
