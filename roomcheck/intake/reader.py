"""Files of others, by what is in them; what they are called does not matter."""

from collections.abc import Iterator
from pathlib import Path

from roomcheck.intake.jsonl import read_jsonl
from roomcheck.intake.kismet import read_kismet_json, read_kismet_log
from roomcheck.intake.nmap import read_nmap
from roomcheck.intake.pcap import is_capture, read_capture
from roomcheck.model.errors import ImportFailed
from roomcheck.model.observation import Observation
from roomcheck.model.text import harmless

_START = 4_096


def read_file(path: Path) -> Iterator[Observation]:
    """The observations of a capture, an nmap or Kismet file, or JSONL observations.

    Raises ImportFailed where the file cannot be opened, or is none of these.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(_START)
            stream.seek(0)
            if start.startswith(b"SQLite format 3\0"):
                yield from read_kismet_log(path)
            elif is_capture(start):
                yield from read_capture(stream, path)
            elif b"<nmaprun" in start:
                yield from read_nmap(stream, path)
            elif b"kismet" in start and b"base" in start and start.lstrip()[:1] in {b"[", b"{"}:
                yield from read_kismet_json(stream, path)
            elif start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" or not start.strip():
                yield from read_jsonl(stream, path)
            else:
                raise ImportFailed(
                    f"What {harmless(path.name)} is could not be told.",
                    "roomcheck reads pcap, pcapng, nmap's XML, Kismet's JSON or log, and JSONL observations.",
                )
    except OSError as error:
        raise ImportFailed(
            f"{harmless(str(path))} could not be read ({harmless(error.strerror or type(error).__name__)}).",
            "Check the name and the permission, and try again.",
        ) from None
