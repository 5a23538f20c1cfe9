"""Encrypted traffic in the air: flows, what they resemble, and whether they react to a room. No clock, no socket."""
