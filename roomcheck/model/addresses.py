"""Link and internet addresses in their one written form."""

import ipaddress
import re
from typing import Final

_MAC: Final = re.compile(r"^[0-9a-f]{12}$")


def mac_of(text: str) -> str | None:
    """A MAC in any usual notation as `aa:bb:cc:dd:ee:ff`, None where it is none."""
    digits = re.sub(r"[:\-. ]", "", text.strip()).lower()
    if not _MAC.match(digits):
        return None
    return ":".join(digits[at : at + 2] for at in range(0, 12, 2))


def mac_of_bytes(data: bytes) -> str | None:
    return ":".join(f"{byte:02x}" for byte in data) if len(data) == 6 else None


def is_local(mac: str) -> bool:
    """Whether a MAC is locally administered (IEEE 802c): it tells nothing of the maker."""
    return bool(int(mac[:2], 16) & 2)


def is_group(mac: str) -> bool:
    """Whether a MAC is multicast or broadcast."""
    return bool(int(mac[:2], 16) & 1)


def ip_of(text: str) -> str | None:
    """An IPv4 or IPv6 address in its shortest form, without a zone; None where it is none."""
    try:
        return str(ipaddress.ip_address(text.strip().partition("%")[0]))
    except ValueError:
        return None
