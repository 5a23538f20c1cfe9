"""The signing key: made on first use on this device, readable by its owner alone.

Its certificate is self-made. It shows that two bundles were signed with the same key and that nothing changed since;
it shows nobody's identity, and its words say so.
"""

import datetime as dt
import os
import secrets
from pathlib import Path
from typing import Final

import msgspec
import platformdirs
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from roomcheck.model.errors import SealFailed

BITS: Final = 3072
FILE: Final = "signing-key.pem"
NAME: Final = "roomcheck self-made key: integrity, not identity"
_YEARS: Final = 50


class Key(msgspec.Struct, frozen=True):
    """An RSA key with its self-made certificate. `notice` is a sentence for the person, where there is one."""

    private: rsa.RSAPrivateKey
    certificate: x509.Certificate
    notice: str | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate (DER), in hexadecimal: what people compare."""
        return fingerprint_of(self.certificate.public_bytes(serialization.Encoding.DER))

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def fingerprint_of(certificate: bytes) -> str:
    """The SHA-256 of a DER certificate, as `openssl x509 -outform DER | sha256sum` shows it."""
    digest = hashes.Hash(hashes.SHA256())
    digest.update(certificate)
    return digest.finalize().hex()


def spoken(fingerprint: str) -> str:
    """A fingerprint in groups of four, to read aloud and to compare."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))


def home() -> Path:
    """The folder where this user's key is kept."""
    return platformdirs.user_data_path("roomcheck", appauthor=False) / "key"


def open_key(folder: Path | None = None, *, now: dt.datetime | None = None) -> Key:
    """The key in `folder` (`home()` where none is named), made there on first use.

    Raises SealFailed where it cannot be read or made; a file that is there is never written over.
    """
    place = (folder or home()) / FILE
    try:
        if not place.exists():
            _make(place, now or dt.datetime.now(dt.UTC))
        data = place.read_bytes()
        notice = _tighten(place)
    except OSError as error:
        raise SealFailed(
            f"The signing key {place} cannot be opened ({(error.strerror or str(error)).lower()}).",
            "Check that the folder is yours and that its disk is not full; without a key nothing can be signed.",
        ) from error
    key = _read(data, notice)
    if key is None:
        raise SealFailed(
            f"The signing key {place} is damaged.",
            "Move it to another place; a new key is made then. Bundles that were sealed before stay valid.",
        )
    return key


def _read(data: bytes, notice: str | None) -> Key | None:
    try:
        private = serialization.load_pem_private_key(data, password=None)
        certificate = x509.load_pem_x509_certificate(data)
    except (ValueError, TypeError):
        return None
    if not isinstance(private, rsa.RSAPrivateKey) or certificate.public_key() != private.public_key():
        return None
    return Key(private, certificate, notice)


def _make(place: Path, now: dt.datetime) -> None:
    """Two processes may come here at once: the first to finish wins, both then read the same file."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    private = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    data = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + self_made(private, now).public_bytes(serialization.Encoding.PEM)
    partial = place.with_name(f".{place.name}.{secrets.token_hex(6)}.part")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _put_where_nothing_is(partial, place)
    finally:
        partial.unlink(missing_ok=True)


def _put_where_nothing_is(partial: Path, place: Path) -> None:
    """A name given at once and only where there is none: a hard link; renaming on file systems without links."""
    try:
        os.link(partial, place)
    except FileExistsError:
        return
    except OSError:
        if not place.exists():
            partial.rename(place)


def _tighten(place: Path) -> str | None:
    if os.name != "posix" or not place.stat().st_mode & 0o077:
        return None
    place.chmod(0o600)
    return f"Others on this machine could read the signing key {place} until now; its rights were corrected."


def self_made(private: rsa.RSAPrivateKey, now: dt.datetime) -> x509.Certificate:
    """A certificate for `private`, signed by itself, for signatures and nothing else (RFC 5280, section 4.2.1.3)."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    begin = now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin - dt.timedelta(days=1))
        .not_valid_after(begin + dt.timedelta(days=365 * _YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, hashes.SHA256())
    )
