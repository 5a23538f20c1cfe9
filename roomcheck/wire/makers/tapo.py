"""TP-Link's newer discovery (TDP) of Tapo, VIGI and Kasa, UDP 20002 and 20004.

A 16-byte header in big endian (0: version 2; 1: 0; 2: 1, a probe; 4: length of the body; 6: flags; 8: a serial; 12:
CRC-32 of the whole with `5a6b7c8d` in this place), then JSON. Answers hold `result.device_type` (`SMART.IPCAMERA`,
`SMART.TAPOPLUG`, ...) and `result.device_model`; newer devices answer only to a question that brings an RSA key.
Layout and recorded answers: python-kasa/python-kasa:kasa/discover.py and its fixtures.
"""

from typing import Final
from zlib import crc32

import msgspec

from roomcheck.wire.values import Field, Word, loose_json, told, word

HEADER: Final = 16
_START: Final = bytes.fromhex("02000001")
_CRC_SEED: Final = bytes.fromhex("5a6b7c8d")
_FLAGS: Final = 17


class _Result(msgspec.Struct, frozen=True):
    device_type: Word = None
    device_model: Word = None
    mac: Word = None


class _Answer(msgspec.Struct, frozen=True):
    result: _Result | None = None


class Tapo(msgspec.Struct, frozen=True, kw_only=True):
    type: str
    model: str
    mac: str

    def fields(self) -> tuple[Field, ...]:
        return told(("tapo.type", self.type), ("tapo.model", self.model), ("tapo.mac", self.mac))


def packet(body: bytes, *, flags: int = 0, serial: int = 0) -> bytes:
    """`body` behind its header."""
    head = _START + len(body).to_bytes(2, "big") + bytes((flags, 0)) + serial.to_bytes(4, "big")
    return head + crc32(head + _CRC_SEED + body).to_bytes(4, "big") + body


QUESTION: Final = packet(b"")


def question_with_key(public_key: str, serial: int) -> bytes:
    """The question that newer devices want; `public_key` is RSA in PEM, `serial` any 32 bits."""
    return packet(msgspec.json.encode({"params": {"rsa_key": public_key}}), flags=_FLAGS, serial=serial)


def decode_tapo(data: bytes) -> Tapo | None:
    """An answer that names a type; None for questions and everything else."""
    if len(data) <= HEADER or data[:4] != _START:
        return None
    answer = loose_json(data[HEADER:], _Answer)
    if answer is None or answer.result is None:
        return None
    result = answer.result
    found = Tapo(type=word(result.device_type), model=word(result.device_model), mac=word(result.mac))
    return found if found.type else None
