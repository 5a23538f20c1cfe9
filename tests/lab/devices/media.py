"""Innocent devices that play: speakers, televisions, tuners, media servers. Several speak the cameras' protocols."""

import json

from tests.lab.device import Device, Fittings, Identity, innocent
from tests.lab.devices.parts import avahi, responder, rtsp_gstreamer
from tests.lab.machine import Service


class AirPlaySpeaker(Device):
    """shairport-sync: speaks RTSP on port 5000 and announces itself by avahi."""

    prefixes = ("54:2a:1b", "78:28:ca")  # Sonos
    truth = innocent("speaker", "tv", "media server")

    def fit(self, me: Identity) -> Fittings:
        name = f"Kitchen {me.serial(3)}"
        fittings = Fittings(hostname=f"speaker-{me.serial(5).lower()}")
        avahi(me, fittings, bus=True)
        conf = me.write(
            "shairport.conf",
            f'general = {{ name = "{name}"; output_backend = "dummy"; interface = "eth0"; port = 5000; }};\n',
        )
        fittings.services.append(
            Service(name="shairport", argv=["shairport-sync", "-c", conf, "-o", "dummy"], ready=[("tcp", 5000)])
        )
        return fittings

    def lease_name(self, identity: Identity) -> str | None:
        return None


class SatIpTuner(Device):
    """A SAT>IP tuner: GStreamer's RTSP server with a real transport stream on 554. Its UPnP answers are emulated,
    with the device type and header of the SAT>IP specification 1.2.2."""

    prefixes = ("54:84:7b",)  # Digital Devices GmbH
    truth = innocent("set-top box", "media server", "tv")

    def fit(self, me: Identity) -> Fittings:
        settings = {
            "ip": me.ip,
            "port": 8875,
            "uuid": me.uuid(),
            "type": "urn:ses-com:device:SatIPServer:1",
            "server": "Linux/1.0 UPnP/1.1 minisatip/1.2.86",
            "name": f"OctopusNet {me.serial(4)}",
            "maker": "Digital Devices GmbH",
            "model": "OctopusNet",
            "more": '<satip:X_SATIPCAP xmlns:satip="urn:ses-com:satip">DVBS2-4</satip:X_SATIPCAP>',
        }
        return Fittings(
            services=[
                rtsp_gstreamer(me, port=554, path="/", media="mpegts"),
                responder(me, "emulated_upnp", settings, [("tcp", 8875), ("udp", 1900)]),
            ]
        )


class DlnaServer(Device):
    """minidlna with an empty library."""

    prefixes = ("98:e7:43", "c8:f7:50")  # Dell
    truth = innocent("media server", "nas", "server", "computer")

    def fit(self, me: Identity) -> Fittings:
        conf = me.write(
            "minidlna.conf",
            f"port=8200\nnetwork_interface=eth0\nfriendly_name=Films {me.serial(4)}\nmedia_dir={me.directory('films')}\n"
            f"db_dir={me.directory('db')}\nlog_dir={me.directory('log')}\nuuid={me.uuid()}\nserial={me.serial()}\n"
            "inotify=no\nroot_container=.\n",
        )
        return Fittings(
            services=[
                Service(
                    name="minidlna",
                    argv=["minidlnad", "-S", "-f", conf, "-P", f"{me.home}/minidlna.pid"],
                    ready=[("tcp", 8200), ("udp", 1900)],
                )
            ]
        )


class DlnaTelevision(Device):
    """gmediarender: a UPnP renderer, as televisions have one."""

    prefixes = ("20:17:42", "ac:f6:f7")  # LG Electronics
    truth = innocent("tv", "speaker", "media server")

    def fit(self, me: Identity) -> Fittings:
        return Fittings(
            services=[
                Service(
                    name="gmediarender",
                    argv=[
                        "gmediarender",
                        "-I",
                        "eth0",
                        "-p",
                        "49494",
                        "-f",
                        f"[LG] webOS TV {me.serial(4)}",
                        "-u",
                        me.uuid(),
                        "--gstout-audiosink=fakesink",
                        "--gstout-videosink=fakesink",
                    ],
                    env={"GST_REGISTRY": f"{me.home}/gst.bin"},
                    ready=[("tcp", 49494), ("udp", 1900)],
                )
            ]
        )


class CastTelevision(Device):
    """A television with cast and AirPlay services by avahi; it also listens on 9000, as TCL's do (and Reolink's
    cameras), and its set-up page is emulated."""

    prefixes = ("7c:89:56", "88:29:9c")  # Samsung Electronics
    truth = innocent("tv")

    def fit(self, me: Identity) -> Fittings:
        name = f"Living Room TV {me.serial(2)}"
        fittings = Fittings(hostname=f"android-{me.serial(8).lower()}")
        cast_id = me.uuid().replace("-", "")
        avahi(
            me,
            fittings,
            [
                (
                    "_googlecast._tcp",
                    8009,
                    [f"id={cast_id}", "md=Smart TV Pro", f"fn={name}", "ca=201221", "ve=05", "ic=/setup/icon.png"],
                ),
                (
                    "_airplay._tcp",
                    7000,
                    [
                        f"deviceid={me.mac.upper()}",
                        "features=0x7F8AD0,0x10BCF46",
                        "model=QE55Q80A",
                        "srcvers=377.40.00",
                        "manufacturer=Samsung",
                    ],
                ),
                ("_androidtvremote2._tcp", 6466, [f"bt={me.mac.upper()}"]),
            ],
            name=name,
        )
        pages = {
            "/setup/eureka_info": [
                "application/json",
                json.dumps({"name": name, "build_version": "360.0", "mac_address": me.mac.upper()}),
            ]
        }
        settings = {"ip": me.ip, "http": {"8008": {"server": None, "pages": pages}}, "mute": [8009, 9000, 7000, 6466]}
        fittings.services.append(responder(me, "plain_ports", settings, [("tcp", 8008), ("tcp", 9000), ("tcp", 7000)]))
        return fittings


class HueBridge(Device):
    """A lighting bridge: UPnP description and `_hue._tcp`. Emulated from the public API description."""

    prefixes = ("00:17:88",)  # Philips Lighting BV
    truth = innocent("hub", "bulb")

    def fit(self, me: Identity) -> Fittings:
        bridge = me.bare_mac[:6] + "fffe" + me.bare_mac[6:]
        settings = {
            "ip": me.ip,
            "port": 80,
            "uuid": f"2f402f80-da50-11e1-9b23-{me.bare_mac}",
            "type": "urn:schemas-upnp-org:device:Basic:1",
            "server": "Hue/1.0 UPnP/1.0 IpBridge/1.65.0",
            "headers": {"hue-bridgeid": bridge.upper()},
            "name": f"Hue Bridge ({me.ip})",
            "maker": "Signify",
            "model": "Philips hue bridge 2015",
            "more": f"<modelNumber>BSB002</modelNumber><serialNumber>{me.bare_mac}</serialNumber>",
        }
        fittings = Fittings(hostname=f"{me.bare_mac}")
        avahi(
            me,
            fittings,
            [("_hue._tcp", 443, [f"bridgeid={bridge}", "modelid=BSB002"])],
            name=f"Hue Bridge - {me.bare_mac[6:].upper()}",
        )
        fittings.services.append(responder(me, "emulated_upnp", settings, [("tcp", 80), ("udp", 1900)]))
        return fittings
