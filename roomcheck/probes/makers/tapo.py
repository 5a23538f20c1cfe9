"""TP-Link Tapo's discovery (TDP): the type of device in the device's own word, camera, doorbell, plug or hub.

Sent in two forms, since newer firmware answers only to a question that brings a public key. The key is drawn once a
run as a number that nobody has the factors of: no private half ever is, and what answers under it stays closed. Also
to each host. A module of ours, since python-kasa opens its own sockets.
Source: python-kasa/python-kasa:kasa/discover.py.
"""

import secrets
from functools import cache
from typing import Final

from roomcheck.model.network import Network
from roomcheck.probes.discovery import FIRST, Discovery
from roomcheck.wire.makers.tapo import QUESTION, question_with_key

_SERIAL: Final = 0x726F6F6D
_BITS: Final = 2_048


@cache
def _public_key() -> str:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers  # noqa: PLC0415  slow to import
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415

    modulus = secrets.randbits(_BITS) | 1 << (_BITS - 1) | 1
    key = RSAPublicNumbers(65_537, modulus).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


async def _questions(_network: Network) -> tuple[bytes, ...]:
    return QUESTION, question_with_key(_public_key(), _SERIAL)


PROBE: Final = Discovery(
    name="tapo", port=20002, other_ports=(20004,), compose=_questions, repeat=2, hosts=True, urgency=FIRST,
)
