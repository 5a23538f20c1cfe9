"""Innocent devices of an office or a hallway: printers, stores, computers, a page about cameras."""

import sys

from tests.lab.device import SERVERS, Device, Fittings, Identity, innocent, silent
from tests.lab.devices.parts import avahi, lighttpd, node, responder, ws_discovery
from tests.lab.machine import Service

RAW_PRINT_LOG = "raw9100.log"
"""Where the printer's raw port writes each connection and byte it got; roomcheck must leave it empty."""


class NetworkPrinter(Device):
    """CUPS's ippeveprinter, and a raw port 9100 which writes down every connection and byte it gets."""

    prefixes = ("3c:2a:f4", "30:05:5c")  # Brother Industries
    truth = innocent("printer")

    def fit(self, me: Identity) -> Fittings:
        fittings = Fittings(hostname=f"BRW{me.bare_mac.upper()}")
        avahi(me, fittings, bus=True)
        fittings.services += [
            Service(
                name="ippeveprinter",
                argv=[
                    "ippeveprinter",
                    "-p",
                    "631",
                    "-M",
                    "Brother",
                    "-m",
                    "HL-L2350DW series",
                    "-s",
                    "10",
                    "-f",
                    "application/pdf,image/urf,image/pwg-raster",
                    "-d",
                    me.directory("spool"),
                    f"Brother HL-L2350DW {me.serial(3)}",
                ],
                ready=[("tcp", 631)],
            ),
            Service(
                name="raw9100",
                argv=[sys.executable, "-I", "-S", str(SERVERS / "raw_print_port.py"), str(me.home / RAW_PRINT_LOG)],
                ready=[("tcp", 9100), ("tcp", 515)],
            ),
        ]
        return fittings

    def lease_name(self, identity: Identity) -> str | None:
        return f"BRW{identity.bare_mac.upper()}"


class DiscoveredPrinter(Device):
    """A printer that answers WS-Discovery, as cameras do (the Python package WSDiscovery, with a printer's type)."""

    prefixes = ("84:ba:3b", "60:12:8b")  # Canon
    truth = innocent("printer")

    def fit(self, me: Identity) -> Fittings:
        page = f"<html><head><title>Canon MF440 Series / MF445dw / {me.serial(5)}</title></head><body>Remote UI</body></html>"
        return Fittings(
            services=[
                ws_discovery(
                    me,
                    namespace="http://schemas.microsoft.com/windows/2006/08/wdp/print",
                    kind="PrintDeviceType",
                    scopes=[],
                    address=f"http://{me.ip}:80/wsd/mex",
                ),
                lighttpd(me, 80, {"index.html": page}, server="CANON HTTP Server"),
            ]
        )


class WindowsComputer(Device):
    """wsdd, which makes a computer visible to Windows: answers WS-Discovery and is no camera."""

    prefixes = ("34:f6:4b", "90:61:ae")  # Intel Corporate
    truth = innocent("computer")

    def fit(self, me: Identity) -> Fittings:
        name = f"DESKTOP-{me.serial(7)}"
        return Fittings(
            hostname=name,
            services=[
                Service(
                    name="wsdd",
                    argv=["wsdd", "-i", "eth0", "-4", "-n", name, "-w", "WORKGROUP", "-U", me.uuid()],
                    ready=[("udp", 3702), ("tcp", 5357)],
                )
            ],
        )

    def lease_name(self, identity: Identity) -> str | None:
        return None


