"""One socket, many who wait: each gets what is theirs, a flood costs the others nothing, a refusal ends the waiting."""

import asyncio
import contextlib
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.model.vocabulary import Reason
from roomcheck.net.ledger import Ledger
from roomcheck.net.port import Mailbox, Port, _says_refused


class Script:
    """A socket that holds what came, by script."""

    family = socket.AF_INET

    def __init__(self, ours):
        self._ours = ours
        self.came = []

    def setsockopt(self, *_):
        pass

    def fileno(self):
        return self._ours.fileno()

    def close(self):
        pass

    def recvfrom(self, _):
        if not self.came:
            raise BlockingIOError
        return self.came.pop(0)

    def recvmsg(self, *_):
        raise BlockingIOError


def with_port(do):
    log = []

    async def go():
        ours, theirs = socket.socketpair()
        with contextlib.closing(ours), contextlib.closing(theirs):
            script = Script(ours)
            port = Port(script, Ledger(log.append), "test")
            try:
                await do(port, script)
            finally:
                port.close()

    asyncio.run(go())
    return log


def read(port, script, *came):
    script.came += came
    while script.came:
        port._read()


async def all_of(box):
    box.end()
    found = []
    while (got := await box.take()) is not None:
        found.append(got[0])
    return found


def test_who_asked_a_host_gets_its_answers_and_the_others_the_rest():
    async def do(port, script):
        one, everybody, listener = Mailbox(frozenset({("10.0.0.5", 7)})), Mailbox(None), Mailbox(None, listens=True)
        for box in (one, everybody, listener):
            port.add(box)
        read(port, script, (b"a", ("10.0.0.5", 7)), (b"b", ("10.0.0.6", 7)))
        assert await all_of(one) == [b"a"]
        assert await all_of(everybody) == [b"b"]
        assert await all_of(listener) == [b"a", b"b"]
        for box in (one, everybody, listener):
            port.remove(box)
        assert not port.used

    assert with_port(do) == []


def test_a_flood_of_one_costs_the_others_nothing_and_is_said():
    async def do(port, script):
        box = Mailbox(None)
        port.add(box)
        read(port, script, *[(b"x", ("10.0.0.66", 5353))] * 5_000, (b"true", ("10.0.0.5", 5353)))
        found = await all_of(box)
        assert found[-1] == b"true"
        assert len(found) < 600

    [said] = with_port(do)
    assert (said.subject, said.reason) == ("10.0.0.66", Reason.TOO_MUCH)


def test_a_flood_of_many_names_is_one_senders_share():
    async def do(port, script):
        box = Mailbox(None)
        port.add(box)
        read(port, script, (b"true", ("10.0.0.5", 5353)))
        read(port, script, *[(b"x", (f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}", 5353)) for n in range(9_000)])
        later = Mailbox(None)
        port.add(later)
        read(port, script, *[(b"x", (f"11.0.{n >> 8}.{n & 255}", 5353)) for n in range(5_000)], (b"true", ("10.0.0.5", 5353)))
        found = await all_of(later)
        assert found[-1] == b"true"
        assert len(found) < 100

    assert all(entry.reason is Reason.TOO_MUCH for entry in with_port(do))


@pytest.mark.parametrize("refusals", [1, 2])
def test_the_waiting_ends_when_every_door_was_refused(refusals):
    async def go():
        box = Mailbox(frozenset({("10.0.0.5", 1), ("10.0.0.5", 2)}))
        for port in range(1, refusals + 1):
            box.refuse("10.0.0.5", port)
        box.refuse("10.0.0.6", 1)
        with contextlib.suppress(TimeoutError):
            assert await asyncio.wait_for(box.take(), 0.05) is None
            return True
        return False

    assert asyncio.run(go()) is (refusals == 2)


@given(st.binary(max_size=64))
def test_odd_errors_never_raise(data):
    assert _says_refused(data) in {True, False}
