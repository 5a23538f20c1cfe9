"""Xiaomi's miIO hello: shows that a device is Xiaomi's and its number, not what it is.

Also to each host. The hello is all that is sent; everything else needs the device's key.
Source: rytilahti/python-miio:miio/miioprotocol.py.
"""

from typing import Final

from roomcheck.probes.discovery import Discovery
from roomcheck.wire.makers.miio import QUESTION

PROBE: Final = Discovery(name="miio", port=54321, questions=(QUESTION,), repeat=2, hosts=True)
