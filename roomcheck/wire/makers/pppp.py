"""PPPP (CS2 Network, iLnk, Yunni), UDP 32108: the peer-to-peer library of cheap cameras, of VStarcam and of eufy.

`f1`, a type, the length in big endian, then the body. A search is type 30 without a body; a device answers 41
("punch") or 42 ("ready") with its identity: a prefix in 8 bytes, a number in 4, a check in 8. Some makers put every
packet through a byte-chained XOR whose key is drawn from a word per maker. Layout, words and table:
magicus/pppp-dissector, datenstau/A9_PPPP, pmarrapese/iot:p2p/lansearch; recorded answers: DavidVentura/cam-reverse.
"""

import re
from functools import reduce
from operator import xor
from typing import Final

import msgspec

from roomcheck.wire.values import Field, told, zstring

SEARCH: Final = bytes.fromhex("f1300000")
SEARCH_EXTENDED: Final = bytes.fromhex("f1320000")
_IDENTITY: Final = (b"\xf1\x41", b"\xf1\x42")
_HEADER: Final = 4
_BODY: Final = 20
_PREFIX: Final = re.compile(r"^[A-Z]{3,8}$")
_CHECK: Final = re.compile(r"^[A-Z]{4,8}$")

_TABLE: Final = bytes.fromhex(
    "7c9ce84a13dedcb22f2123e4307b3d8cbc0b270c3cf79ae7087196009785efc11fc4dba1c2ebd901faba3b05b8158783"
    "2872d18b5ad6da9358feaacc6e1bf0a388ab43c00db545384f502266207f075b14981d9ba72ab9a8cbf1fc4947063eb1"
    "0e043a945eee541134dd4df9ecc7c9e3781a6f706ba4bda95dd5f8e5bb26af4237d8e1020aae5f1cc573094e6924906d"
    "12b319ad748a2940f52dbea559e0f479d24bce8982488425c6912ba2fb8fe9a6b09e3f65f603312eac0f952c5ced39b7"
    "336c567eb4a0fd7a815351868d9f77ff6a80dfe2bf10d775645776f355cdd0c818e6364162cf99f2324c67606192cad3"
    "ea637d16b68ed46835c3529d46441e17"
)

WORDS: Final = (
    "camera", "SHIX", "SSD@cs2-network.", "@@@@....", "VMSV", "FERRY@88", "mycamera", "Deng123abc", "Duncom",
    "JX20130716", "hyWHzyhtzH", "JYDGAOZHANP2P", "SZGMBESTER", "vstarcam2018",
)
"""The words from which makers draw their keys; none of them is a secret of a device or a person."""

PLAIN: Final = "none"
"""The cipher's name where there is none."""


class Pppp(msgspec.Struct, frozen=True, kw_only=True):
    prefix: str
    number: int
    check: str
    cipher: str
    """The word of the key, `none` where the answer came in the clear."""

    @property
    def uid(self) -> str:
        return f"{self.prefix}-{self.number:06}-{self.check}"

    def fields(self) -> tuple[Field, ...]:
        return told(("pppp.uid", self.uid), ("pppp.prefix", self.prefix), ("pppp.cipher", self.cipher))


def _key(secret: str) -> bytes:
    letters = secret.encode("ascii")
    total = sum(letters)
    return bytes((total & 255, -total & 255, sum(letter // 3 for letter in letters) & 255, reduce(xor, letters)))


_KEYS: Final = {secret: _key(secret) for secret in WORDS}


def scramble(data: bytes, secret: str) -> bytes:
    """`data` as a device with this word sends it; `secret` is one of `WORDS`."""
    key, before, out = _KEYS[secret], 0, bytearray()
    for byte in data:
        before = byte ^ _TABLE[(key[before & 3] + before) & 255]
        out.append(before)
    return bytes(out)


def unscramble(data: bytes, secret: str) -> bytes:
    """The reverse of `scramble`."""
    key, before, out = _KEYS[secret], 0, bytearray()
    for byte in data:
        out.append(byte ^ _TABLE[(key[before & 3] + before) & 255])
        before = byte
    return bytes(out)


SCRAMBLED_SEARCHES: Final = tuple(scramble(SEARCH, secret) for secret in WORDS)
_SCRAMBLED_STARTS: Final = {scramble(start, secret): secret for secret in WORDS for start in _IDENTITY}


def _identity(plain: bytes, cipher: str) -> Pppp | None:
    size = int.from_bytes(plain[2:4], "big")
    if plain[:2] not in _IDENTITY or size < _BODY or len(plain) < _HEADER + _BODY:
        return None
    prefix, check = zstring(plain[4:12]), zstring(plain[16:24])
    if not _PREFIX.match(prefix) or not _CHECK.match(check):
        return None
    return Pppp(prefix=prefix, number=int.from_bytes(plain[12:16], "big"), check=check, cipher=cipher)


def decode_pppp(data: bytes) -> Pppp | None:
    """A device's identity, in the clear or scrambled with a known word; None for searches and everything else."""
    if data[:2] in _IDENTITY:
        return _identity(data, PLAIN)
    secret = _SCRAMBLED_STARTS.get(data[:2])
    return _identity(unscramble(data[:64], secret), secret) if secret is not None else None
