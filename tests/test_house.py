"""The house's laws, shown at run time in fresh interpreters. The static half is `lint-imports`."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def imported(statement):
    """The modules that a fresh interpreter has after `statement`."""
    code = f"import json, sys\n{statement}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(json.loads(done.stdout.splitlines()[-1]))


PURE = ["roomcheck.model.entry", "roomcheck.model.assessment", "roomcheck.assess.assessor"]


@pytest.mark.parametrize("module", PURE[:2])
def test_the_model_needs_the_standard_library_and_msgspec_alone(module):
    outside = {
        name.partition(".")[0] for name in imported(f"import {module}") - imported("import msgspec")
        if name.partition(".")[0] not in sys.stdlib_module_names
    }
    assert outside == {"roomcheck"}


ASSESSES = """
import sys
def refuse(event, args):
    if event.startswith(('socket.connect', 'socket.sendto', 'socket.sendmsg', 'socket.bind', 'socket.getaddrinfo')):
        raise RuntimeError(event)
sys.addaudithook(refuse)
from roomcheck.assess.assessor import assess
from roomcheck.match import library
from roomcheck.model.recording import bare
from roomcheck.model.observation import Source, observe
print(assess(bare([observe('http.server', b'x', at='', via='', source=Source(name='d'))]), library.load()).counts)
"""


def test_assessing_again_touches_no_network():
    done = subprocess.run([sys.executable, "-c", ASSESSES], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("statement", "heavy"),
    [
        ("import roomcheck.cli.main", {"scapy", "textual", "typst", "pyhanko", "zeroconf", "re2", "rich", "asyncio"}),
        ("import roomcheck.cli.scan", {"scapy", "textual", "typst", "pyhanko", "aiohttp"}),
        ("import roomcheck.net.live", {"scapy", "textual", "typst", "pyhanko", "aiohttp"}),
    ],
)
def test_heavy_imports_stay_in_their_rooms(statement, heavy):
    assert not {name.partition(".")[0] for name in imported(statement)} & heavy


def test_nobody_imports_the_capture_program_and_it_alone_imports_scapy():
    for path in (ROOT / "roomcheck").rglob("*.py"):
        if "capture" in path.parts:
            continue
        text = path.read_text("utf-8")
        assert "import scapy" not in text, path
        assert "from scapy" not in text, path
        assert "roomcheck.capture" not in text.replace('"roomcheck.capture', "").replace("-m roomcheck.capture", ""), path


def test_the_capture_program_pulls_no_apache_licensed_package():
    names = {name.partition(".")[0] for name in imported("import roomcheck.capture.main")}
    assert not names & {"typst", "aiohttp", "mac_vendor_lookup", "async_upnp_client", "cryptography"}


def test_rooms_stand_in_the_layers():
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]["layers"]
    named = {room.strip("() ") for layer in layers for room in layer.split("|")}
    rooms = {path.parent.name for path in (ROOT / "roomcheck").glob("*/__init__.py")}
    assert rooms - {"capture"} <= named


def test_no_room_is_left_out_of_the_law_on_scapy():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    named = {name.removeprefix("roomcheck.") for each in contracts if each["id"] == "scapy" for name in each["source_modules"]}
    rooms = {path.parent.name for path in (ROOT / "roomcheck").glob("*/__init__.py")}
    assert named == rooms - {"capture"}
