"""Devices that the person marked, kept for the next visit, with who said so.

A device of one's own is known everywhere; one that a listing discloses, only on the network of that place.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from roomcheck.app.files import put
from roomcheck.model.assessment import Assessment, Finding
from roomcheck.model.entry import Mark

MOST: Final = 2_000
"""Marked devices that are kept; the newest."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """One mark that outlives its check."""

    mac: str
    mark: str
    """`known` or `disclosed`."""
    said_by: str
    text: str = ""
    at: str
    place: str = ""
    """The network where it was said, as `place_of` names it."""


def place_of(assessment: Assessment) -> str:
    """The network of a check in one word: its access point, else its subnets and gateway."""
    network = assessment.network
    if bssid := network.get("bssid"):
        return str(bssid)
    return " ".join([*map(str, network.get("subnets") or ()), str(network.get("gateway4") or "")]).strip()


def load(file: Path) -> tuple[Known, ...]:
    """What is kept. Nothing, where there is no such file or it cannot be read as one."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=tuple[Known, ...])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return ()


def keep(file: Path, assessment: Assessment, finding: Finding, mark: Mark, at: str) -> None:
    """Keeps a mark for the next visit; `unmarked` forgets it. A private address is not kept: it will be another.

    Raises RecordingError where it cannot be written.
    """
    mac, place = finding.addresses.mac, place_of(assessment)
    if mac is None or finding.private_address:
        return
    others = [each for each in load(file) if each.mac != mac or (each.mark == "disclosed" and each.place != place)]
    if mark.mark != "unmarked":
        others.append(Known(mac=mac, mark=mark.mark, said_by=mark.said_by, text=mark.text, at=at, place=place))
    put(file, msgspec.json.format(msgspec.json.encode(others[-MOST:]), indent=2) + b"\n")


def recall(assessment: Assessment, kept: tuple[Known, ...]) -> Iterator[Mark]:
    """The marks of earlier visits that hold for devices of this check which are not marked in it yet."""
    here = place_of(assessment)
    of = {each.mac: each for each in kept if each.mark == "known" or each.place == here}
    for finding in assessment.devices:
        said = of.get(finding.addresses.mac or "")
        if said is not None and not finding.known and finding.marked_by is None and finding.disclosed is not True:
            yield Mark(device=finding.id, mark=said.mark, said_by=said.said_by, text=f"said on {said.at[:10]}")
