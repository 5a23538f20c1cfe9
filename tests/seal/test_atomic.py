"""The old file or the new one, never half of one."""

import os
import time

import pytest

from roomcheck.seal.atomic import STALE, replacing


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def interrupted(target):
    with replacing(target) as file:
        file.write(b"half")
        raise KeyboardInterrupt


def test_the_new_file_stands_when_the_block_ends(tmp_path):
    target = tmp_path / "a[1].zip"
    target.write_bytes(b"old")
    with replacing(target) as file:
        file.write(b"new")
        file.flush()
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o600
    assert names_in(tmp_path) == [target.name]


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "a"
    target.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        interrupted(target)
    assert target.read_bytes() == b"old"
    assert names_in(tmp_path) == ["a"]


def test_what_a_killed_run_left_is_removed_later(tmp_path):
    old, young, others = (tmp_path / name for name in (".a[1].zip.1.part", ".a[1].zip.2.part", ".b.zip.3.part"))
    for path in (old, young, others):
        path.write_bytes(b"")
    for path in (old, others):
        os.utime(path, (0, time.time() - STALE - 10))
    with replacing(tmp_path / "a[1].zip") as file:
        file.write(b"new")
    assert names_in(tmp_path) == [".a[1].zip.2.part", ".b.zip.3.part", "a[1].zip"]
