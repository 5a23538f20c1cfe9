"""The shipped table of prefixes, and what builds it."""

import gzip
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from roomcheck.match import library, registry

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_registry", ROOT / "scripts" / "build_registry.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def sources(tmp_path: Path) -> list[str]:
    oui = {"AABBCC": "New  Name\nStreet 1\nTown", "AABBCC1": "Small Block GmbH\nTown", "001122": "IEEE Registration Authority\nx",
           "0011223": "Part Owner\nTown", "001122334": "Tiny Block\nTown"}
    (tmp_path / "index.json").write_text(json.dumps(oui))
    (tmp_path / "mac-vendors.txt").write_text("AABBCC:Old Name\nDDEEFF:Only Here\nbad line\n")
    head = "Registry,Assignment,Organization Name,Organization Address\n"
    (tmp_path / "oui.csv").write_text(head + 'MA-L,AABBCC,"Oldest, Inc.",x\nMA-L,0A0B0C,Given Back,x\n')
    for name in ("mam", "oui36"):
        (tmp_path / f"{name}.csv").write_text(head)
    (tmp_path / "iab.csv").write_text(head + "IAB,0050C2ABC,Old Small Block,x\n")
    out = tmp_path / "ieee.txt.gz"
    return ["--date", "2026-08-26", "--oui-data", str(tmp_path / "index.json"), "--mac-vendors",
            str(tmp_path / "mac-vendors.txt"), "--ieee-data", str(tmp_path), "--output", str(out)]


def test_the_newest_source_wins_and_the_longest_prefix_answers(
    build: ModuleType, sources: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main(sources) == 0
    table = registry.load(tmp_path)
    assert table.date == "2026-08-26"
    assert table.holder("aa:bb:cc:00:00:01") is None  # locally administered: bit 2 of aa is set
    assert table.holder("00:50:c2:ab:c0:01") == ("Old Small Block", "0050C2ABC")
    assert table.holder("00:11:22:33:45:67") == ("Tiny Block", "001122334")
    assert table.holder("00:11:22:3f:00:01") == ("Part Owner", "0011223")
    assert table.holder("00:11:22:f0:00:01") is None  # the block itself names nobody
    lines = gzip.decompress((tmp_path / "ieee.txt.gz").read_bytes()).decode().splitlines()
    assert "AABBCC\tNew Name" in lines
    assert "DDEEFF\tOnly Here" in lines
    assert "0A0B0C\tGiven Back" in lines
    assert "3 prefixes of 24 bits" in capsys.readouterr().out


def test_the_same_sources_give_the_same_bytes(build: ModuleType, sources: list[str], tmp_path: Path) -> None:
    build.main(sources)
    once = (tmp_path / "ieee.txt.gz").read_bytes()
    build.main(sources)
    assert (tmp_path / "ieee.txt.gz").read_bytes() == once


def test_the_shipped_table_is_sorted_dated_and_names_no_placeholder() -> None:
    path = library.folder() / "registry" / "ieee.txt.gz"
    head, *lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    assert head.startswith("# date: 20")
    prefixes = [line.partition("\t")[0] for line in lines]
    assert prefixes == sorted(set(prefixes))
    assert {len(prefix) for prefix in prefixes} == {6, 7, 9}
    assert not any(line.endswith("\tIEEE Registration Authority") for line in lines)
    assert len(lines) > 50_000


@pytest.mark.parametrize(
    ("mac", "prefix", "name"),
    [
        ("b8:27:eb:00:00:01", "B827EB", "Raspberry Pi"),
        ("0c:cc:47:00:00:01", "0CCC470", "Jooan"),
        ("00:1b:c5:00:00:01", "001BC5000", ""),
    ],
)
def test_prefixes_of_all_three_lengths_are_found(mac: str, prefix: str, name: str) -> None:
    held = registry.load(library.folder() / "registry").holder(mac)
    assert held is not None
    assert held[1] == prefix
    assert name in held[0]
