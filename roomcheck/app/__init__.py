"""The use cases, where rooms meet."""
