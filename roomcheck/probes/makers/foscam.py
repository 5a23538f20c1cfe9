"""Foscam's search: serial and name.

Answers come to the asker or to port 10000, so it is bound. Also to each host.
Sources: julienblitte/UniversalScanner:Foscam.cs, OpenIPC/python-dvr:DeviceManager.py (the same bytes).
"""

from typing import Final

from roomcheck.probes.discovery import Discovery
from roomcheck.wire.makers.foscam import QUESTION

PROBE: Final = Discovery(name="foscam", port=10000, questions=(QUESTION,), bind_port=10000, repeat=2, hosts=True)
