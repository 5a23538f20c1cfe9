"""Third-party servers that several devices run, with their settings."""

import json
import sys
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from tests.lab.device import ROOT, SERVERS, SOFTWARE, Fittings, Identity
from tests.lab.machine import Service

SYSTEM_PYTHON = "/usr/bin/python3"
"""Debian's own, which alone sees Debian's GStreamer bindings."""
LAB_PYTHON = str(SOFTWARE / "venv/bin/python")
NODE = str(SOFTWARE / "node")


def firewall(*udp: int) -> str:
    """Rules that let nothing in but datagrams to these ports. ARP passes: it is no business of theirs."""
    let_in = f" udp dport {{ {', '.join(map(str, udp))} }} accept;" if udp else ""
    return f"table inet shut {{\nchain in {{ type filter hook input priority 0; policy drop;{let_in} }}\n}}"


def node(name: str, script: str, *settings: Mapping[str, object], ready: Sequence[tuple[str, int]]) -> Service:
    """A server of npm's packages: one of the scripts in `tests/lab/servers`, given its settings as JSON."""
    return Service(
        name=name,
        argv=["node", str(SERVERS / script), *map(json.dumps, settings)],
        env={"NODE_PATH": f"{NODE}/node_modules"},
        ready=ready,
    )


def ws_discovery(me: Identity, *, namespace: str, kind: str, scopes: Sequence[str], address: str) -> Service:
    """A WS-Discovery target service by the Python package WSDiscovery."""
    settings = {"namespace": namespace, "type": kind, "scopes": scopes, "address": address, "uuid": me.uuid()}
    return Service(
        name="wsd",
        argv=[LAB_PYTHON, str(SERVERS / "wsdiscovery_target.py"), json.dumps(settings)],
        ready=[("udp", 3702)],
    )


def video_transmitter(me: Identity, *scopes: str, port: int = 80) -> Service:
    """WS-Discovery as ONVIF's video transmitters speak it; `scopes` are told without what all of them begin with."""
    return ws_discovery(
        me,
        namespace="http://www.onvif.org/ver10/network/wsdl",
        kind="NetworkVideoTransmitter",
        scopes=[f"onvif://www.onvif.org/{scope}" for scope in scopes],
        address=f"http://{me.ip}{'' if port == 80 else f':{port}'}/onvif/device_service",
    )


def rtsp_gstreamer(
    me: Identity, *, port: int, path: str, media: str = "h264", digest: tuple[str, str] | None = None
) -> Service:
    """GStreamer's RTSP server with a real H.264 (or MPEG transport) stream; `digest` is (realm, password)."""
    settings = {"ip": me.ip, "port": port, "path": path, "media": media, "digest": digest}
    return Service(
        name=f"rtsp{port}",
        argv=[SYSTEM_PYTHON, str(SERVERS / "gst_rtsp.py"), json.dumps(settings)],
        env={"GST_REGISTRY": f"{me.home}/gst.bin", "GST_REGISTRY_UPDATE": "yes", "G_MESSAGES_DEBUG": ""},
        ready=[("tcp", port)],
    )


def lighttpd(me: Identity, port: int, pages: Mapping[str, str], *, server: str | None = None) -> Service:
    """Lighttpd with static pages; `server` replaces its Server header."""
    root = me.directory(f"www{port}")
    for name, text in pages.items():
        me.write(f"www{port}/{name}", text)
    tag = f'server.tag = "{server}"\n' if server else ""
    conf = me.write(
        f"lighttpd{port}.conf",
        f'server.document-root = "{root}"\nserver.port = {port}\nserver.bind = "0.0.0.0"\n{tag}'
        'index-file.names = ( "index.html" )\nmimetype.assign = ( ".html" => "text/html", ".xml" => "text/xml",'
        ' ".json" => "application/json", ".ico" => "image/x-icon" )\n',
    )
    return Service(name=f"lighttpd{port}", argv=["lighttpd", "-D", "-f", conf], ready=[("tcp", port)])


def avahi(
    me: Identity,
    fittings: Fittings,
    services: Sequence[tuple[str, int, Sequence[str]]] = (),
    *,
    name: str = "",
    bus: bool = False,
) -> None:
    """Avahi announcing `services` (type, port, TXT) under `name`; with a message bus where a server needs one."""
    conf = me.write(
        "avahi.conf",
        f"[server]\nhost-name={fittings.hostname or me.name}\nallow-interfaces=eth0\nuse-ipv6=yes\n"
        f"enable-dbus={'yes' if bus else 'no'}\nratelimit-interval-usec=1000000\nratelimit-burst=1000\n"
        "[publish]\npublish-workstation=no\npublish-hinfo=no\n",
    )
    place = me.directory("avahi-services")
    for number, (kind, port, texts) in enumerate(services):
        records = "".join(f"<txt-record>{escape(text)}</txt-record>" for text in texts)
        me.write(
            f"avahi-services/{number}.service",
            '<?xml version="1.0" standalone="no"?><!DOCTYPE service-group SYSTEM "avahi-service.dtd">'
            f"<service-group><name>{escape(name or fittings.hostname)}</name>"
            f"<service><type>{kind}</type><port>{port}</port>{records}</service></service-group>",
        )
    fittings.binds.append((place, "/etc/avahi/services"))
    fittings.make.append("/run/avahi-daemon")
    if bus:
        fittings.make.append("/run/dbus")
        fittings.services.append(
            Service(
                name="dbus",
                argv=["dbus-daemon", "--system", "--nofork", "--nopidfile"],
                first="/run/dbus/system_bus_socket",
            )
        )
    fittings.services.append(
        Service(
            name="avahi",
            argv=["avahi-daemon", "--no-drop-root", "--no-chroot", "--no-rlimits", "-f", conf],
            ready=[("udp", 5353)],
            first="/run/avahi-daemon/socket",
        )
    )


def responder(me: Identity, name: str, settings: Mapping[str, object], ready: Sequence[tuple[str, int]]) -> Service:
    """One of the emulators in `tests/lab/emulators`, given its settings as JSON."""
    return Service(
        name=name,
        argv=[sys.executable, "-m", f"tests.lab.emulators.{name}", json.dumps(settings)],
        cwd=str(ROOT),
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        ready=ready,
    )
