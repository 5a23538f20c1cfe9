"""The lab's first law: nothing that runs in it can reach anything outside it. Checked before any server starts."""

import ipaddress
import json
from collections.abc import Sequence
from pathlib import Path

from tests.lab.boot import MARKER
from tests.lab.machine import LabTrouble, Machine


def require_no_way_out(switch: Machine, machines: Sequence[Machine]) -> None:
    """Raises LabTrouble unless every machine has one wire, and that wire ends in the lab's own switch.

    Looks at what the kernel says: no namespace is this machine's own, no kind of interface but loopback, bridge and
    veth, each veth's other end is in the switch, and the switch has no wire that a machine does not hold.
    """
    outside = Path("/proc/self/ns/net").stat().st_ino
    numbers = [machine.network_id() for machine in (switch, *machines)]
    if outside in numbers or len(set(numbers)) != len(numbers):
        raise LabTrouble("a lab machine stands in a network namespace that is not its own")
    _require_wires(_links(switch), _ends(machines))


def _ends(machines: Sequence[Machine]) -> dict[tuple[int, int], str]:
    """The machines' wires: own index and the other end's, and whose."""
    ends = {}
    for machine in machines:
        for name, link in _links(machine).items():
            if name not in ("lo", MARKER, "eth0"):
                raise LabTrouble(f"{machine.name} has an interface {name} that the lab did not make")
            if name == "eth0":
                ends[link["ifindex"], link["link_index"]] = machine.name
    return ends


def _require_wires(ports: dict[str, dict], ends: dict[tuple[int, int], str]) -> None:
    for name, link in ports.items():
        kind = link.get("linkinfo", {}).get("info_kind")
        if name in ("lo", MARKER, "switch"):
            continue
        if kind != "veth":
            raise LabTrouble(f"the switch has an interface {name} of kind {kind}")
        if "link_netnsid" not in link and ports.get(link.get("link"), {}).get("link") == name:
            continue  # a wire within the switch, for the slow relay
        if ends.pop((link["link_index"], link["ifindex"]), None) is None:
            raise LabTrouble(f"the switch's port {name} leads to no machine of the lab")
    if ends:
        raise LabTrouble(f"wires that do not end in the switch: {sorted(ends.values())}")


def require_inward_routes(machine: Machine, subnet: ipaddress.IPv4Network) -> None:
    """Raises LabTrouble where a route of the machine names a gateway outside `subnet`, or it forwards."""
    for route in json.loads(machine.do(["ip", "-json", "route", "show", "table", "all"]) or "[]"):
        gateway = route.get("gateway")
        if gateway and ipaddress.ip_address(gateway) not in subnet:
            raise LabTrouble(f"{machine.name} has a gateway {gateway} outside the lab")
    if machine.do(["cat", "/proc/sys/net/ipv4/ip_forward"]).strip() != "0":
        raise LabTrouble(f"{machine.name} forwards packets")


def _links(machine: Machine) -> dict[str, dict]:
    links = {link["ifname"]: link for link in json.loads(machine.do(["ip", "-json", "-details", "link", "show"]))}
    if MARKER not in links:
        raise LabTrouble(f"{machine.name} is not marked as a lab namespace")
    return links
