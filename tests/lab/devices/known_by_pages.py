"""Makers' devices without a search of their own: known by web pages, DNS-SD, UPnP or ONVIF."""

from collections.abc import Mapping, Sequence

from tests.lab.device import Device, Fittings, Identity, Truth, camera, hidden_camera, innocent
from tests.lab.devices.asked import HEX, suspect_or_camera
from tests.lab.devices.parts import avahi, firewall, responder, rtsp_gstreamer, video_transmitter

Site = Mapping[str, object]
"""What answers on one port: its Server header, and its pages by path, as `emulators/http_page.py` takes them."""


def page(text: str, *, server: str | None = None, path: str = "/") -> Site:
    return {"server": server, "pages": {path: ["text/html", text]}}


def login(challenge: str, *, server: str | None = None, body: str = "401 Unauthorized", **headers: str) -> Site:
    """Every path answers 401 with this `WWW-Authenticate`."""
    return {"server": server, "pages": {"*": [401, {"WWW-Authenticate": challenge, **headers}, body]}}


class Pages(Device):
    """A device known by its `pages`, by port, and by its DNS-SD `services`.

    `mute` ports are open and say nothing; `scopes` are those of an ONVIF video transmitter; `rtsp` is the realm of a
    media server that wants a log-in.
    """

    def __init__(
        self,
        prefixes: Sequence[str],
        truth: Truth,
        pages: Mapping[str, Site],
        *,
        services: Sequence[tuple[str, int, Sequence[str]]] = (),
        mute: Sequence[int] = (),
        name: str = "",
        hostname: str = "",
        scopes: Sequence[str] = (),
        rtsp: str | None = None,
    ) -> None:
        self.prefixes = prefixes
        self.truth = truth
        self.pages = pages
        self.services = services
        self.mute = mute
        self.name = name
        self.hostname = hostname
        self.scopes = scopes
        self.rtsp = rtsp

    def fit(self, me: Identity) -> Fittings:
        fittings = Fittings(hostname=self.hostname)
        if self.services:
            avahi(me, fittings, self.services, name=self.name)
        doors = [("tcp", int(port)) for port in self.pages] + [("tcp", port) for port in self.mute]
        fittings.services.append(
            responder(me, "plain_ports", {"ip": me.ip, "http": self.pages, "mute": list(self.mute)}, doors)
        )
        if self.scopes:
            fittings.services.append(video_transmitter(me, *self.scopes))
        if self.rtsp:
            fittings.services.append(rtsp_gstreamer(me, port=554, path="/", digest=(self.rtsp, me.serial())))
        return fittings


class Axis(Device):
    """DNS-SD and SSDP as recorded Axis cameras answer them; pages that ask for a login with the recorded realm."""

    prefixes = ("ac:cc:8e", "b8:a4:4f")  # Axis Communications
    truth = camera("Axis")

    def fit(self, me: Identity) -> Fittings:
        serial = me.bare_mac.upper()
        fittings = Fittings(hostname=f"axis-{me.bare_mac}")
        name = f"AXIS M1065-LW - {serial}"
        services = [("_axis-video._tcp", 80, [f"macaddress={serial}"]), ("_rtsp._tcp", 554, [])]
        avahi(me, fittings, services, name=name)
        settings = {
            "ip": me.ip,
            "port": 49152,
            "uuid": f"Upnp-BasicDevice-1_0-{serial}",
            "type": "urn:axis-com:service:BasicService:1",
            "server": "Linux/3.4.0, UPnP/1.0, Portable SDK for UPnP devices/1.6.18",
            "name": name,
            "maker": "AXIS",
            "model": "AXIS M1065-LW",
            "more": f"<modelDescription>AXIS M1065-LW Network Camera</modelDescription><modelNumber>M1065-LW</modelNumber><serialNumber>{serial}</serialNumber>",
        }
        site = login(
            f'Digest realm="AXIS_{serial}", nonce="{me.serial(40, HEX)}", algorithm=MD5, qop="auth"',
            body="<html><body>401 Unauthorized</body></html>",
            **{"Content-Type": "text/html"},
        )
        fittings.services += [
            responder(me, "emulated_upnp", settings, [("tcp", 49152), ("udp", 1900)]),
            responder(me, "plain_ports", {"ip": me.ip, "http": {"80": site}, "mute": []}, [("tcp", 80)]),
            rtsp_gstreamer(me, port=554, path="/", digest=(f"AXIS_{serial}", me.serial())),
        ]
        return fittings


def dlink_camera() -> Device:
    """D-Link's own DNS-SD type and the server that its cameras run."""
    return Pages(
        ("74:da:da", "10:62:eb"),  # D-Link International
        camera("D-Link"),
        {"80": login('Basic realm="DCS-932L"', server="alphapd/2.1.8")},
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
        ("ec:71:db",),  # Reolink Innovation
        camera("Reolink"),
        {"80": page("<html><head><title>Reolink</title></head></html>", server="nginx")},
        mute=[9000, 1935],
        scopes=["name/IPC-BO", "hardware/IPC-523128M8MP", "type/video_encoder", "Profile/Streaming"],
        rtsp="BC Streaming Media",
    )


def uniview() -> Device:
    return Pages(
        ("6c:f1:7e", "48:ea:63"),  # Zhejiang Uniview Technologies
        camera("Uniview"),
        {},
        scopes=["name/UNV", "hardware/IPC2122LR3-PF40M-D", "type/Network_Video_Transmitter", "Profile/Streaming"],
    )


def esp32_camera() -> Device:
    """Espressif's CameraWebServer: its page on 80; on 81 it knows `/stream` alone, which is never asked for."""
    text = (
        '<!doctype html><html><head><meta charset="utf-8"><title>ESP32 OV2460</title></head><body><section class="main"><div id="logo"></div>'
        '<button id="get-still">Get Still</button><button id="toggle-stream">Start Stream</button><button id="face_enroll">Enroll Face</button>'
        "<script>var streamUrl = baseHost + ':81'; view.src = `${streamUrl}/stream`</script></section></body></html>"
    )
    return Pages(
        ("24:6f:28", "80:7d:3a"),  # Espressif
        suspect_or_camera(None),
        {"80": page(text), "81": page("", path="/nothing")},
        hostname="esp32-camera",
    )


def gopro() -> Device:
    return Pages(
        ("04:57:47", "d4:32:60"),  # GoPro
        suspect_or_camera("GoPro"),
        {"8080": page("", path="/nothing")},
        services=[("_gopro-web._tcp", 8080, [])],
        name="HERO9 Black",
    )


def mobotix() -> Device:
    return Pages(
        ("00:03:c5",),  # Mobotix AG
        suspect_or_camera("Mobotix"),
        {"80": page("<html><head><title>Redirect to userimage: /control/userimage.html</title></head></html>")},
    )


class RingDoorbell(Device):
    """A cloud doorbell: it answers ARP and gives the router its name, and nothing more."""

    prefixes = ("54:e0:19",)  # Ring LLC
    truth = hidden_camera("Ring")

    def lease_name(self, identity: Identity) -> str | None:
        return f"Ring-{identity.bare_mac[6:]}"

    def fit(self, me: Identity) -> Fittings:
        return Fittings(quiet6=True, hostname=f"Ring-{me.bare_mac[6:]}", nft=firewall())
