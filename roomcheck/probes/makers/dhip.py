"""Dahua's DHIP: asks which of its devices there are (class, type, maker: Amcrest, Lorex, Imou, Intelbras too).

`DHDiscover.search` by multicast and broadcast, and to each host. Nothing else of the protocol is spoken.
Source: mcw0/DahuaConsole:net.py (`dh_discover`).
"""

from typing import Final

from roomcheck.probes.discovery import EVERYBODY, FIRST, Discovery
from roomcheck.wire.makers.dhip import SEARCH_BODY, frame

GROUP: Final = "239.255.255.251"

PROBE: Final = Discovery(
    name="dhip", port=37810, questions=(frame(SEARCH_BODY),), groups=(GROUP, EVERYBODY), join=(GROUP,),
    hosts=True, urgency=FIRST,
)
