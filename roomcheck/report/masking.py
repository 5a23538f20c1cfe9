"""Masks an assessment, and any text of the same recording, for one recipient."""

import re
from collections.abc import Callable
from typing import Any, Final

import msgspec

from roomcheck.model.assessment import Assessment, Finding
from roomcheck.model.vocabulary import Kind, Verdict
from roomcheck.report.recipient import Disclosure, Masking

HIDDEN: Final = "***"

PERSONAL: Final = frozenset({Kind.PHONE, Kind.COMPUTER, Kind.WEARABLE, Kind.MEDICAL, Kind.CONSOLE, Kind.CAR})
"""Kinds that people carry with them."""

_SECRETS: Final = (
    re.compile(r"(?i)\b((?:proxy-)?authorization|set-cookie|cookie|x-api-key)\s*:\s*[^\r\n]*"),
    re.compile(
        r"(?i)([?&;\s\"'{,](?:pass(?:word|wd)?|pwd|passphrase|psk|token|secret|apikey|auth))(\"?\s*[=:]\s*[\"']?)[^\s&;,\"'}]+"
    ),
    re.compile(r"(//)[^\s/@]{1,200}@"),
)

_TEXTS: Final = frozenset("saw means why what detail subject notes names sentence summary marked_by id".split())
"""The fields of an assessment that may hold text from outside; controlled words are never touched."""
_MAPS: Final = frozenset({"params", "network"})


def without_secrets(text: str) -> str:
    """The text without what looks like a password, a key, a cookie or an address's user part."""
    text = _SECRETS[0].sub(lambda found: f"{found[1]}: {HIDDEN}", text)
    text = _SECRETS[1].sub(lambda found: f"{found[1]}{found[2]}{HIDDEN}", text)
    return _SECRETS[2].sub(rf"\1{HIDDEN}@", text)


def disclosure(device: Finding, masking: Masking) -> Disclosure:
    """How much of a device may be told."""
    if device.gateway or device.verdict in {Verdict.CAMERA, Verdict.SUSPECT}:
        return masking.found
    if device.kind in PERSONAL or (device.verdict is Verdict.UNRESOLVED and device.private_address):
        return masking.personal
    return masking.other


class Told(msgspec.Struct, frozen=True):
    """How much of one device is told, and the `id` that it has in the masked assessment."""

    disclosure: Disclosure
    label: str


class Masked(msgspec.Struct, frozen=True):
    """A masked assessment, and the same masking for any other text of the recording."""

    assessment: Assessment
    text: Callable[[str], str]
    told: dict[str, Told]
    """By the `id` of the device before it was masked, also of those that are omitted."""
    least: Disclosure
    """How much is told of a device of which the assessment says nothing."""


def mask(assessment: Assessment, masking: Masking) -> Masked:
    """The assessment as the recipient may read it.

    Devices that are omitted disappear from `devices`; what is masked of one device is masked wherever it is
    mentioned, in every notation of its hardware address.
    """
    swaps: dict[str, str] = {}
    kept: list[tuple[Finding, Disclosure, str]] = []
    told: dict[str, Told] = {}
    for number, device in enumerate(assessment.devices, 1):
        allowed = disclosure(device, masking)
        label = device.id if allowed is Disclosure.FULL else f"device-{number}"
        told[device.id] = Told(allowed, label)
        if allowed is not Disclosure.FULL:
            swaps |= _swaps(device, allowed, label)
        if allowed is not Disclosure.OMITTED:
            kept.append((device, allowed, label))
    substitute = _substitution(swaps)
    plain = msgspec.to_builtins(assessment)
    plain["devices"] = [_device(device, allowed, label) for device, allowed, label in kept]
    shown: Any = _walk(plain, substitute, inside=False)
    if not masking.reasoning:
        for one in shown["devices"]:
            one["notes"] = []
            for evidence in one["evidence"]:
                evidence["why"] = {"holds": evidence["why"]["holds"], "what": evidence["means"]}
    least = min(masking.found, masking.personal, masking.other)
    return Masked(msgspec.convert(shown, Assessment), substitute, told, least)


def _device(device: Finding, allowed: Disclosure, label: str) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(device)
    plain["id"] = label
    if allowed is not Disclosure.FULL:
        plain["names"] = [HIDDEN for _ in device.names]
        addresses = device.addresses
        plain["addresses"] = {
            "mac": short_mac(addresses.mac) if addresses.mac else None,
            "ipv4": [ip if allowed is Disclosure.PARTIAL else _short_ip(ip) for ip in addresses.ipv4],
            "ipv6": [_short_ip6(ip) for ip in addresses.ipv6],
        }
    return plain


def short_mac(mac: str) -> str:
    """The maker's part of a hardware address alone."""
    return f"{mac[:8]}:**:**:**"


def _short_ip(ip: str) -> str:
    return ip.rpartition(".")[0] + "." + HIDDEN


def _short_ip6(ip: str) -> str:
    return ip.split(":", 1)[0] + "::" + HIDDEN


def _swaps(device: Finding, allowed: Disclosure, label: str) -> dict[str, str]:
    swaps: dict[str, str] = {}
    if len(device.id) > 3:
        swaps[device.id.lower()] = label
    for name in device.names:
        if len(name) > 3:
            swaps[name.lower()] = HIDDEN
    if device.addresses.mac:
        mac = device.addresses.mac.lower()
        for between in (":", "-", "", "."):
            swaps[mac.replace(":", between)] = short_mac(mac)
    for ip in device.addresses.ipv6:
        swaps[ip.lower()] = _short_ip6(ip)
    if allowed < Disclosure.PARTIAL:
        for ip in device.addresses.ipv4:
            swaps[ip] = _short_ip(ip)
    return swaps


def _substitution(swaps: dict[str, str]) -> Callable[[str], str]:
    if not swaps:
        return without_secrets
    tokens = sorted(swaps, key=lambda token: (-len(token), token))
    pattern = re.compile(r"(?<![\w])(?:" + "|".join(map(re.escape, tokens)) + r")(?![\w])", re.IGNORECASE)

    def substitute(text: str) -> str:
        return without_secrets(pattern.sub(lambda found: swaps.get(found[0].lower(), HIDDEN), text))

    return substitute


def _walk(value: Any, substitute: Callable[[str], str], *, inside: bool) -> Any:
    if isinstance(value, str):
        return substitute(value) if inside else value
    if isinstance(value, list | tuple):
        return [_walk(one, substitute, inside=inside) for one in value]
    if isinstance(value, dict):
        return {key: _walk(one, substitute, inside=_is_text(key, one, inside=inside)) for key, one in value.items()}
    return value


def _is_text(key: str, value: Any, *, inside: bool) -> bool:
    if key in _MAPS:
        return True
    if isinstance(value, dict):
        return inside
    return inside or key in _TEXTS
