"""What roomcheck and roomcheck-capture say to each other: length-prefixed msgpack over a Unix socket."""

import struct
from typing import Final

import msgspec

LIMIT: Final = 1 << 20
"""Bytes of one message."""


class _Message(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    pass


class Start(_Message, frozen=True, kw_only=True, tag=1):
    """Capture on this interface. With `file`, a descriptor comes along, and what is kept is written there as pcapng."""

    interface: str
    mac: str
    ports: tuple[int, ...] = ()
    file: bool = False


class KeepPort(_Message, frozen=True, kw_only=True, tag=2):
    """This fixed local port is roomcheck's own, too."""

    port: int


class Sweep(_Message, frozen=True, kw_only=True, tag=3):
    """Ask for every one of `addresses` (4 bytes each) by ARP. It ends the sweep before it; one of none only ends it."""

    number: int
    source: bytes
    addresses: bytes
    rate: int
    passes: int


class Solicit(_Message, frozen=True, kw_only=True, tag=4):
    """Ask all IPv6 nodes for a sign of life, from this link-local address (16 bytes)."""

    number: int
    source: bytes


class Stop(_Message, frozen=True, kw_only=True, tag=5):
    """Stop capturing; the program stays for another start."""


class Ready(_Message, frozen=True, kw_only=True, tag=11):
    """Privileges are dropped, templates are built."""


class Failed(_Message, frozen=True, kw_only=True, tag=12):
    why: str


class Packet(_Message, frozen=True, kw_only=True, tag=13):
    """A frame that was sent to all, or speaks ARP; `at` in nanoseconds since 1970. Own exchanges stay in the file."""

    at: int
    data: bytes
    length: int


class Seen(_Message, frozen=True, kw_only=True, tag=14):
    """A host answered a sweep or solicitation. `kind` and `data` as in `Presence`."""

    number: int
    ip: bytes
    mac: bytes
    at: int
    kind: str
    data: bytes
    rtt: float | None = None


class Asked(_Message, frozen=True, kw_only=True, tag=15):
    """Frames that a sweep or solicitation sent, one of them as a sample."""

    number: int
    count: int
    sample: bytes


class Swept(_Message, frozen=True, kw_only=True, tag=16):
    number: int


class Stopped(_Message, frozen=True, kw_only=True, tag=17):
    """The answer to `Stop`: the file is closed, and nothing follows until the next start."""

    lost: int = 0
    """Frames that were not kept, because too many came."""


class FileBroken(_Message, frozen=True, kw_only=True, tag=18):
    """The file of packets could not be written on; the capture goes on without it."""


Command = Start | KeepPort | Sweep | Solicit | Stop
Event = Ready | Failed | Packet | Seen | Asked | Swept | Stopped | FileBroken

_encoder: Final = msgspec.msgpack.Encoder()
_command_decoder: Final["msgspec.msgpack.Decoder[Command]"] = msgspec.msgpack.Decoder(Command)
_event_decoder: Final["msgspec.msgpack.Decoder[Event]"] = msgspec.msgpack.Decoder(Event)


def pack(message: Command | Event) -> bytes:
    body = _encoder.encode(message)
    return struct.pack("!I", len(body)) + body


def length_of(head: bytes) -> int | None:
    """The length that a head of four bytes announces, None where it is beyond the limit."""
    (length,) = struct.unpack("!I", head)
    return int(length) if length <= LIMIT else None


def command_of(body: bytes) -> Command:
    """Raises msgspec.DecodeError or ValidationError on anything else."""
    return _command_decoder.decode(body)


def event_of(body: bytes) -> Event:
    """Raises msgspec.DecodeError or ValidationError on anything else."""
    return _event_decoder.decode(body)
