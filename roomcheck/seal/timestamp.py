"""Timestamps by somebody else's clock (RFC 3161), asked only when the person wants them.

This module opens no connection: the caller hands in a transport. What an authority learns is a hash and an address.
"""

import datetime as dt
import hashlib
import logging
import secrets
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Final

import msgspec

from roomcheck.model.text import harmless
from roomcheck.seal.waiting import wait_for

if TYPE_CHECKING:
    from asn1crypto import cms  # type: ignore[import-untyped]

LARGEST: Final = 65_536
"""Bytes of a reply that are read."""

logging.getLogger("pyhanko").addHandler(logging.NullHandler())  # else it writes its own lines to standard error

Transport = Callable[[str, bytes], bytes]
"""Posts a request (`application/timestamp-query`) to an address and returns the reply's body. Raises OSError."""


class Stamp(msgspec.Struct, frozen=True):
    """A reply that was granted and fits; `reply` is the whole TimeStampResp, DER, as `openssl ts` reads it."""

    authority: str
    reply: bytes


class Refusal(msgspec.Struct, frozen=True):
    """An authority that gave no usable timestamp, and why."""

    authority: str
    why: str


class Stamped(msgspec.Struct, frozen=True):
    """What a timestamp says.

    `holds`: it names the imprint, and its signature is whole. `traced`: its certificate leads to an authority that
    the person trusts; where none was named it is False, and the time is one that somebody states.
    """

    holds: bool
    why: str = ""
    at: dt.datetime | None = None
    authority: str = ""
    imprint: str = ""
    traced: bool = False


def request(imprint: bytes, nonce: int) -> bytes:
    """A TimeStampReq for a SHA-256 `imprint`, that asks for the authority's certificate."""
    from asn1crypto import algos, tsp  # noqa: PLC0415 - heavy, and only when the person asks

    hashed = tsp.MessageImprint(
        {"hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}), "hashed_message": imprint}
    )
    asked = tsp.TimeStampReq({"version": 1, "message_imprint": hashed, "nonce": nonce, "cert_req": True})
    return bytes(asked.dump())


def ask(
    imprint: bytes, authorities: Sequence[str], transport: Transport, *, wanted: int = 1
) -> tuple[tuple[Stamp, ...], tuple[Refusal, ...]]:
    """Asks `authorities` in order until `wanted` of them gave a timestamp of `imprint` (SHA-256, 32 bytes).

    Whatever goes wrong with one is a refusal, and the next is asked. Never raises.
    """
    stamps: list[Stamp] = []
    refusals: list[Refusal] = []
    for authority in authorities:
        if len(stamps) >= wanted:
            break
        nonce = secrets.randbits(63) | 1 << 62
        try:
            reply = transport(authority, request(imprint, nonce))
        except (OSError, ValueError) as error:
            refusals.append(Refusal(authority, f"it could not be reached ({harmless(str(error), 120)})"))
            continue
        stamped = check_imprint(reply, imprint, nonce=nonce)
        if stamped.holds:
            stamps.append(Stamp(authority, reply))
        else:
            refusals.append(Refusal(authority, stamped.why))
    return tuple(stamps), tuple(refusals)


def check(content: bytes, reply: bytes, trusted: Sequence[bytes] = ()) -> Stamped:
    """`check_imprint` for the SHA-256 of `content`."""
    return check_imprint(reply, hashlib.sha256(content).digest(), trusted=trusted)


def check_imprint(
    reply: bytes, imprint: bytes | None, *, nonce: int | None = None, trusted: Sequence[bytes] = ()
) -> Stamped:
    """What `reply` says, and whether it is a whole timestamp of `imprint` (of any, where that is None).

    `trusted` are certificates of authorities, PEM (each may hold several). Never raises.
    """
    if len(reply) > LARGEST:
        return Stamped(holds=False, why="its reply is too large")
    try:
        return _check(reply, imprint, nonce, trusted)
    except Exception:  # noqa: BLE001 - an ASN.1 reader meets a stranger's bytes, and may fail in any way
        return Stamped(holds=False, why="its reply cannot be read as a timestamp")


def _check(reply: bytes, imprint: bytes | None, nonce: int | None, trusted: Sequence[bytes]) -> Stamped:
    response = _reply_type().load(reply, strict=True)
    status = response["status"]
    if status["status"].native not in {"granted", "granted_with_mods"}:
        reasons = [*(status["status_string"].native or ()), *(status["fail_info"].native or ())]
        return Stamped(holds=False, why=harmless(f"it refused ({'; '.join(map(str, reasons)) or 'no reason given'})"))
    signed = response["time_stamp_token"]["content"]
    info = signed["encap_content_info"]["content"].parsed
    named = info["message_imprint"]
    said = named["hashed_message"].native
    at = info["gen_time"].native
    if not isinstance(at, dt.datetime):  # a year 0, which asn1crypto gives in a class of its own
        return Stamped(holds=False, why="it names no time")
    stamped = Stamped(holds=False, at=at, imprint=said.hex(), authority=_name_of(signed))
    if named["hash_algorithm"]["algorithm"].native != "sha256":
        return msgspec.structs.replace(stamped, why="it does not rest on SHA-256")
    if imprint is not None and said != imprint:
        return msgspec.structs.replace(stamped, why="it was made for other contents")
    if nonce is not None and info["nonce"].native != nonce:
        return msgspec.structs.replace(stamped, why="it answers another request")
    result = _validate(signed, said, at, trusted)
    if not (result["intact"] and result["valid"]):
        return msgspec.structs.replace(stamped, why="its signature does not hold")
    return msgspec.structs.replace(stamped, holds=True, traced=bool(result.get("validation_path")))


@cache
def _reply_type() -> Any:
    """TimeStampResp as RFC 3161 has it: a refusal carries no token. asn1crypto's own type asks for one always."""
    from asn1crypto import core, tsp  # noqa: PLC0415 - heavy, and only when there is a timestamp

    class Reply(core.Sequence):  # type: ignore[misc]
        _fields: ClassVar = [
            ("status", tsp.PKIStatusInfo), ("time_stamp_token", tsp.ContentInfo, {"optional": True}),
        ]

    return Reply


def _validate(
    signed: "cms.SignedData", imprint: bytes, at: dt.datetime, trusted: Sequence[bytes]
) -> dict[str, Any]:
    from asn1crypto import pem, x509  # noqa: PLC0415 - heavy, and only when there is a timestamp
    from pyhanko.sign.validation.generic_cms import validate_tst_signed_data  # noqa: PLC0415 - heavy
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 - heavy

    roots = [
        x509.Certificate.load(der)
        for file in trusted
        for _, _, der in pem.unarmor(file, multiple=True)
    ]
    context = ValidationContext(
        trust_roots=roots, moment=at, allow_fetching=False, revocation_mode="soft-fail", best_signature_time=at
    )
    result: dict[str, Any] = wait_for(validate_tst_signed_data(signed, context, lambda _: imprint))
    return result


def _name_of(signed: "cms.SignedData") -> str:
    from pyhanko.sign.validation.generic_cms import extract_certs_for_validation  # noqa: PLC0415 - heavy

    subject = extract_certs_for_validation(signed).signer_cert.subject
    return harmless(subject.human_friendly)
