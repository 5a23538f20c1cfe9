"""What the person chose before a check begins."""

from pathlib import Path
from typing import Final

import msgspec

from roomcheck.model.vocabulary import Profile


class Limits(msgspec.Struct, frozen=True):
    """A profile in seconds: the most a check may take, and the least it listens."""

    most: float
    listen: float


PROFILES: Final = {
    Profile.QUICK: Limits(most=10.0, listen=0.0),
    Profile.STANDARD: Limits(most=120.0, listen=4.0),
    Profile.THOROUGH: Limits(most=900.0, listen=30.0),
}


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """One check of one place."""

    folder: Path
    """Where the recording and the findings go; it must hold no recording yet, unless the check is resumed."""
    resume: bool = False
    """Go on with the recording in `folder`: everything in it is taken in, and asked again where it was asked."""
    profile: Profile = Profile.STANDARD
    listen_for: float | None = None
    """Seconds of listening alone: nothing is sent then."""
    pace_per_s: int | None = None
    capture: bool = True
    """Whether the capture program may be started, where there is permission."""
    large: bool = False
    """The person agreed to check a network larger than a /22."""
    listing: str | None = None
    room: str | None = None
    person: str | None = None
