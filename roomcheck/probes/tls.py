"""The certificate of a TLS port that speaks something else than HTTP (RFC 8446).

Nothing is sent after the handshake.
"""

from collections.abc import AsyncIterator

from roomcheck.model.network import Network
from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Link
from roomcheck.probes.ports import speaks
from roomcheck.probes.probe import Target


class TlsProbe:
    name = "tls"

    def first(self, network: Network) -> tuple[Target, ...]:  # noqa: ARG002 - the interface of probes
        return ()

    def following(self, seen: Observation) -> tuple[Target, ...]:
        if seen.kind != "tcp.open" or seen.source.ip is None or seen.port is None or speaks(seen.port) != "tls":
            return ()
        return (Target(via=self.name, ip=seen.source.ip, port=seen.port, urgency=5, seconds=5.0),)

    async def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:
        if target.ip is None or target.port is None:
            return
        conversation = await link.connect(target.ip, target.port, via=self.name)
        if conversation is None:
            return
        try:
            certificate = await conversation.start_tls(seconds=1.5)
            if certificate is not None:
                yield observe(
                    "tls.certificate", certificate, at=link.clock.now(), via=self.name,
                    source=Source(ip=target.ip), port=target.port, exchange=conversation.exchange,
                )
        finally:
            await conversation.close()
