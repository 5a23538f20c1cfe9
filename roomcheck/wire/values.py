"""What the makers' decoders share: texts in fixed places, loose JSON, and the form in which a record is told."""

import ipaddress
from collections.abc import Sequence
from typing import Final, TypeVar

import msgspec

from roomcheck.model import limits
from roomcheck.model.addresses import mac_of
from roomcheck.model.text import decode, harmless

Field = tuple[str, str]
"""A field of `signatures/README.md`, and its value."""

Word = str | int | float | bool | None
"""A value of JSON that a device may write as text or as a number."""

_EMPTY_MACS: Final = frozenset({"00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"})

T = TypeVar("T")


def told(*pairs: tuple[str, str | None]) -> tuple[Field, ...]:
    """The pairs that have a value."""
    return tuple((name, value) for name, value in pairs if value)


def word(value: Word) -> str:
    """A JSON value as one harmless line; empty for none."""
    return "" if value is None else harmless(str(value)).strip()


def zstring(data: bytes) -> str:
    """The text before the first NUL of a fixed place, on one harmless line without spaces around it."""
    return harmless(decode(data.split(b"\0", 1)[0])).strip()


def printable(data: bytes) -> str | None:
    """As `zstring`, None where the place is empty or holds anything but printable ASCII before its NUL."""
    text = data.split(b"\0", 1)[0]
    return zstring(text) if text and all(0x20 <= byte < 0x7F for byte in text) else None


def mac_text(data: bytes) -> str | None:
    """A written MAC (`00:11:..` or `00-11-..`) in its one form; None where there is none, or an empty one."""
    if len(data) > 17 or len(data) < 12 or not data.isascii():
        return None
    mac = mac_of(data.decode("ascii"))
    return None if mac in _EMPTY_MACS else mac


def ipv4_text(data: bytes) -> str | None:
    """A written IPv4 address before a NUL; None where there is none."""
    try:
        return str(ipaddress.IPv4Address(data.split(b"\0", 1)[0].decode("ascii").strip()))
    except ValueError:
        return None


def loose_json(data: bytes, kind: type[T]) -> T | None:
    """JSON as devices write it (NULs and line ends after it, wrong bytes in names) as a record; None where it is none.

    Bounded by `limits.ANSWER` bytes; nesting is bounded by the parser. Never raises.
    """
    if len(data) > limits.ANSWER:
        return None
    text = decode(data.rstrip(b"\0\r\n\t ")).encode("utf-8", "replace")
    try:
        return msgspec.json.decode(text, type=kind, strict=False)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None


def first(values: Sequence[Word]) -> str:
    """The first value that says something."""
    return next((text for value in values if (text := word(value))), "")
