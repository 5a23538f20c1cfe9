"""Loads, lints and compiles signatures; observation -> evidence, with the tree of why."""
