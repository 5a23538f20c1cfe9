"""The labs by name: what stands in each network."""

from collections.abc import Callable

from tests.lab.devices import cameras, home, media, office
from tests.lab.lab import Plan


def spine() -> Plan:
    """Twenty devices of a flat: real servers, five of them cameras, and those that fool naive scanners."""
    return Plan(
        title="a flat with twenty devices",
        devices={
            "router": home.Router(),
            "onvif-camera": cameras.OnvifCamera(),
            "digest-camera": cameras.DigestCamera(),
            "homekit-camera": cameras.HomeKitCamera(),
            "motion-camera": cameras.MotionCamera(),
            "stream-only": cameras.StreamOnly(),
            "airplay-speaker": media.AirPlaySpeaker(),
            "satip-tuner": media.SatIpTuner(),
            "dlna-server": media.DlnaServer(),
            "dlna-television": media.DlnaTelevision(),
            "cast-television": media.CastTelevision(),
            "network-printer": office.NetworkPrinter(),
            "discovered-printer": office.DiscoveredPrinter(),
            "windows-computer": office.WindowsComputer(),
            "store": office.Store(),
            "homekit-bulb": home.HomeKitBulb(),
            "silent-phone": office.SilentPhone(),
            "quiet-laptop": office.QuietLaptop(),
            "closed-laptop": office.ClosedLaptop(),
            "blog": office.Blog(),
        },
    )


LABS: dict[str, Callable[[], Plan]] = {"spine": spine}
