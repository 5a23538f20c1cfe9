"""When a bundle existed, and who says so: by the authorities' clocks, and else by the device's own."""

import datetime as dt
import hashlib
from collections.abc import Sequence

import msgspec

from roomcheck.model.recording import Recording
from roomcheck.model.text import harmless
from roomcheck.seal import bag, timestamp
from roomcheck.seal.answers import Answer, Question, State
from roomcheck.seal.contained import Contained

TIMES = bag.RECORDING + "times/"
RECORDING_LARGEST = 1024 * 1024 * 1024
"""Bytes of a recording that are read."""
_TOLERANCE = dt.timedelta(seconds=60)


class _Said(msgspec.Struct, frozen=True):
    name: str
    stamped: timestamp.Stamped
    what: str


def answer_time(
    contained: Contained, recording: Recording | None, claimed: dt.datetime | None, trusted: Sequence[bytes]
) -> Answer:
    """Reads every timestamp of a bundle: of its list of files, and of the recording at some moment of the check."""
    said = [*_of_the_list(contained, trusted), *_of_the_recording(contained, trusted)]
    own = f"the device's own clock said {_shown(claimed)} when it was signed" if claimed else "no clock is named"
    if not said:
        return _answer(State.UNCHECKED, f"No authority was asked for a timestamp; {own}, and nobody confirms that.")
    broken = [one for one in said if not one.stamped.holds]
    if broken:
        details = tuple(f"{one.name}: {one.stamped.why}" for one in broken)
        return _answer(State.ALTERED, "A timestamp in the bundle does not hold.", details)
    details = tuple(_line(one) for one in said) + _clock(said, recording)
    first = min(said, key=_moment)
    sentence = f"{first.stamped.authority} states that {first.what} existed on {_shown(first.stamped.at)}; {own}."
    if all(one.stamped.traced for one in said):
        return _answer(State.HOLDS, sentence, details)
    return _answer(
        State.UNCHECKED,
        f"{sentence} Whether that authority is who it says cannot be told until you name a file with its certificate.",
        details,
    )


def _of_the_list(contained: Contained, trusted: Sequence[bytes]) -> list[_Said]:
    manifest = contained.read(bag.MANIFEST) or b""
    names = [name for name in contained.members if name.startswith("time-") and name.endswith(".tsr")]
    return [
        _Said(harmless(name), timestamp.check(manifest, contained.read(name) or b"", trusted), "the list of files")
        for name in sorted(names)
    ]


def _of_the_recording(contained: Contained, trusted: Sequence[bytes]) -> list[_Said]:
    """Timestamps of a head hash: each must name the hash of one line of the recording."""
    names = [name for name in contained.under(TIMES) if name.endswith(".tsr")]
    if not names:
        return []
    lines = (contained.read(bag.RECORDING + "recording.jsonl", RECORDING_LARGEST) or b"").split(b"\n")
    heads = {hashlib.sha256(line).hexdigest(): number for number, line in enumerate(lines) if line}
    said = []
    for name in names:
        stamped = timestamp.check_imprint(contained.read(name) or b"", None, trusted=trusted)
        if stamped.holds and stamped.imprint not in heads:
            stamped = msgspec.structs.replace(stamped, holds=False, why="it was made for another recording")
        what = f"the recording up to entry {heads.get(stamped.imprint, '')}"
        said.append(_Said(harmless(name), stamped, what))
    return said


def _clock(said: Sequence[_Said], recording: Recording | None) -> tuple[str, ...]:
    """A sentence where the device's clock cannot have been right: entries later than a timestamp that covers them."""
    whole = [one.stamped.at for one in said if one.what == "the list of files" and one.stamped.at]
    if recording is None or not whole:
        return ()
    try:
        last = dt.datetime.fromisoformat(recording.entries[-1].at)
    except ValueError:
        return ()
    last = last if last.tzinfo else last.replace(tzinfo=dt.UTC)
    if last - min(whole) <= _TOLERANCE:
        return ()
    ahead = round((last - min(whole)).total_seconds())
    return (f"The device's clock ran at least {ahead} seconds ahead: its last entry is later than the timestamp.",)


def _line(one: _Said) -> str:
    traced = "traced to a certificate that you named" if one.stamped.traced else "not traced"
    return f"{one.name}: {one.what}, {_shown(one.stamped.at)}, {one.stamped.authority} ({traced})"


def _moment(one: _Said) -> dt.datetime:
    return one.stamped.at or dt.datetime.max.replace(tzinfo=dt.UTC)


def _shown(at: dt.datetime | None) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S UTC") if at else "an unknown day"


def _answer(state: State, sentence: str, details: tuple[str, ...] = ()) -> Answer:
    return Answer(question=Question.TIME, state=state, sentence=sentence, details=details, essential=False)
