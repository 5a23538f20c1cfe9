"""The line at the bottom: the keys that do something here, in the person's language."""

from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from roomcheck.tui.saying import saying_of


class Keys(Footer):
    """Textual's footer with translated descriptions; what a key does stands in the bindings.

    Help keeps its place at the right edge, however many keys there are.
    """

    DEFAULT_CSS = """
    Keys FooterKey.-command-palette { margin: 0; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)

    def compose(self) -> ComposeResult:
        if not self._bindings_ready:
            return
        saying = saying_of(self)
        shown: set[str] = set()
        for _, binding, enabled, _tooltip in self.screen.active_bindings.values():
            if binding.show and binding.action not in shown:
                shown.add(binding.action)
                yield FooterKey(
                    binding.key,
                    self.app.get_key_display(binding),
                    saying.say(binding.description),
                    binding.action,
                    disabled=not enabled,
                    classes="-command-palette" if binding.action == "help" else "",
                )
