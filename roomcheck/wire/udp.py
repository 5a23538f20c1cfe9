"""Which maker's protocol a UDP datagram speaks: tried by port first, then by shape alone."""

from collections.abc import Callable
from typing import Final, NamedTuple

Field = tuple[str, str]
"""A field of `signatures/README.md`, and its value."""


class UdpDecoder(NamedTuple):
    """One protocol: the ports that it is usual on, and its decoder.

    `decode(data, port)` gives the fields of a datagram, none where it is another protocol's. It never raises, and
    must recognise its own by shape: datagrams from odd ports are put to every decoder.
    """

    ports: frozenset[int]
    decode: Callable[[bytes, int], tuple[Field, ...]]


UDP_DECODERS: Final[tuple[UdpDecoder, ...]] = ()


def decode_udp(data: bytes, port: int) -> tuple[Field, ...]:
    """The fields of a datagram from `port`: those of the first decoder that knows it, the port's own ones first."""
    usual = (decoder for decoder in UDP_DECODERS if port in decoder.ports)
    odd = (decoder for decoder in UDP_DECODERS if port not in decoder.ports)
    for decoder in (*usual, *odd):
        if fields := decoder.decode(data, port):
            return fields
    return ()
