"""TP-Link Tapo's discovery (TDP): the type of device in the device's own word, camera, doorbell, plug or hub.

Sent in two forms, since newer firmware answers only to a question that brings a public key; the key is drawn once a
run, its private half is thrown away, and what answers under it stays closed. Also to each host. A module of ours,
since python-kasa opens its own sockets. Source: python-kasa/python-kasa:kasa/discover.py.
"""

import asyncio
from functools import cache
from typing import Final

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from roomcheck.model.network import Network
from roomcheck.probes.discovery import FIRST, Discovery
from roomcheck.wire.tapo import QUESTION, question_with_key

_SERIAL: Final = 0x726F6F6D


@cache
def _public_key() -> str:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


async def _questions(_network: Network) -> tuple[bytes, ...]:
    return QUESTION, question_with_key(await asyncio.to_thread(_public_key), _SERIAL)


PROBE: Final = Discovery(
    name="tapo", port=20002, other_ports=(20004,), compose=_questions, repeat=2, hosts=True, urgency=FIRST,
)
