"""The detached signature of a bundle: CMS (RFC 5652), RSA with SHA-256, as `openssl cms -verify` reads it."""

import datetime as dt
import hashlib
from typing import Any

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs7

from roomcheck.model.text import harmless
from roomcheck.seal.key import Key, fingerprint_of

LARGEST = 65_536
"""Bytes of a signature that are read."""
_SMALLEST_KEY = 2048


class Signed(msgspec.Struct, frozen=True):
    """What a signature says. `holds` is False where it does not fit the content, or is of no form that is accepted."""

    holds: bool
    why: str = ""
    certificate: bytes = b""
    """The signer's certificate, DER."""
    name: str = ""
    claimed_at: dt.datetime | None = None
    """The time by the signer's own clock."""

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.certificate) if self.certificate else ""


def sign(content: bytes, key: Key) -> bytes:
    """A detached CMS signature of `content`, DER, with the certificate and the time by this machine's clock."""
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    builder = builder.add_signer(key.certificate, key.private, hashes.SHA256(), rsa_padding=padding.PKCS1v15())
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary, pkcs7.PKCS7Options.NoCapabilities]
    return builder.sign(serialization.Encoding.DER, options)


def check(content: bytes, signature: bytes) -> Signed:
    """Whether `signature` fits `content`, and by which certificate it was made. Never raises."""
    try:
        return _check(content, signature)
    except Exception:  # noqa: BLE001 - an ASN.1 reader meets a stranger's bytes, and may fail in any way
        return Signed(holds=False, why="it cannot be read as a signature")


def _check(content: bytes, signature: bytes) -> Signed:
    from asn1crypto import cms  # type: ignore[import-untyped] # noqa: PLC0415 - heavy, and only here
    from pyhanko.sign.general import extract_signer_info  # noqa: PLC0415 - heavy, and only here
    from pyhanko.sign.validation.generic_cms import (  # noqa: PLC0415 - heavy, and only here
        extract_certs_for_validation,
        validate_sig_integrity,
    )

    wrapped = cms.ContentInfo.load(signature, strict=True)
    if wrapped["content_type"].native != "signed_data":
        return Signed(holds=False, why="it is not a signature")
    signed = wrapped["content"]
    if signed["encap_content_info"]["content"].native is not None:
        return Signed(holds=False, why="it carries a content of its own")
    signer = extract_signer_info(signed)
    found = extract_certs_for_validation(signed).signer_cert
    certificate = x509.load_der_x509_certificate(found.dump())
    name = harmless(certificate.subject.rfc4514_string())
    public = certificate.public_key()
    if not isinstance(public, rsa.RSAPublicKey) or public.key_size < _SMALLEST_KEY:
        return Signed(holds=False, why="its key is not RSA of at least 2048 bits", certificate=found.dump(), name=name)
    if signer["digest_algorithm"]["algorithm"].native != "sha256":
        return Signed(holds=False, why="it does not rest on SHA-256", certificate=found.dump(), name=name)
    if _only_form(found, signer) != signature:
        why = "it is not in the form that roomcheck writes"
        return Signed(holds=False, why=why, certificate=found.dump(), name=name)
    intact, valid = validate_sig_integrity(signer, found, "data", hashlib.sha256(content).digest())
    times = [
        value.native
        for attribute in signer["signed_attrs"]
        if attribute["type"].native == "signing_time"
        for value in attribute["values"]
        if isinstance(value.native, dt.datetime)
    ]
    why = "" if intact and valid else "it was made for another content" if valid else "its own bytes do not hold"
    return Signed(intact and valid, why, found.dump(), name, times[0] if times else None)


def _only_form(certificate: Any, signer: Any) -> bytes:
    """The one CMS of this certificate, these signed attributes and this signature; `Any`: asn1crypto has no types.

    RFC 5652 leaves fields outside of what is signed (versions, lists of algorithms); here they are what they are.
    """
    from asn1crypto import cms  # noqa: PLC0415 - heavy, and only here

    sha256 = {"algorithm": "sha256"}
    name = cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number})
    info = cms.SignerInfo({
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": name}),
        "digest_algorithm": sha256,
        "signed_attrs": signer["signed_attrs"],
        "signature_algorithm": {"algorithm": "rsassa_pkcs1v15"},
        "signature": signer["signature"].native,
    })
    signed = cms.SignedData({
        "version": "v1",
        "digest_algorithms": [sha256],
        "encap_content_info": {"content_type": "data"},
        "certificates": [cms.CertificateChoices({"certificate": certificate})],
        "signer_infos": [info],
    })
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())
