"""Text that is told often and seldom differs: it is drawn only when it does, and laid out only when it must be."""

from textual.content import Content
from textual.widgets import Static


class Told(Static):
    """A text; with `one_line`, one that never changes its height."""

    def __init__(self, *, id: str, one_line: bool = False) -> None:  # noqa: A002  the name that Textual gives it
        super().__init__(id=id)
        self._one_line = one_line
        self._text: str | None = None

    def tell(self, text: str) -> None:
        """Shows `text`, which is plain text whatever it holds."""
        if text != self._text:
            same_height = self._one_line and self._text is not None
            self._text = text
            self.update(Content(text), layout=not same_height)
