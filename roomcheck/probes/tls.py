"""The certificate of a TLS port that speaks something else than HTTP (RFC 8446).

Nothing is sent after the handshake.
"""

from collections.abc import AsyncIterator

from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Link
from roomcheck.probes.ports import speaks
from roomcheck.probes.probe import Follower, Target
from roomcheck.probes.reading import conversing


class TlsProbe(Follower):
    name = "tls"

    def following(self, seen: Observation) -> tuple[Target, ...]:
        if seen.kind != "tcp.open" or seen.source.ip is None or seen.port is None or speaks(seen.port) != "tls":
            return ()
        return (Target(via=self.name, ip=seen.source.ip, port=seen.port, urgency=5, seconds=5.0),)

    async def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:
        async with conversing(link, target.ip, target.port, via=self.name) as conversation:
            if conversation is None:
                return
            certificate = await conversation.start_tls(seconds=1.5)
            if certificate is not None:
                yield observe(
                    "tls.certificate", certificate, at=link.clock.now(), via=self.name,
                    source=Source(ip=target.ip), port=target.port, exchange=conversation.exchange,
                )
