"""Decoders of the makers' own protocols, one a file."""
