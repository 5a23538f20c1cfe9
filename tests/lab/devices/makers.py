"""Devices of makers whose software cannot be had: the answers to their own questions are emulated."""

from collections.abc import Callable, Mapping, Sequence

from tests.lab.device import Device, Fittings, Identity, Truth, camera, hidden_camera, innocent
from tests.lab.devices.cameras import ws_discovery
from tests.lab.devices.parts import avahi, responder, rtsp_gstreamer

ONVIF = "http://www.onvif.org/ver10/network/wsdl"
UNCONFIRMED = frozenset({"camera", "suspect"})
"""An emulator that nothing third-party confirms may make `suspect` at most; a real device may do more."""


class Asked(Device):
    """A device that answers its maker's question, and nothing else unless `more` fits it."""

    def __init__(
        self,
        emulator: str,
        prefixes: Sequence[str],
        truth: Truth,
        settings: Callable[[Identity], Mapping[str, object]],
        *,
        ready: Sequence[tuple[str, int]],
        more: Callable[[Identity, Fittings], None] | None = None,
        hostname: str = "",
        nft: str = "",
    ) -> None:
        self.emulator = emulator
        self.prefixes = prefixes
        self.truth = truth
        self.settings = settings
        self.ready = ready
        self.more = more
        self.hostname = hostname
        self.nft = nft

    def fit(self, me: Identity) -> Fittings:
        told = {
            "ip": me.ip,
            "mac": me.mac,
            "gateway": me.gateway,
            "serial": me.serial(),
            "name": f"Cam {me.serial(3)}",
            **self.settings(me),
        }
        fittings = Fittings(hostname=self.hostname, nft=self.nft, quiet6=bool(self.nft))
        if self.more:
            self.more(me, fittings)
        fittings.services.append(responder(me, f"emulated_{self.emulator}", told, self.ready))
        return fittings


def only_udp(*ports: int) -> str:
    """A firewall that lets nothing in but questions to these UDP ports."""
    doors = ", ".join(map(str, ports))
    return f"table inet shut {{\nchain in {{ type filter hook input priority 0; policy drop; udp dport {{ {doors} }} accept; }}\n}}"


def suspect_or_camera(maker: str | None, *kinds: str) -> Truth:
    return Truth(verdicts=UNCONFIRMED, kinds=frozenset(kinds or {"camera"}), maker=maker)


def hikvision(*, firewalled: bool = False, answer: str = "group") -> Device:
    return Asked(
        "sadp",
        ("44:47:cc", "58:03:fb", "94:e1:ac"),
        camera("Hikvision"),  # Hangzhou Hikvision Digital Technology
        lambda me: {
            "model": "DS-2CD2143G2-I",
            "serial": f"DS-2CD2143G2-I2023{me.serial(4, '0123456789')}AAWR{me.serial(9, '0123456789')}",
            "answer": answer,
        },
        ready=[("udp", 37020)],
        nft=only_udp(37020) if firewalled else "",
    )


def dahua(*, kind: str = "IPC", model: str = "IPC-HDW2431T", vendor: str = "Dahua", firewalled: bool = False) -> Device:
    kinds = {"IPC": ("camera",), "VTO": ("doorbell",), "NVR": ("recorder",)}[kind]
    return Asked(
        "dhip",
        ("6c:1c:71", "24:52:6a", "08:ed:ed"),
        camera("Dahua", *kinds),  # Zhejiang Dahua, who also makes what Lorex sells
        lambda me: {"model": model, "class": kind, "vendor": vendor, "serial": f"{me.serial(15)}"},
        ready=[("udp", 37810)],
        nft=only_udp(37810) if firewalled else "",
    )


def dahua_old() -> Device:
    return Asked(
        "dvrip", ("74:c9:29",), suspect_or_camera("Dahua"), lambda me: {"model": "IPC-HFW4300S"}, ready=[("udp", 5050)]
    )


