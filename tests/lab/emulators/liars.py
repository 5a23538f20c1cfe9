"""Devices that lie, stall, flood or answer nonsense. Settings: `lie` names one of `TOLD` or several (`a+b`); `ip`, `mac`, and what it needs.

Nothing here is a protocol's emulation; each lie is the worst that a hostile or broken device on the link can do with
one protocol.
"""

import asyncio
import gzip
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tests.lab.emulators import doors
from tests.lab.emulators.http_page import serve

Told = Mapping[str, Any]
Doors = list[Awaitable[Any]]
WEB = (80, 8080, 8000, 8899)
MDNS = ("224.0.0.251", 5353)
SEARCHES = "239.255.255.250"
"""The group of SSDP and of WS-Discovery."""
ESCAPES = "\x1b]0;owned\x07\x1b[2J\x1b[31mCamera\u202egnp.exe\u2066\u200b\x9b31m'\"><script>alert(1)</script>\r\n../../../etc/passwd"
PUBLIC = "http://203.0.113.9/description.xml"


async def _pour(writer: asyncio.StreamWriter, piece: bytes, pause: float) -> None:
    while True:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(pause)


def _ssdp(told: Told, *answers: tuple[str, str], more: str = "") -> Awaitable[Any]:
    """Answers every search with a LOCATION and the name of the device there, each."""

    def search(data: bytes, source: doors.Address):
        if data.startswith(b"M-SEARCH"):
            for location, name in answers:
                head = f"LOCATION: {location}\r\n{more}ST: upnp:rootdevice\r\nUSN: uuid:{name}::upnp:rootdevice"
                yield f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode(), source

    return doors.udp(1900, search, own=told["ip"], groups=[SEARCHES])


def _wsd(told: Told, answer: bytes) -> Awaitable[Any]:
    """Answers every Probe with these bytes."""

    def search(data: bytes, source: doors.Address):
        if b"Probe" in data and b"ProbeMatch" not in data:
            yield answer, source

    return doors.udp(3702, search, own=told["ip"], groups=[SEARCHES])


def endless_http(told: Told) -> Doors:
    """A page that never ends, as fast as it is read."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><title>")
        await _pour(writer, b"A" * 65536, 0)

    return [doors.tcp(port, talk) for port in WEB]


def one_byte_a_second(told: Told) -> Doors:
    """Every answer one byte a second, on every port that a camera has."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for byte in b"HTTP/1.1 200 OK\r\nServer: slow\r\nContent-Length: 100000\r\n\r\n" + b"." * 1000:
            writer.write(bytes((byte,)))
            await writer.drain()
            await asyncio.sleep(1)

    return [doors.tcp(port, talk) for port in (80, 443, 554, 8000, 8080, 8554, 34567, 37777)]


def compression_bomb(told: Told) -> Doors:
    """A small body that says it is compressed and would fill 100 MB."""
    body = gzip.compress(bytes(100_000_000), 9)
    page = (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, body)
    return [serve(port, {"*": page}) for port in WEB]


