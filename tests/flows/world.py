"""The far side of the flows: a web server that gives files and swallows uploads, and datagram players. Standard library only.

`world.py web PORT FOLDER`; `world.py play PEER PORT RATE LOW HIGH SEED` sends small datagrams both ways as a game does
(run on both sides); `world.py beat PEER PORT EVERY SEED` keeps a connection alive as idle devices do;
`world.py listen PORT` is what it beats to.
"""

import contextlib
import http.server
import random
import socket
import socketserver
import sys
import threading
import time


class Web(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        left = int(self.headers.get("Content-Length", 0))
        while left > 0 and (piece := self.rfile.read(min(left, 65536))):
            left -= len(piece)
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def web(port: str, folder: str) -> None:
    class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
        daemon_threads = True

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
        while peer.recv(4096):
            peer.sendall(bytes(24))

    while True:
        peer, _ = server.accept()
        threading.Thread(target=serve, args=(peer,), daemon=True).start()


if __name__ == "__main__":
    {"web": web, "play": play, "beat": beat, "listen": listen}[sys.argv[1]](*sys.argv[2:])
