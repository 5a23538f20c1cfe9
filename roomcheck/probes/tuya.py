"""Tuya: asks devices of version 3.5 to name themselves, and hears the announcements of the older ones.

Devices up to 3.4 announce themselves every few seconds on 6666 or 6667 and answer no question; those of 3.5 answer
on 7000. The frame that asks is closed with the key that all of them share. A module of ours, since tinytuya opens its
own sockets and polls devices. Source: jasonacox/tinytuya:PROTOCOL.md.
"""

import secrets
from collections.abc import AsyncIterator
from typing import Final

from roomcheck.model.network import Network
from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Link
from roomcheck.probes.discovery import SOON, Discovery
from roomcheck.probes.probe import Target
from roomcheck.wire.tuya import question

HEARD: Final = (6666, 6667)
LISTENING: Final = 5.2
"""Seconds: an announcement comes every five."""

_NONCE: Final = 12


def _own_ip(network: Network) -> str:
    return next((own.ip for own in network.interface.addresses if own.subnet.version == 4), "0.0.0.0")  # noqa: S104


async def _question(network: Network) -> tuple[bytes, ...]:
    return (question(_own_ip(network), secrets.token_bytes(_NONCE)),)


_ASKING: Final = Discovery(name="tuya", port=7000, compose=_question, bind_port=7000, repeat=2)


class Tuya:
    """A `Probe` that asks on 7000 and listens on 6666 and 6667."""

    name = "tuya"

    def first(self, network: Network) -> tuple[Target, ...]:
        listening = (
            Target(via=self.name, port=port, detail="listen", urgency=SOON, seconds=LISTENING + 1)
            for port in HEARD
        )
        return (*_ASKING.first(network), *listening)

    def following(self, seen: Observation) -> tuple[Target, ...]:  # noqa: ARG002  nobody is asked alone
        return ()

    async def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:
        if target.detail != "listen" or target.port is None:
            async for answer in _ASKING.ask(link, target):
                yield answer
            return
        heard_before: set[tuple[str, bytes]] = set()
        async for heard in link.hear(via=self.name, port=target.port, seconds=LISTENING):
            if heard.ip not in link.network.own_ips and (heard.ip, heard.data) not in heard_before:
                heard_before.add((heard.ip, heard.data))
                yield observe(
                    "udp.reply", heard.data, at=heard.at, via=self.name, source=Source(ip=heard.ip),
                    port=target.port, exchange=heard.exchange, length=heard.length,
                )


PROBE: Final = Tuya()
