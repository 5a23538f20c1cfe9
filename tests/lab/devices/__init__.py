"""The devices of the lab, one file per family. `tests/lab/catalogue.py` has them by name."""
