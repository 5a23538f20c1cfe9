"""The parent's side of `roomcheck-capture`."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from roomcheck.model.network import Network
from roomcheck.net.hosts import Hosts
from roomcheck.net.ledger import Ledger
from roomcheck.net.link import Clock, Frame, Presence
from roomcheck.net.pace import Pace


class Capture:
    alive = False

    def keep_port(self, port: int) -> None: ...
    async def ready(self) -> bool:
        return False

    def sweep(self, network: Network, scope: object, ledger: Ledger, hosts: Hosts, pace: Pace, *, via: str, addresses: Iterable[str] | None) -> AsyncIterator[Presence]: ...
    def solicit(self, network: Network, scope: object, ledger: Ledger, hosts: Hosts, *, via: str) -> AsyncIterator[Presence]: ...
    def frames(self) -> AsyncIterator[Frame]: ...


@asynccontextmanager
async def start_capture(network: Network, clock: Clock, pcapng: Path | None) -> AsyncIterator[Capture | None]:
    yield None
