"""What all screens share: the line of parts on top, the keys at the bottom, the way to the session, and help."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from roomcheck.model.errors import RoomcheckError
from roomcheck.tui.saying import Saying
from roomcheck.tui.session import Changed, Session
from roomcheck.tui.widgets.keys import Keys
from roomcheck.tui.widgets.steps import Steps
from roomcheck.words import msg

if TYPE_CHECKING:
    from roomcheck.tui.app import RoomcheckApp


class View(Screen[None]):
    """`STEP` is the part it belongs to; `ABOUT` what the person may want to know here, a paragraph an item."""

    STEP: ClassVar[str] = ""
    ABOUT: ClassVar[tuple[str, ...]] = ()
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave_field", msg("Leave the field"), show=False),
    ]

    @property
    def home(self) -> "RoomcheckApp":
        return cast("RoomcheckApp", self.app)

    @property
    def saying(self) -> Saying:
        return self.home.saying

    @property
    def session(self) -> Session:
        return self.home.session

    def compose(self) -> ComposeResult:
        yield Steps(self.STEP)
        yield from self.body()
        yield Keys()

    def body(self) -> ComposeResult:
        """What stands between the two lines."""
        raise NotImplementedError

    def show(self) -> None:
        """Brings what is shown to what the session knows."""

    def on_screen_resume(self) -> None:
        self.show()

    def on_changed(self, message: Changed) -> None:
        message.stop()
        self.show()

    def action_leave_field(self) -> None:
        if isinstance(self.focused, Input):
            self.set_focus(None)
            self.focus_next()

    def tell(self, text: str) -> None:
        """A short word on what was done."""
        self.notify(text, markup=False, timeout=6)

    def tell_trouble(self, trouble: RoomcheckError) -> None:
        """What happened, and what the person can do."""
        self.notify(
            f"{trouble.happened} {trouble.advice}",
            title=self.saying.say("This did not work"),
            severity="error",
            markup=False,
            timeout=15,
        )
