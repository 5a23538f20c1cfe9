"""The fuzzer is awake: it finds a bug that was put there, and no parser was forgotten."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PARSERS = re.compile(r"^def ((?:parse|decode|read)_\w+)\(", re.MULTILINE)
NOT_OUTSIDE = {
    ("intake", "read_corpora"): "reads what developers were handed",
    ("intake", "read_file"): "only chooses among the others",
    ("intake", "read_kismet_log"): "reads a database file through sqlite3",
    ("intake", "read_packets"): "is the inside of read_capture",
}


def test_every_parser_is_fuzzed():
    fuzzed = (ROOT / "tests" / "fuzz.py").read_text("utf-8")
    forgotten = [
        f"{path.relative_to(ROOT)}: {name}"
        for room in ("wire", "intake")
        for path in sorted((ROOT / "roomcheck" / room).glob("*.py"))
        for name in PARSERS.findall(path.read_text("utf-8"))
        if f".{name}" not in fuzzed and (room, name) not in NOT_OUTSIDE
    ]
    assert forgotten == []


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not made for this Python or system")
def test_a_planted_bug_is_found():
    ran = subprocess.run([sys.executable, "-m", "tests.fuzz", "--planted", "--seconds", "40"], cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert ran.returncode == 0, ran.stdout[-2000:]
    assert "IndexError: planted" in ran.stdout
