"""The far side of the flows, and small programs of our own that are no camera. Standard library only.

`web PORT FOLDER`: a web server that gives files, swallows uploads, keeps notes for calls to find each other by, and is
a BitTorrent tracker; `play PEER PORT RATE LOW HIGH SEED`: small datagrams both ways as a game does (run on both sides);
`beat PEER PORT EVERY SEED`: keeps a connection alive as idle devices do; `listen PORT`: what it beats to;
`report PEER PORT tcp|udp RATE LOW HIGH SEED`: a sensor's readings; `sink PORT...`: datagrams that nobody answers;
`tls PORT CERTIFICATE`: a TLS server that swallows; `torrent FILE NAME TRACKER OUT`: writes a .torrent.
"""

import contextlib
import hashlib
import http.server
import random
import select
import socket
import socketserver
import ssl
import struct
import sys
import threading
import time
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit


class Web(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    notes: ClassVar[dict[str, bytes]] = {}
    peers: ClassVar[dict[bytes, set[bytes]]] = {}

    def do_PUT(self) -> None:
        left = int(self.headers.get("Content-Length", 0))
        note = b""
        while left > 0 and (piece := self.rfile.read(min(left, 65536))):
            left -= len(piece)
            if self.path.startswith("/note/"):
                note += piece
        if note:
            self.notes[self.path] = note
        self.reply(b"", 201)

    def do_POST(self) -> None:
        self.do_PUT()

    def do_GET(self) -> None:
        if self.path.startswith("/note/"):
            found = self.notes.get(self.path)
            self.reply(found or b"", 200 if found else 204)
        elif self.path.startswith("/announce"):
            query = urlsplit(self.path).query
            told = dict(parse_qsl(query, encoding="latin-1"))
            name = unquote_to_bytes(next(part[10:] for part in query.split("&") if part.startswith("info_hash=")))
            mine = socket.inet_aton(self.client_address[0]) + struct.pack(">H", int(told["port"]))
            others = self.peers.setdefault(name, set())
            flat = b"".join(sorted(others - {mine}))
            others.add(mine)
            self.reply(b"d8:intervali5e5:peers%d:%se" % (len(flat), flat), 200)
        else:
            super().do_GET()

    def reply(self, body: bytes, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def web(port: str, folder: str) -> None:
    class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
        daemon_threads = True
        request_queue_size = 64

    Server(("0.0.0.0", int(port)), lambda *given: Web(*given, directory=folder)).serve_forever()


def play(peer: str, port: str, rate: str, low: str, high: str, seed: str) -> None:
    dice = random.Random(int(seed))
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("0.0.0.0", int(port)))
    due = time.monotonic()
    mood = 1.0
    while True:
        due += 1 / float(rate)
        time.sleep(max(0.0, due - time.monotonic()))
        mood = min(2.0, max(0.6, mood + dice.gauss(0, 0.05)))
        if dice.random() < 0.98:
            with contextlib.suppress(OSError):
                sock.sendto(bytes(int(min(1200, mood * dice.randint(int(low), int(high))))), (peer, int(port)))


def report(peer: str, port: str, kind: str, rate: str, low: str, high: str, seed: str) -> None:
    dice = random.Random(int(seed))
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM)
    sock.connect((peer, int(port)))
    due = time.monotonic()
    while True:
        due += 1 / float(rate) * dice.uniform(0.98, 1.02)
        time.sleep(max(0.0, due - time.monotonic()))
        with contextlib.suppress(ConnectionRefusedError):
            sock.sendall(bytes(dice.randint(int(low), int(high))))
        if kind == "tcp":
            sock.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                sock.recv(65536)
            sock.setblocking(True)


def beat(peer: str, port: str, every: str, seed: str) -> None:
    dice = random.Random(int(seed))
    sock = socket.create_connection((peer, int(port)))
    while True:
        sock.sendall(bytes(dice.randint(20, 180)))
        sock.recv(4096)
        if dice.random() < 0.1:
            sock.sendall(bytes(dice.randint(500, 6000)))
        time.sleep(float(every) * dice.uniform(0.9, 1.1))


def listen(port: str) -> None:
    server = socket.create_server(("0.0.0.0", int(port)))

    def serve(peer: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while peer.recv(4096):
                peer.sendall(bytes(24))

    while True:
        peer, _ = server.accept()
        threading.Thread(target=serve, args=(peer,), daemon=True).start()


def sink(*ports: str) -> None:
    socks = []
    for port in ports:
        socks.append(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        socks[-1].bind(("0.0.0.0", int(port)))
    while True:
        for sock in select.select(socks, [], [])[0]:
            sock.recv(65536)


def tls(port: str, certificate: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = socket.create_server(("0.0.0.0", int(port)))
    while True:
        peer, _ = server.accept()
        with contextlib.suppress(OSError), context.wrap_socket(peer, server_side=True) as sealed:
            while sealed.recv(65536):
                pass


def bencode(given: object) -> bytes:
    if isinstance(given, int):
        return b"i%de" % given
    if isinstance(given, dict):
        return b"d" + b"".join(bencode(key) + bencode(given[key]) for key in sorted(given)) + b"e"
    raw = given.encode() if isinstance(given, str) else bytes(given)
    return b"%d:%s" % (len(raw), raw)


def torrent(file: str, name: str, tracker: str, out: str) -> None:
    data = Path(file).read_bytes()
    size = 1 << 18
    pieces = b"".join(hashlib.sha1(data[at : at + size]).digest() for at in range(0, len(data), size))
    told = {"announce": tracker, "info": {"length": len(data), "name": Path(file).name, "piece length": size, "pieces": pieces, "source": name}}
    Path(out).write_bytes(bencode(told))


if __name__ == "__main__":
    programs = {
        "web": web, "play": play, "beat": beat, "listen": listen, "report": report, "sink": sink, "tls": tls, "torrent": torrent,
    }
    programs[sys.argv[1]](*sys.argv[2:])
