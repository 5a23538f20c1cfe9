"""A verification in words for people, and as one document for programs."""

from typing import Final

import msgspec

from roomcheck.model.text import harmless
from roomcheck.seal.answers import State, Verification
from roomcheck.seal.key import spoken
from roomcheck.seal.recheck import shown

_SUMMARY: Final = {
    State.HOLDS: "The bundle holds.",
    State.ALTERED: "The bundle was altered.",
    State.UNCHECKED: "The bundle cannot be checked completely.",
}


class _Document(msgspec.Struct, frozen=True):
    schema: str
    state: State
    verification: Verification


def to_json(found: Verification) -> bytes:
    """The one document of `roomcheck verify --json`: UTF-8, indented by two, a final line end."""
    document = _Document("roomcheck.verification/1", found.state, found)
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def lines(found: Verification) -> list[str]:
    """Every answer with its particulars, then what they come to. Nothing in it is obeyed by a terminal."""
    said = [f"Bundle   {harmless(found.bundle)}", f"SHA-256  {spoken(found.sha256)}", ""]
    for answer in found.answers:
        said += [answer.question.value, f"  {answer.state.value}: {answer.sentence}"]
        said += [f"    {detail}" for detail in answer.details]
    if found.changes:
        said += ["", "With the signatures of this installation:", *(f"    {shown(change)}" for change in found.changes)]
    return [*said, "", _SUMMARY[found.state]]
