"""Devices for which no software exists, one file a protocol, written from its public description.

None of them imports roomcheck or shares code with it, and none answers an answer. A docstring says which third-party
client confirms the emulator; `unconfirmed` stands where none does.
"""
