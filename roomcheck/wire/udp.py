"""Which maker's protocol a UDP datagram speaks: tried by port first, then by shape alone."""

from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

from roomcheck.wire.makers.bosch import decode_bosch
from roomcheck.wire.makers.dhip import decode_dhip
from roomcheck.wire.makers.dlink import decode_dlink
from roomcheck.wire.makers.dvrip import decode_dvrip
from roomcheck.wire.makers.foscam import decode_foscam
from roomcheck.wire.makers.gvcp import decode_gvcp
from roomcheck.wire.makers.hanwha import decode_hanwha
from roomcheck.wire.makers.ipro import decode_ipro
from roomcheck.wire.makers.kasa import decode_kasa
from roomcheck.wire.makers.miio import decode_miio
from roomcheck.wire.makers.pppp import decode_pppp
from roomcheck.wire.makers.reolink import decode_reolink
from roomcheck.wire.makers.sadp import decode_sadp
from roomcheck.wire.makers.sony import decode_sony
from roomcheck.wire.makers.tapo import decode_tapo
from roomcheck.wire.makers.tuya import decode_tuya
from roomcheck.wire.makers.ubnt import decode_ubnt
from roomcheck.wire.makers.v380 import decode_v380
from roomcheck.wire.makers.vision360 import decode_vision360
from roomcheck.wire.makers.vivotek import decode_vivotek
from roomcheck.wire.makers.vstarcam import decode_vstarcam
from roomcheck.wire.makers.xmeye import decode_xmeye
from roomcheck.wire.values import Field


class Told(Protocol):
    """A record of one protocol's answer."""

    def fields(self) -> tuple[Field, ...]: ...


class UdpDecoder(NamedTuple):
    """One protocol: the ports that it is usual on, and its decoder.

    `decode(data, port)` gives the fields of a datagram, none where it is another protocol's. It never raises, and
    must recognise its own by shape: datagrams from odd ports are put to every decoder.
    """

    ports: frozenset[int]
    decode: Callable[[bytes, int], tuple[Field, ...]]


def _usual(ports: set[int], parse: Callable[[bytes], Told | None]) -> UdpDecoder:
    def decode(data: bytes, _port: int) -> tuple[Field, ...]:
        record = parse(data)
        return record.fields() if record is not None else ()

    return UdpDecoder(frozenset(ports), decode)


UDP_DECODERS: Final[tuple[UdpDecoder, ...]] = (
    _usual({37020}, decode_sadp),
    _usual({37810}, decode_dhip),
    _usual({32108, 32100, 40611}, decode_pppp),
    _usual({34569}, decode_xmeye),
    _usual({10008, 10009}, decode_v380),
    _usual({20002, 20004}, decode_tapo),
    _usual({9999}, decode_kasa),
    _usual({6666, 6667, 7000}, decode_tuya),
    _usual({54321}, decode_miio),
    _usual({10001}, decode_ubnt),
    _usual({5050}, decode_dvrip),
    _usual({62976, 62992}, decode_dlink),
    _usual({10000}, decode_foscam),
    _usual({8600}, decode_vstarcam),
    _usual({2015, 2018}, decode_reolink),
    _usual({7701, 7711}, decode_hanwha),
    _usual({10669, 10670}, decode_ipro),
    _usual({2380}, decode_sony),
    _usual({10000}, decode_vivotek),
    _usual({1757, 1758}, decode_bosch),
    _usual({3956}, decode_gvcp),
    _usual({3600}, decode_vision360),
)


def decode_udp(data: bytes, port: int) -> tuple[Field, ...]:
    """The fields of a datagram from `port`: those of the first decoder that knows it, the port's own ones first."""
    usual = (decoder for decoder in UDP_DECODERS if port in decoder.ports)
    odd = (decoder for decoder in UDP_DECODERS if port not in decoder.ports)
    for decoder in (*usual, *odd):
        if fields := decoder.decode(data, port):
            return fields
    return ()
