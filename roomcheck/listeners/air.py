"""What is heard without special hardware: access points as the system lists them, and Bluetooth advertisements."""

import msgspec

from roomcheck.model.observation import Observation, Source, observe
from roomcheck.net.air.advertised import Advertised
from roomcheck.net.air.listed import Listed
from roomcheck.wire.radio import Advertisement

ACCESS_POINTS = "access-points"
BLUETOOTH = "bluetooth"


def observations_of_point(point: Listed, at: str) -> tuple[Observation, ...]:
    """An access point as the system listed it, and its address where that is told; else it goes by its name."""
    told = msgspec.json.encode(point)
    if not point.bssid:
        return (observe("wifi.ap", told, at=at, via=ACCESS_POINTS, source=Source(name=point.id)),)
    source = Source(mac=point.bssid)
    return (
        observe("wifi.ap", told, at=at, via=ACCESS_POINTS, source=source),
        observe("wifi.bssid", point.bssid.encode(), at=at, via=ACCESS_POINTS, source=source),
    )


def observation_of_advertisement(heard: Advertised, at: str) -> Observation:
    """One Bluetooth device's advertisement."""
    said = Advertisement(name=heard.name or None, services=heard.services, maker_ids=heard.maker_ids)
    return observe(
        "ble.advertisement", msgspec.json.encode(said), at=at, via=BLUETOOTH,
        source=Source(mac=heard.address, name=None if heard.address else heard.id),
    )
