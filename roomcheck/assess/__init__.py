"""Addresses -> devices; evidence -> hypotheses -> verdict, explanation, alternatives, coverage. Pure."""
