"""Pure decoders, bytes -> records, one protocol a file. They never raise, and have named limits."""
