"""A verification as lines of plain text, for a terminal and for a file."""

from typing import Final

from roomcheck.model.text import harmless
from roomcheck.seal.answers import State, Verification
from roomcheck.seal.key import spoken
from roomcheck.seal.recheck import shown

_SUMMARY: Final = {
    State.HOLDS: "The bundle holds.",
    State.ALTERED: "The bundle was altered.",
    State.UNCHECKED: "The bundle cannot be checked completely.",
}


def lines(found: Verification) -> list[str]:
    """Every answer with its particulars, then what they come to. Nothing in it is obeyed by a terminal."""
    said = [f"Bundle   {harmless(found.bundle)}", f"SHA-256  {spoken(found.sha256)}", ""]
    for answer in found.answers:
        said += [answer.question.value, f"  {answer.state.value}: {answer.sentence}"]
        said += [f"    {detail}" for detail in answer.details]
    if found.changes:
        said += ["", "With the signatures of this installation:", *(f"    {shown(change)}" for change in found.changes)]
    return [*said, "", _SUMMARY[found.state]]
