"""A program of its own, `roomcheck-capture`, imported by nobody and the only importer of scapy."""
