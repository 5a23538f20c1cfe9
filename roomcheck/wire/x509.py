"""Certificates by the cryptography package: who a device says it is (RFC 5280)."""

import re
import warnings
from typing import TYPE_CHECKING, Final

import msgspec

from roomcheck.model import limits

if TYPE_CHECKING:
    from cryptography import x509

_OPENSSL: Final = re.compile(r"^\s*/(?=[A-Za-z.]{1,30}=)")
_NAMES: Final = {
    "commonname": "CN", "organizationname": "O", "organizationalunitname": "OU", "countryname": "C",
    "localityname": "L", "stateorprovincename": "ST", "s": "ST", "emailaddress": "emailAddress",
}
_PART: Final = re.compile(r"(?:^|(?<!\\)[,/+;]\s*)([A-Za-z][A-Za-z.0-9]{0,30})\s*=\s*")


class Certificate(msgspec.Struct, frozen=True):
    """Names as RFC 4514 writes them, the most particular part first: `CN=axis-...,O=Axis Communications AB`."""

    subject: str = ""
    issuer: str = ""
    alternative: tuple[str, ...] = ()


def parse_certificate(der: bytes) -> Certificate | None:
    """A DER certificate's names; None where it cannot be read."""
    from cryptography import x509  # noqa: PLC0415  slow to import, and most networks show no certificate

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            certificate = x509.load_der_x509_certificate(der)
            subject, issuer = certificate.subject.rfc4514_string(), certificate.issuer.rfc4514_string()
            alternative = _alternative(certificate)
    except Exception:  # noqa: BLE001 - malformed certificates of cheap firmware fail in many ways
        return None
    return Certificate(subject=subject, issuer=issuer, alternative=alternative)


def name_parts(text: str) -> tuple[str, ...]:
    """The parts of a name, `CN=x` each, from RFC 4514, `CN = x, O = y` or `/CN=x/O=y`, in the given order."""
    text = text[:4_096].strip()
    text = re.sub(r"^(?:subject|issuer)\s*[=:]\s*(?=[/A-Za-z])", "", text, flags=re.IGNORECASE)
    separators = "/" if _OPENSSL.match(text) else ",+;"
    starts = [match for match in _PART.finditer(text) if match.start() == 0 or text[match.start()] in separators]
    parts: list[str] = []
    for at, match in enumerate(starts):
        end = starts[at + 1].start() if at + 1 < len(starts) else len(text)
        value = re.sub(r"\\([,+;\"\\<>=# ])", r"\1", text[match.end() : end].strip()).strip('"')
        parts.append(f"{_NAMES.get(match[1].lower(), match[1])}={value}")
    return tuple(parts[: limits.HEADERS])


def _alternative(certificate: "x509.Certificate") -> tuple[str, ...]:
    from cryptography import x509  # noqa: PLC0415

    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    said = [*names.get_values_for_type(x509.DNSName), *map(str, names.get_values_for_type(x509.IPAddress))]
    return tuple(said[: limits.HEADERS])
