"""What a verification answers: one record for each question, and what they come to."""

from enum import StrEnum

import msgspec

from roomcheck.model.errors import Exit


class State(StrEnum):
    HOLDS = "holds"
    ALTERED = "altered"
    UNCHECKED = "cannot be checked"


class Question(StrEnum):
    INTACT = "Is every file as it was when it was sealed?"
    SIGNATURE = "Which key signed it?"
    TIME = "When did it exist, and who says so?"
    RECORDING = "Is the recording one unbroken chain?"
    ATTACHMENTS = "Are the added files those that the recording names?"
    ASSESSMENT = "Do the findings follow from the recording?"
    LIBRARY = "Are the signatures those of a known release?"
    REPORT = "Is the report's own signature whole?"
    CUSTODY = "What happened to it since it was sealed?"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One question, its answer in a word and in a plain sentence, and the particulars.

    Where `essential`, the whole bundle cannot be called whole as long as this cannot be checked.
    """

    question: Question
    state: State
    sentence: str
    details: tuple[str, ...] = ()
    essential: bool = True


class What(StrEnum):
    ALTERED = "altered"
    MISSING = "missing"
    ADDED = "added"
    RENAMED = "renamed"
    SWAPPED = "swapped"
    FORM = "form"


class Difference(msgspec.Struct, frozen=True):
    """One file or place of the bundle that is not as it was sealed."""

    name: str
    what: What
    detail: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A device of which another version of the signatures says something else; None where it is not named at all."""

    device: str
    was: str | None
    now: str | None
    why: tuple[str, ...] = ()


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """The answers on one bundle. `changes` compares with the signatures of the one who verifies.

    The custody file lies beside a bundle and is no part of it: its answer does not enter into `state`.
    """

    bundle: str
    sha256: str
    size: int
    answers: tuple[Answer, ...]
    differences: tuple[Difference, ...] = ()
    changes: tuple[Change, ...] = ()
    head: str | None = None
    fingerprint: str | None = None

    @property
    def state(self) -> State:
        own = [answer for answer in self.answers if answer.question is not Question.CUSTODY]
        if any(answer.state is State.ALTERED for answer in own):
            return State.ALTERED
        if any(answer.essential and answer.state is State.UNCHECKED for answer in own):
            return State.UNCHECKED
        return State.HOLDS

    @property
    def exit(self) -> Exit:
        """0 holds, 3 altered, 4 cannot be checked."""
        return {
            State.HOLDS: Exit.DONE, State.ALTERED: Exit.FOUND, State.UNCHECKED: Exit.TOO_LITTLE_COVERAGE,
        }[self.state]

    def answer(self, question: Question) -> Answer | None:
        """The answer to `question`, None where it did not arise."""
        return next((answer for answer in self.answers if answer.question is question), None)
