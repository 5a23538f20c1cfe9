"""The state of the check at a glance: one honest sentence, coverage, and how far it is."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import ProgressBar

from roomcheck.assess import sentences
from roomcheck.model.assessment import Assessment
from roomcheck.model.vocabulary import Verdict
from roomcheck.tui.saying import SYMBOLS, Saying, saying_of
from roomcheck.tui.session import Session, State, Steps
from roomcheck.tui.widgets.told import Told
from roomcheck.words import terms


class RoomState(Vertical):
    """Shows what a session knows of the room as a whole."""

    DEFAULT_CSS = """
    RoomState { height: auto; padding: 0 1; background: $surface; }
    RoomState #sentence { text-style: bold; }
    RoomState #coverage { color: $text-muted; }
    RoomState #far { color: $text-muted; height: 1; }
    RoomState ProgressBar { height: 1; width: 100%; }
    RoomState ProgressBar Bar { width: 1fr; }
    """

    def compose(self) -> ComposeResult:
        yield Told(id="sentence")
        yield Told(id="coverage")
        yield Told(id="far", one_line=True)
        yield ProgressBar(show_eta=False, show_percentage=False)

    def show(self, session: Session) -> None:
        saying = saying_of(self)
        self.query_one("#sentence", Told).tell(sentence_of(session, saying))
        self.query_one("#coverage", Told).tell(coverage_of(session, saying))
        looking = session.state is State.LOOKING
        far, bar = self.query_one("#far", Told), self.query_one(ProgressBar)
        far.display = bar.display = looking and session.progress is not None
        if looking and session.progress is not None:
            far.tell(far_of(session.progress, saying))
            bar.update(total=100.0, progress=_share(session.progress))


def sentence_of(session: Session, saying: Saying) -> str:
    """What may be said of the room now. While the check runs, nothing comforting."""
    assessment = session.assessment
    if session.state is State.EMPTY:
        return saying.say("No check has been made or opened yet.")
    if assessment is None:
        return saying.say("The check is starting.")
    found = assessment.counts["camera"] + assessment.counts["suspect"]
    if session.state is State.LOOKING and not found:
        return saying.say("The check is running. So far nothing said that it is a camera; that means nothing yet.")
    return saying.statement(assessment.summary_statement, assessment.summary)


def coverage_of(session: Session, saying: Saying) -> str:
    """The coverage in a line, and the sentence that stands under every list of devices."""
    assessment = session.assessment
    if assessment is None:
        return ""
    not_here = saying.say(sentences.NOT_IN_THIS_ROOM)
    if session.state is State.LOOKING:
        return not_here
    level = terms.level(saying.words, assessment.coverage.level)
    told = saying.say("Coverage: {level}.", level=level)
    return f"{not_here} {told} {saying.statement(assessment.coverage.statement, assessment.coverage.sentence)}"


def far_of(progress: Steps, saying: Saying) -> str:
    """How far the check is, and the most that it may still take."""
    left = max(progress.most - progress.seconds, 0.0)
    asked = saying.many("{number} question asked", "{number} questions asked", progress.done)
    opened = saying.say("{open} open", open=progress.open)
    most = saying.many("at most {number} second left", "at most {number} seconds left", round(left))
    return f"{asked}, {opened}, {most}"


def _share(progress: Steps) -> float:
    """How much is done, in hundredths: of the questions known so far, and never less than of the time."""
    questions = progress.done + progress.open
    of_questions = 100.0 * progress.done / questions if questions else 0.0
    return min(max(0.9 * of_questions, 100.0 * progress.seconds / max(progress.most, 0.1)), 100.0)


def counts_of(assessment: Assessment, saying: Saying) -> str:
    """How many devices have which verdict."""
    return "   ".join(
        f"{SYMBOLS[verdict]} {assessment.counts[verdict.value]} {saying.verdict(verdict)}" for verdict in Verdict
    )
