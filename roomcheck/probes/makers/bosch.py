"""Bosch's device search: cameras and encoders, by name where they answer in XML. By broadcast only.

Answers come to port 1758. Its cameras speak ONVIF too, which is asked of each host.
Source: julienblitte/UniversalScanner:Bosch.cs.
"""

from typing import Final

from roomcheck.probes.discovery import Discovery
from roomcheck.wire.makers.bosch import QUESTION

PROBE: Final = Discovery(name="bosch", port=1757, questions=(QUESTION,), bind_port=1758, repeat=2)
