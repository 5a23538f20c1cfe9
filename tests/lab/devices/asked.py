"""What makers' devices have in common whose software cannot be had: the answer to their own question is emulated."""

import string
from collections.abc import Callable, Mapping, Sequence

from tests.lab.device import Device, Fittings, Identity, Truth
from tests.lab.devices.parts import firewall, responder

DIGITS = string.digits
HEX = "0123456789abcdef"
UNCONFIRMED = frozenset({"camera", "suspect"})
"""An emulator that nothing third-party confirms may make `suspect` at most; a real device may do more."""


class Asked(Device):
    """A device that answers its maker's question, and nothing else unless `more` fits it.

    `settings` are the emulator's own, beside the address and names that every emulator is told; `ready` are the ports
    at which it must listen.
    """

    def __init__(
        self,
        emulator: str,
        prefixes: Sequence[str],
        truth: Truth,
        settings: Callable[[Identity], Mapping[str, object]],
        *,
        ready: Sequence[tuple[str, int]],
        more: Callable[[Identity, Fittings], None] | None = None,
        hostname: str = "",
    ) -> None:
        self.emulator = emulator
        self.prefixes = prefixes
        self.truth = truth
        self.settings = settings
        self.ready = ready
        self.more = more
        self.hostname = hostname
        self.nft = ""

    def fit(self, me: Identity) -> Fittings:
        told = {
            "ip": me.ip,
            "mac": me.mac,
            "gateway": me.gateway,
            "serial": me.serial(),
            "name": f"Cam {me.serial(3)}",
            **self.settings(me),
        }
        fittings = Fittings(hostname=self.hostname, nft=self.nft, quiet6=bool(self.nft))
        if self.more:
            self.more(me, fittings)
        fittings.services.append(responder(me, f"emulated_{self.emulator}", told, self.ready))
        return fittings


def firewalled(device: Asked, *more: int) -> Asked:
    """The same device behind a firewall that lets nothing in but its maker's question by UDP, and UDP to `more`."""
    device.nft = firewall(*(port for kind, port in device.ready if kind == "udp"), *more)
    return device


def suspect_or_camera(maker: str | None, *kinds: str) -> Truth:
    return Truth(verdicts=UNCONFIRMED, kinds=frozenset(kinds or {"camera"}), maker=maker)
