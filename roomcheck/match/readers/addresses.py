"""Hardware addresses, and who holds their prefix."""

from collections.abc import Callable
from typing import Final

from roomcheck.match.readers.reader import Pairs, text_of
from roomcheck.model.addresses import is_local, mac_of, mac_of_bytes
from roomcheck.model.observation import Observation

Registrant = Callable[[str], tuple[str, str] | None]
"""MAC -> the organisation that holds its prefix, and the prefix's digits."""

KINDS: Final = frozenset({"mac", "arp", "ndp", "neighbour", "wifi.bssid"})
"""The kinds of observation that are read for a hardware address."""


def address(observation: Observation, registrant: Registrant) -> Pairs:
    """The address, and its maker where it is not one that the device made up."""
    mac = _mac(observation)
    if mac is None:
        return
    yield "mac", mac
    held = None if is_local(mac) else registrant(mac)
    if held is not None:
        yield "mac.registrant", held[0]
        yield "mac.prefix", held[1]


def _mac(observation: Observation) -> str | None:
    if observation.kind == "arp" and observation.raw_hex is not None and len(observation.data) >= 14:
        return mac_of_bytes(observation.data[8:14])
    if observation.kind == "neighbour":
        words = text_of(observation).split()
        return mac_of(words[1]) if len(words) > 1 else observation.source.mac
    if observation.kind in {"mac", "wifi.bssid"}:
        return mac_of(text_of(observation)) or observation.source.mac
    return observation.source.mac
