"""Report: what to do now, and a document for whom it is meant; what goes in, what is masked, save, seal."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar, Final

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Label, Select, Static, TabbedContent, TabPane

from roomcheck.model.errors import RoomcheckError
from roomcheck.model.text import harmless
from roomcheck.tui.screens.view import View
from roomcheck.tui.session import State
from roomcheck.words import LANGUAGES, msg

RECIPIENTS: Final = (
    ("guest", msg("for yourself")),
    ("police", msg("for the police")),
    ("platform", msg("for the booking platform")),
    ("host", msg("for the host (asks, and tells nothing)")),
    ("investigator", msg("for an investigator")),
)
_PLATFORMS: Final = (
    ("generic", msg("another platform")),
    ("airbnb", "Airbnb"),
    ("booking", "Booking.com"),
    ("vrbo", "Vrbo"),
)


class Wanted(msgspec.Struct, frozen=True):
    """Which document the person wants to see."""

    recipient: str
    language: str
    country: str
    platform: str


class Composed(Message):
    """A document was made ready: what it says, what it holds, what it masks, and what to do now."""

    def __init__(self, wanted: Wanted, preview: Content, contents: Content, steps: Content) -> None:
        super().__init__()
        self.wanted, self.preview, self.contents, self.steps = wanted, preview, contents, steps


class Written(Message):
    """A file was written; `lines` say what the person needs to know of it."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__()
        self.lines = lines