def xiongmai() -> Device:
    # The prefix that cameras of this maker squat on; the registry names somebody else.
    return Asked(
        "xmeye",
        ("00:12:16",),
        suspect_or_camera("Xiongmai"),
        lambda me: {"name": "IPC_NV", "serial": me.serial(16, "0123456789abcdef")},
        ready=[("udp", 34569), ("tcp", 34567)],
    )


def pppp(*, word: str = "", prefix: str = "BATD", firewalled: bool = False) -> Device:
    return Asked(
        "pppp",
        ("a4:ef:15", "44:29:1e"),
        suspect_or_camera(None) if word else camera(),  # AltoBeam, a module maker
        lambda me: {
            "word": word,
            "uid": [prefix, me.dice.randrange(100000, 999999), me.serial(5, "ABCDEFGHJKLMNPQRSTUVWXYZ")],
        },
        ready=[("udp", 32108)],
        nft=only_udp(32108) if firewalled else "",
    )


def v380() -> Device:
    return Asked(
        "v380",
        ("9c:1c:37",),
        suspect_or_camera("V380"),
        lambda me: {"serial": me.serial(8, "123456789")},
        ready=[("udp", 10008), ("tcp", 8800)],
    )


def foscam() -> Device:
    return Asked(
        "foscam", ("e8:ab:fa",), suspect_or_camera("Foscam"), lambda me: {}, ready=[("udp", 10000)]
    )  # Shenzhen Reecam


def vstarcam() -> Device:
    return Asked(
        "vstarcam",
        ("e0:b9:4d",),
        suspect_or_camera("VStarcam"),  # Bilian, a module maker
        lambda me: {"serial": f"VSTC{me.serial(6, '0123456789')}{me.serial(5, 'ABCDEFGHJKLMN')}", "name": "IPCAM"},
        ready=[("udp", 8600)],
    )


def kasa_camera() -> Device:
    return Asked(
        "kasa",
        ("d0:37:45", "60:3a:7c"),
        camera("TP-Link"),  # TP-Link
        lambda me: {"model": "KC105(EU)", "type": "IOT.IPCAMERA", "serial": me.serial(40, "0123456789ABCDEF")},
        ready=[("udp", 9999)],
    )


def kasa_plug() -> Device:
    return Asked(
        "kasa",
        ("54:a7:03", "b0:be:76"),
        innocent("plug", maker="TP-Link"),
        lambda me: {
            "model": "HS110(EU)",
            "type": "IOT.SMARTPLUGSWITCH",
            "serial": me.serial(40, "0123456789ABCDEF"),
            "name": "Lamp",
        },
        ready=[("udp", 9999)],
    )


def tapo_camera(*, firewalled: bool = False) -> Device:
    return Asked(
        "tapo",
        ("d0:37:45",),
        camera("TP-Link"),
        lambda me: {
            "model": "C220",
            "type": "SMART.IPCAMERA",
            "serial": me.serial(32, "0123456789abcdef"),
            "name": "Tapo_Camera",
        },
        ready=[("udp", 20002)],
        nft=only_udp(20002, 20004) if firewalled else "",
    )


def tapo_plug() -> Device:
    return Asked(
        "tapo",
        ("b0:be:76",),
        innocent("plug", maker="TP-Link"),
        lambda me: {"model": "P100", "type": "SMART.TAPOPLUG", "serial": me.serial(32, "0123456789abcdef")},
        ready=[("udp", 20002)],
    )


def _miio(name: str) -> Callable[[Identity, Fittings], None]:
    def announce(me: Identity, fittings: Fittings) -> None:
        avahi(
            me,
            fittings,
            [("_miio._udp", 54321, ["epoch=1", f"mac={me.bare_mac}"])],
            name=f"{name}_miio{me.dice.randrange(10**7, 10**8)}",
        )

    return announce


