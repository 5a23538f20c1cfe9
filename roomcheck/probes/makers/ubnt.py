"""Ubiquiti's discovery: model, name and firmware of cameras, recorders and access points.

Both versions of the empty question, by broadcast and to each host; older devices answer only to port 10001, so it
is bound. The multicast group is not used: it lies outside the link's own range. Source: uilibs/unifi-discovery.
"""

from typing import Final

from roomcheck.probes.discovery import Discovery

QUESTIONS: Final = (bytes.fromhex("01000000"), bytes.fromhex("02080000"))

PROBE: Final = Discovery(name="ubnt", port=10001, questions=QUESTIONS, bind_port=10001, repeat=2, hosts=True)
