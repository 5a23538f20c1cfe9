"""What a server says before it is asked: FTP, telnet, SSH, and makers' ports. Connects, reads, and sends nothing."""

from collections.abc import AsyncIterator
from typing import Final

from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.link import Link
from roomcheck.probes.ports import speaks
from roomcheck.probes.probe import Follower, Target
from roomcheck.probes.reading import conversing
from roomcheck.wire.banner import kind_of_banner

_KINDS: Final = {"ftp": "ftp.banner", "ssh": "ssh.banner", "telnet": "telnet.banner", "read": "tcp.banner"}
_BANNER: Final = 2_048
_WAIT: Final = 1.2
"""Seconds. Who greets, greets at once; a lost segment comes again within 400 ms of a slow network."""


class BannerProbe(Follower):
    name = "banner"

    def following(self, seen: Observation) -> tuple[Target, ...]:
        if seen.kind != "tcp.open" or seen.source.ip is None or seen.port is None:
            return ()
        speech = speaks(seen.port)
        if speech not in _KINDS:
            return ()
        return (Target(via=self.name, ip=seen.source.ip, port=seen.port, detail=speech, urgency=4, seconds=5.0),)

    async def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:
        async with conversing(link, target.ip, target.port, via=self.name) as conversation:
            if conversation is None:
                return
            until = b"\n" if target.detail in {"ftp", "ssh"} else None
            data = await conversation.read(until=until, limit=_BANNER, seconds=_WAIT)
            if data:
                kind = _KINDS.get(target.detail, "tcp.banner")
                yield observe(
                    kind_of_banner(data) if kind == "tcp.banner" else kind, data, at=link.clock.now(),
                    via=self.name, source=Source(ip=target.ip), port=target.port, exchange=conversation.exchange,
                )
