"""A wheel holds all that roomcheck needs, and finds its signatures without a checkout; a release holds what is said of it."""

import re
import subprocess
import sys
import tarfile
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


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """The folder that a source release unpacks to."""
    place = tmp_path_factory.mktemp("release")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(place)],
        check=True, capture_output=True, text=True, cwd=ROOT,
    )
    with tarfile.open(next(place.glob("roomcheck-*.tar.gz"))) as packed:
        packed.extractall(place, filter="data")
    return next(path for path in place.iterdir() if path.is_dir())


def test_a_release_holds_the_program_that_checks_a_bundle_alone(release):
    """`docs/verify-by-hand.md` says that it is published with every release."""
    program = release / "scripts" / "verify.py"
    assert program.read_bytes() == (ROOT / "scripts" / "verify.py").read_bytes()
    assert subprocess.run([sys.executable, "-I", str(program), "--help"], capture_output=True, timeout=60).returncode == 0


@pytest.mark.parametrize("target", ["run", "test", "lint", "evaluate", "fuzz"])
def test_make_finds_what_its_targets_need_in_a_release(release, target):
    done = subprocess.run(["make", "-n", target], cwd=release, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    needed = set(re.findall(r"(?:requirements|scripts|tests)/[\w/.-]+", done.stdout))
    assert [name for name in needed if not (release / name).exists()] == []


def test_what_the_readme_of_a_release_links_to_is_there(release):
    links = re.findall(r"\]\(([^)#:]+)\)", (release / "README.md").read_text())
    assert len(links) > 5
    assert [link for link in links if not (release / link).exists()] == []
