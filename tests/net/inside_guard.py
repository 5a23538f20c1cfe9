"""Checks of the guard, run inside a namespace without a way out (test_wire.py): a broken guard sends nothing."""

import asyncio
import socket
import sys
import traceback

import pytest

from roomcheck.model.errors import OutOfScope
from roomcheck.model.network import Interface, Medium, Network, OwnAddress
from roomcheck.net.guard import allowing_loopback, guarding
from roomcheck.net.scope import Scope

# An interface that does not exist: even a mistake in the guard could send nothing to it.
ELSEWHERE = Scope(Network(interface=Interface(name="none0", index=4242, addresses=(OwnAddress("192.0.2.2", 24),))))


def _udp():
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


def test_connect_and_sendto_are_stopped():
    for address in ("198.51.100.1", "127.0.0.1", "192.0.2.2"):
        with guarding(ELSEWHERE), _udp() as sock:
            with pytest.raises(OutOfScope):
                sock.connect((address, 9))
            with pytest.raises(OutOfScope):
                sock.sendto(b"", (address, 9))
            with pytest.raises(OutOfScope):
                sock.sendmsg([b""], [], 0, (address, 9))


def test_a_socket_that_is_not_held_to_the_interface_is_stopped():
    with guarding(ELSEWHERE), _udp() as sock, pytest.raises(OutOfScope, match="not bound to none0"):
        sock.sendto(b"", ("192.0.2.9", 9))


def test_names_are_not_resolved():
    with guarding(ELSEWHERE):
        for resolve in (socket.gethostbyname, lambda name: socket.getaddrinfo(name, 80), socket.gethostbyaddr):
            with pytest.raises(OutOfScope):
                resolve("camera.example")
        assert socket.getaddrinfo("192.0.2.9", 80)


def test_a_library_cannot_go_round_it():
    async def library():
        await asyncio.open_connection("198.51.100.1", 80)

    with guarding(ELSEWHERE), pytest.raises(OutOfScope):
        asyncio.run(library())


def test_packet_sockets_are_stopped():
    with guarding(ELSEWHERE), pytest.raises(OutOfScope):
        socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)


def test_loopback_passes_where_it_is_allowed_and_unix_sockets_always():
    with guarding(ELSEWHERE), socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with pytest.raises(OutOfScope):
            client.connect(server.getsockname())
        with allowing_loopback():
            client.connect(server.getsockname())
        ours, theirs = socket.socketpair()
        ours.close()
        theirs.close()


def test_nothing_is_stopped_while_no_link_is_open():
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())


def test_the_chosen_loopback_passes():
    lo = Scope(Network(interface=Interface(name="lo", index=1, medium=Medium.LOOPBACK, addresses=(OwnAddress("127.0.0.1", 8),))))
    with guarding(lo), _udp() as sock:
        sock.sendto(b"", ("127.0.0.1", 9))
        with pytest.raises(OutOfScope):
            sock.sendto(b"", ("192.0.2.9", 9))


if __name__ == "__main__":
    failed = 0
    for name, check in list(globals().items()):
        if name.startswith("test_"):
            try:
                check()
            except BaseException:
                failed += 1
                traceback.print_exc()
            else:
                print("held", name)
    sys.exit(failed)
