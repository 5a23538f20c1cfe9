"""Frozen records, the vocabulary and the errors: what every other room speaks in.

Imports the standard library and msgspec only; no I/O, no clock.
"""
