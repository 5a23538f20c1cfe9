"""The few messages of nl80211 (Linux's 802.11 configuration, over generic netlink) that change a monitor's channel.

Numbers are those of linux/nl80211.h, linux/genetlink.h and linux/netlink.h. Bytes only; odd answers never raise.
"""

import struct
from typing import Final

from roomcheck.net import netlink

_GENERIC_CONTROL: Final = 0x10
"""GENL_ID_CTRL"""
_GET_FAMILY: Final = 3
"""CTRL_CMD_GETFAMILY"""
_FAMILY_ID: Final = 1
_FAMILY_NAME: Final = 2
"""CTRL_ATTR_FAMILY_ID and CTRL_ATTR_FAMILY_NAME"""
_ASKED: Final = 0x05
"""NLM_F_REQUEST | NLM_F_ACK"""
_ERROR: Final = 2
"""NLMSG_ERROR, which is the acknowledgement too"""

SET_CHANNEL: Final = 65
"""NL80211_CMD_SET_CHANNEL: "When a monitor interface is given, it can only switch channel while no other interfaces
are operating\""""
_INTERFACE: Final = 3
"""NL80211_ATTR_IFINDEX"""
_FREQUENCY: Final = 38
"""NL80211_ATTR_WIPHY_FREQ, of the primary channel, in MHz"""
_WIDTH: Final = 159
"""NL80211_ATTR_CHANNEL_WIDTH"""
_CENTRE: Final = 160
"""NL80211_ATTR_CENTER_FREQ1, of the whole width, in MHz"""
WIDTHS: Final = {20: 1, 80: 3}
"""NL80211_CHAN_WIDTH_20 and _80, by MHz"""
PLAIN: Final = 0
"""NL80211_CHAN_WIDTH_20_NOHT: 20 MHz of an adapter that knows nothing newer than 802.11g"""


def family_request(sequence: int, name: str = "nl80211") -> bytes:
    """Asks the kernel for the number of a family."""
    return _message(_GENERIC_CONTROL, _GET_FAMILY, _attribute(_FAMILY_NAME, name.encode() + b"\0"), sequence)


def family_of(answer: bytes) -> int | None:
    """The number in the kernel's answer; None where it knows no such family."""
    for kind, body in netlink.messages(answer):
        if kind == _GENERIC_CONTROL:
            for attribute, value in netlink.attributes(body[4:]):
                if attribute == _FAMILY_ID and len(value) >= 2:
                    return int(struct.unpack_from("=H", value)[0])
    return None


def channel_requests(family: int, interface: int, frequency: int, sequence: int) -> tuple[bytes, ...]:
    """What sets a monitor interface to a channel: the widest first, for a receiver hears nothing that is wider.

    To be sent one after the other until one is accepted. `frequency` is the primary channel's, in MHz.
    """
    wide = centre_of_80(frequency)
    choices = [(WIDTHS[80], wide)] if wide else []
    choices += [(WIDTHS[20], frequency), (PLAIN, frequency)]
    requests = []
    for number, (width, centre) in enumerate(choices):
        pairs = ((_INTERFACE, interface), (_FREQUENCY, frequency), (_WIDTH, width), (_CENTRE, centre))
        attributes = b"".join(_attribute(kind, struct.pack("=I", value)) for kind, value in pairs)
        requests.append(_message(family, SET_CHANNEL, attributes, sequence + number))
    return tuple(requests)


def centre_of_80(frequency: int) -> int | None:
    """The centre of the 80 MHz channel that a 20 MHz channel belongs to; None at 2.4 GHz and where there is none.

    IEEE 802.11-2020, annex E, operating classes 128 and 133.
    """
    for first, blocks in ((5180, 2), (5500, 3), (5745, 2), (5955, 14)):
        block, within = divmod(frequency - first, 80)
        if 0 <= block < blocks and within % 20 == 0:
            return first + 80 * block + 30
    return None


def accepted(answer: bytes, sequence: int) -> bool | None:
    """Whether the kernel did what the message of that number asked; None where the answer is to another one."""
    at = 0
    while at + 20 <= len(answer):
        length, kind, _, number, _, code = struct.unpack_from("=IHHIIi", answer, at)
        if kind == _ERROR and number == sequence:
            return bool(code == 0)
        if length < 16:
            break
        at += (length + 3) & ~3
    return None


def _attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("=HH", 4 + len(value), kind) + value + bytes(-len(value) % 4)


def _message(kind: int, command: int, attributes: bytes, sequence: int) -> bytes:
    body = struct.pack("=BBH", command, 1, 0) + attributes
    return struct.pack("=IHHII", 16 + len(body), kind, _ASKED, sequence, 0) + body
