"""Hikvision's SADP: asks which of its devices there are (model, serial, state of activation).

The inquiry of the maker's own tool, by multicast and broadcast, and to each host. Most firmware answers to the group
and not to who asked, so the group is joined and its port bound. Sources: julienblitte/UniversalScanner:Hikvision.cs,
PyPI hiktools 1.2.2 (which sends the same document).
"""

from typing import Final

from roomcheck.probes.discovery import EVERYBODY, FIRST, Discovery

GROUP: Final = "239.255.255.250"
INQUIRY: Final = (
    b'<?xml version="1.0" encoding="utf-8"?><Probe><Uuid>5B8C0B39-1D0E-4B57-9C0D-6C1A5C7E2F10</Uuid>'
    b"<Types>inquiry</Types></Probe>"
)

PROBE: Final = Discovery(
    name="sadp", port=37020, questions=(INQUIRY,), groups=(GROUP, EVERYBODY), bind_port=37020, join=(GROUP,),
    hosts=True, urgency=FIRST,
)
