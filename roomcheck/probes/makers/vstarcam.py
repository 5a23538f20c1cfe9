"""The search of VStarcam, Wansview and Eye4: identity and name.

Answers come to the asker or to port 8600, so it is bound. Also to each host.
Sources: julienblitte/UniversalScanner:Vstarcam.cs, OpenIPC/python-dvr:DeviceManager.py (the same bytes).
"""

from typing import Final

from roomcheck.probes.discovery import Discovery
from roomcheck.wire.makers.vstarcam import QUESTION

PROBE: Final = Discovery(name="vstarcam", port=8600, questions=(QUESTION,), bind_port=8600, repeat=2, hosts=True)
