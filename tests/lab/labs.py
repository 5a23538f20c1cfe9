"""The labs by name: what stands in each network."""

from collections.abc import Callable

from tests.lab.device import slow, unseen
from tests.lab.devices import cameras, home, media, office
from tests.lab.devices import liars as liars_
from tests.lab.devices import makers as makers_
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


def makers() -> Plan:
    """One device of each maker's own protocol, and the innocent ones that speak the same."""
    return Plan(
        title="one device of each maker's protocol",
        devices={
            "router": home.Router(),
            "hikvision": makers_.hikvision(),
            "hikvision-unicast": makers_.hikvision(answer="asker"),
            "dahua": makers_.dahua(),
            "dahua-doorbell": makers_.dahua(kind="VTO", model="VTO2000A", vendor="General"),
            "lorex": makers_.dahua(model="W461ASC", vendor="Lorex"),
            "dahua-recorder": makers_.dahua(kind="NVR", model="NVR4104HS-4KS2"),
            "dahua-old": makers_.dahua_old(),
            "xiongmai": makers_.xiongmai(),
            "pppp": makers_.pppp(),
            "pppp-camera": makers_.pppp(word="camera", prefix="PIXA"),
            "pppp-vstarcam": makers_.pppp(word="vstarcam2018", prefix="VSTC"),
            "v380": makers_.v380(),
            "foscam": makers_.foscam(),
            "vstarcam": makers_.vstarcam(),
            "kasa-camera": makers_.kasa_camera(),
            "kasa-plug": makers_.kasa_plug(),
            "tapo-camera": makers_.tapo_camera(),
            "tapo-plug": makers_.tapo_plug(),
            "miio-camera": makers_.miio_camera(),
            "miio-vacuum": makers_.miio_vacuum(),
            "tuya-camera": makers_.tuya_camera(),
            "tuya-plug": makers_.tuya_plug(),
            "reolink": makers_.reolink(),
            "ubiquiti-camera": makers_.ubiquiti_camera(),
            "ubiquiti-access-point": makers_.ubiquiti_access_point(),
            "hanwha": makers_.hanwha(),
            "ipro": makers_.ipro(),
            "sony": makers_.sony(),
            "vivotek": makers_.vivotek(),
            "bosch": makers_.bosch(),
            "axis": makers_.Axis(),
            "dlink-camera": makers_.dlink_camera(),
            "dlink-plug": makers_.dlink_plug(),
            "uniview": makers_.uniview(),
            "esp32-camera": makers_.esp32_camera(),
            "esp-sensor": office.EspSensor(),
            "gopro": makers_.gopro(),
            "mobotix": makers_.mobotix(),
            "ring": makers_.ring(),
        },
    )


def speed() -> Plan:
    """Forty-eight hosts: twenty-three cameras of different kinds, some behind firewalls, one on a slow wire."""
    return Plan(
        title="forty-eight hosts, one on a slow wire",
        devices={
            "router": home.RefusingRouter(),
            "onvif-camera": cameras.OnvifCamera(),
            "digest-camera": cameras.DigestCamera(),
            "homekit-camera": cameras.HomeKitCamera(),
            "motion-camera": cameras.MotionCamera(),
            "axis": makers_.Axis(),
            "hikvision": makers_.hikvision(),
            "hikvision-firewalled": makers_.hikvision(firewalled=True),
            "dahua": makers_.dahua(),
            "dahua-firewalled": makers_.dahua(firewalled=True, model="IPC-C22E"),
            "lorex": makers_.dahua(model="W461ASC", vendor="Lorex"),
            "dahua-doorbell": makers_.dahua(kind="VTO", model="VTO2000A", vendor="General"),
            "dahua-recorder": makers_.dahua(kind="NVR", model="NVR4104HS-4KS2"),
            "xiongmai": makers_.xiongmai(),
            "pppp": makers_.pppp(),
            "pppp-firewalled": makers_.pppp(firewalled=True, prefix="FTYC"),
            "pppp-camera": makers_.pppp(word="camera", prefix="PIXA"),
            "v380": makers_.v380(),
            "foscam": makers_.foscam(),
            "kasa-camera": makers_.kasa_camera(),
            "tapo-firewalled": makers_.tapo_camera(firewalled=True),
            "miio-camera": makers_.miio_camera(),
            "reolink-slow": slow(makers_.reolink()),
            "uniview": makers_.uniview(),
            "airplay-speaker": media.AirPlaySpeaker(),
            "satip-tuner": media.SatIpTuner(),
            "dlna-server": media.DlnaServer(),
            "dlna-television": media.DlnaTelevision(),
            "cast-television": media.CastTelevision(),
            "hue-bridge": media.HueBridge(),
            "network-printer": office.NetworkPrinter(),
            "discovered-printer": office.DiscoveredPrinter(),
            "windows-computer": office.WindowsComputer(),
            "store": office.Store(),
            "homekit-bulb": home.HomeKitBulb(),
            "silent-phone": office.SilentPhone(),
            "second-phone": office.SilentPhone(),
            "quiet-laptop": office.QuietLaptop(),
            "second-laptop": office.QuietLaptop(),
            "closed-laptop": office.ClosedLaptop(),
            "blog": office.Blog(),
            "doorbell-shop": office.DoorbellShop(),
            "screen-streamer": office.ScreenStreamer(),
            "esp-sensor": office.EspSensor(),
            "kasa-plug": makers_.kasa_plug(),
            "tapo-plug": makers_.tapo_plug(),
            "miio-vacuum": makers_.miio_vacuum(),
            "tuya-plug": makers_.tuya_plug(),
        },
    )


