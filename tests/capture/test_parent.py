"""The socket to roomcheck: commands however they are cut, nonsense answered, nothing that waits."""

import os
import socket
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.capture.parent import Parent
from roomcheck.net import messages


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    yield Parent(ours), theirs
    ours.close()
    theirs.close()


def said(theirs):
    data, events = theirs.recv(1 << 20), []
    while data:
        length = messages.length_of(data[:4])
        events.append(messages.event_of(data[4 : 4 + length]))
        data = data[4 + length :]
    return events


def test_nothing_came_and_nothing_waits(pair):
    parent, _ = pair
    assert list(parent.commands()) == []
    assert not parent.ended


def test_commands_come_whole_however_they_are_cut(pair):
    parent, theirs = pair
    wanted = [messages.KeepPort(port=37020), messages.Stop(), messages.KeepPort(port=5353)]
    found = []
    for byte in b"".join(map(messages.pack, wanted)):
        theirs.send(bytes([byte]))
        found += parent.commands()
    assert found == wanted


def test_what_is_no_command_is_answered_and_the_next_one_obeyed(pair):
    parent, theirs = pair
    theirs.send(struct.pack("!I", 3) + b"abc" + messages.pack(messages.Stop()))
    assert list(parent.commands()) == [messages.Stop()]
    [answer] = said(theirs)
    assert isinstance(answer, messages.Failed)
    assert not parent.ended


def test_a_message_beyond_the_limit_ends_it(pair):
    parent, theirs = pair
    theirs.send(struct.pack("!I", messages.LIMIT + 1) + messages.pack(messages.Stop()))
    assert list(parent.commands()) == []
    assert parent.ended


def test_the_other_sides_end_is_noticed_after_its_last_command(pair):
    parent, theirs = pair
    theirs.send(messages.pack(messages.Stop()))
    theirs.shutdown(socket.SHUT_WR)
    assert list(parent.commands()) == [messages.Stop()]
    assert list(parent.commands()) == []
    assert parent.ended


def test_descriptors_come_in_their_order(pair):
    parent, theirs = pair
    for text in (b"one", b"two"):
        reading, writing = os.pipe()
        os.write(writing, text)
        os.close(writing)
        socket.send_fds(theirs, [messages.pack(messages.Stop())], [reading])
        os.close(reading)
        list(parent.commands())
    for text in (b"one", b"two"):
        descriptor = parent.descriptor()
        assert os.read(descriptor, 9) == text
        os.close(descriptor)
    assert parent.descriptor() is None


def test_what_is_not_taken_waits_and_is_counted(pair):
    parent, theirs = pair
    event = messages.Packet(at=1, data=bytes(1 << 16), length=1 << 16)
    for _ in range(64):
        parent.put(event)
    parent.flush()
    assert 0 < parent.behind < 64 * len(messages.pack(event))
    assert not parent.ended
    while parent.behind:
        theirs.recv(1 << 20)
        parent.flush()


def test_nobody_there_to_hear_ends_it(pair):
    parent, theirs = pair
    theirs.close()
    parent.tell(messages.Ready())
    assert parent.ended


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_raising(data):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        parent = Parent(ours)
        theirs.send(data or b"x")
        list(parent.commands())
