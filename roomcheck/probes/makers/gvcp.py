"""GigE Vision's discovery: industrial cameras, which are rare in rooms. By broadcast only, once and again.

Sources: AIA GigE Vision 1.2 (DISCOVERY_CMD), julienblitte/UniversalScanner:GigEVision.cs.
"""

from typing import Final

from roomcheck.probes.discovery import Discovery
from roomcheck.wire.makers.gvcp import QUESTION

PROBE: Final = Discovery(name="gvcp", port=3956, questions=(QUESTION,), repeat=2)
