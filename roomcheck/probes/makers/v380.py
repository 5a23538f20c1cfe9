"""V380's search: light-bulb and spy cameras that are controlled by the V380 application.

Answers come to port 10009. Also to each host: these cameras often open one TCP port only.
Sources: PyanSofyan/V380Decoder and three more clients that agree byte for byte.
"""

from typing import Final

from roomcheck.probes.discovery import FIRST, Discovery
from roomcheck.wire.makers.v380 import QUESTION

PROBE: Final = Discovery(name="v380", port=10008, questions=(QUESTION,), bind_port=10009, hosts=True, urgency=FIRST)
