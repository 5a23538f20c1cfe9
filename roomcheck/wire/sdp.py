"""Session descriptions: what an RTSP server would send, without asking it to (RFC 8866)."""

import re
from typing import Final

import msgspec

from roomcheck.model import limits
from roomcheck.model.text import decode

_RTPMAP: Final = re.compile(r"^rtpmap:\s*(\d{1,3})\s+([^/\s]{1,40})", re.IGNORECASE)
_STATIC: Final = {
    "0": "PCMU", "3": "GSM", "4": "G723", "8": "PCMA", "9": "G722", "10": "L16", "11": "L16", "14": "MPA",
    "18": "G729", "26": "JPEG", "31": "H261", "32": "MPV", "33": "MP2T", "34": "H263",
}
"""RFC 3551, tables 4 and 5: payload types that need no rtpmap."""


class Sdp(msgspec.Struct, frozen=True):
    session: str = ""
    info: str = ""
    tool: str = ""
    media: tuple[str, ...] = ()
    codecs: tuple[str, ...] = ()
    """`video H264`."""
    attributes: tuple[str, ...] = ()


def parse_sdp(data: bytes) -> Sdp | None:
    """A session description wherever it starts in `data`; None where there is none."""
    lines = decode(data[: limits.RAW]).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((at for at, line in enumerate(lines) if line.strip() == "v=0"), None)
    if start is None:
        start = next((at for at, line in enumerate(lines) if line.startswith("m=")), None)
    if start is None:
        return None
    single: dict[str, str] = {}
    media: list[str] = []
    codecs: list[str] = []
    attributes: list[str] = []
    for line in lines[start:]:
        key, equals, value = line.strip().partition("=")
        if not equals or len(key) != 1:
            continue
        if key == "m":
            words = value.split()
            media.append(words[0].lower() if words else "")
            codecs += [f"{media[-1]} {_STATIC[word]}" for word in words[3:] if word in _STATIC]
        elif key == "a":
            attributes.append(value)
            if media and (match := _RTPMAP.match(value)):
                codecs.append(f"{media[-1]} {match[2].upper()}")
            elif value.startswith("tool:"):
                single.setdefault("tool", value[5:].strip())
        else:
            single.setdefault(key, value)
    return Sdp(
        session=single.get("s", ""), info=single.get("i", ""), tool=single.get("tool", ""),
        media=tuple(dict.fromkeys(filter(None, media)))[:16], codecs=tuple(dict.fromkeys(codecs))[:16],
        attributes=tuple(dict.fromkeys(attributes))[: limits.HEADERS],
    )
