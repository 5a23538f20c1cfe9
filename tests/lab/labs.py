"""The labs by name: what stands in each network."""

from collections.abc import Callable, Mapping

from tests.lab.catalogue import DEVICES, LIARS
from tests.lab.device import Device, unseen
from tests.lab.lab import Plan

BY_REAL_SERVERS = ("onvif-camera", "digest-camera", "homekit-camera", "motion-camera")
"""Cameras made of third-party software alone."""
PLAYERS = ("airplay-speaker", "satip-tuner", "dlna-server", "dlna-television", "cast-television")
OFFICE = ("network-printer", "discovered-printer", "windows-computer", "store")
QUIET = ("silent-phone", "quiet-laptop", "closed-laptop")
"""What answers ARP and little else."""
DAHUAS = ("dahua", "dahua-doorbell", "lorex", "dahua-recorder")
"""Four of one maker, which answer one question as four kinds or brands."""


def these(*names: str) -> dict[str, Device]:
    """The devices of these names, made anew."""
    return {name: DEVICES[name]() for name in names}


def many(name: str, count: int) -> dict[str, Device]:
    """So many devices of one sort, numbered."""
    return {f"{name}-{number}": DEVICES[name]() for number in range(count)}


def kept_apart(*names: str) -> Mapping[str, Device]:
    """Devices that the network keeps apart from the guest."""
    return {name: unseen(device) for name, device in these(*names).items()}


def spine() -> Plan:
    """Twenty devices of a flat: real servers, five of them cameras, and those that fool naive scanners."""
    return Plan(
        title="a flat with twenty devices",
        devices=these("router", *BY_REAL_SERVERS, "stream-only", *PLAYERS, *OFFICE, "homekit-bulb", *QUIET, "blog"),
    )


def makers() -> Plan:
    """One device of each maker's own protocol, and the innocent ones that speak the same."""
    return Plan(
        title="one device of each maker's protocol",
        devices=these(
            *("router", "hikvision", "hikvision-unicast", *DAHUAS, "dahua-old", "xiongmai"),
            *("pppp", "pppp-camera", "pppp-vstarcam", "v380", "foscam", "vstarcam"),
            *("kasa-camera", "kasa-plug", "tapo-camera", "tapo-plug", "miio-camera", "miio-vacuum"),
            *("tuya-camera", "tuya-plug", "reolink", "ubiquiti-camera", "ubiquiti-access-point"),
            *("hanwha", "ipro", "sony", "vivotek", "bosch", "axis", "dlink-camera", "dlink-plug", "uniview"),
            *("esp32-camera", "esp-sensor", "gopro", "mobotix", "ring"),
        ),
    )


def speed() -> Plan:
    """Forty-eight hosts: twenty-three cameras of different kinds, some behind firewalls, one on a slow wire."""
    return Plan(
        title="forty-eight hosts, one on a slow wire",
        router="refusing-router",
        devices={
            **these("refusing-router", *BY_REAL_SERVERS, "axis", "hikvision", "hikvision-firewalled"),
            **these(
                *DAHUAS, "dahua-firewalled", "xiongmai", "pppp", "pppp-firewalled", "pppp-camera", "v380", "foscam"
            ),
            **these("kasa-camera", "tapo-firewalled", "miio-camera", "reolink-slow", "uniview"),
            **these(*PLAYERS, "hue-bridge", *OFFICE, "homekit-bulb", "closed-laptop"),
            **many("silent-phone", 2),
            **many("quiet-laptop", 2),
            **these("blog", "doorbell-shop", "screen-streamer", "esp-sensor"),
            **these("kasa-plug", "tapo-plug", "miio-vacuum", "tuya-plug"),
        },
    )


def liars() -> Plan:
    """Every lie that a device can tell, three true cameras among them, and a quiet one that answers ARP alone."""
    return Plan(
        title="a network of liars",
        devices=these("router", *LIARS, "onvif-camera", "hikvision", "pppp", "hidden-camera"),
    )


def isolated() -> Plan:
    """A hotel that keeps its guests apart: everybody reaches the gateway alone. A camera is there and cannot be seen."""
    return Plan(
        title="guests kept apart",
        isolate=True,
        devices={**these("router"), **kept_apart("hikvision", "cast-television", "silent-phone")},
    )


def proxyarp() -> Plan:
    """The gateway answers ARP for every address, and keeps its guests apart."""
    return Plan(
        title="a gateway that answers for all",
        isolate=True,
        router="proxy-gateway",
        devices={**these("proxy-gateway"), **kept_apart("hikvision", "silent-phone")},
    )


def captive() -> Plan:
    """A gateway that sends every page to its login."""
    return Plan(
        title="a hotel's portal",
        router="captive-gateway",
        devices=these("captive-gateway", "hikvision", "cast-television", "silent-phone"),
    )


def big() -> Plan:
    """A /20 with few live hosts."""
    return Plan(
        title="a /20 with few live hosts",
        prefix=20,
        devices={
            **these("router", "hikvision", "dahua-firewalled", "pppp", "digest-camera", "hidden-camera"),
            **these("network-printer", "cast-television"),
            **many("silent-phone", 8),
            **many("quiet-laptop", 8),
        },
    )


LABS: Mapping[str, Callable[[], Plan]] = {
    plan.__name__: plan for plan in (spine, makers, speed, liars, isolated, proxyarp, captive, big)
}
