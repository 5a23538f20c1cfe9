"""D-Link's discovery (DDP): the product's name, of cameras (`DCS-`) and of switches and routers. By broadcast only.

Answers come to port 62992, so it is bound. Its cameras name themselves by mDNS and UPnP too.
Source: a client written from D-Link's own Network Assistant.
"""

from typing import Final

from roomcheck.probes.discovery import Discovery
from roomcheck.wire.makers.dlink import QUESTION

PROBE: Final = Discovery(name="dlink", port=62976, questions=(QUESTION,), bind_port=62992, repeat=2)