def miio_camera() -> Device:
    return Asked(
        "miio",
        ("d0:9c:7a", "70:bb:e9"),
        camera("Xiaomi"),
        lambda me: {"number": me.dice.getrandbits(32)},  # Xiaomi Communications
        ready=[("udp", 54321)],
        more=_miio("chuangmi-camera-ipc019"),
        hostname="chuangmi",
    )


def miio_vacuum() -> Device:
    return Asked(
        "miio",
        ("b0:4a:39",),
        innocent("vacuum"),
        lambda me: {"number": me.dice.getrandbits(32)},  # Beijing Roborock
        ready=[("udp", 54321)],
        more=_miio("roborock-vacuum-s5"),
        hostname="rockrobo",
    )


def tuya_plug() -> Device:
    return Asked(
        "tuya",
        ("1c:90:ff", "d4:a6:51"),
        innocent("plug", "bulb", "hub", "sensor", "appliance", verdicts=("cleared", "unresolved")),  # Tuya Smart
        lambda me: {
            "serial": me.serial(20, "0123456789abcdef"),
            "product": me.serial(16, "abcdefghijklmnopqrstuvwxyz0123456789"),
        },
        ready=[("tcp", 6668)],
    )


def tuya_camera() -> Device:
    def stream(me: Identity, fittings: Fittings) -> None:
        fittings.services.append(rtsp_gstreamer(me, port=8554, path="/"))

    return Asked(
        "tuya",
        ("10:d5:61", "84:e3:42"),
        suspect_or_camera(None),
        lambda me: {
            "serial": me.serial(20, "0123456789abcdef"),
            "product": me.serial(16, "abcdefghijklmnopqrstuvwxyz0123456789"),
        },
        ready=[("tcp", 6668)],
        more=stream,
    )


def ubiquiti_camera() -> Device:
    return Asked(
        "ubiquiti",
        ("74:83:c2", "e0:63:da"),
        suspect_or_camera("Ubiquiti"),
        lambda me: {"model": "UVC G3 Flex", "name": "Front"},
        ready=[("udp", 10001)],
    )


def ubiquiti_access_point() -> Device:
    return Asked(
        "ubiquiti",
        ("80:2a:a8", "f0:9f:c2"),
        innocent("access point", "router", "switch", verdicts=("cleared", "unresolved")),
        lambda me: {"model": "U7PG2", "name": "UAP-AC-Pro"},
        ready=[("udp", 10001)],
    )


def hanwha() -> Device:
    # The recorded device's own prefix: Samsung Electronics, before Hanwha had one.
    return Asked("hanwha", ("00:16:6c",), camera("Hanwha"), lambda me: {"model": "SND-6083"}, ready=[("udp", 7701)])


def ipro() -> Device:
    return Asked(
        "ipro",
        ("d4:2d:c5",),
        suspect_or_camera("Panasonic"),
        lambda me: {"model": "WV-S1131", "name": "WV-S1131"},
        ready=[("udp", 10670)],
    )  # i-PRO


def sony() -> Device:
    return Asked(
        "sony",
        ("00:1a:80", "54:53:ed"),
        suspect_or_camera("Sony"),
        lambda me: {"model": "SNC-CH110", "serial": me.serial(7, "0123456789")},
        ready=[("udp", 2380)],
    )


def vivotek() -> Device:
    return Asked(
        "vivotek",
        ("00:02:d1",),
        suspect_or_camera("Vivotek"),
        lambda me: {"model": "IP8133", "name": "Mega-Pixel Network Camera"},
        ready=[("udp", 10000)],
    )


def bosch() -> Device:
    return Asked(
        "bosch", ("00:07:5f",), suspect_or_camera("Bosch"), lambda me: {}, ready=[("udp", 1757)]
    )  # VCS Video Communication Systems


