"""Makers of cameras and of much else, whose devices all answer the same question: each camera beside an innocent one."""

from collections.abc import Callable

from tests.lab.device import Fittings, Identity, Truth, camera, innocent
from tests.lab.devices.asked import HEX, Asked, suspect_or_camera
from tests.lab.devices.parts import avahi, rtsp_gstreamer

UPPER_HEX = HEX.upper()


def kasa_camera() -> Asked:
    return Asked(
        "kasa",
        ("d0:37:45", "60:3a:7c"),  # TP-Link
        camera("TP-Link"),
        lambda me: {"model": "KC105(EU)", "type": "IOT.IPCAMERA", "serial": me.serial(40, UPPER_HEX)},
        ready=[("udp", 9999)],
    )


def kasa_plug() -> Asked:
    def settings(me: Identity) -> dict[str, object]:
        kind = "IOT.SMARTPLUGSWITCH"
        return {"model": "HS110(EU)", "type": kind, "serial": me.serial(40, UPPER_HEX), "name": "Lamp"}

    prefixes = ("54:a7:03", "b0:be:76")  # TP-Link
    return Asked("kasa", prefixes, innocent("plug", maker="TP-Link"), settings, ready=[("udp", 9999)])


def tapo_camera() -> Asked:
    def settings(me: Identity) -> dict[str, object]:
        return {"model": "C220", "type": "SMART.IPCAMERA", "serial": me.serial(32, HEX), "name": "Tapo_Camera"}

    return Asked("tapo", ("d0:37:45",), camera("TP-Link"), settings, ready=[("udp", 20002)])


def tapo_plug() -> Asked:
    def settings(me: Identity) -> dict[str, object]:
        return {"model": "P100", "type": "SMART.TAPOPLUG", "serial": me.serial(32, HEX)}

    return Asked("tapo", ("b0:be:76",), innocent("plug", maker="TP-Link"), settings, ready=[("udp", 20002)])


def miio_camera() -> Asked:
    # Xiaomi Communications
    return _miio(("d0:9c:7a", "70:bb:e9"), camera("Xiaomi"), name="chuangmi-camera-ipc019", hostname="chuangmi")


def miio_vacuum() -> Asked:
    # Beijing Roborock
    return _miio(("b0:4a:39",), innocent("vacuum"), name="roborock-vacuum-s5", hostname="rockrobo")


def _miio(prefixes: tuple[str, ...], truth: Truth, *, name: str, hostname: str) -> Asked:
    """miIO's hello, and the DNS-SD service under which its devices announce themselves."""

    def announce(me: Identity, fittings: Fittings) -> None:
        service = ("_miio._udp", 54321, ["epoch=1", f"mac={me.bare_mac}"])
        avahi(me, fittings, [service], name=f"{name}_miio{me.dice.randrange(10**7, 10**8)}")

    return Asked(
        "miio",
        prefixes,
        truth,
        lambda me: {"number": me.dice.getrandbits(32)},
        ready=[("udp", 54321)],
        more=announce,
        hostname=hostname,
    )


def tuya_camera() -> Asked:
    def stream(me: Identity, fittings: Fittings) -> None:
        fittings.services.append(rtsp_gstreamer(me, port=8554, path="/"))

    return _tuya(("10:d5:61", "84:e3:42"), suspect_or_camera(None), more=stream)


def tuya_plug() -> Asked:
    truth = innocent("plug", "bulb", "hub", "sensor", "appliance", verdicts=("cleared", "unresolved"))
    return _tuya(("1c:90:ff", "d4:a6:51"), truth)  # Tuya Smart


def _tuya(
    prefixes: tuple[str, ...], truth: Truth, *, more: Callable[[Identity, Fittings], None] | None = None
) -> Asked:
    """Tuya's beacons, which do not say what kind of device sends them."""

    def settings(me: Identity) -> dict[str, object]:
        return {"serial": me.serial(20, HEX), "product": me.serial(16, "abcdefghijklmnopqrstuvwxyz0123456789")}

    return Asked("tuya", prefixes, truth, settings, ready=[("tcp", 6668)], more=more)


def ubiquiti_camera() -> Asked:
    return Asked(
        "ubiquiti",
        ("74:83:c2", "e0:63:da"),
        suspect_or_camera("Ubiquiti"),
        lambda _: {"model": "UVC G3 Flex", "name": "Front"},
        ready=[("udp", 10001)],
    )


def ubiquiti_access_point() -> Asked:
    return Asked(
        "ubiquiti",
        ("80:2a:a8", "f0:9f:c2"),
        innocent("access point", "router", "switch", verdicts=("cleared", "unresolved")),
        lambda _: {"model": "U7PG2", "name": "UAP-AC-Pro"},
        ready=[("udp", 10001)],
    )
