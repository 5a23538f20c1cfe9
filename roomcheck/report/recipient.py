"""For whom a report is, and how much of each device that recipient may read."""

from enum import IntEnum, StrEnum
from typing import Final

import msgspec

from roomcheck.model.errors import UsageError
from roomcheck.words import msg


class Recipient(StrEnum):
    GUEST = "guest"
    HOST = "host"
    PLATFORM = "platform"
    POLICE = "police"
    INVESTIGATOR = "investigator"


class Disclosure(IntEnum):
    """How much of a device is told."""

    OMITTED = 0
    """Counted only."""
    LOW = 1
    """Addresses without their last part, no names."""
    PARTIAL = 2
    """As LOW, but with the IPv4 address."""
    FULL = 3


class Masking(msgspec.Struct, frozen=True, kw_only=True):
    """What one recipient is told, by class of device, and the sentences that say so in the report.

    The letter to the host holds no result, and not even a sentence that there is one.
    """

    found: Disclosure
    """Cameras and suspects, and the network's own gateway."""
    personal: Disclosure
    """Telephones, computers and the like, and unresolved devices with a private address: perhaps other guests'."""
    other: Disclosure
    reasoning: bool
    """Whether the trees of why, with the bytes that were seen, are kept in the data."""
    sentences: tuple[str, ...]


_SECRETS: Final = msg("Passwords, keys and cookies are removed wherever they might appear.")
_PERSONAL: Final = msg(
    "Telephones, computers and devices that may belong to other people: the end of the hardware address, IPv6 "
    "addresses and names are masked."
)

MASKING: Final = {
    Recipient.GUEST: Masking(
        found=Disclosure.FULL,
        personal=Disclosure.PARTIAL,
        other=Disclosure.FULL,
        reasoning=True,
        sentences=(_PERSONAL, _SECRETS),
    ),
    Recipient.INVESTIGATOR: Masking(
        found=Disclosure.FULL,
        personal=Disclosure.PARTIAL,
        other=Disclosure.FULL,
        reasoning=True,
        sentences=(_PERSONAL, _SECRETS),
    ),
    Recipient.POLICE: Masking(
        found=Disclosure.FULL,
        personal=Disclosure.PARTIAL,
        other=Disclosure.PARTIAL,
        reasoning=True,
        sentences=(
            msg(
                "Devices that are neither cameras nor suspects: the end of the hardware address, IPv6 addresses and "
                "names are masked. The recording holds them in full, for an authority that asks for it."
            ),
            _SECRETS,
        ),
    ),
    Recipient.PLATFORM: Masking(
        found=Disclosure.LOW,
        personal=Disclosure.OMITTED,
        other=Disclosure.OMITTED,
        reasoning=False,
        sentences=(
            msg("Cameras and suspects: the end of every address, and names, are masked."),
            msg("All other devices are left out; only their number is given."),
            msg("Notes of the guest and the bytes that devices sent are left out."),
            _SECRETS,
        ),
    ),
    Recipient.HOST: Masking(
        found=Disclosure.OMITTED,
        personal=Disclosure.OMITTED,
        other=Disclosure.OMITTED,
        reasoning=False,
        sentences=(),
    ),
}


def recipient_of(name: str) -> Recipient:
    """The recipient of that name; UsageError for any other."""
    try:
        return Recipient(name)
    except ValueError:
        raise UsageError(
            f"There is no report for “{name[:20]}”.", "Choose one of: " + ", ".join(Recipient) + "."
        ) from None
