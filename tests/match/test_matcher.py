"""Fast matching equals slow matching, and the tree of why rests on what was seen."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.match import library
from roomcheck.match.condition import hold
from roomcheck.match.facts import facts_of
from roomcheck.match.matcher import Matcher
from roomcheck.match.registry import Registry
from roomcheck.match.selftest import observation_of
from roomcheck.match.signature import Condition
from roomcheck.model.observation import Source, observe
from roomcheck.model.vocabulary import KINDS, Basis, Grade, Kind
from tests.assess import worlds

SHIPPED = library.load()
MATCHER = Matcher(SHIPPED)
SPECIMENS = [specimen for signature in SHIPPED.signatures for specimen in (*signature.example, *signature.counter)]


def slowly(observation):
    """Every signature put to every fact, without any index."""
    facts = facts_of(observation, SHIPPED.registry.holder)

    def meets(condition):
        return any(fact.field == condition.field and hold(condition, fact.value) for fact in facts)

    for signature in SHIPPED.signatures:
        if (signature.on and observation.kind not in signature.on) or any(map(meets, signature.unless)):
            continue
        if signature.when and all(map(meets, signature.when)):
            yield signature.id, None
        for group, conditions in enumerate(signature.together):
            if all(map(meets, conditions)):
                yield signature.id, group


def test_the_index_finds_what_a_full_search_finds():
    for specimen in SPECIMENS[:: max(1, len(SPECIMENS) // 400)]:
        observation = observation_of(specimen)
        fast = sorted((hit.signature.id, str(hit.group)) for hit in MATCHER.match(0, observation).hits)
        assert fast == sorted((name, str(group)) for name, group in slowly(observation))


@pytest.mark.parametrize("whole", [True, False])
def test_a_signature_of_some_kinds_meets_no_other(whole):
    condition = (Condition(field="http.title", equals="Cam"),)
    conditions = {"when": condition} if whole else {"when": (), "together": (condition, condition)}
    one = msgspec.structs.replace(worlds.signature("t.t", "x", (Kind.CAMERA,), Grade.WEAK, Basis.PRODUCT, "f"), on=("http.title",), **conditions)
    matcher = Matcher(worlds.library((one,)))
    page, title = b"HTTP/1.1 200 OK\r\n\r\n<title>Cam</title>", b"Cam"
    told = [observe(kind, data, at="", via="t", source=Source(name="d")) for kind, data in (("http.title", title), ("http.response", page))]
    assert [[hit.group for hit in matcher.match(1, each).hits] for each in told] == [[None] if whole else [0, 1], []]


@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=600), st.none() | st.integers(0, 65_535))
def test_arbitrary_observations_never_raise(kind, data, port):
    observation = observe(kind, data, at="2026-11-22T10:00:00Z", via="test", source=Source(ip="10.0.0.1"), port=port)
    for hit in MATCHER.match(7, observation).hits:
        assert hit.why.holds
        assert all(leaf.observation == 7 for leaf in hit.why.because)


def test_the_longest_prefix_wins_and_private_addresses_match_none():
    table = Registry(
        sorted(["001122\tWhole", "0011223\tPart", "001122334\tSmall", "0011224\tIEEE Registration Authority"]), "2026-01-01"
    )
    assert table.holder("00:11:22:f0:00:00") == ("Whole", "001122")
    assert table.holder("00:11:22:3f:00:00") == ("Part", "0011223")
    assert table.holder("00:11:22:33:4f:00") == ("Small", "001122334")
    assert table.holder("00:11:22:4f:00:00") is None
    assert table.holder("02:11:22:f0:00:00") is None
    assert table.holder("00:11:23:00:00:00") is None


def test_the_shipped_registry_knows_all_three_sizes():
    sizes = {len(line.partition("\t")[0]) for line in SHIPPED.registry._lines}
    assert sizes == {6, 7, 9}
    assert SHIPPED.registry.date.startswith("20")
