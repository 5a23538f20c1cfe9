"""Sony's camera search: model and serial. By broadcast only.

Its cameras speak ONVIF too, which is asked of each host. Source: julienblitte/UniversalScanner:Sony.cs.
"""

from typing import Final

from roomcheck.probes.discovery import Discovery
from roomcheck.wire.makers.sony import QUESTION

PROBE: Final = Discovery(name="sony", port=2380, questions=(QUESTION,), repeat=2)
