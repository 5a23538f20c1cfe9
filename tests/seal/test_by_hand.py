"""The commands of docs/verify-by-hand.md, run as they stand there; and the stand-alone program on a bare Python."""

import ast
import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from roomcheck.recording.chain import read
from roomcheck.seal.answers import Question, State
from roomcheck.seal.bundle import Time, seal
from roomcheck.seal.stamping import stamp_head
from roomcheck.seal.verify import Expected, verify
from tests.seal.conftest import reassess

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "verify-by-hand.md").read_text(), re.DOTALL)


@pytest.fixture
def given(contents, key, authority, tmp_path):
    """A folder with a timestamped bundle and the authority's certificate, as an expert has them before him."""
    head = read(contents.recording).head
    stamp_head(contents.recording, head, ("http://works.test",), authority.transport)
    folder = tmp_path / "given"
    folder.mkdir()
    made = seal(
        contents, folder / "bundle.zip", key, engine="0.1.0", time=Time(("http://works.test",), authority.transport)
    )
    (folder / "authority.pem").write_bytes(authority.root)
    return folder, made


def bash(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=folder, capture_output=True, text=True, timeout=60
    )


def test_the_commands_of_the_page_hold(given):
    folder, made = given
    assert len(BLOCKS) == 10
    hashed, unpack, lists, added, signature, head, chain, named, time, head_time = BLOCKS
    assert bash(hashed, folder).stdout.split()[0] == made.sha256
    unpacked = bash(unpack, folder)
    assert unpacked.returncode == 0, unpacked.stderr
    assert "none (stored)" in unpacked.stdout
    (inside,) = (folder / "unpacked").iterdir()
    assert bash(lists, inside).stdout == "the outer list holds\nthe inner list holds\n"
    nothing = bash(added, inside)
    assert (nothing.returncode, nothing.stdout) == (0, ""), nothing.stderr
    signed = bash(signature, inside)
    assert "successful" in signed.stderr
    assert {line.split()[0] for line in signed.stdout.splitlines()} == {made.fingerprint}
    (inside / "signer.pem").unlink()
    assert bash(head, inside).stdout.split()[0] == made.head
    assert bash(chain, inside).stdout.split() == [made.head]
    assert bash(named.replace("HEAD", made.head), inside).stdout == f"8 {made.head}\n"
    sealing = read(inside / "data/recording").entries[-1]
    assert bash(named.replace("HEAD", sealing.prev), inside).stdout == f"7 {sealing.prev}\n"
    assert bash(named.replace("HEAD", "0" * 64), inside).stdout == ""
    assert bash(added, inside).stdout == ""
    (inside / "authority.pem").write_bytes((folder / "authority.pem").read_bytes())
    timed = bash(time, inside)
    assert "Verification: OK" in timed.stdout + timed.stderr
    assert "Time stamp:" in timed.stdout
    (stamp,) = (inside / "data/recording/times").iterdir()
    timed = bash(head_time.replace("HEAD", made.head).replace("FILE.tsr", stamp.name), inside)
    assert "Verification: OK" in timed.stdout + timed.stderr


def test_the_commands_of_the_page_find_an_alteration(given):
    folder, _ = given
    _, unpack, lists, added, signature, _, chain, _, time, _ = BLOCKS
    bash(unpack, folder)
    (inside,) = (folder / "unpacked").iterdir()
    recording = inside / "data/recording/recording.jsonl"
    recording.write_bytes(recording.read_bytes().replace(b"specimen/1", b"specimen/2"))
    assert "entry 3 does not follow" in bash(chain, inside).stdout
    assert bash(lists, inside).returncode != 0
    (inside / "data" / "extra").write_bytes(b"")
    assert "data/extra" in bash(added, inside).stdout
    manifest = inside / "manifest-sha256.txt"
    manifest.write_bytes(manifest.read_bytes() + b"\n")
    (inside / "authority.pem").write_bytes((folder / "authority.pem").read_bytes())
    assert bash(time, inside).returncode != 0
    outer = inside / "tagmanifest-sha256.txt"
    outer.write_bytes(outer.read_bytes() + b"\n")
    assert bash(signature, inside).returncode != 0


def alone(*words: object) -> subprocess.CompletedProcess[str]:
    """A Python without the environment's packages and without this checkout."""
    command = [sys.executable, "-I", "-S", str(ROOT / "scripts" / "verify.py"), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, cwd="/", timeout=60)


def test_the_stand_alone_program_holds_on_a_bare_python(given):
    folder, made = given
    done = alone(made.path, "--key", made.fingerprint, "--head", made.head, "--authority", folder / "authority.pem")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("holds ") == 5
    assert "the recording up to entry 8 existed on" in done.stdout
    done = alone(made.path)
    assert done.returncode == 0
    assert done.stdout.count("cannot be checked") == 2


def test_the_stand_alone_program_says_why_it_cannot(tmp_path):
    assert alone(tmp_path / "missing").returncode == 4
    (tmp_path / "text").write_text("no bundle")
    assert alone(tmp_path / "text").returncode == 4
    assert alone().returncode == 2


def test_a_false_authority_is_found(given, contents, key, authority, tmp_path):
    folder, made = given
    (folder / "authority.pem").write_bytes(key.pem)
    assert alone(made.path, "--authority", folder / "authority.pem").returncode == 3
    found = verify(made.path, reassess=reassess, expected=Expected(authorities=(key.pem,)))
    assert found.answer(Question.TIME).state is State.UNCHECKED


def test_a_timestamp_of_another_recording_is_found(contents, key, authority, tmp_path):
    place = contents.recording / "times"
    other = hashlib.sha256(b"another").hexdigest()
    stamp_head(contents.recording, other, ("http://works.test",), authority.transport)
    assert len(list(place.iterdir())) == 1
    made = seal(contents, tmp_path / "b.zip", key, engine="0.1.0")
    found = verify(made.path, reassess=reassess)
    assert found.answer(Question.TIME).state is State.ALTERED
    assert alone(made.path).returncode == 3


def test_the_stand_alone_program_needs_no_newer_python():
    ast.parse((ROOT / "scripts" / "verify.py").read_text(), feature_version=(3, 9))
