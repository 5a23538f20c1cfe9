"""Measurements, as commands; nothing here is a test."""
