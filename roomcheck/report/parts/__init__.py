"""The parts of a report, each from a case to blocks; `compose` puts them in a recipient's order."""