class Store(Device):
    """Samba, a web page on 5000 and the DNS-SD texts of a Synology: its ports are also cameras' and speakers'."""

    prefixes = ("00:11:32", "90:09:d0")  # Synology Incorporated
    truth = innocent("nas")

    def fit(self, me: Identity) -> Fittings:
        name = f"DS{me.serial(4)}"
        state = me.directory("samba")
        smb = me.write(
            "smb.conf",
            f"[global]\nnetbios name = {name}\nworkgroup = WORKGROUP\nserver string = DiskStation\nlog level = 0\n"
            f"private dir = {state}\nlock directory = {state}\nstate directory = {state}\ncache directory = {state}\n"
            f"pid directory = {state}\nncalrpc dir = {state}/ncalrpc\nlog file = {state}/log\ninterfaces = eth0\n"
            "map to guest = never\ndisable spoolss = yes\nload printers = no\n",
        )
        fittings = Fittings(hostname=name, make=["/var/log/samba", "/run/samba"])
        texts = [
            "vendor=Synology",
            "model=DS220+",
            f"serial={me.serial(13)}",
            "version_major=7",
            "version_minor=2",
            "admin_port=5000",
            "secure_admin_port=5001",
            f"mac_address={me.mac}",
        ]
        avahi(
            me,
            fittings,
            [("_http._tcp", 5000, texts), ("_smb._tcp", 445, []), ("_device-info._tcp", 0, ["model=Xserve"])],
        )
        page = f"<html><head><title>{name}&nbsp;-&nbsp;Synology&nbsp;NAS</title></head><body>DSM</body></html>"
        fittings.services += [
            Service(
                name="smbd",
                argv=["smbd", "--foreground", "--no-process-group", "--debug-stdout", "-s", smb],
                ready=[("tcp", 445)],
            ),
            Service(
                name="nmbd",
                argv=["nmbd", "--foreground", "--no-process-group", "--debug-stdout", "-s", smb],
                ready=[("udp", 137)],
            ),
            lighttpd(me, 5000, {"index.html": page}, server="nginx"),
        ]
        return fittings

    def lease_name(self, identity: Identity) -> str | None:
        return None


class Blog(Device):
    """A web server whose page talks about IP cameras."""

    prefixes = ("98:e7:43", "6c:2b:59")  # Dell
    truth = innocent("server", "computer", verdicts=("cleared", "unresolved"))

    def fit(self, me: Identity) -> Fittings:
        page = (
            "<html><head><title>My ten best IP cameras - a review blog</title></head><body><h1>IP Camera reviews</h1>"
            "<p>We tested Hikvision, Dahua, Reolink and Axis network cameras over RTSP (rtsp://host:554/) and ONVIF. "
            "An NVR records what the surveillance cameras send. Login to your IP Camera and change the password.</p></body></html>"
        )
        return Fittings(services=[lighttpd(me, 80, {"index.html": page}), lighttpd(me, 8080, {"index.html": page})])


class DoorbellShop(Device):
    """The web shop of somebody who sells doorbells, on ports that cameras use."""

    prefixes = ("c8:f7:50",)  # Dell
    truth = innocent("server", "computer", verdicts=("cleared", "unresolved"))

    def fit(self, me: Identity) -> Fittings:
        page = "<html><head><title>Video doorbells at the best price</title></head><body>Buy a Ring or Reolink doorbell.</body></html>"
        return Fittings(services=[lighttpd(me, 81, {"index.html": page}), lighttpd(me, 9000, {"index.html": page})])


class ScreenStreamer(Device):
    """A computer that streams its own screen: node-media-server's RTMP and HTTP."""

    prefixes = ("ac:ed:5c",)  # Intel Corporate
    truth = innocent("computer", "server", "media server", verdicts=("cleared", "unresolved"))

    def fit(self, me: Identity) -> Fittings:
        return Fittings(services=[node("rtmp", "screen_streamer.js", ready=[("tcp", 1935), ("tcp", 8000)])])


class QuietLaptop(Device):
    """A laptop with a private address and nothing open: it refuses connections, and that is all."""

    truth = silent()

    def fit(self, me: Identity) -> Fittings:
        return Fittings()


class ClosedLaptop(Device):
    """A laptop that drops everything but ARP."""

    truth = silent()

    def fit(self, me: Identity) -> Fittings:
        return Fittings(
            quiet6=True,
            nft="table inet shut {\nchain in { type filter hook input priority 0; policy drop; }\n"
            "chain out { type filter hook output priority 0; policy drop; }\n}",
        )


class SilentPhone(ClosedLaptop):
    """A phone asleep, with a private address: the same on the wire as a laptop that drops everything."""


class EspSensor(Device):
    """A sensor on the module that ESP32-CAM boards carry: a small page and no camera."""

    prefixes = ("24:6f:28", "80:7d:3a")  # Espressif
    truth = innocent("sensor", verdicts=("cleared", "unresolved"))

    def fit(self, me: Identity) -> Fittings:
        page = "<html><head><title>ESP Temperature</title></head><body>21.5 &deg;C, 40 %</body></html>"
        settings = {"ip": me.ip, "http": {"80": {"server": None, "pages": {"/": ["text/html", page]}}}, "mute": []}
        return Fittings(
            hostname=f"ESP-{me.bare_mac[6:].upper()}", services=[responder(me, "plain_ports", settings, [("tcp", 80)])]
        )

    def lease_name(self, identity: Identity) -> str | None:
        return f"ESP-{identity.bare_mac[6:].upper()}"
