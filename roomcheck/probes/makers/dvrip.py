"""Dahua's older search: recorders and cameras from before DHIP.

By broadcast only: what answers it answers DHIP or has a web page as well. Some answer to port 5050, so it is bound.
Sources: mcw0/DahuaConsole:net.py, julienblitte/UniversalScanner:Dahua1.cs.
"""

from typing import Final

from roomcheck.probes.discovery import Discovery
from roomcheck.wire.makers.dvrip import QUESTION

PROBE: Final = Discovery(name="dvrip", port=5050, questions=(QUESTION,), bind_port=5050, repeat=2)
