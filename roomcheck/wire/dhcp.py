"""DHCP messages, dissected by dpkt: how a host introduces itself (RFC 2131, RFC 2132, RFC 4702)."""

import msgspec

from roomcheck.model.addresses import mac_of_bytes
from roomcheck.model.text import decode

_HOSTNAME, _REQUESTED, _PARAMS, _VENDOR, _FQDN = 12, 50, 55, 60, 81
_BOOTREQUEST = 1


class Dhcp(msgspec.Struct, frozen=True):
    """`request` is false for a server's answer, which tells nothing of the client's kind."""

    request: bool
    mac: str | None
    ip: str | None
    """The address that the client has or asks for."""
    hostname: str = ""
    vendor_class: str = ""
    param_list: str = ""
    """`1,3,6,15`"""


def parse_dhcp(data: bytes) -> Dhcp | None:
    """Any bytes as a DHCP message; None where it is none."""
    from dpkt import dhcp as dpkt_dhcp  # noqa: PLC0415  dpkt brings all its protocols

    try:
        message = dpkt_dhcp.DHCP(data)
        options = {int(code): bytes(value) for code, value in reversed(message.opts)}
        address, hardware = int(message.ciaddr), bytes(message.chaddr)[:6]
        request = message.op == _BOOTREQUEST and message.magic == dpkt_dhcp.DHCP_MAGIC
    except Exception:  # noqa: BLE001 - dpkt raises its own, struct's and index errors on hostile bytes
        return None
    packed = address.to_bytes(4, "big") if address else options.get(_REQUESTED, b"")
    qualified = options.get(_FQDN, b"")
    name = options.get(_HOSTNAME, b"") or (b"" if qualified[:1] and qualified[0] & 4 else qualified[3:])
    return Dhcp(
        request=request,
        mac=mac_of_bytes(hardware),
        ip=".".join(str(byte) for byte in packed) if len(packed) == 4 and any(packed) else None,
        hostname=decode(name).strip("\0 "),
        vendor_class=decode(options.get(_VENDOR, b"")).strip("\0 "),
        param_list=",".join(str(code) for code in options.get(_PARAMS, b"")),
    )
