"""Tuya's broadcasts, UDP 6666 (in the clear), 6667 and 7000 (under a key that every device and application shares).

Two frames, big endian. `000055aa`, sequence, command, length, a return code, the body, CRC-32, `0000aa55`: the body
is JSON or AES-ECB. `00006699`, two zero bytes, sequence, command, length, a nonce of 12, AES-GCM with the head as
associated data, a tag of 16, `00009966`. The JSON holds `gwId`, `productKey`, `version`, and no kind of device.
Layout and key: jasonacox/tinytuya:PROTOCOL.md; recorded broadcasts: ntop/nDPI's capture tuya_lp.pcap.
"""

from hashlib import md5
from typing import Final
from zlib import crc32

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.padding import PKCS7

from roomcheck.wire.values import Field, Word, loose_json, told, word

LARGEST: Final = 2_048
"""Bytes of the largest frame that is read; broadcasts are below 300."""

_KEY: Final = md5(b"yGAdlopoPVldABfn", usedforsecurity=False).digest()
_OLD_START, _OLD_END = bytes.fromhex("000055aa"), bytes.fromhex("0000aa55")
_NEW_START, _NEW_END = bytes.fromhex("00006699"), bytes.fromhex("00009966")
_ASK_DEVICES: Final = 0x25
_NONCE: Final = 12
_TAG: Final = 16


class _Announcement(msgspec.Struct, frozen=True):
    id: Word = msgspec.field(default=None, name="gwId")
    product: Word = msgspec.field(default=None, name="productKey")
    version: Word = None


class Tuya(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    product: str
    version: str

    def fields(self) -> tuple[Field, ...]:
        return told(("tuya.id", self.id), ("tuya.product", self.product), ("tuya.version", self.version))


def question(own_ip: str, nonce: bytes) -> bytes:
    """The question of version 3.5 for all devices; they answer by broadcast or to `own_ip`. `nonce` is 12 bytes."""
    body = msgspec.json.encode({"from": "app", "ip": own_ip})
    size = len(body) + _NONCE + _TAG
    head = bytes(6) + _ASK_DEVICES.to_bytes(4, "big") + size.to_bytes(4, "big")
    return _NEW_START + head + nonce + AESGCM(_KEY).encrypt(nonce, body, head) + _NEW_END


def _ecb(data: bytes) -> bytes | None:
    if not data or len(data) % 16:
        return None
    decryptor = Cipher(algorithms.AES(_KEY), modes.ECB()).decryptor()  # noqa: S305  what the devices send
    unpadder = PKCS7(128).unpadder()
    try:
        return unpadder.update(decryptor.update(data) + decryptor.finalize()) + unpadder.finalize()
    except ValueError:
        return None


def _old(data: bytes) -> bytes | None:
    """The JSON of a `55aa` frame."""
    if len(data) < 28 or data[-4:] != _OLD_END or int.from_bytes(data[12:16], "big") != len(data) - 16:
        return None
    if crc32(data[:-8]) != int.from_bytes(data[-8:-4], "big"):
        return None
    body = data[20:-8] if data[16:20] == bytes(4) else data[16:-8]
    return body if body.startswith(b"{") else _ecb(body)


def _new(data: bytes) -> bytes | None:
    """The JSON of a `6699` frame."""
    if len(data) < 22 + _NONCE + _TAG or data[-4:] != _NEW_END or int.from_bytes(data[14:18], "big") != len(data) - 22:
        return None
    try:
        body = AESGCM(_KEY).decrypt(data[18:30], data[30:-4], data[4:18])
    except InvalidTag:
        return None
    return body if body.startswith(b"{") else body[4:]


def decode_tuya(data: bytes) -> Tuya | None:
    """A device's announcement; None for questions, for frames under a device's own key, and everything else."""
    if len(data) > LARGEST:
        return None
    body = _old(data) if data[:4] == _OLD_START else _new(data) if data[:4] == _NEW_START else None
    said = loose_json(body, _Announcement) if body is not None else None
    if said is None or not word(said.id):
        return None
    return Tuya(id=word(said.id), product=word(said.product), version=word(said.version))
