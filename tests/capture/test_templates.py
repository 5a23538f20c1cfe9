"""The ARP request that stands in the source is the one that scapy builds."""

import os
import socket
import subprocess
import sys

from roomcheck.capture.templates import TARGET, arp_request

MAC, OWN, ASKED = "02:00:5e:10:00:07", "192.0.2.7", "192.0.2.99"
SCAPY = f"""
from scapy.layers.l2 import ARP, Ether
frame = Ether(src="{MAC}", dst="ff:ff:ff:ff:ff:ff") / ARP(
    op="who-has", hwsrc="{MAC}", psrc="{OWN}", hwdst="00:00:00:00:00:00", pdst="{ASKED}"
)
print(bytes(frame).hex())
"""


def test_the_arp_request_is_scapys():
    frame = bytearray(arp_request(bytes.fromhex(MAC.replace(":", "")), socket.inet_aton(OWN)))
    frame[TARGET] = socket.inet_aton(ASKED)
    built = subprocess.run([sys.executable, "-c", SCAPY], capture_output=True, text=True, check=True).stdout
    assert bytes(frame) == bytes.fromhex(built).ljust(60, b"\0")


PREPARED = """
import pathlib, sys
from roomcheck.capture import templates
templates.prepare()
from scapy.main import SCAPY_CACHE_FOLDER, SCAPY_CONFIG_FOLDER
assert SCAPY_CACHE_FOLDER is None and SCAPY_CONFIG_FOLDER is None
assert len(templates.solicitations("02:00:5e:10:00:07", "fe80::2")) == 2
"""


def test_scapy_writes_nothing_anywhere(tmp_path):
    env = {**os.environ, "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    env.update({name: str(tmp_path) for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")})
    done = subprocess.run([sys.executable, "-c", PREPARED], capture_output=True, text=True, env=env)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []
