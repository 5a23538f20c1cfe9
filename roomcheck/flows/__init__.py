"""Encrypted traffic in the air: flows, what they resemble, and whether they react to a room. Pure; no clock, no socket."""
