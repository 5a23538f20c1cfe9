"""What is heard: a line on how much, the list of flows, and the reasons of the one under the cursor."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from roomcheck.tui.hearing import Doing, Hearing
from roomcheck.tui.saying import Saying, saying_of
from roomcheck.tui.widgets import flows
from roomcheck.tui.widgets.flows import Flows, Pointed
from roomcheck.tui.widgets.told import Told


class Heard(Vertical):
    DEFAULT_CSS = """
    Heard { height: 1fr; }
    Heard #heard { padding: 0 1; background: $surface; text-style: bold; }
    Heard Flows { min-height: 4; }
    Heard #why { height: auto; max-height: 45%; padding: 0 1; border-top: solid $panel; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = self

    def compose(self) -> ComposeResult:
        yield Told(id="heard")
        yield Flows(id="flows")
        with VerticalScroll(id="why"):
            yield Static(id="reasons")

    def show(self, hearing: Hearing, missing: str) -> None:
        """Brings the list to what was heard; `missing` says what stands between this computer and listening, if so."""
        self.query_one("#heard", Told).tell(sentence_of(hearing, missing, saying_of(self)))
        if hearing.overheard is not self._shown:
            self._shown = hearing.overheard
            self.query_one(Flows).show(hearing.overheard.lines if hearing.overheard else ())
            self._explain()

    @on(Pointed)
    def _explain(self) -> None:
        line = self.query_one(Flows).line
        told = flows.told(line, saying_of(self)) if line is not None else Content("")
        self.query_one("#reasons", Static).update(told)


def sentence_of(hearing: Hearing, missing: str, saying: Saying) -> str:
    """What goes on, and how much was heard."""
    overheard, source, say = hearing.overheard, hearing.source, saying.say
    if overheard is None:
        if hearing.doing is not Doing.NOTHING:
            return say("Beginning …")
        if not missing:
            return f"{say('Nothing was heard yet.')} {say('Listen (l) or read a capture (f).')}"
        capture = say("A capture of another tool or telephone can be read (f).")
        return f"{say('Nothing was heard yet.')} {capture} {missing}"
    figures = " · ".join(
        (
            saying.many("{number} frame", "{number} frames", overheard.frames),
            saying.many("{number} network", "{number} networks", overheard.networks),
            saying.many("{number} station", "{number} stations", overheard.stations),
            f"{overheard.seconds:.0f} s",
        )
    )
    if hearing.doing is Doing.LISTENING:
        return say("Listening on {source}: {figures}", source=source, figures=figures)
    if hearing.reads:
        return say("Reading {source}: {figures}", source=source, figures=figures)
    return say("Heard on {source}: {figures}", source=source, figures=figures)
