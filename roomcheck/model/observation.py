"""An observation: one raw fact, with when, where from, how obtained, and the raw bytes. Never an opinion."""

import msgspec

from roomcheck.model import limits
from roomcheck.model.text import is_plain


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where an observation came from: what is known of the addresses, and a name where an import gave one."""

    mac: str | None = None
    ip: str | None = None
    name: str | None = None


class Observation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="observation"):
    """`raw` holds text that is safe to look at, `raw_hex` anything else; exactly one of them is set."""

    kind: str
    at: str
    """RFC 3339, UTC."""
    via: str
    """The probe, listener or intake that yielded it."""
    source: Source = Source()
    raw: str | None = None
    raw_hex: str | None = None
    port: int | None = None
    exchange: str | None = None
    """The `Sent.exchange` that this answers."""
    length: int | None = None
    """How many bytes there were, where more came than were kept."""

    @property
    def data(self) -> bytes:
        """The raw bytes."""
        return bytes.fromhex(self.raw_hex) if self.raw_hex is not None else (self.raw or "").encode()


def raw_fields(data: bytes) -> tuple[str | None, str | None]:
    """`raw` and `raw_hex` for bytes: text where it is plain UTF-8, else hexadecimal."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None, data.hex()
    return (text, None) if is_plain(text) else (None, data.hex())


def observe(
    kind: str,
    data: bytes,
    *,
    at: str,
    via: str,
    source: Source,
    port: int | None = None,
    exchange: str | None = None,
    length: int | None = None,
) -> Observation:
    """An observation of `data`, of which at most `limits.RAW` bytes are kept.

    `length` is how many bytes there were, where the reader itself stopped early.
    """
    whole = max(length or 0, len(data))
    kept = data[: limits.RAW]
    raw, raw_hex = raw_fields(kept)
    return Observation(
        kind=kind, at=at, via=via, source=source, raw=raw, raw_hex=raw_hex, port=port, exchange=exchange,
        length=whole if whole > len(kept) else None,
    )
