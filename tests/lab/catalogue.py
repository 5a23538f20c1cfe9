"""Every device of the lab by its name. `tests/lab/labs.py` says which stand in which network."""

from collections.abc import Callable, Mapping
from functools import partial

from tests.lab.device import Device, slow
from tests.lab.devices import cameras, home, known_by_pages, liars, media, office, relayed, smart_homes, surveillance
from tests.lab.devices.asked import firewalled
from tests.lab.emulators.liars import LIES

ROUTERS: Mapping[str, Callable[[], Device]] = {
    "router": home.Router,
    "refusing-router": home.RefusingRouter,
    "captive-gateway": liars.CaptiveGateway,
    "proxy-gateway": liars.ProxyGateway,
}

CAMERAS: Mapping[str, Callable[[], Device]] = {
    "onvif-camera": cameras.OnvifCamera,
    "digest-camera": cameras.DigestCamera,
    "homekit-camera": cameras.HomeKitCamera,
    "motion-camera": cameras.MotionCamera,
    "stream-only": cameras.StreamOnly,
    "hidden-camera": cameras.FilteredCamera,
    "hikvision": surveillance.hikvision,
    "hikvision-unicast": partial(surveillance.hikvision, answer="asker"),
    "hikvision-firewalled": lambda: firewalled(surveillance.hikvision()),
    "dahua": surveillance.dahua,
    "dahua-firewalled": lambda: firewalled(surveillance.dahua(model="IPC-C22E")),
    "dahua-doorbell": partial(surveillance.dahua, kind="VTO", model="VTO2000A", vendor="General"),
    "dahua-recorder": partial(surveillance.dahua, kind="NVR", model="NVR4104HS-4KS2"),
    "dahua-old": surveillance.dahua_old,
    "lorex": partial(surveillance.dahua, model="W461ASC", vendor="Lorex"),
    "xiongmai": surveillance.xiongmai,
    "hanwha": surveillance.hanwha,
    "ipro": surveillance.ipro,
    "sony": surveillance.sony,
    "vivotek": surveillance.vivotek,
    "bosch": surveillance.bosch,
    "pppp": relayed.pppp,
    "pppp-firewalled": lambda: firewalled(relayed.pppp(prefix="FTYC")),
    "pppp-camera": partial(relayed.pppp, word="camera", prefix="PIXA"),
    "pppp-vstarcam": partial(relayed.pppp, word="vstarcam2018", prefix="VSTC"),
    "v380": relayed.v380,
    "foscam": relayed.foscam,
    "vstarcam": relayed.vstarcam,
    "kasa-camera": smart_homes.kasa_camera,
    "tapo-camera": smart_homes.tapo_camera,
    "tapo-firewalled": lambda: firewalled(smart_homes.tapo_camera(), 20004),
    "miio-camera": smart_homes.miio_camera,
    "tuya-camera": smart_homes.tuya_camera,
    "ubiquiti-camera": smart_homes.ubiquiti_camera,
    "axis": known_by_pages.Axis,
    "dlink-camera": known_by_pages.dlink_camera,
    "reolink": known_by_pages.reolink,
    "reolink-slow": lambda: slow(known_by_pages.reolink()),
    "uniview": known_by_pages.uniview,
    "esp32-camera": known_by_pages.esp32_camera,
    "gopro": known_by_pages.gopro,
    "mobotix": known_by_pages.mobotix,
    "ring": known_by_pages.RingDoorbell,
}

INNOCENT: Mapping[str, Callable[[], Device]] = {
    "airplay-speaker": media.AirPlaySpeaker,
    "satip-tuner": media.SatIpTuner,
    "dlna-server": media.DlnaServer,
    "dlna-television": media.DlnaTelevision,
    "cast-television": media.CastTelevision,
    "hue-bridge": media.HueBridge,
    "homekit-bulb": home.HomeKitBulb,
    "network-printer": office.NetworkPrinter,
    "discovered-printer": office.DiscoveredPrinter,
    "windows-computer": office.WindowsComputer,
    "store": office.Store,
    "blog": office.Blog,
    "doorbell-shop": office.DoorbellShop,
    "screen-streamer": office.ScreenStreamer,
    "esp-sensor": office.EspSensor,
    "quiet-laptop": office.QuietLaptop,
    "closed-laptop": office.ClosedLaptop,
    "silent-phone": office.SilentPhone,
    "kasa-plug": smart_homes.kasa_plug,
    "tapo-plug": smart_homes.tapo_plug,
    "miio-vacuum": smart_homes.miio_vacuum,
    "tuya-plug": smart_homes.tuya_plug,
    "ubiquiti-access-point": smart_homes.ubiquiti_access_point,
    "dlink-plug": known_by_pages.dlink_plug,
}

LIARS: Mapping[str, Callable[[], Device]] = {
    **{lie.replace("_", "-"): partial(liars.Liar, lie) for lie in LIES},
    "first-twin": liars.SameAddress,
    "second-twin": liars.SameAddress,
}

DEVICES: Mapping[str, Callable[[], Device]] = {**ROUTERS, **CAMERAS, **INNOCENT, **LIARS}
