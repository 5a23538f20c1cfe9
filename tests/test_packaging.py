"""A wheel holds all that roomcheck needs, and finds its signatures without a checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    place = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(place), str(ROOT)],
        check=True, capture_output=True, text=True,
    )
    return next(place.glob("roomcheck-*.whl"))


def test_everything_is_inside(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = [
        "roomcheck/_signatures/vocabulary.toml", "roomcheck/_signatures/onvif.toml",
        "roomcheck/_signatures/registry/ieee.txt.gz", "roomcheck/py.typed",
        "roomcheck/words/locale/fr/LC_MESSAGES/roomcheck.mo", "roomcheck/words/locale/ar/LC_MESSAGES/roomcheck.mo",
        "roomcheck/report/page.typ", "roomcheck/report/countries/FR.toml", "roomcheck/seal/releases.json",
    ]
    assert [name for name in wanted if name not in names] == []
    assert any(name.startswith("roomcheck/report/fonts/") and name.endswith(".ttf") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "docs/"))]


def test_it_finds_its_signatures_alone(wheel, tmp_path):
    place = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(place)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import roomcheck; from roomcheck.match import library; "
        "assert roomcheck.__file__.startswith(sys.argv[1]); print(len(library.load().placed), library.folder())"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, str(place)], check=True, capture_output=True, text=True, cwd=tmp_path
    )
    count, folder = done.stdout.split(maxsplit=1)
    assert int(count) > 1_000
    assert folder.strip() == str(place / "roomcheck" / "_signatures")
