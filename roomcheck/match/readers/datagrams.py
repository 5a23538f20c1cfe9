"""UDP answers: the makers' decoders first, then the general protocols by port or by shape."""

from typing import Final

from roomcheck.match.readers.names import mdns, netbios
from roomcheck.match.readers.reader import Pairs, Reader
from roomcheck.match.readers.searches import sip, snmp_engine, ssdp, wsd
from roomcheck.model.observation import Observation
from roomcheck.wire.udp import decode_udp

_PORTS: Final[dict[int, Reader]] = {137: netbios, 161: snmp_engine, 1900: ssdp, 3702: wsd, 5060: sip, 5353: mdns}


def udp(observation: Observation) -> Pairs:
    data, port = observation.data, observation.port or 0
    if pairs := decode_udp(data, port):
        return pairs
    if (reader := _PORTS.get(port)) is not None:
        return reader(observation)
    if data[:5] == b"HTTP/" or data[:7] == b"NOTIFY ":
        return ssdp(observation)
    if data[:7] == b"SIP/2.0":
        return sip(observation)
    if b"<" in data[:64] and (b"ProbeMatches" in data or b"Hello" in data):
        return wsd(observation)
    return ()
