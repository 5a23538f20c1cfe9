"""A UPnP device: SSDP answers and the device description (UPnP Device Architecture 1.1, sections 1.3 and 2.3).

Settings: ip, port, uuid, type, server, name, maker, model, more (XML in the device element), headers (SSDP).
Confirmed with gssdp-discover (gupnp-tools).
"""

import re
from xml.sax.saxutils import escape

from tests.lab.emulators import doors
from tests.lab.emulators.http_page import serve

GROUP = "239.255.255.250"


def description(told: dict) -> bytes:
    return (
        '<?xml version="1.0"?>\n<root xmlns="urn:schemas-upnp-org:device-1-0"><specVersion><major>1</major><minor>0</minor>'
        f"</specVersion><device><deviceType>{told['type']}</deviceType><friendlyName>{escape(told['name'])}</friendlyName>"
        f"<manufacturer>{escape(told['maker'])}</manufacturer><modelName>{escape(told['model'])}</modelName>"
        f"<UDN>uuid:{told['uuid']}</UDN>{told.get('more', '')}<presentationURL>/</presentationURL></device></root>\n"
    ).encode()


def main() -> None:
    told = doors.settings()
    usn = f"uuid:{told['uuid']}"
    targets = {"upnp:rootdevice": f"{usn}::upnp:rootdevice", usn: usn, told["type"]: f"{usn}::{told['type']}"}
    more = "".join(f"{name}: {value}\r\n" for name, value in told.get("headers", {}).items())

    def answer(data: bytes, source: doors.Address):
        if not data.startswith(b"M-SEARCH"):
            return
        wanted = re.search(rb"(?im)^st:[ \t]*(\S+)", data)
        wish = wanted.group(1).decode(errors="replace") if wanted else ""
        for target, name in targets.items():
            if wish in ("ssdp:all", target):
                yield (
                    (
                        f"HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=1800\r\nEXT:\r\nLOCATION: http://{told['ip']}:{told['port']}/description.xml\r\n"
                        f"SERVER: {told['server']}\r\n{more}ST: {target}\r\nUSN: {name}\r\n\r\n"
                    ).encode(),
                    source,
                )

    pages = {"/description.xml": (200, {"Content-Type": "text/xml", "Server": told["server"]}, description(told))}
    page = (
        f"<html><head><title>{escape(told['name'])}</title></head><body>{escape(told['model'])}</body></html>".encode()
    )
    pages["/"] = (200, {"Content-Type": "text/html", "Server": told["server"]}, page)
    doors.live(doors.udp(1900, answer, own=told["ip"], groups=[GROUP]), serve(told["port"], pages))


main()
