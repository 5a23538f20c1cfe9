"""Cameras made of real third-party software."""

from tests.lab.device import SOFTWARE, Device, Fittings, Identity, Truth, camera, hidden_camera
from tests.lab.devices.parts import NODE, firewall, lighttpd, node, rtsp_gstreamer, video_transmitter
from tests.lab.machine import Service

CLIP = str(SOFTWARE / "clip.ts")
"""Two seconds of a test picture, made by `setup.py`."""


def homekit(me: Identity, *, name: str, model: str, maker: str, category: int, port: int) -> Service:
    """A HomeKit accessory by hap-nodejs, which announces itself by its own mDNS responder."""
    settings = {
        "name": name,
        "model": model,
        "maker": maker,
        "serial": me.serial(),
        "category": category,
        "port": port,
        "username": me.mac.upper(),
        "store": me.directory("hap"),
    }
    return node("hap", "homekit.js", settings, ready=[("tcp", port)])


class OnvifCamera(Device):
    """GStreamer's RTSP server beside the ONVIF mock-up of npm's `onvif`, which replays a real camera's XML."""

    prefixes = ("00:12:16",)  # what cameras of the recorded kind squat on
    truth = camera()

    def fit(self, me: Identity) -> Fittings:
        port = me.dice.choice((80, 8899, 8080))
        rtsp = me.dice.choice((554, 8554, 10554))
        settings = {"port": port, "host": me.ip, "node": f"{NODE}/node_modules"}
        onvif = node("onvif", "onvif_mockup.js", settings, ready=[("tcp", port), ("udp", 3702)])
        return Fittings(services=[onvif, rtsp_gstreamer(me, port=rtsp, path="/")])


class DigestCamera(Device):
    """GStreamer's RTSP server that wants Digest, found by WS-Discovery as a network video transmitter."""

    prefixes = ("ec:71:db",)  # Reolink Innovation Limited
    truth = camera()

    def fit(self, me: Identity) -> Fittings:
        name = f"CAM-{me.serial(4)}"
        return Fittings(
            hostname=name.lower(),
            services=[
                rtsp_gstreamer(me, port=554, path="/", digest=("IP Camera", me.serial())),
                video_transmitter(me, "type/Network_Video_Transmitter", f"name/{name}", "Profile/Streaming", port=8000),
            ],
        )

    def lease_name(self, identity: Identity) -> str | None:
        return None


class HomeKitCamera(Device):
    """hap-nodejs with an IP camera's category, as its own example camera sets it."""

    prefixes = ("b4:fb:e3",)  # AltoBeam, a module maker
    truth = camera()

    def fit(self, me: Identity) -> Fittings:
        port = me.dice.randrange(49200, 60000)
        return Fittings(
            services=[homekit(me, name=f"Cam {me.serial(4)}", model="HKC-1", maker="Lab", category=17, port=port)]
        )


class MotionCamera(Device):
    """The `motion` program on a small board: a web page and an MJPEG stream that never ends."""

    prefixes = ("b8:27:eb", "dc:a6:32")  # Raspberry Pi Foundation, Raspberry Pi Trading
    truth = camera()

    def fit(self, me: Identity) -> Fittings:
        web = 8080
        conf = me.write(
            "motion.conf",
            f"daemon off\nsetup_mode off\nlog_level 5\ntarget_dir {me.directory('film')}\nwidth 320\nheight 240\n"
            "framerate 2\npicture_output off\nmovie_output off\n"
            f"netcam_url file://{CLIP}\nwebcontrol_port {web}\nwebcontrol_localhost off\n"
            "webcontrol_interface 0\nstream_port 8081\nstream_localhost off\nstream_maxrate 2\n",
        )
        return Fittings(
            hostname="raspberrypi",
            services=[Service(name="motion", argv=["motion", "-n", "-c", conf], ready=[("tcp", web), ("tcp", 8081)])],
        )

    def lease_name(self, identity: Identity) -> str | None:
        return "raspberrypi"


class StreamOnly(Device):
    """VLC's RTSP output: a video track and not one camera fact, which must not be called a camera."""

    prefixes = ("b8:27:eb",)  # Raspberry Pi Foundation
    truth = Truth(verdicts=frozenset({"suspect", "unresolved"}))

    def fit(self, me: Identity) -> Fittings:
        port = me.dice.choice((554, 8554))
        # VLC refuses to run as root, so the low ports of this one namespace are opened to everybody.
        command = (
            "echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start; "
            "exec setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/var/tmp "
            f"cvlc -I dummy --no-dbus --loop {CLIP} --sout '#rtp{{sdp=rtsp://:{port}/}}'"
        )
        return Fittings(services=[Service(name="vlc", argv=["sh", "-c", command], ready=[("tcp", port)])])


class FilteredCamera(Device):
    """A camera behind a firewall that drops everything but ARP; its prefix is a camera maker's."""

    prefixes = ("a4:14:37", "28:57:be")  # Hangzhou Hikvision Digital Technology
    truth = hidden_camera()

    def fit(self, me: Identity) -> Fittings:
        return Fittings(
            quiet6=True,
            nft=firewall(),
            services=[lighttpd(me, 80, {"index.html": "<title>web</title>"})],
        )
