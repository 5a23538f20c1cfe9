"""The terminal application: it shows an assessment and starts use cases; it judges nothing."""
