"""Xiongmai's search (XMEye, iCSee and a hundred names): host name, serial, channels.

Answers come to port 34569 of everybody, so it is bound. Also to each host: many of these cameras open nothing else.
Sources: AlexxIT/go2rtc:internal/dvrip, OpenIPC/python-dvr:DeviceManager.py.
"""

from typing import Final

from roomcheck.probes.discovery import FIRST, Discovery
from roomcheck.wire.makers.xmeye import question

PROBE: Final = Discovery(
    name="xmeye", port=34569, questions=(question(),), bind_port=34569, hosts=True, urgency=FIRST,
)
