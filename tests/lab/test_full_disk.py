"""A disk that is full in the middle of a check: one sentence, and all that was recorded holds."""

import pytest

from roomcheck.recording import chain

pytestmark = pytest.mark.lab

# The guest's computer has mounts of its own, so that the small disk is mounted there, and its content copied out.
SCRIPT = """
mount -t tmpfs -o size=160k roomcheck-small "$1" || exit 99
[ -z "$2" ] || head -c "$2" /dev/zero > "$1/filler" 2>/dev/null
roomcheck scan --yes --no-capture --output "$1/check"
status=$?
cp -r "$1/check" "$1.kept" 2>/dev/null
umount "$1"
exit $status
"""


def scan_on_a_small_disk(lab, tmp_path, filler=""):
    place = tmp_path / "small"
    place.mkdir()
    done = lab.guest.run(["sh", "-c", SCRIPT, "sh", str(place), filler])
    return done.returncode, done.stderr.decode(), tmp_path / "small.kept"


def test_a_full_disk_is_one_sentence_and_loses_nothing(lab, tmp_path):
    status, said, kept = scan_on_a_small_disk(lab, tmp_path)
    assert status == 1
    assert "the disk is full" in said
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1
    recording = chain.read(kept)
    assert len(recording.entries) > 20
    assert not recording.torn


def test_no_room_at_all_leaves_no_recording_behind(lab, tmp_path):
    status, said, kept = scan_on_a_small_disk(lab, tmp_path, filler=str(200 * 1024))
    assert status == 1
    assert len(said.strip().splitlines()) == 1
    assert not (kept / chain.FILE).exists()
