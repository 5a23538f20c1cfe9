"""TP-Link Kasa's system information: tells cameras from plugs and bulbs by the device's own word.

The question that the maker's application sends without logging in. Also to each host. A module of ours, since
python-kasa opens its own sockets and cannot be held to the link. Source: python-kasa/python-kasa:kasa/discover.py.
"""

from typing import Final

from roomcheck.probes.discovery import Discovery
from roomcheck.wire.makers.kasa import QUESTION

PROBE: Final = Discovery(name="kasa", port=9999, questions=(QUESTION,), hosts=True)
