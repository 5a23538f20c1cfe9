"""The ARP request that stands in the source is the one that scapy builds."""

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
