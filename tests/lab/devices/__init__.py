"""The devices of the lab, one file per family. `labs.py` says which stand in which network."""
