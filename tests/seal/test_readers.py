"""Readers of a stranger's bytes: they answer, or raise the one error of theirs; never anything else."""

import contextlib
import io
import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roomcheck.model.errors import BundleError
from roomcheck.seal import bag, custody, names, pades, signature, timestamp
from roomcheck.seal.contained import compare, look_into
from roomcheck.seal.container import read_container
from roomcheck.seal.parts import measure, write_container
from roomcheck.seal.verify import verify

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = st.text(string.ascii_lowercase + "éع", min_size=1, max_size=6)
FILES = st.dictionaries(
    st.lists(WORDS, min_size=1, max_size=3).map(lambda parts: "r/" + "/".join(parts)), st.binary(max_size=64),
    min_size=1, max_size=6,
)
ZIPPISH = st.lists(
    st.sampled_from([b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", bytes(8), b"\xff\xff\xff\xff", b"\x14\x00", b"r/a"])
    | st.binary(max_size=40)
).map(b"".join)


@FEW
@given(FILES)
def test_what_was_written_is_read_back(files):
    import unicodedata

    files = {unicodedata.normalize("NFC", name): data for name, data in files.items()}
    written = io.BytesIO()
    write_container(written, [measure(name, data) for name, data in files.items()])
    container = read_container(written)
    clear = len({names.one_on_every_disk(name) for name in files}) == len(files)
    assert (container.faults == ()) == (clear and not any(map(names.why_not, files)))
    assert {member.name: member.size for member in container.members} == {n: len(d) for n, d in files.items()}


@settings(max_examples=300, deadline=None)
@given(ZIPPISH)
def test_any_bytes_as_a_container(data):
    with contextlib.suppress(BundleError):
        look_into(io.BytesIO(data))


@FEW
@given(data=st.data())
def test_any_change_of_a_bundle(sealed, data):
    whole = bytearray(sealed.path.read_bytes())
    begin = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.integers(0, 64))
    whole[begin : begin + length] = data.draw(st.binary(max_size=64))
    changed = bytes(whole)
    path = sealed.path.with_name("changed.zip")
    path.write_bytes(changed)
    try:
        found = verify(path)
    except BundleError:
        return
    assert (found.differences == ()) == (changed == sealed.path.read_bytes())


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | ZIPPISH)
def test_small_readers_answer(data):
    assert not signature.check(b"x", data).holds
    assert not timestamp.check(b"x", data).holds
    assert not pades.check(b"%PDF-1.7\n" + data).holds
    bag.read_manifest(data)
    bag.read_info(data)
    custody.parse(data)


@FEW
@given(st.binary(max_size=40), st.integers(0, 2000))
def test_changed_signatures_never_raise(key, junk, at):
    good = bytearray(signature.sign(b"content", key))
    good[at : at + len(junk)] = junk
    signature.check(b"content", bytes(good))


@given(st.dictionaries(WORDS, st.sampled_from("abc"), max_size=5), st.dictionaries(WORDS, st.sampled_from("abc"), max_size=5))
def test_lists_agree_exactly_when_nothing_differs(listed, present):
    assert (compare(listed, present) == []) == (listed == present)


@given(st.dictionaries(WORDS, st.from_regex("[0-9a-f]{64}", fullmatch=True), max_size=5))
def test_manifests_round_trip(hashes):
    listed = bag.read_manifest(bag.manifest(hashes))
    assert (listed.files, listed.faults) == (hashes, ())


@given(st.text(max_size=60))
def test_a_name_that_is_allowed_stays_inside(name):
    if names.why_not(name) is None:
        parts = name.split("/")
        assert ".." not in parts
        assert "" not in parts
        assert not set(name) & set('\\:*?"<>|%\x00\x1b\u202e')
        name.encode()
