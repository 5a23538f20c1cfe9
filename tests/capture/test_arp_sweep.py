import socket

from hypothesis import given
from hypothesis import strategies as st

from roomcheck.capture.arp_sweep import ArpSweep
from roomcheck.capture.templates import TARGET

OWN = bytes.fromhex("020000000002")
TEMPLATE = b"\xff" * 6 + OWN + bytes.fromhex("0806" "0001080006040001") + OWN + socket.inet_aton("10.0.0.2") + bytes(6) + bytes(4) + bytes(18)
ADDRESSES = [socket.inet_aton(f"10.0.0.{host}") for host in range(3, 255)]


def reply(ip: bytes, mac: bytes = bytes.fromhex("020000000009"), operation: int = 2) -> bytes:
    return OWN + mac + bytes.fromhex("080600010800060400") + bytes([operation]) + mac + ip + OWN + socket.inet_aton("10.0.0.2")


def run(answers, *, rate=2000, passes=3, delay=0.001):
    """Runs a sweep on its own time; `answers` says which try of an address is answered."""
    sweep = ArpSweep(1, TEMPLATE, ADDRESSES, rate=rate, passes=passes)
    now, tries, pending, found, sent = 100.0, {}, [], {}, []
    while not sweep.done:
        for frame in sweep.frames(now):
            ip = frame[TARGET]
            tries[ip] = tries.get(ip, 0) + 1
            sent.append((now, ip))
            if answers(ip, tries[ip]):
                pending.append((now + delay, ip))
        for due, ip in [one for one in pending if one[0] <= now]:
            pending.remove((due, ip))
            if (heard := sweep.heard(reply(ip), now)) is not None:
                found[heard[0]] = heard[2]
        now += 0.001
    return now - 100.0, sent, found


def test_a_24_is_done_within_a_second():
    seconds, sent, found = run(lambda ip, attempt: ip[3] % 5 == 0)
    assert seconds < 1.0
    assert len(found) == sum(ip[3] % 5 == 0 for ip in ADDRESSES)
    assert sent[len(ADDRESSES) - 1][0] - 100.0 < 0.15


def test_only_those_that_are_silent_are_asked_again():
    _, sent, found = run(lambda ip, attempt: True)
    assert len(sent) == len(found) == len(ADDRESSES)
    _, sent, found = run(lambda ip, attempt: attempt == 2)
    assert len(found) == len(ADDRESSES)
    assert len(sent) == 2 * len(ADDRESSES)


def test_the_pace_is_kept():
    _, sent, _ = run(lambda ip, attempt: True, rate=150)
    for start in range(len(sent) - 30):
        window = [when for when, _ in sent if sent[start][0] <= when < sent[start][0] + 1.0]
        assert len(window) <= 150 + 25


def test_slow_answers_are_waited_for():
    _, _, found = run(lambda ip, attempt: (attempt == 3 and ip[3] == 9) or (attempt == 1 and ip[3] == 10), delay=0.25)
    assert set(found) == {socket.inet_aton("10.0.0.9"), socket.inet_aton("10.0.0.10")}


def test_every_mac_that_claims_an_address_is_told_once():
    sweep = ArpSweep(1, TEMPLATE, ADDRESSES[:4], rate=1000, passes=1)
    sweep.frames(1.0)
    one, two = bytes.fromhex("020000000009"), bytes.fromhex("02000000000a")
    assert sweep.heard(reply(ADDRESSES[0], one), 1.01) is not None
    assert sweep.heard(reply(ADDRESSES[0], one), 1.02) is None
    assert sweep.heard(reply(ADDRESSES[0], two), 1.03)[2] is None
    assert sweep.heard(reply(socket.inet_aton("10.9.9.9")), 1.0) is None, "it was not asked for"
    assert sweep.heard(reply(ADDRESSES[1], OWN), 1.0) is None, "that is this machine"


def test_an_empty_sweep_ends_at_once():
    sweep = ArpSweep(1, TEMPLATE, [], rate=1, passes=0)
    assert sweep.frames(5.0) == []
    assert sweep.done


@given(st.binary(max_size=100))
def test_any_frame_is_heard_without_raising(data):
    ArpSweep(1, TEMPLATE, ADDRESSES, rate=1000, passes=1).heard(data, 1.0)
    ArpSweep(1, TEMPLATE, ADDRESSES, rate=1000, passes=1).heard(bytes(12) + b"\x08\x06" + data, 1.0)