def liars() -> Plan:
    """Every lie that a device can tell, three true cameras among them, and a quiet one that answers ARP alone."""
    lies = (
        "endless_http",
        "one_byte_a_second",
        "compression_bomb",
        "xml_bomb",
        "mdns_loops",
        "announcements",
        "endless_rtsp",
        "elsewhere",
        "hostile_names",
        "answers_arp",
        "changes_address",
        "nonsense",
    )
    return Plan(
        title="a network of liars",
        devices={
            "router": home.Router(),
            **{lie.replace("_", "-"): liars_.Liar(lie) for lie in lies},
            "first-twin": liars_.SameAddress(),
            "second-twin": liars_.SameAddress(),
            "onvif-camera": cameras.OnvifCamera(),
            "hikvision": makers_.hikvision(),
            "pppp": makers_.pppp(),
            "hidden-camera": cameras.FilteredCamera(),
        },
    )


def isolated() -> Plan:
    """A hotel that keeps its guests apart: everybody reaches the gateway alone. A camera is there and cannot be seen."""
    return Plan(
        title="guests kept apart",
        isolate=True,
        devices={
            "router": home.Router(),
            "hikvision": unseen(makers_.hikvision()),
            "cast-television": unseen(media.CastTelevision()),
            "silent-phone": unseen(office.SilentPhone()),
        },
    )


def proxyarp() -> Plan:
    """The gateway answers ARP for every address, and keeps its guests apart."""
    return Plan(
        title="a gateway that answers for all",
        isolate=True,
        devices={
            "router": liars_.ProxyGateway(),
            "hikvision": unseen(makers_.hikvision()),
            "silent-phone": unseen(office.SilentPhone()),
        },
    )


def captive() -> Plan:
    """A gateway that sends every page to its login."""
    return Plan(
        title="a hotel's portal",
        devices={
            "router": liars_.CaptiveGateway(),
            "hikvision": makers_.hikvision(),
            "cast-television": media.CastTelevision(),
            "silent-phone": office.SilentPhone(),
        },
    )


def big() -> Plan:
    """A /20 with few live hosts."""
    return Plan(
        title="a /20 with few live hosts",
        prefix=20,
        devices={
            "router": home.Router(),
            "hikvision": makers_.hikvision(),
            "dahua-firewalled": makers_.dahua(firewalled=True),
            "pppp": makers_.pppp(),
            "digest-camera": cameras.DigestCamera(),
            "hidden-camera": cameras.FilteredCamera(),
            "network-printer": office.NetworkPrinter(),
            "cast-television": media.CastTelevision(),
            **{f"phone-{number}": office.SilentPhone() for number in range(8)},
            **{f"laptop-{number}": office.QuietLaptop() for number in range(8)},
        },
    )


LABS: dict[str, Callable[[], Plan]] = {
    plan.__name__: plan for plan in (spine, makers, speed, liars, isolated, proxyarp, captive, big)
}
