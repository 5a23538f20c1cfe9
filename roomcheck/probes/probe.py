"""What a probe is. It asks, it yields observations, it never judges."""

from collections.abc import AsyncIterator
from typing import Final, Protocol

import msgspec

from roomcheck.model.network import Network
from roomcheck.model.observation import Observation
from roomcheck.net.link import Link

PATIENCE: Final = 30.0
"""Seconds of a question by datagrams, which ends by itself long before, unless it had to wait for the pace."""


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to ask. Equal targets are asked once a check."""

    via: str
    """The probe's name."""
    ip: str | None = None
    """None: the whole link, by broadcast or multicast."""
    port: int | None = None
    detail: str = ""
    """What else the probe needs, such as the path of a device description."""
    urgency: int = 5
    """0 first, 9 last. Cameras' ports and questions come first."""
    datagrams: bool = False
    """Asks by single datagrams, which cost a device little: not counted among the connections to its host."""
    seconds: float = 3.0
    """The most that asking may take; the planner ends it then."""


class Follower:
    """What the probes share that ask nothing before something was seen."""

    def first(self, network: Network) -> tuple[Target, ...]:  # noqa: ARG002 - the interface of probes
        return ()


class Probe(Protocol):
    """One protocol that asks. All it sends goes through `link`, which enforces scope, pace and recording."""

    @property
    def name(self) -> str: ...

    def first(self, network: Network) -> tuple[Target, ...]:
        """What to ask before anything is known."""
        ...

    def following(self, seen: Observation) -> tuple[Target, ...]:
        """What an observation gives reason to ask. Pure, quick, never raises."""
        ...

    def ask(self, link: Link, target: Target) -> AsyncIterator[Observation]:
        """Ask `target`. Ends by itself; network errors end it quietly, hostile bytes never raise."""
        ...
