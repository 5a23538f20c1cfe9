"""Whatever is done to a bundle is detected, and the place is named; by roomcheck and by the stand-alone program."""

import itertools
import random
import struct
import zipfile
from pathlib import Path

import pytest

from roomcheck.model.errors import BundleError, Exit
from roomcheck.seal import bag
from roomcheck.seal.answers import Question, State, What
from roomcheck.seal.bundle import seal
from roomcheck.seal.container import FILES
from roomcheck.seal.parts import measure, write_container
from roomcheck.seal.verify import verify
from tests.seal.conftest import reassess

SEED = 20261122


def entries_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as bundle:
        return {info.filename: bundle.read(info) for info in bundle.infolist()}


def rebuild(path: Path, entries: dict[str, bytes]) -> Path:
    """A canonical container of other entries: what a forger who knows the form, but has no key, can make."""
    with path.open("wb") as file:
        write_container(file, [measure(name, data) for name, data in entries.items()])
    return path


def named(found, name: str) -> bool:
    """Whether a file of the bundle is named in what was found to differ."""
    return any(name in f"{one.name} {one.detail}" for one in found.differences)


def regions(path: Path) -> list[tuple[int, int, str]]:
    """Begin, end and owner of every byte of a bundle: which file a change at a place must be said of."""
    with zipfile.ZipFile(path) as bundle:
        infos = bundle.infolist()
    found = []
    for info in infos:
        length = len(info.filename.encode())
        found.append((info.header_offset, info.header_offset + 30 + length + info.file_size, info.filename))
    at = found[-1][1]
    for info in infos:
        found.append((at, at + 46 + len(info.filename.encode()), info.filename))
        at = found[-1][1]
    return [*found, (at, path.stat().st_size, "the end of the container")]


def test_two_hundred_single_bytes_changed_at_random_places(sealed, tmp_path, alone):
    chance = random.Random(SEED)
    whole = sealed.path.read_bytes()
    changed = tmp_path / "changed.zip"
    spans = regions(sealed.path)
    # half anywhere, half spread over the regions, so that small files and the container's own fields are met as well
    places = [chance.randrange(len(whole)) for _ in range(100)]
    places += [chance.randrange(*chance.choice(spans)[:2]) for _ in range(100)]
    for number, place in enumerate(places):
        data = bytearray(whole)
        data[place] ^= 1 << chance.randrange(8)
        changed.write_bytes(data)
        found = verify(changed, reassess=reassess)
        owner = next(name for begin, end, name in spans if begin <= place < end)
        assert found.exit is Exit.FOUND, (place, owner)
        assert named(found, owner) or named(found, owner.partition("/")[2]), (place, owner, found.differences)
        if number % 4 == 0:
            status, printed = alone(changed)
            assert status == 3, (place, owner, printed)


def test_every_byte_of_the_containers_own_fields_is_covered(sealed, tmp_path):
    whole = sealed.path.read_bytes()
    changed = tmp_path / "changed.zip"
    end = len(whole) - 22
    for place in [*range(30), *range(end, len(whole))]:
        data = bytearray(whole)
        data[place] ^= 0xFF
        changed.write_bytes(data)
        try:
            assert verify(changed).exit is Exit.FOUND, place
        except BundleError:
            pytest.fail(f"byte {place}")


def test_each_file_removed_added_renamed_swapped_or_altered(sealed, tmp_path, alone):
    entries = entries_of(sealed.path)
    path = tmp_path / "forged.zip"
    names = list(entries)
    base = names[0].partition("/")[0]

    def expect(forged: dict[str, bytes], *said: str) -> None:
        found = verify(rebuild(path, forged), reassess=reassess)
        assert found.exit is Exit.FOUND, said
        for name in said:
            assert named(found, name.removeprefix(f"{base}/")), (name, found.differences)
        status, printed = alone(path)
        assert status == 3, (said, printed)

    for name in names:
        without = {other: data for other, data in entries.items() if other != name}
        expect(without, name)
        expect(without | {f"{name}x": entries[name]}, name)
        expect(entries | {name: entries[name] + b"\n"}, name)
        expect(entries | {f"{name}.more": b"added"}, f"{name}.more")
    for one, other in itertools.pairwise(names):
        if entries[one] != entries[other]:
            expect(entries | {one: entries[other], other: entries[one]}, one, other)
    expect({name.replace(base, "roomcheck-000000000000"): data for name, data in entries.items()}, "000000000000")
    expect(entries | {"outside.txt": b"x"}, "outside.txt")


def test_renamed_and_swapped_are_told_apart(sealed, tmp_path):
    entries = entries_of(sealed.path)
    base = next(iter(entries)).partition("/")[0]
    packets, findings = f"{base}/data/recording/packets.pcapng", f"{base}/data/recording/findings.json"
    swapped = entries | {packets: entries[findings], findings: entries[packets]}
    kinds = {one.name: one.what for one in verify(rebuild(tmp_path / "s.zip", swapped)).differences}
    assert kinds[bag.RECORDING + "packets.pcapng"] is What.SWAPPED
    assert kinds[bag.RECORDING + "findings.json"] is What.SWAPPED
    renamed = {f"{base}/data/recording/other" if name == packets else name: data for name, data in entries.items()}
    found = verify(rebuild(tmp_path / "r.zip", renamed)).differences
    assert (found[0].name, found[0].what) == (bag.RECORDING + "packets.pcapng", What.RENAMED)


