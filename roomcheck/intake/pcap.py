"""Captures of others: what the devices in them said of themselves."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from roomcheck.intake.streams import Streams
from roomcheck.model.errors import ImportFailed
from roomcheck.model.observation import Observation
from roomcheck.model.text import harmless
from roomcheck.wire.captured import Captured
from roomcheck.wire.frames import parse_frame
from roomcheck.wire.heard import observations_of
from roomcheck.wire.pcap import is_pcap, read_pcap
from roomcheck.wire.pcapng import read_pcapng

VIA: Final = "import"
_REPEATS: Final = 65_536


def is_capture(start: bytes) -> bool:
    return is_pcap(start) or start[:4] == b"\x0a\x0d\x0d\x0a"


def read_packets(stream: BinaryIO, start: bytes) -> Iterator[Captured]:
    """The packets of either form of capture file."""
    return read_pcap(stream) if is_pcap(start) else read_pcapng(stream)


def read_capture(stream: BinaryIO, path: Path) -> Iterator[Observation]:
    """The observations of a pcap or pcapng file. A cut file gives what could be read of it.

    Raises ImportFailed where not one packet could.
    """
    start = stream.read(4)
    stream.seek(0)
    streams = Streams()
    heard: set[tuple[str | None, str, bytes]] = set()
    packets = 0
    for captured in read_packets(stream, start):
        packets += 1
        packet = parse_frame(captured.data, captured.link_type)
        if packet is None:
            continue
        if packet.transport == "tcp":
            streams.add(packet, captured.at)
            continue
        for seen in observations_of(packet, at=captured.at, via=VIA):
            key = (seen.source.mac or seen.source.ip, seen.kind, b"" if seen.kind == "arp" else packet.payload)
            if seen.kind == "arp":
                key = (f"{seen.source.mac} {seen.source.ip}", seen.kind, b"")
            if key not in heard and len(heard) < _REPEATS:
                heard.add(key)
                yield seen
    if not packets:
        raise ImportFailed(
            f"No packet could be read from {harmless(path.name)}.",
            "Check that the file was copied whole, or save the capture again as pcapng.",
        )
    yield from streams.observations(VIA)
