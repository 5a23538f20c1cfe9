"""PPPP's search: the class of A9, X5, HDWiFiCam, VStarcam, many spy cameras, and eufy.

Everybody is asked in the clear and with each maker's scrambling, once each and again; a host that is seen is asked
the same, the clear form twice, since nearly all of these cameras show nothing else. The device's answer is left
unanswered, so no connection comes to be. Sources: pmarrapese/iot:p2p/lansearch, magicus/pppp-dissector.
"""

from typing import Final

from roomcheck.probes.discovery import FIRST, Discovery
from roomcheck.wire.makers.pppp import SCRAMBLED_SEARCHES, SEARCH, SEARCH_EXTENDED

PROBE: Final = Discovery(
    name="pppp", port=32108, questions=(SEARCH, SEARCH_EXTENDED, *SCRAMBLED_SEARCHES), repeat=2, hosts=True,
    host_questions=(SEARCH, *SCRAMBLED_SEARCHES, SEARCH), host_repeat=1, urgency=FIRST,
)
