"""One widget a file. Widgets are told by messages and tell by messages."""
