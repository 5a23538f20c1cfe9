"""Two checks of one place: what appeared, changed, and vanished between them."""

from collections.abc import Iterable

import msgspec

from roomcheck.model.assessment import Assessment, Finding


class Change(msgspec.Struct, frozen=True):
    """One device in both checks, and what differs: field, before, after."""

    before: Finding
    after: Finding
    differs: tuple[tuple[str, str, str], ...]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """`vanished` devices were there before and are not now: that is itself a finding."""

    appeared: tuple[Finding, ...]
    vanished: tuple[Finding, ...]
    changed: tuple[Change, ...]
    unchanged: int
    same_place: bool
    """Whether both checks name the same gateway, access point or subnet."""


def compare(before: Assessment, after: Assessment) -> Difference:
    """What differs. A device is the same by its MAC, else by its name, else by its address."""
    old, new = _by_identity(before.devices), _by_identity(after.devices)
    changes = [Change(old[key], new[key], tuple(_differs(old[key], new[key]))) for key in old if key in new]
    return Difference(
        appeared=tuple(new[key] for key in new if key not in old),
        vanished=tuple(old[key] for key in old if key not in new),
        changed=tuple(change for change in changes if change.differs),
        unchanged=sum(not change.differs for change in changes),
        same_place=_same_place(before, after),
    )


def _by_identity(devices: Iterable[Finding]) -> dict[str, Finding]:
    return {
        (device.addresses.mac if device.addresses.mac and not device.private_address else device.id): device
        for device in devices
    }


def _differs(before: Finding, after: Finding) -> Iterable[tuple[str, str, str]]:
    pairs = (
        ("verdict", before.verdict.value, after.verdict.value),
        ("kind", before.kind.value if before.kind else "", after.kind.value if after.kind else ""),
        ("model", before.model or "", after.model or ""),
        ("addresses", ", ".join(before.addresses.ipv4), ", ".join(after.addresses.ipv4)),
        ("open ports", _ports(before), _ports(after)),
    )
    return (pair for pair in pairs if pair[1] != pair[2])


def _ports(finding: Finding) -> str:
    return ", ".join(str(port) for port in finding.open_ports)


def _same_place(before: Assessment, after: Assessment) -> bool:
    old, new = before.network, after.network
    same = [old.get(key) == new.get(key) for key in ("bssid", "gateway4", "subnets") if old.get(key) and new.get(key)]
    return any(same)
