"""Named limits on what comes from outside. Bytes beyond a limit are not kept; that they were there is."""

from typing import Final

RAW: Final = 16_384
"""Bytes of one observation that are kept."""

SENT: Final = 2_048
"""Bytes of one sent packet that are kept."""

TEXT: Final = 256
"""Characters of a name or value that come to be shown."""

ANSWER: Final = 65_536
"""Bytes that are read of one answer before the connection is closed."""

LINE: Final = 131_072
"""Bytes of one line of a recording or of JSONL observations."""

XML_DEPTH: Final = 24
XML_ELEMENTS: Final = 2_000
DNS_RECORDS: Final = 256
HEADERS: Final = 64
FACTS: Final = 128
"""Facts that are drawn from one observation."""
