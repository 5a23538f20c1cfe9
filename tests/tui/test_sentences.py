"""No string of the screens is untranslated: what is shown is said through the catalogue, and French has all of it."""

import ast
import re
from pathlib import Path

import pytest

import roomcheck.tui
from roomcheck.tui.saying import SCREEN_LANGUAGES, usual_language
from roomcheck.words import Words
from tests.words.sentences import sentences

ROOT = Path(roomcheck.tui.__file__).parent
SHOWING = {
    "Static",
    "Label",
    "Button",
    "Content",
    "styled",
    "Text",
    "tell",
    "notify",
    "Ask",
    "Confirm",
    "TabPane",
    "add_column",
    "SystemCommand",
    "Option",
}
LETTERS = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
STYLES = re.compile(r"^(bold|italic|underline|primary|reverse)( (bold|italic|underline))*$")
NAMES = {"roomcheck", "Airbnb"}


def trees():
    for path in sorted(ROOT.rglob("*.py")):
        yield path.relative_to(ROOT), ast.parse(path.read_text("utf-8"))


def literal_words(node):
    """Words that stand in a string itself, not in what is said through the catalogue or filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return LETTERS.findall(node.value) if not STYLES.match(node.value) else []
    if isinstance(node, ast.JoinedStr):
        return [word for part in node.values if isinstance(part, ast.Constant) for word in LETTERS.findall(part.value)]
    if isinstance(node, ast.BinOp):
        return literal_words(node.left) + literal_words(node.right)
    return []


def test_what_is_shown_is_said_through_the_catalogue():
    bare = []
    for path, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            shown = node.args if name in SHOWING else []
            shown += [each.value for each in node.keywords if each.arg in ("placeholder", "title", "prompt")]
            bare += [
                f"{path}:{node.lineno} {word}" for each in shown for word in literal_words(each) if word not in NAMES
            ]
    assert not bare


def test_every_key_that_is_shown_says_what_it_does_through_the_catalogue():
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Binding" and len(node.args) > 2:
                assert not isinstance(node.args[2], ast.Constant), f"{path}:{node.lineno}"


@pytest.mark.parametrize("language", [each for each in SCREEN_LANGUAGES if each != "en"])
def test_every_sentence_is_known(language):
    catalogue = Words(language)._catalogue._catalog
    said = sentences("tui", "assess") | dict.fromkeys(sentences("words"), "words")
    missing = [text for text in said if (text if isinstance(text, str) else (text[0], 0)) not in catalogue]
    assert not missing


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "fr_FR", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "fr_CA.UTF-8"}, "fr"),
        ({"LC_ALL": "", "LANG": "fr_CH"}, "fr"),
    ],
)
def test_the_environment_chooses_the_first_language(environment, language):
    assert usual_language(environment) == language
