"""Tuya: asks devices of version 3.5 to name themselves.

Devices up to 3.4 answer no question and announce themselves every five seconds, which a listener hears on 6666 and
6667; those of 3.5 answer on 7000. The frame that asks is closed with the key that all of them share. A module of
ours, since tinytuya opens its own sockets and polls devices. Source: jasonacox/tinytuya:PROTOCOL.md.
"""

import secrets
from typing import Final

from roomcheck.model.network import Network
from roomcheck.probes.discovery import Discovery
from roomcheck.wire.makers.tuya import question

_NONCE: Final = 12


async def _question(network: Network) -> tuple[bytes, ...]:
    own = next((own.ip for own in network.interface.addresses if own.subnet.version == 4), "0.0.0.0")  # noqa: S104
    return (question(own, secrets.token_bytes(_NONCE)),)


PROBE: Final = Discovery(name="tuya", port=7000, compose=_question, bind_port=7000, repeat=2)