class Axis(Device):
    """DNS-SD and SSDP as recorded Axis cameras answer them; pages that ask for a login with the recorded realm."""

    prefixes = ("ac:cc:8e", "b8:a4:4f")  # Axis Communications
    truth = camera("Axis")

    def fit(self, me: Identity) -> Fittings:
        serial = me.bare_mac.upper()
        fittings = Fittings(hostname=f"axis-{me.bare_mac}")
        avahi(
            me,
            fittings,
            [("_axis-video._tcp", 80, [f"macaddress={serial}"]), ("_rtsp._tcp", 554, [])],
            name=f"AXIS M1065-LW - {serial}",
        )
        settings = {
            "ip": me.ip,
            "port": 49152,
            "uuid": f"Upnp-BasicDevice-1_0-{serial}",
            "type": "urn:axis-com:service:BasicService:1",
            "server": "Linux/3.4.0, UPnP/1.0, Portable SDK for UPnP devices/1.6.18",
            "name": f"AXIS M1065-LW - {serial}",
            "maker": "AXIS",
            "model": "AXIS M1065-LW",
            "more": f"<modelDescription>AXIS M1065-LW Network Camera</modelDescription><modelNumber>M1065-LW</modelNumber><serialNumber>{serial}</serialNumber>",
        }
        realm = f'Digest realm="AXIS_{serial}", nonce="{me.serial(40, "0123456789abcdef")}", algorithm=MD5, qop="auth"'
        http = {
            "80": {
                "server": None,
                "pages": {
                    "*": [
                        401,
                        {"WWW-Authenticate": realm, "Content-Type": "text/html"},
                        "<html><body>401 Unauthorized</body></html>",
                    ]
                },
            }
        }
        fittings.services += [
            responder(me, "emulated_upnp", settings, [("tcp", 49152), ("udp", 1900)]),
            responder(me, "plain_ports", {"ip": me.ip, "http": http, "mute": []}, [("tcp", 80)]),
            rtsp_gstreamer(me, port=554, path="/", digest=(f"AXIS_{serial}", me.serial())),
        ]
        return fittings


class Pages(Device):
    """A device known by its pages and its DNS-SD services."""

    def __init__(
        self,
        prefixes: Sequence[str],
        truth: Truth,
        pages: Mapping[str, Mapping[str, object]],
        *,
        services: Sequence[tuple[str, int, Sequence[str]]] = (),
        mute: Sequence[int] = (),
        name: str = "",
        hostname: str = "",
        onvif: Sequence[str] = (),
        rtsp: str | None = None,
    ) -> None:
        self.prefixes = prefixes
        self.truth = truth
        self.pages = pages
        self.services = services
        self.mute = mute
        self.name = name
        self.hostname = hostname
        self.onvif = onvif
        self.rtsp = rtsp

    def fit(self, me: Identity) -> Fittings:
        fittings = Fittings(hostname=self.hostname)
        if self.services:
            avahi(me, fittings, self.services, name=self.name or f"device {me.serial(4)}")
        doors = [("tcp", int(port)) for port in self.pages] + [("tcp", port) for port in self.mute]
        fittings.services.append(
            responder(me, "plain_ports", {"ip": me.ip, "http": self.pages, "mute": list(self.mute)}, doors)
        )
        if self.onvif:
            fittings.services.append(
                ws_discovery(
                    me,
                    namespace=ONVIF,
                    kind="NetworkVideoTransmitter",
                    scopes=list(self.onvif),
                    address=f"http://{me.ip}/onvif/device_service",
                )
            )
        if self.rtsp:
            fittings.services.append(rtsp_gstreamer(me, port=554, path="/", digest=(self.rtsp, me.serial())))
        return fittings


def page(text: str, *, server: str | None = None, path: str = "/") -> dict[str, object]:
    return {"server": server, "pages": {path: ["text/html", text]}}


def login(realm: str, *, server: str | None = None) -> dict[str, object]:
    return {"server": server, "pages": {"*": [401, {"WWW-Authenticate": f'Basic realm="{realm}"'}, "401 Unauthorized"]}}


