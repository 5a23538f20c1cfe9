"""A timestamp of the head hash at the end of a check, before anything is sealed."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from roomcheck.model.errors import SealFailed
from roomcheck.seal import timestamp
from roomcheck.seal.atomic import replacing

FOLDER = "times"


class HeadStamped(msgspec.Struct, frozen=True):
    """The timestamp that was kept, None where no authority gave one, and who refused."""

    path: Path | None
    refusals: tuple[timestamp.Refusal, ...]


def stamp_head(
    recording: Path, head: str, authorities: Sequence[str], transport: timestamp.Transport
) -> HeadStamped:
    """Has `head` timestamped by the first authority that answers, and keeps the reply in the folder of the check.

    The head hash is itself the imprint, so the timestamp covers every entry up to the one that it is the hash of.
    Raises SealFailed where the reply cannot be written.
    """
    stamps, refusals = timestamp.ask(bytes.fromhex(head), authorities, transport)
    if not stamps:
        return HeadStamped(None, refusals)
    place = recording / FOLDER / f"{head[:16]}.tsr"
    try:
        place.parent.mkdir(mode=0o700, exist_ok=True)
        with replacing(place) as file:
            file.write(stamps[0].reply)
    except OSError as error:
        raise SealFailed(
            f"The timestamp {place} cannot be written ({(error.strerror or str(error)).lower()}).",
            "Check the rights of the folder; the recording is as it was.",
        ) from error
    return HeadStamped(place, refusals)
