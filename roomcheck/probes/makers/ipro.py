"""Panasonic's (i-PRO's) search: model and name. By broadcast only; answers come to port 10669.

Its cameras speak ONVIF too, which is asked of each host. The question names the asker's own MAC and address.
Sources: julienblitte/UniversalScanner:Panasonic.cs, a captured question of the maker's own tool.
"""

import ipaddress
from typing import Final

from roomcheck.model.network import Network
from roomcheck.probes.discovery import Discovery
from roomcheck.wire.makers.ipro import question


async def _question(network: Network) -> tuple[bytes, ...]:
    mac = bytes.fromhex((network.interface.mac or "ff:ff:ff:ff:ff:ff").replace(":", ""))
    own = (ipaddress.ip_address(address.ip) for address in network.interface.addresses)
    ip = next((address.packed for address in own if address.version == 4), bytes(4))
    return (question(mac, ip),)


PROBE: Final = Discovery(name="ipro", port=10670, compose=_question, bind_port=10669, repeat=2)
