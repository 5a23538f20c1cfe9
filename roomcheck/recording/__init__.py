"""The journal: append, read, verify the chain."""