def test_a_forger_who_rewrites_the_lists_is_stopped_by_the_signature(sealed, tmp_path, alone):
    import hashlib

    entries = entries_of(sealed.path)
    base = next(iter(entries)).partition("/")[0]
    target = f"{base}/data/recording/packets.pcapng"
    forged = entries | {target: b"other packets"}
    for listed in (bag.MANIFEST, bag.TAG_MANIFEST):
        lines = []
        for line in forged[f"{base}/{listed}"].decode().splitlines():
            name = line[66:]
            lines.append(f"{hashlib.sha256(forged[f'{base}/{name}']).hexdigest()}  {name}\n")
        forged[f"{base}/{listed}"] = "".join(lines).encode()
    path = rebuild(tmp_path / "forged.zip", forged)
    found = verify(path, reassess=reassess)
    assert found.answer(Question.SIGNATURE).state is State.ALTERED
    assert found.exit is Exit.FOUND
    assert alone(path)[0] == 3


def test_another_persons_seal_is_whole_but_another_key(contents, key, tmp_path, alone):
    from roomcheck.seal.key import open_key
    from roomcheck.seal.verify import Expected

    other = open_key(tmp_path / "other")
    path = seal(contents, tmp_path / "o.zip", other, engine="0.1.0").path
    assert verify(path, reassess=reassess).state is State.HOLDS
    assert verify(path, reassess=reassess, expected=Expected(key=key.fingerprint)).state is State.ALTERED
    assert alone(path)[0] == 0
    assert alone(path, "--key", key.fingerprint)[0] == 3
    assert alone(path, "--head", "0" * 64)[0] == 3


def local(name: bytes, size: int, data: bytes = b"", method: int = 0) -> bytes:
    header = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0x800, method, 0, 0x21, 0, size, size, len(name), 0)
    return header + name + data


def hostile(tmp_path: Path) -> dict[str, bytes]:
    """Containers that were made to hurt whoever opens them."""
    made: dict[str, bytes] = {}

    def with_zipfile(name: str, fill) -> None:
        path = tmp_path / "hostile.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
            fill(bundle)
        made[name] = path.read_bytes()

    def link(bundle) -> None:
        info = zipfile.ZipInfo("roomcheck-0/data/link")
        info.external_attr = 0o120777 << 16
        bundle.writestr(info, "/etc/passwd")

    with_zipfile("bomb", lambda bundle: bundle.writestr("roomcheck-0/data/zeros", bytes(50_000_000)))
    with_zipfile("traversal", lambda bundle: bundle.writestr("../../../../tmp/evil", "x"))
    with_zipfile("absolute", lambda bundle: bundle.writestr("/etc/cron.d/evil", "x"))
    with_zipfile("backslash", lambda bundle: bundle.writestr("roomcheck-0\\..\\evil", "x"))
    with_zipfile("symlink", link)
    made["10 GB claim"] = local(b"roomcheck-0/data/a", 0xFFFFFFFF, b"tiny")
    made["duplicates"] = local(b"r/data/a", 1, b"x") + local(b"r/data/a", 1, b"y")
    made["overlap"] = local(b"r/data/a", 60, local(b"r/data/b", 1, b"x"))
    made["empty name"] = local(b"r/bagit.txt", 0) + local(b"", 0)
    made["escapes"] = local("r/data/\x1b[2J\u202egpj.exe".encode(), 0)
    made["many"] = b"".join(local(b"r/data/%d" % number, 0) for number in range(FILES + 5))
    return made


def test_hostile_containers_are_refused_or_named(tmp_path, alone):
    path = tmp_path / "h.zip"
    for name, data in hostile(tmp_path).items():
        path.write_bytes(data)
        found = verify(path, reassess=reassess)
        assert found.exit is Exit.FOUND, name
        text = " ".join(f"{one.name} {one.detail}" for one in found.differences)
        assert not set(text) & {"\x1b", "\u202e"}, name
        status, printed = alone(path)
        assert status in {3, 4}, name
        assert not set(printed) & {"\x1b", "\u202e"}, name
    assert not Path("/tmp/evil").exists()


@pytest.mark.parametrize("what", ["comment", "between", "before", "after", "deflated", "cut"])
def test_a_whole_bundle_in_another_container_is_altered(sealed, tmp_path, alone, what):
    whole = sealed.path.read_bytes()
    path = tmp_path / "other.zip"
    if what == "deflated":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, data in entries_of(sealed.path).items():
                bundle.writestr(name, data)
    else:
        second = regions(sealed.path)[1][0]
        path.write_bytes({
            "comment": whole[:-2] + b"\x03\x00abc", "between": whole[:second] + b"hidden" + whole[second:],
            "before": b"#!/bin/sh\n" + whole, "after": whole + b"tail", "cut": whole[: len(whole) // 2],
        }[what])
    try:
        assert verify(path, reassess=reassess).exit is Exit.FOUND
    except BundleError:
        assert what == "before"
    assert alone(path)[0] in {3, 4}
    assert alone(path)[0] == 3 or what == "before"
