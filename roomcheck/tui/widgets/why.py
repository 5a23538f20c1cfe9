"""The tree of why: what was required of an observation, whether it held, and on which bytes it rests."""

from collections.abc import Iterable

from rich.text import Text
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from roomcheck.model.assessment import Evidence, Why
from roomcheck.model.text import harmless
from roomcheck.tui.saying import Saying, saying_of
from roomcheck.words import terms


class WhyTree(Tree[int | None]):
    """A node's data is the number of the entry that it rests on."""

    DEFAULT_CSS = """
    WhyTree { height: 1fr; background: $background; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__("")
        self.show_root = False

    def show(self, evidence: Iterable[Evidence]) -> None:
        """Replaces the tree; the strongest evidence stands first and open."""
        saying = saying_of(self)
        self.clear()
        for piece in evidence:
            node = self.root.add(_title(piece, saying), expand=piece.counted)
            _grow(node, piece.why)
        self.root.expand()


def _title(piece: Evidence, saying: Saying) -> Text:
    said = saying.statement(piece.statement, piece.means)
    grade = terms.grade(saying.words, piece.strength)
    counted = "" if piece.counted else " " + saying.say("(the same fact, not counted again)")
    return Text(f"{harmless(said, 300)} [{grade}]{counted}", style="bold")


def _grow(node: TreeNode[int | None], why: Why) -> None:
    mark = "✓" if why.holds else "✗"
    saw = f": {harmless(why.saw, 160)}" if why.saw else ""
    entry = f" (#{why.observation})" if why.observation is not None else ""
    label = Text(f"{mark} {harmless(why.what, 200)}{saw}{entry}")
    if why.because:
        branch = node.add(label, data=why.observation, expand=True)
        for each in why.because:
            _grow(branch, each)
    else:
        node.add_leaf(label, data=why.observation)
