"""Progress by means of looking: how many were asked, and how many answered; then what was not examined, and why."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from roomcheck.model.text import harmless
from roomcheck.tui.saying import saying_of
from roomcheck.tui.session import Session, State
from roomcheck.tui.widgets.told import Told


class Probes(VerticalScroll):
    """A column beside the list of devices."""

    DEFAULT_CSS = """
    Probes { width: 44; height: 1fr; border-left: solid $panel; padding: 0 1; scrollbar-size-vertical: 1; }
    """

    def compose(self) -> ComposeResult:
        yield Told(id="probes")

    def show(self, session: Session) -> None:
        if not self.display:
            return
        saying = saying_of(self)
        assessment, progress = session.assessment, session.progress
        lines = [saying.say("Asked and answered")]
        over = session.state is State.OVER and assessment is not None
        if over and assessment is not None and assessment.coverage.checked:
            rows = [(each.via, each.asked, each.answered) for each in assessment.coverage.checked]
        else:
            rows = list(progress.probes) if progress else []
        lines += [f"{answered:4} / {asked:<5} {harmless(saying.via(via), 30)}" for via, asked, answered in rows]
        if over and assessment is not None:
            if assessment.coverage.not_examined:
                lines += ["", saying.say("Not examined, and why")]
                for each in assessment.coverage.not_examined:
                    lines.append(f"· {saying.via(each.via)}: {saying.statement(each.statement)}")
            if assessment.coverage.next_steps:
                lines += ["", saying.say("What would show more")]
                lines += [f"· {saying.statement(each)}" for each in assessment.coverage.next_steps]
        self.query_one("#probes", Told).tell("\n".join(lines))
