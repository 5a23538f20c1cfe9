"""Addresses that need not be asked, or not yet.

Second addresses of one device, and addresses that one device answers for.
"""

from collections import Counter, defaultdict

from roomcheck.assess.devices import ANSWERS_FOR_OTHERS, PRESENCE
from roomcheck.model.observation import Observation
from roomcheck.probes.probe import Target


class Twins:
    """Most hosts have IPv4 and IPv6 addresses, and one of them is enough to ask.

    Targets at IPv6 addresses wait for the sweep; then only those without an IPv4 twin are asked.
    """

    def __init__(self) -> None:
        self._mac_of: dict[str, str] = {}
        self._with_ipv4: set[str] = set()
        self._held: list[Target] = []
        self._swept = False

    def learn(self, seen: Observation) -> None:
        source = seen.source
        if source.mac is None or source.ip is None:
            return
        self._mac_of[source.ip] = source.mac
        if ":" not in source.ip:
            self._with_ipv4.add(source.mac)

    def holds_back(self, target: Target) -> bool:
        """Whether a target must wait, or need not be asked at all."""
        if target.ip is None or ":" not in target.ip:
            return False
        if not self._swept:
            self._held.append(target)
            return True
        return self._mac_of.get(target.ip) in self._with_ipv4

    def tell_apart(self) -> tuple[list[Target], list[str]]:
        """Ends the waiting: the targets to ask, and the addresses that need not be asked."""
        self._swept = True
        held, self._held = self._held, []
        alone = [target for target in held if not self.holds_back(target)]
        asked = {target.ip for target in alone}
        return alone, sorted({target.ip for target in held if target.ip and target.ip not in asked})


class Claimed:
    """Addresses that one MAC claims together with many others: a gateway that answers ARP for all, or a liar.

    Most of them are nobody's. Each is tried at a few doors first, and asked like the others once it shows life.
    """

    def __init__(self) -> None:
        self._of_mac: dict[str, set[str]] = defaultdict(set)
        self._macs: Counter[str] = Counter()
        self._lives: set[str] = set()
        self._held: dict[str, list[Target]] = defaultdict(list)

    def learn(self, seen: Observation) -> list[Target]:
        """Takes an observation; the targets that waited for a sign of life of its address."""
        source = seen.source
        if source.ip is None:
            return []
        if source.mac is not None and ":" not in source.ip and source.ip not in self._of_mac[source.mac]:
            self._of_mac[source.mac].add(source.ip)
            self._macs[source.ip] += 1
        shows_life = seen.kind not in PRESENCE or seen.kind == "tcp.closed" or self._macs[source.ip] > 1
        if not shows_life:
            return []
        self._lives.add(source.ip)
        return self._held.pop(source.ip, [])

    def holds_back(self, target: Target, seen: Observation | None) -> bool:
        """Whether a target waits until its address shows life."""
        ip, mac = target.ip, seen.source.mac if seen is not None else None
        if ip is None or mac is None or ip in self._lives or seen is None or seen.source.ip != ip:
            return False
        if len(self._of_mac.get(mac, ())) <= ANSWERS_FOR_OTHERS:
            return False
        self._held[ip].append(target)
        return True

    @property
    def held(self) -> int:
        """Addresses that have shown no life."""
        return len(self._held)
