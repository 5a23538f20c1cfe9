"""JSONL observations: the form in which anyone may hand over what they saw, one object a line."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from roomcheck.model.addresses import ip_of, mac_of
from roomcheck.model.errors import ImportFailed
from roomcheck.model.observation import Observation, Source, observe
from roomcheck.model.text import harmless

VIA: Final = "import"
LONGEST: Final = 4 * 1024 * 1024
"""Bytes of one line; of what it holds, `limits.RAW` are kept."""
_KIND: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
_NEVER: Final = "1970-01-01T00:00:00.000000Z"


class Line(msgspec.Struct, frozen=True):
    """One line. `device` is any stable name; one of `raw` and `raw_hex` is given, or neither beside a `port`.

    A kind that roomcheck does not know is kept as it is: its device is listed, and nothing is read from it.
    """

    device: str | int
    kind: str
    raw: str | int | None = None
    raw_hex: str | None = None
    at: str | None = None
    port: int | str | None = None
    mac: str | None = None
    ip: str | None = None


_DECODER: Final = msgspec.json.Decoder(Line)


def read_jsonl(stream: BinaryIO, path: Path) -> Iterator[Observation]:
    """The observations of a file; raises ImportFailed with the number of the first line that does not hold."""
    number = 0
    while line := stream.readline(LONGEST + 1):
        number += 1
        if len(line) > LONGEST:
            raise _wrong(path, number, f"is longer than {LONGEST} bytes", "Cut what is in `raw`, and import again.")
        text = line.lstrip(b"\xef\xbb\xbf") if number == 1 else line
        if text.strip():
            yield _observation(text, path, number)


def _observation(text: bytes, path: Path, number: int) -> Observation:
    try:
        line = _DECODER.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _wrong(
            path, number, f"is no observation ({harmless(str(error), 120)})",
            'Write each line as {"device": "a name", "kind": "http.title", "raw": "..."}.',
        ) from None
    kind = line.kind.strip()
    if not _KIND.fullmatch(kind):
        raise _wrong(
            path, number, f"has {harmless(kind, 40)!r} as its kind", "A kind is a short word such as http.title."
        )
    return observe(
        kind, _bytes(line, path, number), at=_time(line.at or ""), via=VIA,
        source=Source(
            mac=mac_of(line.mac or ""), ip=ip_of(line.ip or ""), name=harmless(str(line.device)),
        ),
        port=_port(line, path, number),
    )


def _time(text: str) -> str:
    """A time in UTC; the epoch where none was stated, or none that can be read."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
        moment = moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        return _NEVER
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _port(line: Line, path: Path, number: int) -> int | None:
    text = "" if line.port is None else str(line.port).strip()
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > 65_535:
        raise _wrong(path, number, "has a port that does not exist", "Ports are numbers from 0 to 65535.")
    return int(text)


def _bytes(line: Line, path: Path, number: int) -> bytes:
    if line.raw is None and line.raw_hex is None and line.port is not None:
        return b""
    if (line.raw is None) == (line.raw_hex is None):
        raise _wrong(path, number, "has not exactly one of `raw` and `raw_hex`", "Give the bytes in one of the two.")
    if line.raw_hex is None:
        return str(line.raw).encode("utf-8", "replace")
    try:
        return bytes.fromhex(line.raw_hex)
    except ValueError:
        raise _wrong(
            path, number, "has a `raw_hex` that is not hexadecimal", "Write two digits for each byte, nothing else."
        ) from None


def _wrong(path: Path, number: int, what: str, advice: str) -> ImportFailed:
    return ImportFailed(f"Line {number} of {harmless(path.name)} {what}.", advice)