def xml_bomb(told: Told) -> Doors:
    """A device description and a discovery answer whose entities grow without bound."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a0 "aaaaaaaaaa">{entities}]><r><device><friendlyName>&a11;</friendlyName></device></r>'.encode()

    return [
        serve(8080, {"*": (200, {"Content-Type": "text/xml"}, bomb)}),
        _ssdp(told, (f"http://{told['ip']}:8080/d.xml", "bomb")),
        _wsd(told, bomb[:60000]),
    ]


def mdns_loops(told: Told) -> Doors:
    """DNS-SD answers whose compressed names point at themselves, at each other, and past the end."""
    head = struct.pack(">HHHHHH", 0, 0x8400, 0, 3, 0, 0)
    loops = [
        head + b"\xc0\x0c" + struct.pack(">HHIH", 12, 1, 120, 2) + b"\xc0\x0c",
        head + b"\xc0\x0e\xc0\x0c" + struct.pack(">HHIH", 12, 1, 120, 2) + b"\xc0\x0e",
        head + b"\xff\xff" + struct.pack(">HHIH", 12, 1, 120, 65535),
        head + b"\x3fa" * 40,
    ]

    def answer(data: bytes, source: doors.Address):
        if len(data) > 12 and not data[2] & 0x80:
            for loop in loops:
                yield loop, source
                yield loop, MDNS

    return [doors.udp(5353, answer, own=told["ip"], groups=[MDNS[0]])]


def announcements(told: Told) -> Doors:
    """Ten thousand services announced a second, each with a new name."""

    async def flood() -> None:
        door = await doors.udp(5353, lambda *_: (), own=told["ip"], groups=[MDNS[0]])
        number = 0
        while True:
            for _ in range(50):
                records = b""
                for _ in range(4):
                    number += 1
                    name = f"cam{number:08d}".encode()
                    records += b"\x05_rtsp\x04_tcp\x05local\0" + struct.pack(">HHIH", 12, 1, 120, len(name) + 19)
                    records += bytes((len(name),)) + name + b"\x05_rtsp\x04_tcp\x05local\0"
                door.sendto(struct.pack(">HHHHHH", 0, 0x8400, 0, 4, 0, 0) + records, MDNS)
            await asyncio.sleep(0.02)

    return [flood()]


def endless_rtsp(told: Told) -> Doors:
    """RTSP whose head never comes to its blank line."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1024)
        writer.write(b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n")
        await _pour(writer, b"X-More: " + b"b" * 1000 + b"\r\n", 0.001)

    return [doors.tcp(port, talk) for port in (554, 8554)]


def elsewhere(told: Told) -> Doors:
    """Redirects and descriptions that point to public addresses, to loopback, and to the neighbour's printer."""
    targets = (
        PUBLIC,
        "http://127.0.0.1:22/",
        "http://[::1]/",
        f"http://{told['ip']}:9100/",
        "http://169.254.169.254/latest/",
        "gopher://203.0.113.9/",
    )

    match = (
        '<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery">'
        "<s:Body><d:ProbeMatches><d:ProbeMatch><d:Types>wsdp:Device</d:Types>"
        f"<d:XAddrs>{' '.join(targets)}</d:XAddrs></d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>"
    ).encode()
    return [
        serve(80, {"*": (302, {"Location": PUBLIC}, b"")}),
        serve(8080, {"*": (302, {"Location": "http://127.0.0.1:631/"}, b"")}),
        _ssdp(told, *((target, str(number)) for number, target in enumerate(targets))),
        _wsd(told, match),
    ]


def hostile_names(told: Told) -> Doors:
    """Terminal escapes, bidirectional controls, markup and paths in everything that can carry a name."""
    page = f"<html><head><title>{ESCAPES}</title></head></html>".encode()
    server = "\x1b[2J\x1b]0;x\x07\u202ecam".encode().decode("latin-1")
    description = (
        '<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0"><device><deviceType>urn:schemas-upnp-org:device:Basic:1</deviceType>'
        "<friendlyName>&#x202e;gnp&#x2066;&lt;script&gt;alert(1)&lt;/script&gt; ../../etc/passwd</friendlyName>"
        "<manufacturer>\u202eevil</manufacturer><modelName>\u200b\u2067x</modelName></device></root>"
    ).encode()

    return [
        serve(80, {"*": (200, {"Content-Type": "text/html", "Server": server}, page)}),
        serve(8080, {"*": (200, {"Content-Type": "text/xml"}, description)}),
        _ssdp(told, (f"http://{told['ip']}:8080/d.xml", "x"), more=f"SERVER: {ESCAPES}\r\n"),
    ]


def answers_arp(told: Told) -> Doors:
    """Answers ARP for every address of the network but those in `spare`, with its own hardware address."""

    async def answer() -> None:
        door = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0806))
        door.bind(("eth0", 0x0806))
        door.setblocking(False)
        mac = bytes.fromhex(told["mac"].replace(":", ""))
        spare = {socket.inet_aton(ip) for ip in (*told["spare"], told["ip"])}
        loop = asyncio.get_running_loop()
        while True:
            frame = await loop.sock_recv(door, 2048)
            wanted, asker_mac, asker = frame[38:42], frame[22:28], frame[28:32]
            if frame[20:22] == b"\0\1" and wanted not in spare and asker not in (wanted, bytes(4)):
                reply = asker_mac + mac + bytes.fromhex("08060001080006040002") + mac + wanted + asker_mac + asker
                door.send(reply.ljust(60, b"\0"))

    return [answer()]


def changes_address(told: Told) -> Doors:
    """Takes a new address every two seconds, back and forth."""

    async def move() -> None:
        present, other = told["ip"], told["second"]
        while True:
            await asyncio.sleep(2)
            for words in (("add", other), ("del", present)):
                changed = await asyncio.create_subprocess_exec("ip", "addr", words[0], f"{words[1]}/24", "dev", "eth0")
                await changed.wait()
            present, other = other, present

    return [serve(80, {"*": (200, {}, b"<title>here and there</title>")}), move()]


def nonsense(told: Told) -> Doors:
    """Answers every discovery question with its own bytes, and every connection with noise."""

    def echo(data: bytes, source: doors.Address):
        yield data, source
        yield data[::-1], source

    noise = bytes(range(256)) * 64

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(noise)
        await writer.drain()

    makers = (37020, 37810, 5050, 34569, 32108, 10008, 10000, 8600, 9999, 20002, 54321, 10001, 7701, 10670, 2380, 1757)
    groups = [SEARCHES, "239.255.255.251"]
    return [
        *[doors.udp(port, echo, own=told["ip"], groups=groups) for port in (*makers, 1900, 3702)],
        *[doors.tcp(port, talk) for port in (80, 443, 554, 21, 22, 23, 9000, 34567)],
    ]


def captive(told: Told) -> Doors:
    """A hotel's gateway: every page leads to its login, every name is its own address."""
    login = f"http://{told['ip']}/hotspot/login?dst="

    def name(data: bytes, source: doors.Address):
        if len(data) > 16 and not data[2] & 0x80:
            answer = (
                data[:2]
                + b"\x81\x80\0\1\0\1\0\0\0\0"
                + data[12:]
                + b"\xc0\x0c"
                + struct.pack(">HHIH", 1, 1, 5, 4)
                + socket.inet_aton(told["ip"])
            )
            yield answer, source

    page = (
        200,
        {"Content-Type": "text/html"},
        b"<html><head><title>Hotel Guest WiFi - Login</title></head><body>Accept the terms</body></html>",
    )
    return [serve(80, {"/hotspot/login": page}, (302, {"Location": login}, b"")), doors.udp(53, name, own=told["ip"])]


LIES: dict[str, Callable[[Told], Doors]] = {
    lie.__name__: lie
    for lie in (
        *(endless_http, one_byte_a_second, compression_bomb, xml_bomb, mdns_loops, announcements, endless_rtsp),
        *(elsewhere, hostile_names, answers_arp, changes_address, nonsense),
    )
}
"""What any device may tell."""
TOLD = {**LIES, "captive": captive}


if __name__ == "__main__":
    told_here = doors.settings()
    doors.live(*(door for name in told_here["lie"].split("+") for door in TOLD[name](told_here)))
