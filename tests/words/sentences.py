"""Finds the sentences of the program in its source, as the catalogues must hold them."""

import ast
from pathlib import Path

import roomcheck
from roomcheck.assess import sentences as assess_sentences
from roomcheck.flows.likeness import scorecard
from roomcheck.seal.pades import TEXT as SIGNATURE_TEXT

ROOT = Path(roomcheck.__file__).parent

SINGLE = {"msg", "say", "paragraph", "fact", "section", "strong"}
PLURAL = {"say_many", "many"}

FOR_REPORTS = ("words", "report")
"""The rooms whose sentences reach a report; the screens' are English and French."""


def sentences(*rooms):
    """Every sentence said in these rooms (all, where none is named): {msgid or (one, many): file}."""
    found = {} if rooms else dict.fromkeys(scored(), "flows/scorecard.json")
    for path in sorted(ROOT.rglob("*.py")):
        room = path.relative_to(ROOT).parts[0]
        if (rooms and room not in rooms) or room == "assess":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                found |= dict.fromkeys(_said(node), str(path.relative_to(ROOT)))
    return found


def scored():
    """The sentences of the shipped scorecard of flows, which the screens and plain lines say."""
    card = scorecard()
    return [each.says for each in (*card.cards, *card.gates)]


def stated():
    """The sentences that an assessment states by their English text, and the one on a signature."""
    texts = []
    for name, value in vars(assess_sentences).items():
        if name.isupper():
            texts += [value] if isinstance(value, str) else list(value.values())
    return dict.fromkeys([*texts, SIGNATURE_TEXT], "assess/sentences.py")


def _said(call):
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    texts = []
    for arg in call.args:
        if not (isinstance(arg, ast.Constant) and isinstance(arg.value, str)):
            break
        texts.append(arg.value)
    if name in SINGLE and texts and texts[0]:
        return [texts[0]]
    if name in PLURAL and len(texts) == 2:
        return [tuple(texts)]
    return []
