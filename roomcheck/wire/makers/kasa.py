"""TP-Link Kasa's system information, UDP 9999.

JSON, every byte XORed with the scrambled byte before it, the first with 171; without the length that TCP has.
`system.get_sysinfo` holds `type` or `mic_type` (`IOT.IPCAMERA`, `IOT.SMARTPLUGSWITCH`), `model`, `alias`, `dev_name`;
cameras nest it in one more `system`. Layout and recorded answers: python-kasa/python-kasa:kasa/discover.py and its
fixtures; the question also in ntop/nDPI's capture tplink_shp.pcap.
"""

from itertools import accumulate
from operator import xor
from typing import Final

import msgspec

from roomcheck.model import limits
from roomcheck.wire.values import Field, Word, first, loose_json, told, word

_SEED: Final = 171
_OPENS: Final = _SEED ^ ord("{")


class _Inner(msgspec.Struct, frozen=True):
    type: Word = None
    mic_type: Word = None
    model: Word = None
    alias: Word = None
    dev_name: Word = None


class _Info(_Inner, frozen=True):
    system: _Inner | None = None


class _System(msgspec.Struct, frozen=True):
    get_sysinfo: _Info | None = None


class _Answer(msgspec.Struct, frozen=True):
    system: _System | None = None


class Kasa(msgspec.Struct, frozen=True, kw_only=True):
    type: str
    model: str
    alias: str
    product: str

    def fields(self) -> tuple[Field, ...]:
        return told(
            ("kasa.type", self.type), ("kasa.model", self.model),
            ("kasa.name", self.alias), ("kasa.name", self.product),
        )


def scramble(plain: bytes) -> bytes:
    """JSON as it goes over UDP."""
    return bytes(accumulate(plain, xor, initial=_SEED))[1:]


def unscramble(data: bytes) -> bytes:
    """The reverse of `scramble`."""
    return bytes(byte ^ before for byte, before in zip(data, bytes((_SEED,)) + data, strict=False))


QUESTION: Final = scramble(b'{"system":{"get_sysinfo":{}}}')


def decode_kasa(data: bytes) -> Kasa | None:
    """An answer that names a type or a model; None for questions and everything else."""
    if not data or data[0] != _OPENS or len(data) > limits.ANSWER:
        return None
    answer = loose_json(unscramble(data), _Answer)
    info = answer.system.get_sysinfo if answer is not None and answer.system is not None else None
    if info is None:
        return None
    said = info.system if info.system is not None else info
    found = Kasa(
        type=first((said.type, said.mic_type)), model=word(said.model), alias=word(said.alias),
        product=word(said.dev_name),
    )
    return found if found.type or found.model else None
