"""Seal a check into a bundle, and verify a bundle."""

import getpass
from collections.abc import Sequence
from pathlib import Path

import msgspec

from roomcheck import __version__
from roomcheck.app.again import assess_again
from roomcheck.app.files import put
from roomcheck.app.findings import write_findings
from roomcheck.app.reporting import document_of, name_of, render, reports_in
from roomcheck.assess.assessor import assess
from roomcheck.match import library as libraries
from roomcheck.match.library import Library
from roomcheck.model.assessment import to_json
from roomcheck.model.errors import RecordingError
from roomcheck.net.authority import post
from roomcheck.net.clock import SystemClock
from roomcheck.recording import chain, journal
from roomcheck.seal import custody
from roomcheck.seal.answers import Verification
from roomcheck.seal.bundle import Sealed, Time, seal, usual_place
from roomcheck.seal.contents import Contents
from roomcheck.seal.key import open_key
from roomcheck.seal.stamping import HeadStamped, stamp_head
from roomcheck.seal.verify import Expected, verify


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What the person wants of a seal: the report that goes in, and who is asked for a timestamp."""

    recipient: str = "police"
    language: str = "en"
    country: str = "ZZ"
    platform: str = "generic"
    authorities: tuple[str, ...] = ()
    output: Path | None = None


def seal_check(place: Path, library: Library, wish: Wish) -> Sealed:
    """Seals the check in folder `place`: findings and report made anew, custody noted, everything in one file.

    Reports that were made before go in too, as they are. The custody entry makes the head of the recording another; the
    one that was known before is still that of all entries up to there.

    Raises RecordingError, ChainBroken, UsageError or SealFailed; then no bundle was written, or the old one stands.
    """
    if not place.is_dir():
        raise RecordingError(f"{place} is not the folder of a check.", "Give the folder that `roomcheck scan` made.")
    key = open_key()
    who = _who()
    with journal.reopen(place, SystemClock().now) as recording:
        recording.append(custody.sealed(who, key.fingerprint))
    _, assessment = assess_again(place, library)
    write_findings(place, assessment, library, wish.language)
    document = document_of(
        place, library, recipient=wish.recipient, language=wish.language, country=wish.country, platform=wish.platform
    )
    put(place / name_of(wish.recipient, wish.language), render(document, "pdf"))
    output = wish.output or usual_place(place, assessment.recording.head)
    sealed = seal(
        Contents(recording=place, signatures=libraries.folder(), reports=reports_in(place)), output, key,
        engine=__version__,
        time=Time(wish.authorities, post) if wish.authorities else None,
    )
    custody.note(sealed.path, "sealed", who, at=SystemClock().now())
    return sealed


def stamp_check(place: Path, authorities: Sequence[str]) -> HeadStamped:
    """Asks authorities for a timestamp of the head hash, and keeps their replies beside the recording."""
    head = chain.read(place).head
    return stamp_head(chain.path_of(place).parent, head, authorities, post)


def verify_bundle(
    bundle: Path, *, key: str | None = None, head: str | None = None, authorities: Sequence[Path] = ()
) -> Verification:
    """Answers every question on a bundle, offline. Raises BundleError where it is none."""
    expected = Expected(key=key, head=head, authorities=tuple(path.read_bytes() for path in authorities))
    return verify(bundle, expected=expected, reassess=_reassess, current=libraries.folder())


def _reassess(recording: Path, signatures: Path) -> bytes:
    return to_json(assess(chain.read(recording), libraries.load(signatures)))


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
