"""Asking a timestamp authority that the person named: the one request that leaves the link, and only on request.

Only the hash of a bundle's list of files is sent (RFC 3161, 3.4).
"""

import ipaddress
import urllib.error
import urllib.parse
import urllib.request
from typing import Final

from roomcheck.net.lab import lab_only

LARGEST: Final = 1 << 20
_SECONDS: Final = 15.0


def post(address: str, query: bytes) -> bytes:
    """The authority's reply to a TimeStampReq. Raises OSError or ValueError."""
    parts = urllib.parse.urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("its address is not of the form https://...")
    if lab_only() and not _is_loopback(parts.hostname):
        raise OSError("outside the test network")
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked
        address, data=query, headers={"Content-Type": "application/timestamp-query", "User-Agent": "roomcheck"}
    )
    opener = urllib.request.build_opener(_NoRedirect)
    with opener.open(request, timeout=_SECONDS) as reply:
        data: bytes = reply.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError("its reply is too large")
    return data


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
