"""Builds one network: a switch, its devices and the guest's computer, and takes it down again."""

import ipaddress
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.lab import isolation
from tests.lab.device import SERVERS, Device, Fittings, Identity, Truth
from tests.lab.guest import Guest
from tests.lab.machine import LabTrouble, Machine, Settings
from tests.lab.wiretap import Wiretap

LIFETIME = 3600
"""Seconds after which every machine ends by itself."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One device as it stands in a lab."""

    device: Device
    me: Identity
    machine: Machine
    fittings: Fittings
    port: str
    """Its port on the switch."""

    @property
    def name(self) -> str:
        return self.me.name

    @property
    def truth(self) -> Truth:
        return self.device.expect(self.me)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What stands in a network. `devices` by name; exactly one may be the router, which gets the first address."""

    title: str
    devices: Mapping[str, Device]
    prefix: int = 24
    router: str | None = "router"
    isolate: bool = False
    """Ports isolated from one another, as hotels do: everybody sees the router alone."""


class Lab:
    """A network that is up. Use as a context manager; `places` are its devices by name."""

    def __init__(self, plan: Plan, *, seed: int | None = None, lifetime: int = LIFETIME) -> None:
        if sys.platform != "linux" or os.geteuid() != 0:
            raise LabTrouble("the lab needs root on Linux, for network namespaces")
        self.plan = plan
        self.seed = random.SystemRandom().getrandbits(32) if seed is None else seed
        self.lifetime = lifetime
        self.places: dict[str, Place] = {}
        self.ready: dict[str, float] = {}
        """Seconds each machine needed."""
        self.home = Path(tempfile.mkdtemp(prefix="rclab-"))
        self._machines: list[Machine] = []
        self._slow_wires: list[tuple[int, tuple[float, float]]] = []

    def __enter__(self) -> Self:
        began = time.monotonic()
        try:
            self._build()
        except BaseException:
            self.close()
            raise
        self.seconds = time.monotonic() - began
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if hasattr(self, "wiretap"):
            self.wiretap.close()
        for machine in reversed(self._machines):
            machine.end()
        shutil.rmtree(self.home, ignore_errors=True)

    def place_of(self, ip: str) -> Place:
        return next(place for place in self.places.values() if place.me.ip == ip)

    def unplug(self, name: str) -> None:
        self.switch.do(["ip", "link", "set", self.places[name].port, "down"])

    def plug_in(self, name: str) -> None:
        self.switch.do(["ip", "link", "set", self.places[name].port, "up"])

    def log(self, name: str) -> str:
        """What the servers of a device printed, for a test that fails."""
        return "\n".join(file.read_text(errors="replace") for file in (self.home / name).glob("*.log"))

    def _birth(self, name: str, *, own_processes: bool = True) -> Machine:
        machine = Machine(name, own_processes=own_processes)
        self._machines.append(machine)
        return machine

    def _build(self) -> None:
        plan = self.plan
        dice = random.Random(self.seed)
        self.subnet = _draw_subnet(dice, plan.prefix)
        identities = self._draw(dice)
        self.switch = self._birth("switch", own_processes=False)
        guest = self._birth("guest", own_processes=False)
        machines = {name: self._birth(name) for name in plan.devices}
        for machine in self._machines:
            machine.await_birth()
        guest_mac = _guest_mac(dice)
        self._wire({"guest": (guest, guest_mac), **{name: (machines[name], identities[name].mac) for name in machines}})
        isolation.require_no_way_out(self.switch, [guest, *machines.values()])
        self.switch.settle(
            Settings(home=str(self.home), lifetime=self.lifetime, wired=False, empty=(), remove=str(self.home))
        )
        self.switch.await_ready()
        self.wiretap = Wiretap(self.switch, "p0", self.home / "guest.pcap", guest_mac, self.subnet)
        self._furnish(identities, machines)
        self._seat_guest(guest, guest_mac)
        for machine in (guest, *machines.values()):
            isolation.require_inward_routes(machine, self.subnet)

    def _draw(self, dice: random.Random) -> dict[str, Identity]:
        plan = self.plan
        hosts = range(2, self.subnet.num_addresses - 1)
        chosen = [str(self.subnet[host]) for host in dice.sample(hosts, 2 * len(plan.devices) + 1)]
        self.guest_ip = chosen.pop()
        free, taken = chosen[: len(plan.devices)], chosen[len(plan.devices) :]
        gateway = str(self.subnet[1]) if plan.router else ""
        addresses = {name: gateway if name == plan.router else taken.pop() for name in plan.devices}
        everybody = (self.guest_ip, *addresses.values())
        identities = {}
        for name, device in plan.devices.items():
            own = random.Random(dice.getrandbits(64))
            home = self.home / name
            home.mkdir(mode=0o755)
            identities[name] = Identity(
                name=name,
                ip=addresses[name],
                prefix=plan.prefix,
                mac=device.draw_mac(own),
                gateway=gateway,
                guest=self.guest_ip,
                dice=own,
                home=home,
                others=everybody,
                free=free.pop(),
            )
        self.home.chmod(0o711)  # servers that drop root still read their own folder below it
        return identities

    def _wire(self, ends: Mapping[str, tuple[Machine, str]]) -> None:
        """Cables from the switch to everybody, made in the switch's namespace and handed into theirs."""
        lines = ["link add switch type bridge mcast_snooping 0 stp_state 0 forward_delay 0", "link set switch up"]
        for number, (machine, mac) in enumerate(ends.values()):
            lines.append(f"link add p{number} type veth peer name eth0 address {mac} netns {machine.pid}")
            if number and (slowness := list(self.plan.devices.values())[number - 1].wired_slowly):
                self._slow_wires.append((number, slowness))
                lines.append(f"link add s{number} type veth peer name r{number}")
                lines += [f"link set s{number} master switch up", f"link set r{number} up", f"link set p{number} up"]
            else:
                lines.append(f"link set p{number} master switch up")
        for scope in ("all", "default"):
            self.switch.do(["sh", "-c", f"echo 1 > /proc/sys/net/ipv6/conf/{scope}/disable_ipv6"])
        self.switch.do(["ip", "-batch", "-"], given="\n".join(lines) + "\n")
        for number, (delay, loss) in self._slow_wires:
            script = [sys.executable, "-I", "-S", str(SERVERS / "slow_wire.py")]
            self.switch.popen(
                [*script, f"r{number}", f"p{number}", str(delay), str(loss), str(self.seed)], network_only=True
            )
        if self.plan.isolate:
            for number, name in enumerate(ends):
                if name != self.plan.router:
                    self.switch.do(["bridge", "link", "set", "dev", f"p{number}", "isolated", "on"])

    def _furnish(self, identities: Mapping[str, Identity], machines: Mapping[str, Machine]) -> None:
        for number, (name, device) in enumerate(self.plan.devices.items(), start=1):
            me = identities[name]
            fittings = device.fit(me)
            if name == self.plan.router and getattr(device, "knows_leases", False):
                leases = [(me.ip, None)]
                leases += [(other.ip, self.plan.devices[key].lease_name(other)) for key, other in identities.items()]
                text = "".join(f"{ip} {host}\n" for ip, host in leases if host)
                with (me.home / "names").open("a") as file:
                    file.write(text)
            settings = Settings(
                home=str(me.home),
                lifetime=self.lifetime,
                hostname=fittings.hostname,
                addresses=[f"{me.ip}/{me.prefix}"],
                gateway=me.gateway if me.gateway != me.ip else None,
                quiet6=fittings.quiet6,
                ip=fittings.ip,
                nft=fittings.nft,
                empty=[*Settings.empty, *fittings.empty],
                binds=[*_names(me, fittings.hostname), *fittings.binds],
                make=fittings.make,
                services=fittings.services,
            )
            machines[name].settle(settings)
            self.places[name] = Place(
                device=device, me=me, machine=machines[name], fittings=fittings, port=f"p{number}"
            )
        troubles = []
        for name, machine in machines.items():
            try:
                self.ready[name] = machine.await_ready()
            except LabTrouble as trouble:
                troubles.append(str(trouble))
        if troubles:
            raise LabTrouble("\n".join(troubles))

    def _seat_guest(self, machine: Machine, mac: str) -> None:
        resolver = self.home / "resolv.conf"
        resolver.write_text(f"nameserver {self.subnet[1]}\n" if self.plan.router else "")
        machine.settle(
            Settings(
                home=str(self.home),
                lifetime=self.lifetime,
                hostname="guest",
                addresses=[f"{self.guest_ip}/{self.plan.prefix}"],
                gateway=str(self.subnet[1]) if self.plan.router else None,
                binds=[(str(resolver), "/etc/resolv.conf")],
                # The lab's own folder is empty in there: roomcheck must not find the truth by accident.
                empty=["/run", str(self.home)],
            )
        )
        machine.await_ready()
        self.guest = Guest(machine, self.guest_ip, mac)


def _names(me: Identity, hostname: str) -> list[tuple[str, str]]:
    """A resolver's settings of its own: devices ask nobody for names, and know themselves."""
    hosts = me.write("hosts", f"127.0.0.1 localhost\n{me.ip} {hostname or me.name}\n")
    return [(me.write("resolv.conf", ""), "/etc/resolv.conf"), (hosts, "/etc/hosts")]


def _draw_subnet(dice: random.Random, prefix: int) -> ipaddress.IPv4Network:
    base = f"192.168.{dice.randrange(2, 250)}.0" if prefix >= 24 else f"10.{dice.randrange(1, 250)}.0.0"
    return ipaddress.IPv4Network(f"{base}/{prefix}", strict=False)


def _guest_mac(dice: random.Random) -> str:
    return ":".join(f"{byte:02x}" for byte in (0x02, *(dice.randrange(256) for _ in range(5))))
