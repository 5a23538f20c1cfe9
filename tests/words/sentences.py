"""Finds the sentences of the program in its source, as the catalogues must hold them."""

import ast
from pathlib import Path

import roomcheck

ROOT = Path(roomcheck.__file__).parent

SINGLE = {"msg", "say", "paragraph", "fact", "section", "strong", "template"}
PLURAL = {"say_many", "many"}


def sentences(*rooms):
    """Every sentence said in these rooms (all, where none is named): {msgid or (one, many): file}."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        if rooms and path.relative_to(ROOT).parts[0] not in rooms:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if name in SINGLE and node.args and texts and node.args[0] is not None and _first_is_text(node):
                found[texts[0]] = str(path.relative_to(ROOT))
            elif name in PLURAL and len(texts) >= 2:
                found[texts[0], texts[1]] = str(path.relative_to(ROOT))
    found.pop("", None)
    return found


def _first_is_text(node):
    return isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
