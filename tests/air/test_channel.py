"""Changing the channel: what is sent to the kernel, decoded by tshark, and what is done with its answers.

No machine of ours has Wi-Fi, nor a kernel with mac80211_hwsim: what a real kernel answers was not tried.
"""

import contextlib
import errno
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.net.air import nl80211
from roomcheck.net.air.channel import FREQUENCIES, Radio

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nl80211 is Linux's")
FAMILY, INTERFACE = 28, 7


def family_answer(sequence, name=b"nl80211\0"):
    attributes = struct.pack("=HH", 4 + len(name), 2) + name + struct.pack("=HHHxx", 6, 1, FAMILY)
    return struct.pack("=IHHIIBBH", 20 + len(attributes), 0x10, 0, sequence, 77, 1, 2, 0) + attributes


def ack(sequence, code=0):
    return struct.pack("=IHHIIi", 36, 2, 0, sequence, 77, code) + bytes(16)


def capture(messages):
    """A pcap of netlink (LINKTYPE_NETLINK): each message with whether it goes to the kernel."""
    out = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 253)
    for number, (outgoing, message) in enumerate(messages):
        packet = struct.pack(">HH10xH", 4 if outgoing else 0, 824, socket.NETLINK_ROUTE + 16) + message
        out += struct.pack("<IIII", number, 0, len(packet), len(packet)) + packet
    return out


def decoded(tmp_path, frequencies):
    requests = [request for each in frequencies for request in nl80211.channel_requests(FAMILY, INTERFACE, each, 2)]
    talk = [(True, nl80211.family_request(1)), (False, family_answer(1)), *((True, request) for request in requests)]
    (tmp_path / "netlink.pcap").write_bytes(capture(talk))
    done = subprocess.run(["tshark", "-r", "netlink.pcap", "-T", "json"], capture_output=True, cwd=tmp_path)
    return [packet["_source"]["layers"] for packet in json.loads(done.stdout)]


def attributes(layers):
    found = {}
    for name, value in layers["nl80211"].items():
        said = next(each for key, each in value.items() if key in {"nl80211.attr_value32", "nl80211.chan_width"})
        found[name.removeprefix("Attribute: ")] = int(said, 0)
    return found


@pytest.mark.skipif(not shutil.which("tshark"), reason="tshark is not installed")
def test_tshark_reads_what_is_meant(tmp_path):
    frequencies = (2437, 2484, 5180, 5260, 5720, 5885, 6115, 7115)
    asked, answered, *set_ = decoded(tmp_path, frequencies)
    assert asked["genl"]["genl.ctrl.cmd"] == "3"
    assert "nl80211" in json.dumps(answered)
    found = []
    for layers in set_:
        assert layers["genl"]["Netlink message header (type: 0x001c)"]["netlink.hdr_flags"] == "0x0005"
        assert layers["genl"]["nl80211.cmd"] == "65"
        said = attributes(layers)
        assert said.pop("NL80211_ATTR_IFINDEX") == INTERFACE
        found.append(tuple(said[f"NL80211_ATTR_{name}"] for name in ("WIPHY_FREQ", "CHANNEL_WIDTH", "CENTER_FREQ1")))
    narrow = {each: [(each, 1, each), (each, 0, each)] for each in frequencies}
    wide = {5180: 5210, 5260: 5290, 5720: 5690, 5885: 5855, 6115: 6145}
    assert found == [row for each in frequencies for row in ([(each, 3, wide[each])] if each in wide else []) + narrow[each]]


HEADER = "/usr/include/linux/nl80211.h"