def dlink_camera() -> Device:
    """D-Link's own DNS-SD type and the server that its cameras run."""
    return Pages(
        ("74:da:da", "10:62:eb"),
        camera("D-Link"),
        {"80": login("DCS-932L", server="alphapd/2.1.8")},  # D-Link International
        services=[("_dcp._tcp", 80, ["type=IPCamera"]), ("_http._tcp", 80, [])],
        name="DCS-932L",
        hostname="DCS-932L",
    )


def dlink_plug() -> Device:
    return Pages(
        ("1c:5f:2b",),
        innocent("plug", "hub", verdicts=("cleared", "unresolved")),
        {"80": page("<html><head><title>DSP-W215</title></head></html>", server="lighttpd/1.4.34")},
        services=[("_dhnap._tcp", 80, ["model_number=DSP-W215"])],
        name="DSP-W215",
        hostname="DSP-W215",
    )


def reolink() -> Device:
    """The ports of a Reolink camera; its own protocol on 9000 says nothing unasked."""
    return Pages(
        ("ec:71:db",),
        camera("Reolink"),
        {"80": page("<html><head><title>Reolink</title></head></html>", server="nginx")},  # Reolink Innovation
        mute=[9000, 1935],
        onvif=[
            "onvif://www.onvif.org/name/IPC-BO",
            "onvif://www.onvif.org/hardware/IPC-523128M8MP",
            "onvif://www.onvif.org/type/video_encoder",
            "onvif://www.onvif.org/Profile/Streaming",
        ],
        rtsp="BC Streaming Media",
    )


def uniview() -> Device:
    return Pages(
        ("6c:f1:7e", "48:ea:63"),
        camera("Uniview"),
        {},  # Zhejiang Uniview Technologies
        onvif=[
            "onvif://www.onvif.org/name/UNV",
            "onvif://www.onvif.org/hardware/IPC2122LR3-PF40M-D",
            "onvif://www.onvif.org/type/Network_Video_Transmitter",
            "onvif://www.onvif.org/Profile/Streaming",
        ],
    )


def esp32_camera() -> Device:
    """Espressif's CameraWebServer: its page on 80; on 81 it knows `/stream` alone, which is never asked for."""
    text = (
        '<!doctype html><html><head><meta charset="utf-8"><title>ESP32 OV2460</title></head><body><section class="main"><div id="logo"></div>'
        '<button id="get-still">Get Still</button><button id="toggle-stream">Start Stream</button><button id="face_enroll">Enroll Face</button>'
        "<script>var streamUrl = baseHost + ':81'; view.src = `${streamUrl}/stream`</script></section></body></html>"
    )
    return Pages(
        ("24:6f:28", "80:7d:3a"),
        suspect_or_camera(None),
        {"80": page(text), "81": page("", path="/nothing")},
        hostname="esp32-camera",
    )  # Espressif


def gopro() -> Device:
    return Pages(
        ("04:57:47", "d4:32:60"),
        suspect_or_camera("GoPro"),
        {"8080": page("", path="/nothing")},  # GoPro
        services=[("_gopro-web._tcp", 8080, [])],
        name="HERO9 Black",
    )


def mobotix() -> Device:
    return Pages(
        ("00:03:c5",),
        suspect_or_camera("Mobotix"),  # Mobotix AG
        {"80": page("<html><head><title>Redirect to userimage: /control/userimage.html</title></head></html>")},
    )


def ring() -> Device:
    """A cloud doorbell: it answers ARP and gives the router its name, and nothing more."""

    class Doorbell(Device):
        prefixes = ("54:e0:19",)  # Ring LLC
        truth = hidden_camera("Ring")

        def lease_name(self, identity: Identity) -> str | None:
            return f"Ring-{identity.bare_mac[6:]}"

        def fit(self, me: Identity) -> Fittings:
            return Fittings(
                quiet6=True,
                hostname=f"Ring-{me.bare_mac[6:]}",
                nft="table inet shut {\nchain in { type filter hook input priority 0; policy drop; }\n}",
            )

    return Doorbell()
