"""360 Vision's search: type of dome. By broadcast only; answers may come to the same port, so it is bound.

Source: julienblitte/UniversalScanner:360Vision.cs.
"""

from typing import Final

from roomcheck.probes.discovery import Discovery
from roomcheck.wire.makers.vision360 import QUESTION

PROBE: Final = Discovery(name="vision360", port=3600, questions=(QUESTION,), bind_port=3600, repeat=2)