class ReportScreen(View):
    STEP = "report"
    ABOUT: ClassVar[tuple[str, ...]] = (
        msg("What to do now stands first, in the order of the country. It changes with what was found."),
        msg(
            "Choose for whom the report is. Each recipient reads another report of the same facts, and "
            "less or more of other people's devices."
        ),
        msg(
            "Save writes a PDF that is signed with a key of this computer. The signature shows that "
            "nothing was changed; it does not show who you are."
        ),
        msg(
            "Seal puts the recording, the photographs and the report into one file. Keep a copy outside "
            "the room, and write down the head of the recording."
        ),
        msg("To check a sealed file: roomcheck verify FILE."),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "save", msg("Save as PDF")),
        Binding("e", "seal", msg("Seal")),
    ]
    DEFAULT_CSS = """
    ReportScreen #form {
        height: auto; padding: 0 1; background: $surface; layout: grid; grid-size: 2; grid-gutter: 0 1; grid-rows: 1;
    }
    ReportScreen #form Horizontal { height: 1; }
    ReportScreen #form Label { width: 11; color: $text-muted; }
    ReportScreen #form Select { width: 1fr; }
    ReportScreen.-narrow #form { grid-size: 1; }
    ReportScreen TabbedContent { height: 1fr; }
    ReportScreen TabPane { padding: 0; height: 1fr; }
    ReportScreen VerticalScroll { padding: 0 1; }
    ReportScreen #go { height: 1; padding: 0 1; background: $surface; }
    ReportScreen #go Button { margin-right: 2; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-normal")]  # noqa: RUF012  as Textual declares it

    def __init__(self) -> None:
        super().__init__()
        self._composed: tuple[Wanted, str] | None = None

    def body(self) -> ComposeResult:
        from roomcheck.report.countries import countries

        say = self.saying.say
        language = self.saying.language
        lands = sorted((harmless(getattr(each.name, language), 40), each.code) for each in countries())
        lands.sort(key=lambda each: each[1] != "ZZ")
        with Horizontal(id="form"):
            yield from _choice("recipient", say("Report"), [(say(title), key) for key, title in RECIPIENTS], "guest")
            yield from _choice("country", say("Country"), lands, "ZZ")
            yield from _choice(
                "language", say("Language"), [(name, code) for code, name in LANGUAGES.items()], language
            )
            yield from _choice("platform", say("Platform"), [(say(title), key) for key, title in _PLATFORMS], "generic")
        with TabbedContent(id="tabs"):
            with TabPane(Content(say("What to do now")), id="steps-pane"), VerticalScroll():
                yield Static(id="steps")
            with TabPane(Content(say("Preview")), id="preview-pane"), VerticalScroll():
                yield Static(id="preview")
            with TabPane(Content(say("What goes in")), id="contents-pane"), VerticalScroll():
                yield Static(id="contents")
            with TabPane(Content(say("Files")), id="files-pane"), VerticalScroll():
                yield Static(id="files")
        with Horizontal(id="go"):
            yield Button(say("Save as PDF"), id="save", compact=True)
            yield Button(say("Seal"), id="seal", variant="primary", compact=True)

    def on_mount(self) -> None:
        self.query_one("#files", Static).update(Content(self.saying.say("Nothing was written yet.")))
        self.query_one("#recipient", Select).focus()

    def show(self) -> None:
        if not self.is_mounted:
            return
        session, say = self.session, self.saying.say
        ready = session.state is State.OVER and session.assessment is not None
        for name in ("#save", "#seal"):
            self.query_one(name, Button).disabled = not ready
        if not ready:
            waiting = (
                say("The report can be made when the check has ended.")
                if session.state is State.LOOKING
                else say("Start or open a check first.")
            )
            for name in ("#steps", "#preview", "#contents"):
                self.query_one(name, Static).update(Content(waiting))
            self._composed = None
            return
        assert session.assessment is not None
        wanted = self._wanted()
        key = (wanted, session.assessment.recording.head)
        if key != self._composed:
            self._composed = key
            self.run_worker(partial(self._make, wanted), thread=True, exclusive=True, exit_on_error=False)

    @on(Select.Changed)
    def _choose(self, event: Select.Changed) -> None:
        event.stop()
        self.show()

    def _wanted(self) -> Wanted:
        return Wanted(*(str(self.query_one(f"#{name}", Select).value) for name in Wanted.__struct_fields__))

    def _make(self, wanted: Wanted) -> None:
        """In a worker: makes the document and the steps ready, as text."""
        from roomcheck.app.reporting import document_of
        from roomcheck.report.countries import country_of
        from roomcheck.report.parts.steps import next_section
        from roomcheck.report.phrasing import Writer
        from roomcheck.report.recipient import MASKING, recipient_of
        from roomcheck.tui.widgets.document import body_of, content_of, titles_of

        session, saying = self.session, self.saying
        library = self.home.loaded.library()
        assert session.folder is not None
        assert session.assessment is not None
        try:
            document = document_of(
                session.folder,
                library,
                recipient=wanted.recipient,
                language=wanted.language,
                country=wanted.country,
                platform=wanted.platform,
            )
        except RoomcheckError as trouble:
            self.app.call_from_thread(self.tell_trouble, trouble)
            return
        writer = Writer(saying.words, library.vocabulary, "UTC", lambda text: text)
        steps = body_of(next_section(country_of(wanted.country), session.assessment, writer))
        masked = [saying.say(each) for each in MASKING[recipient_of(wanted.recipient)].sentences]
        parts = [
            Content.styled(saying.say("What is masked"), "bold underline"),
            *(Content(f"· {each}") for each in masked),
            Content(""),
            Content.styled(saying.say("What goes in"), "bold underline"),
            Content(f"· {harmless(document.title, 300)}"),
            *(Content(f"· {title}") for title in titles_of(document)),
        ]
        if wanted.language == "ar":
            preview = Content(saying.say("A terminal cannot show Arabic as it is written. The saved page does."))
        else:
            preview = content_of(document)
        self.post_message(Composed(wanted, preview, Content("\n").join(parts), steps))

    def on_composed(self, message: Composed) -> None:
        message.stop()
        if message.wanted == self._wanted():
            self.query_one("#steps", Static).update(message.steps)
            self.query_one("#preview", Static).update(message.preview)
            self.query_one("#contents", Static).update(message.contents)

    @on(Button.Pressed, "#save")
    def _save_pressed(self) -> None:
        self.action_save()

    @on(Button.Pressed, "#seal")
    def _seal_pressed(self) -> None:
        self.action_seal()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Nothing can be written before a check has ended."""
        return self.session.state is State.OVER if action in ("save", "seal") else True

    def action_save(self) -> None:
        self._write(self._save)

    def action_seal(self) -> None:
        self._write(self._seal)

    def _write(self, work: Callable[[Path, Wanted], tuple[str, ...]]) -> None:
        folder = self.session.folder
        if folder is None or self.session.state is not State.OVER:
            return
        self.query_one("#tabs", TabbedContent).active = "files-pane"
        self.query_one("#files", Static).update(Content(self.saying.say("Writing …")))
        attempt = partial(self._attempt, work, folder, self._wanted())
        self.run_worker(attempt, thread=True, group="writing", exclusive=True, exit_on_error=False)

    def _attempt(self, work: Callable[[Path, Wanted], tuple[str, ...]], folder: Path, wanted: Wanted) -> None:
        try:
            lines = work(folder, wanted)
        except RoomcheckError as trouble:
            lines = (f"{trouble.happened} {trouble.advice}",)
        self.post_message(Written(lines))

    def _save(self, folder: Path, wanted: Wanted) -> tuple[str, ...]:
        from roomcheck.app.files import put
        from roomcheck.app.reporting import document_of, name_of, render

        document = document_of(
            folder,
            self.home.loaded.library(),
            recipient=wanted.recipient,
            language=wanted.language,
            country=wanted.country,
            platform=wanted.platform,
        )
        path = folder / name_of(wanted.recipient, wanted.language)
        put(path, render(document, "pdf"))
        return (self.saying.say("The report is in {path}", path=str(path)),)

    def _seal(self, folder: Path, wanted: Wanted) -> tuple[str, ...]:
        from roomcheck.app.sealing import Wish, seal_check
        from roomcheck.seal.key import spoken

        say = self.saying.say
        sealed = seal_check(
            folder,
            self.home.loaded.library(),
            Wish(
                recipient=wanted.recipient, language=wanted.language, country=wanted.country, platform=wanted.platform
            ),
        )
        self.session.again()
        return (
            say("Sealed: {path}", path=str(sealed.path)),
            say("{size} bytes, {files} files", size=sealed.size, files=sealed.files),
            "",
            say("Write this down, or send it to somebody. It shows later that nothing was changed:"),
            say("Head of the recording: {head}", head=sealed.head),
            say("Key: {key}", key=spoken(sealed.fingerprint)),
            "",
            say("Anybody can check the file with: roomcheck verify {path}", path=str(sealed.path)),
            *sealed.notices,
        )

    def on_written(self, message: Written) -> None:
        message.stop()
        self.query_one("#files", Static).update(Content("\n".join(harmless(line, 2_000) for line in message.lines)))


def _choice(name: str, label: str, options: list[tuple[str, str]], value: str) -> ComposeResult:
    with Horizontal():
        yield Label(Content(label))
        yield Select(options, value=value, allow_blank=False, id=name, compact=True)
