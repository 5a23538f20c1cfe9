"""A printer's raw port and spooler port. Writes down every connection and byte they get; standard library alone."""

import selectors
import socket
import sys
import time
from pathlib import Path


def main() -> None:
    choose = selectors.DefaultSelector()
    for port in (9100, 515):
        door = socket.create_server(("", port))
        door.setblocking(False)
        choose.register(door, selectors.EVENT_READ, port)
    with Path(sys.argv[1]).open("a", buffering=1) as log:
        while True:
            for key, _ in choose.select():
                if isinstance(key.data, int):
                    caller, address = key.fileobj.accept()
                    caller.setblocking(False)
                    choose.register(caller, selectors.EVENT_READ, (key.data, address))
                    log.write(f"{time.time():.3f} port {key.data} connection from {address[0]}:{address[1]}\n")
                    continue
                try:
                    data = key.fileobj.recv(4096)
                except OSError:
                    data = b""
                if data:
                    log.write(f"{time.time():.3f} port {key.data[0]} {len(data)} bytes {data[:64].hex()}\n")
                else:
                    choose.unregister(key.fileobj)
                    key.fileobj.close()


main()
