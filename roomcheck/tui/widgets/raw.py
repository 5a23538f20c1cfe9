"""Raw bytes on a screen: hexadecimal beside escaped text. No byte of them reaches the terminal as it is."""

from typing import Final

LONGEST: Final = 2_048
"""Bytes of one observation that are shown."""


def dump(data: bytes, width: int = 16) -> list[str]:
    """Lines of offset, hexadecimal and printable ASCII; what is no printable ASCII is a dot."""
    kept = data[:LONGEST]
    lines = []
    for at in range(0, len(kept), width):
        part = kept[at : at + width]
        text = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in part)
        lines.append(f"{at:04x}  {part.hex(' '):{width * 3 - 1}}  {text}")
    return lines


def escaped(data: bytes) -> list[str]:
    """The same bytes as lines of text, with everything but printable ASCII escaped."""
    return [
        "".join(chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}" for byte in line.rstrip(b"\r"))
        for line in data[:LONGEST].split(b"\n")
    ]
