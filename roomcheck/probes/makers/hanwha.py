"""Hanwha's (Samsung's) search: model. By broadcast only; answers come to port 7711.

Its cameras speak ONVIF too, which is asked of each host. Source: julienblitte/UniversalScanner:Hanwha.cs.
"""

from typing import Final

from roomcheck.probes.discovery import Discovery
from roomcheck.wire.makers.hanwha import QUESTION

PROBE: Final = Discovery(name="hanwha", port=7701, questions=(QUESTION,), bind_port=7711, repeat=2)
