"""Reolink's Baichuan on TCP 9000: connects and reads, and sends nothing.

The protocol's first message is a log-in, which is never sent; so a camera that waits for it says nothing here, and
nothing is said of it. Televisions and container panels use port 9000 too. The search over UDP (`C2D_S` to 2015) has
an answer that no public source describes; it is not asked. Source: thirtythreeforty/neolink:crates/core/src.
"""

from collections.abc import AsyncIterator
from typing import Final

from roomcheck.model import limits
from roomcheck.model.network import Network
from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Link
from roomcheck.probes.probe import Target

PORT: Final = 9000
_SILENCE: Final = 1.0


class Reolink:
    """A `Probe` that reads what TCP 9000 says unasked."""

    name = "reolink"

    def first(self, network: Network) -> tuple[Target, ...]:  # noqa: ARG002  an open port is seen first
        return ()

    def following(self, seen: Observation) -> tuple[Target, ...]:
        if seen.kind != "tcp.open" or seen.port != PORT or seen.source.ip is None:
            return ()
        return (Target(via=self.name, ip=seen.source.ip, port=PORT, urgency=4),)

    async def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:
        if target.ip is None:
            return
        conversation = await link.connect(target.ip, PORT, via=self.name)
        if conversation is None:
            return
        try:
            data = await conversation.read(limit=limits.SENT, seconds=_SILENCE)
        finally:
            await conversation.close()
        if data:
            yield observe(
                "tcp.banner", data, at=link.clock.now(), via=self.name, source=Source(ip=target.ip), port=PORT,
                exchange=conversation.exchange,
            )


PROBE: Final = Reolink()
