"""The labs by name: what stands in each network."""

from collections.abc import Callable

from tests.lab.devices import cameras, home, media, office
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


LABS: dict[str, Callable[[], Plan]] = {"spine": spine, "makers": makers}
