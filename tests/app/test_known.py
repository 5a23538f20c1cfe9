"""Marks that outlive their check, and checks that outlive the program."""

import time
import types

import msgspec
import pytest

from roomcheck.app import checks, known
from roomcheck.app.checks import End, earlier, same_place
from roomcheck.model.entry import Closed, Decision, Mark, Note, Opened
from roomcheck.model.network import Interface, Network, OwnAddress
from roomcheck.recording import chain, journal
from tests.tui.world import assessment

AT = "2026-11-22T12:00:00Z"


def elsewhere(found):
    return msgspec.structs.replace(found, network={**found.network, "bssid": "02:00:00:00:00:01"})


def marked(file, mark, found=None, number=0):
    found = found or assessment()
    finding = found.devices[number]
    known.keep(file, found, finding, Mark(device=finding.id, mark=mark, said_by="the host", text="by letter"), AT)
    return found, finding


def test_a_mark_is_recalled_with_who_said_so(tmp_path):
    file = tmp_path / "known.json"
    found, finding = marked(file, "known")
    assert list(known.recall(found, known.load(file))) == [
        Mark(device=finding.id, mark="known", said_by="the host", text="said on 2026-11-22")
    ]


def test_ones_own_device_is_known_everywhere_and_a_disclosed_one_only_here(tmp_path):
    file = tmp_path / "known.json"
    found, _ = marked(file, "known", number=0)
    marked(file, "disclosed", number=1)
    assert [mark.mark for mark in known.recall(found, known.load(file))] == ["known", "disclosed"]
    assert [mark.mark for mark in known.recall(elsewhere(found), known.load(file))] == ["known"]


def test_what_is_marked_already_is_not_said_again(tmp_path):
    file = tmp_path / "known.json"
    found, finding = marked(file, "known")
    again = msgspec.structs.replace(found, devices=(msgspec.structs.replace(finding, known=True), *found.devices[1:]))
    assert list(known.recall(again, known.load(file))) == []


def test_a_mark_taken_back_is_forgotten(tmp_path):
    file = tmp_path / "known.json"
    marked(file, "known")
    marked(file, "unmarked")
    assert known.load(file) == ()


def test_a_private_address_is_not_kept(tmp_path):
    file = tmp_path / "known.json"
    found = assessment()
    private = msgspec.structs.replace(found.devices[0], private_address=True)
    known.keep(file, found, private, Mark(device=private.id, mark="known"), AT)
    assert known.load(file) == ()


@pytest.mark.parametrize("content", [b"", b"{", b'[{"mac": 1}]', b"\xff\xfe"])
def test_what_cannot_be_read_is_nothing(tmp_path, content):
    file = tmp_path / "known.json"
    file.write_bytes(content)
    assert known.load(file) == ()


def network(gateway="10.0.0.1", ssid=None, ip="10.0.0.9"):
    return Network(interface=Interface(name="w", index=1, ssid=ssid, addresses=(OwnAddress(ip, 24),)), gateway4=gateway)


def check(folder, *bodies):
    opened = Opened(engine="t", signatures="", means="scan", network=network(), room="blue room")
    with journal.create(folder, opened, lambda: AT) as recording:
        for body in bodies:
            recording.append(body)


def test_how_each_check_ended(tmp_path):
    asked = Decision(what="ask", why="so")
    check(tmp_path / "1", asked)
    check(tmp_path / "2", asked, Closed(how="finished"))
    check(tmp_path / "3", asked, Closed(how="interrupted"), Note(text='"type":"closed","how":"finished"'))
    check(tmp_path / "4", asked, Closed(how="interrupted"), asked)
    (tmp_path / "5").mkdir()
    (tmp_path / "6").mkdir()
    (tmp_path / "6" / chain.FILE).write_bytes(b"no entry\n")
    found = {each.folder.name: each for each in earlier(tmp_path)}
    assert {name: each.end for name, each in found.items()} == {
        "4": End.LEFT_OFF,
        "3": End.INTERRUPTED,
        "2": End.FINISHED,
        "1": End.LEFT_OFF,
    }
    assert list(found) == ["4", "3", "2", "1"]
    assert [name for name, each in found.items() if each.may_go_on] == ["4", "3", "1"]
    assert found["1"].room == "blue room"
    assert earlier(tmp_path / "nowhere") == ()


def test_a_check_goes_on_only_where_it_was():
    assert same_place(network(), network())
    assert not same_place(network(), network(gateway="10.0.0.2"))
    assert not same_place(network(), network(ip="10.0.1.9"))
    assert not same_place(network(ssid="a"), network(ssid="b"))
    assert same_place(network(), network(ssid="b"))


def test_folders_do_not_collide(tmp_path, monkeypatch):
    ticks = iter([1_795_000_000_001_000_000, 1_795_000_000_002_000_000])
    still = types.SimpleNamespace(time_ns=lambda: next(ticks), strftime=time.strftime, localtime=time.localtime)
    with monkeypatch.context() as patch:
        patch.setattr(checks, "time", still)
        early, late = checks.new_folder(tmp_path), checks.new_folder(tmp_path)
    assert early < late
    first = checks.new_folder(tmp_path)
    first.mkdir()
    assert checks.new_folder(tmp_path) != first