@pytest.mark.skipif(not os.path.exists(HEADER) or not shutil.which("cc"), reason="the kernel's headers are not here")  # noqa: PTH110
def test_the_numbers_are_the_kernels(tmp_path):
    names = (
        "NL80211_CMD_SET_CHANNEL NL80211_ATTR_IFINDEX NL80211_ATTR_WIPHY_FREQ NL80211_ATTR_CHANNEL_WIDTH NL80211_ATTR_CENTER_FREQ1 "
        "NL80211_CHAN_WIDTH_20_NOHT NL80211_CHAN_WIDTH_20 NL80211_CHAN_WIDTH_80 GENL_ID_CTRL CTRL_CMD_GETFAMILY CTRL_ATTR_FAMILY_ID "
        "CTRL_ATTR_FAMILY_NAME NLMSG_ERROR"
    ).split()
    lines = "\n".join(f'printf("%d\\n", (int){name});' for name in names)
    (tmp_path / "n.c").write_text(f"#include <stdio.h>\n#include <linux/nl80211.h>\n#include <linux/genetlink.h>\nint main(void) {{ {lines} return 0; }}\n")
    subprocess.run(["cc", "-o", "n", "n.c"], cwd=tmp_path, check=True)
    numbers = subprocess.run(["./n"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout.split()
    assert [int(number) for number in numbers] == [
        nl80211.SET_CHANNEL, nl80211._INTERFACE, nl80211._FREQUENCY, nl80211._WIDTH, nl80211._CENTRE, nl80211.PLAIN, nl80211.WIDTHS[20],
        nl80211.WIDTHS[80], nl80211._GENERIC_CONTROL, nl80211._GET_FAMILY, nl80211._FAMILY_ID, nl80211._FAMILY_NAME, nl80211._ERROR,
    ]


@pytest.mark.enable_socket
def test_this_kernel_answers_for_a_family_that_every_kernel_has():
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 16) as kernel:
        kernel.settimeout(2)
        kernel.send(nl80211.family_request(5, "nlctrl"))
        assert nl80211.family_of(kernel.recv(8192)) == 0x10
        kernel.recv(8192)
        kernel.send(nl80211.family_request(6, "no such family"))
        answer = kernel.recv(8192)
        assert nl80211.family_of(answer) is None
        assert nl80211.accepted(answer, 6) is False


class Kernel:
    """The other end of a socket: answers each request by what `refuse` says of its width and frequency."""

    def __init__(self, refuse, family=True):
        self.ours, self.theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.asked = []
        self.refuse, self.family = refuse, family
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        with contextlib.suppress(OSError):
            self.answer()

    def answer(self):
        while data := self.theirs.recv(8192):
            kind, sequence = struct.unpack_from("=4xHxxI", data)
            if kind == 0x10:
                self.theirs.send(family_answer(sequence) if self.family else ack(sequence, -errno.ENOENT))
                self.theirs.send(ack(sequence))
                continue
            _, frequency, width, _ = (struct.unpack_from("=I", data, 24 + 8 * at)[0] for at in range(4))
            self.asked.append((frequency, width))
            self.theirs.send(ack(sequence, -errno.EINVAL if self.refuse(frequency, width) else 0))


@pytest.fixture
def with_kernel():
    kernels = []

    def start(refuse, **more):
        kernels.append(Kernel(refuse, **more))
        return Radio("lo", kernels[-1].ours), kernels[-1]

    yield start
    for kernel in kernels:
        kernel.ours.send(b"")
        kernel.ours.close()


def test_the_widest_that_is_accepted_is_kept(with_kernel):
    radio, kernel = with_kernel(lambda frequency, width: width == 3 and frequency > 5900)
    assert radio.tune(5180)
    assert radio.tune(6115)
    assert radio.tune(2412)
    assert kernel.asked == [(5180, 3), (6115, 3), (6115, 1), (2412, 1)]


def test_what_the_kernel_refuses_is_said(with_kernel):
    radio, kernel = with_kernel(lambda frequency, width: frequency == 5500)
    assert not radio.tune(5500)
    assert radio.tune(5520)
    assert kernel.asked == [(5500, 3), (5500, 1), (5500, 0), (5520, 3)]


def test_nothing_outside_the_table_is_asked(with_kernel):
    radio, kernel = with_kernel(lambda frequency, width: False)
    assert not any(radio.tune(frequency) for frequency in (0, 2400, 5340, 5740, 5950, 7135, 1 << 40, -1))
    assert kernel.asked == []


def test_a_kernel_without_wifi_changes_nothing(with_kernel):
    radio, kernel = with_kernel(lambda frequency, width: False, family=False)
    assert not radio.tune(2412)
    assert kernel.asked == []


def test_the_table_is_annex_e():
    channels = [(f - 2407) // 5 for f in FREQUENCIES if f < 2480] + [(f - 5000) // 5 for f in FREQUENCIES if 5000 < f < 5900]
    assert channels == [*range(1, 14), *range(36, 65, 4), *range(100, 145, 4), *range(149, 178, 4)]
    assert [(f - 5950) // 5 for f in FREQUENCIES if f > 5900] == list(range(1, 234, 4))
    assert 2484 in FREQUENCIES
    assert len(FREQUENCIES) == len(set(FREQUENCIES)) == 101


def test_every_wide_channel_holds_its_primary():
    for frequency in FREQUENCIES:
        centre = nl80211.centre_of_80(frequency)
        assert centre is None or frequency in range(centre - 30, centre + 31, 20)
    assert {nl80211.centre_of_80(f) for f in FREQUENCIES if 5000 < f < 5900} == {5210, 5290, 5530, 5610, 5690, 5775, 5855}
    assert not any(nl80211.centre_of_80(f) for f in FREQUENCIES if f < 5000)
    assert [f for f in FREQUENCIES if f > 5900 and nl80211.centre_of_80(f) is None] == [7075, 7095, 7115]


@given(st.binary(max_size=200), st.integers(0, 2**32 - 1))
def test_odd_answers_never_raise(data, sequence):
    nl80211.family_of(data)
    nl80211.accepted(data, sequence)
    nl80211.family_of(family_answer(1)[: len(data)] + data)
    nl80211.accepted(ack(1)[: len(data)] + data, 1)


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root has rights to give up")
def test_one_right_is_kept():
    code = (
        "import os; from roomcheck.net.air.channel import keep_one_right; from roomcheck.net.privilege import held_by; keep_one_right(); h = held_by();"
        "print(h.uid, h.permitted, h.effective, h.no_new_privs)\n"
        "try:\n    os.setuid(0); print('root again')\nexcept OSError: print('not again')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.split("\n")[:2] == ["65534 4096 4096 True", "not again"]
