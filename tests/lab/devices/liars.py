"""Devices that lie: `tests/lab/emulators/liars.py` says how."""

import random

from tests.lab.device import Device, Fittings, Identity, Truth, innocent
from tests.lab.devices.parts import responder

ANYTHING_BUT_CAMERA = Truth(verdicts=frozenset({"unresolved", "cleared", "suspect"}))
"""What a liar is worth: it says nothing of itself that makes it a camera."""


class Liar(Device):
    def __init__(
        self,
        lie: str,
        *,
        truth: Truth = ANYTHING_BUT_CAMERA,
        ready: tuple[tuple[str, int], ...] = (),
        spare: tuple[str, ...] | None = None,
    ) -> None:
        self.lie = lie
        self.truth = truth
        self.ready = ready
        self.spare = spare

    def fit(self, me: Identity) -> Fittings:
        told = {
            "lie": self.lie,
            "ip": me.ip,
            "mac": me.mac,
            "second": me.free,
            "gateway": me.gateway,
            "spare": me.others if self.spare is None else list(self.spare),
        }
        return Fittings(services=[responder(me, "liars", told, self.ready)])


class SameAddress(Device):
    """One of two devices that share a hardware address."""

    truth = ANYTHING_BUT_CAMERA

    def draw_mac(self, dice: random.Random) -> str:
        return "02:00:5e:10:00:01"

    def fit(self, me: Identity) -> Fittings:
        return Fittings()


class CaptiveGateway(Liar):
    """A hotel's gateway that sends every page to its login."""

    prefixes = ("d4:ca:6d",)  # Routerboard.com
    truth = innocent("router", "access point", verdicts=("cleared", "unresolved"))

    def __init__(self) -> None:
        super().__init__("captive", truth=self.truth, ready=(("tcp", 80), ("udp", 53)))


class ProxyGateway(Liar):
    """A gateway that answers ARP for every address, as proxies in hotels do; it serves names and a page as well."""

    prefixes = ("d4:ca:6d",)  # Routerboard.com
    truth = innocent("router", "access point", verdicts=("cleared", "unresolved"))

    def __init__(self) -> None:
        super().__init__("captive+answers_arp", truth=self.truth, ready=(("tcp", 80), ("udp", 53)), spare=())
