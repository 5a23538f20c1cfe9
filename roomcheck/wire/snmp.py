"""SNMPv3 engine discovery: the maker's enterprise number in an engine's id (RFC 3411, 5; RFC 3412; RFC 3414, 4)."""

from typing import Final

_SEQUENCE: Final = 0x30
_INTEGER: Final = 0x02
_OCTETS: Final = 0x04
_V3: Final = b"\x03"

DISCOVERY: Final = bytes.fromhex(
    "303a 020103 300f 02024a69 020300ffe3 040104 020103 0410 300e 0400 020100 020100 0400 0400 0400"
    "3012 0400 0400 a00c 020237f0 020100 020100 3000"
)
"""A get-request without user, engine or bindings, flag reportable: RFC 3414's discovery. No community, no name."""


def parse_engine(data: bytes) -> bytes | None:
    """The engine id of an SNMPv3 message, or of a bare id; None where there is none."""
    if not data or data[0] != _SEQUENCE:
        return data if 5 <= len(data) <= 32 and data[0] & 0x80 else None
    message = _value(data, _SEQUENCE)
    version, rest = _take(message, _INTEGER)
    if version != _V3:
        return None
    _, rest = _take(rest, _SEQUENCE)
    security, _ = _take(rest, _OCTETS)
    engine, _ = _take(_value(security or b"", _SEQUENCE), _OCTETS)
    return engine if engine and 5 <= len(engine) <= 32 else None


def enterprise_of(engine: bytes) -> int | None:
    """The private enterprise number (IANA) in an engine id."""
    number = int.from_bytes(engine[:4], "big") & 0x7FFFFFFF
    return number if len(engine) >= 5 and number else None


def _value(data: bytes, tag: int) -> bytes:
    return _take(data, tag)[0] or b""


def _take(data: bytes, tag: int) -> tuple[bytes | None, bytes]:
    """The value of one BER element of definite length and what follows it; None where it is not `tag`."""
    if len(data) < 2 or data[0] != tag:
        return None, b""
    size, at = data[1], 2
    if size & 0x80:
        count = size & 0x7F
        if not 1 <= count <= 4 or len(data) < 2 + count:
            return None, b""
        size, at = int.from_bytes(data[2 : 2 + count], "big"), 2 + count
    return data[at : at + size], data[at + size :]
