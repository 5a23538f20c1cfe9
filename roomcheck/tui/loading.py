"""What takes long to load, loaded once, in a thread, after the first screen stands."""

import gc
import threading
from typing import TYPE_CHECKING

from roomcheck.app.paths import Paths
from roomcheck.model.network import Interface, Network

if TYPE_CHECKING:
    from roomcheck.app.known import Known
    from roomcheck.match.library import Library


class Loaded:
    """The signatures and what is kept of earlier visits. Each method may be called from any thread, and blocks."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._lock = threading.Lock()
        self._library: Library | None = None
        self._known: tuple[Known, ...] | None = None

    def library(self) -> "Library":
        with self._lock:
            if self._library is None:
                from roomcheck.match import library

                self._library = library.load(cache=self._paths.cache)
                gc.collect()
                gc.freeze()  # what never goes need not be looked through again while somebody types
            return self._library

    def ready(self) -> "Library | None":
        """The signatures if they are loaded already. Never blocks."""
        return self._library

    def known(self) -> "tuple[Known, ...]":
        with self._lock:
            if self._known is None:
                from roomcheck.app import known

                self._known = known.load(self._paths.known)
            return self._known


def networks() -> tuple[Network, ...]:
    """The networks that this machine has joined, the most likely one first. Looks only; sends nothing."""
    from roomcheck.model.errors import NoNetwork
    from roomcheck.model.network import Medium
    from roomcheck.net.interfaces import default_interface, list_interfaces, network_of

    try:
        first = default_interface().name
    except NoNetwork:
        return ()
    joined = (each for each in list_interfaces() if each.up and each.medium is not Medium.LOOPBACK and each.addresses)
    return tuple(network_of(each.name) for each in sorted(joined, key=lambda each: _rank(each, first)))


def _rank(interface: Interface, first: str) -> tuple[bool, str]:
    return interface.name != first, interface.name
