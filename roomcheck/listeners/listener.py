"""What a listener is. It only hears; it yields the same observations as a probe."""

from collections.abc import AsyncIterator
from typing import Protocol

from roomcheck.model.observation import Observation
from roomcheck.net.link import Link


class Listener(Protocol):
    """One kind of broadcast, multicast or frame that is heard. It sends nothing, and ends when it is cancelled."""

    @property
    def name(self) -> str: ...

    def listen(self, link: Link) -> AsyncIterator[Observation]: ...
