"""A signature's proof of itself."""

import msgspec

from roomcheck.match.selftest import observation_of, prove
from roomcheck.match.signature import Condition, Specimen
from roomcheck.model.vocabulary import Basis, Grade, Kind
from tests.assess.worlds import library, signature

GOOD = signature("a.good", "good", (Kind.CAMERA,), Grade.STRONG, Basis.PRODUCT, "a")
MODEL = msgspec.structs.replace(
    GOOD, id="a.model", when=(Condition(field="http.server", matches=r"^(?P<model>EX-\d)$"),), example=(Specimen(kind="http.server", raw="EX-1", extracts={"model": "EX-1"}),)
)
TITLE, SERVER = Specimen(kind="http.title", raw="T"), Specimen(kind="http.server", raw="S")
PAIR = msgspec.structs.replace(
    GOOD, id="a.pair", when=(), together=((Condition(field="http.title", equals="T"),), (Condition(field="http.server", equals="S"),)),
    example=(msgspec.structs.replace(TITLE, also=(SERVER,)),), counter=(TITLE, SERVER),
)


def failures(*signatures):
    return [(each.file, each.signature, each.wrong) for each in prove(library(signatures))]


def test_what_holds_says_nothing():
    assert failures(GOOD, MODEL, PAIR) == []


def test_an_example_that_does_not_match_is_named_by_its_number():
    wrong = msgspec.structs.replace(GOOD, example=(*GOOD.example, Specimen(kind="http.server", raw="other"), Specimen(kind="http.server", raw="third")))
    assert failures(wrong) == [("t.toml", "a.good", "example 2 does not match"), ("t.toml", "a.good", "example 3 does not match")]


def test_a_value_that_is_not_taken_is_told():
    wrong = msgspec.structs.replace(MODEL, example=(Specimen(kind="http.server", raw="EX-2", extracts={"model": "EX-1", "maker": "Acme"}),))
    assert [wrong for _, _, wrong in failures(wrong)] == [
        'example 1 gives model "EX-2" where "EX-1" is stated', 'example 1 gives maker "None" where "Acme" is stated',
    ]


def test_a_counter_example_that_matches_is_named_by_its_number():
    wrong = msgspec.structs.replace(GOOD, counter=(Specimen(kind="http.server", raw="other"), *GOOD.example))
    assert failures(wrong) == [("t.toml", "a.good", "counter-example 2 matches")]


def test_half_of_what_belongs_together_is_not_enough():
    assert failures(msgspec.structs.replace(PAIR, example=(TITLE,))) == [("t.toml", "a.pair", "example 1 does not match")]
    both = msgspec.structs.replace(PAIR, counter=(msgspec.structs.replace(SERVER, also=(TITLE,)),))
    assert failures(both) == [("t.toml", "a.pair", "counter-example 1 matches")]


def test_another_signatures_match_proves_nothing():
    other = msgspec.structs.replace(GOOD, id="b.other", when=(Condition(field="http.server", equals="x"),))
    assert failures(GOOD, other) == [("t.toml", "b.other", "example 1 does not match")]


def test_a_specimen_is_an_observation():
    seen = observation_of(Specimen(kind="udp.reply", raw_hex="00ff", port=9999))
    assert (seen.kind, seen.data, seen.port, seen.source.name, seen.via) == ("udp.reply", b"\x00\xff", 9999, "specimen", "specimen")
    assert seen.at == "1970-01-01T00:00:00Z"
    assert observation_of(TITLE).data == b"T"
