"""What every device of the lab is: an identity drawn anew for each lab, servers, and the truth about it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from tests.lab.machine import Service

ROOT = Path(__file__).resolve().parents[2]
SOFTWARE = ROOT / ".lab"
SERVERS = Path(__file__).with_name("servers")


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What a right assessment may say of the device. Known to the tests alone."""

    verdicts: frozenset[str]
    kinds: frozenset[str] = frozenset()
    """The kinds that are right where one is named; empty: not judged."""
    maker: str | None = None
    """The maker, where what the device shows lets one name it."""
    carries_camera: bool = False
    found: bool = True
    """False where a check cannot even see that the device exists."""

    @property
    def watches(self) -> bool:
        return bool(self.kinds & {"camera", "recorder", "doorbell", "baby monitor"})


def camera(maker: str | None = None, *kinds: str) -> Truth:
    return Truth(verdicts=frozenset({"camera"}), kinds=frozenset(kinds or {"camera"}), maker=maker)


def hidden_camera(maker: str | None = None) -> Truth:
    """A camera that shows too little to be called one: it must not be cleared, and must not be `camera`."""
    return Truth(verdicts=frozenset({"suspect", "unresolved"}), kinds=frozenset({"camera"}), maker=maker)


def innocent(*kinds: str, maker: str | None = None, verdicts: Sequence[str] = ("cleared",)) -> Truth:
    return Truth(verdicts=frozenset(verdicts), kinds=frozenset(kinds), maker=maker)


def silent() -> Truth:
    """Shows too little for anybody to say."""
    return Truth(verdicts=frozenset({"unresolved"}))


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What one device is called in one lab. `dice` are its own, so that devices do not disturb each other's draws."""

    name: str
    ip: str
    prefix: int
    mac: str
    gateway: str
    guest: str
    dice: random.Random
    home: Path
    others: tuple[str, ...] = ()
    """Every address that is taken in this lab."""
    free: str = ""
    """An address that nobody has, for a device that moves."""

    @property
    def bare_mac(self) -> str:
        return self.mac.replace(":", "")

    def serial(self, length: int = 12, letters: str = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ") -> str:
        return "".join(self.dice.choices(letters, k=length))

    def uuid(self) -> str:
        """A version 1 look-alike whose node is the hardware address, as devices make them."""
        dice = self.dice
        return (
            f"{dice.getrandbits(32):08x}-{dice.getrandbits(16):04x}-1{dice.getrandbits(12):03x}"
            f"-{dice.choice('89ab')}{dice.getrandbits(12):03x}-{self.bare_mac}"
        )

    def write(self, name: str, text: str) -> str:
        """Writes a file of the device and returns its path."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return str(path)

    def directory(self, name: str) -> str:
        path = self.home / name
        path.mkdir(parents=True, exist_ok=True)
        return str(path)


@dataclass(kw_only=True)
class Fittings:
    """What a machine gets beside its address to be the device."""

    services: list[Service] = field(default_factory=list)
    binds: list[tuple[str, str]] = field(default_factory=list)
    make: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    ip: list[str] = field(default_factory=list)
    nft: str = ""
    hostname: str = ""
    quiet6: bool = False


class Device:
    """One device. A subclass says what it is (`truth`), whose it looks (`prefixes`), and what it runs (`fit`)."""

    prefixes: ClassVar[Sequence[str]] = ()
    """Real prefixes of the maker, three bytes as in the IEEE registry; empty: a random private address."""
    truth: ClassVar[Truth]
    wired_slowly: tuple[float, float] | None = None
    """Seconds of delay each way and share of frames lost, by a relay between the device and the switch."""

    def draw_mac(self, dice: random.Random) -> str:
        tail = [dice.randrange(256) for _ in range(3)]
        if self.prefixes:
            head = list(bytes.fromhex(dice.choice(self.prefixes).replace(":", "")))
        else:
            head = [dice.randrange(256) & 0xFC | 0x02, dice.randrange(256), dice.randrange(256)]
        return ":".join(f"{byte:02x}" for byte in head + tail)

    def lease_name(self, identity: Identity) -> str | None:
        """The host name it gave the router with its lease, None where it gave none."""
        return None

    def fit(self, me: Identity) -> Fittings:
        raise NotImplementedError

    def expect(self, me: Identity) -> Truth:
        return self.truth


def slow(device: Device) -> Device:
    """The same device on a wire with 200 ms there and back, which loses one frame in twenty each way."""
    device.wired_slowly = (0.1, 0.05)
    return device


def unseen(device: Device) -> Device:
    """The same device where the network keeps it apart from the guest: no check can see it."""
    device.truth = Truth(verdicts=frozenset({"unresolved"}), kinds=device.truth.kinds, found=False)  # type: ignore[misc]
    return device
