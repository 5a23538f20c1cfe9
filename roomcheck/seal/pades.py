"""The report's own signature: PAdES baseline (ETSI EN 319 142-1), RSA with SHA-256, made once and last.

The signed file begins with the unsigned one, byte for byte; what is added stands behind it. Importing
this module loads pyHanko (about half a second).
"""

# mypy: disable-error-code="no-untyped-call"
# pyHanko's certificate store carries no annotations.

import io
import logging

import msgspec
from asn1crypto import keys, x509  # type: ignore[import-untyped]
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from roomcheck.model.errors import SealFailed
from roomcheck.model.text import harmless
from roomcheck.seal.key import Key, fingerprint_of
from roomcheck.seal.tagging import FIELD, KeepsMetadata, add_field
from roomcheck.seal.waiting import wait_for

logging.getLogger("pyhanko").addHandler(logging.NullHandler())  # else it writes its own lines to standard error

TEXT = "Digital signature of this report. It shows that nothing was changed since it was made, not who made it."


class PdfSeal(msgspec.Struct, frozen=True):
    """What the signature of a PDF says. `signed` is False for a file that has none."""

    signed: bool
    holds: bool = False
    """Whether it is the file's one signature, made over every byte of it."""
    why: str = ""
    fingerprint: str = ""


def sign_pdf(data: bytes, key: Key, *, text: str = TEXT) -> bytes:
    """The signed PDF; one with a structure tree gets its signature field tagged, its metadata stay as they are.

    `text` names the field for a screen reader, in the report's language. Raises SealFailed where `data` is no PDF that
    can be signed, or is signed already.
    """
    try:
        writer = KeepsMetadata(io.BytesIO(data))
        if writer.prev.embedded_signatures:
            raise SealFailed("The report is signed already.", "Sign a report once, and last: make it again.")
        add_field(writer, text)
        signer = signers.PdfSigner(
            signers.PdfSignatureMetadata(
                field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, use_pades_lta=False,
            ),
            signer=_signer(key),
        )
        signed = wait_for(signer.async_sign_pdf(writer))
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise SealFailed(
            f"The report cannot be signed ({harmless(str(error), 200)}).", "The unsigned report is kept as it was."
        ) from error
    return bytes(signed.getvalue())


def _signer(key: Key) -> signers.SimpleSigner:
    certificate = x509.Certificate.load(key.certificate.public_bytes(serialization.Encoding.DER))
    private = keys.PrivateKeyInfo.load(
        key.private.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return signers.SimpleSigner(certificate, private, SimpleCertificateStore())


def check(data: bytes) -> PdfSeal:
    """What the last signature of a PDF says, and whether it holds for every byte. Never raises."""
    try:
        found = PdfFileReader(io.BytesIO(data)).embedded_signatures
        if not found:
            return PdfSeal(signed=False)
        last = found[-1]
        root = last.signer_cert
        context = ValidationContext(trust_roots=[root], allow_fetching=False, revocation_mode="soft-fail")
        status = wait_for(async_validate_pdf_signature(last, signer_validation_context=context))
        whole = status.coverage is not None and status.coverage.name == "ENTIRE_FILE"
        holds = bool(status.intact and status.valid and whole and len(found) == 1)
    except Exception as error:  # noqa: BLE001 - a PDF reader meets a stranger's bytes, and may fail in any way
        return PdfSeal(signed=True, holds=False, why=f"it cannot be read ({harmless(repr(error), 120)})")
    why = "" if holds else "it does not cover every byte" if status.intact and status.valid else "it does not hold"
    return PdfSeal(signed=True, holds=holds, why=why, fingerprint=fingerprint_of(root.dump()))
