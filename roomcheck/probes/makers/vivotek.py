"""Vivotek's search: the camera's name. By broadcast only, on the port that Foscam uses too.

Its cameras speak ONVIF too, which is asked of each host. Source: julienblitte/UniversalScanner:Vivotek.cs.
"""

from typing import Final

from roomcheck.probes.discovery import Discovery
from roomcheck.wire.makers.vivotek import QUESTION

PROBE: Final = Discovery(name="vivotek", port=10000, questions=(QUESTION,), repeat=2)
