"""Hits -> evidence: what was seen, in words, each sentence filled, each source named."""

import msgspec
import pytest

from roomcheck.match.condition import BadPattern, compiled, describe, hold
from roomcheck.match.evidence import evidence_of, explanations_of, say
from roomcheck.match.matcher import Matcher
from roomcheck.match.signature import Condition
from roomcheck.model.assessment import Statement
from roomcheck.model.observation import Source, observe
from roomcheck.model.vocabulary import Basis, Grade, Kind
from tests.assess.worlds import library, signature

C = Kind.CAMERA
PLAIN = signature("a.plain", "plain", (C, Kind.RECORDER), Grade.STRONG, Basis.PRODUCT, "a", maker="Acme", params={"where": "a place"})
PATTERN = msgspec.structs.replace(
    PLAIN, id="b.pattern", maker="Other", model="Old", grade=Grade.MODERATE, basis=Basis.DECLARES, unconfirmed=True,
    when=(Condition(field="http.server", matches=r"^(?P<maker>Acme) (?P<model>EX-\d+)(?P<serial>-\w+)?$"),), innocent=("b-reason", "a-reason"),
)
PAIR = msgspec.structs.replace(
    PLAIN, id="c.pair", when=(), together=(
        (Condition(field="http.title", matches="(?P<model>T.)"),), (Condition(field="http.server", matches="^pair"),),
    ),
)
GUARDED = msgspec.structs.replace(
    PLAIN, id="d.guarded", on=("http.response",), when=(Condition(field="http.status", equals="200"), Condition(field="http.server", one_of=("g", "h"))),
    unless=(Condition(field="http.title", present=True),),
)
LIBRARY = library((PLAIN, PATTERN, PAIR, GUARDED))
MATCHER = Matcher(LIBRARY)


def saw(value, seq=0, kind="http.server", port=None, via="probe"):
    return MATCHER.match(seq, observe(kind, value.encode(), at=f"2026-11-22T10:00:0{seq}Z", via=via, source=Source(ip="10.0.0.5"), port=port)).hits


def evidence(*hits):
    return evidence_of([hit for group in hits for hit in group], LIBRARY.vocabulary)


def test_evidence_states_what_its_signature_says():
    (piece,) = evidence(saw("plain", 3, port=8080))
    assert (piece.signature, piece.via, piece.at, piece.saw) == ("a.plain", "probe", "2026-11-22T10:00:03Z", "http.server: plain")
    assert (piece.strength, piece.log10_lr, piece.basis, piece.fact) == ("strong", 3.0, Basis.PRODUCT, "a")
    assert (piece.supports, piece.maker, piece.model, piece.unconfirmed) == ((C, Kind.RECORDER), "Acme", None, False)
    assert (piece.observations, piece.sources, piece.counted) == ((3,), ("this test (2026-11-22)",), True)
    assert piece.statement.key == "names-product"
    assert piece.statement.params == {
        "maker": "Acme", "model": "plain", "kind": "camera", "protocol": "probe", "where": "a place", "name": "plain",
        "port": "8080", "service": "plain",
    }
    assert piece.means == say(LIBRARY.vocabulary, piece.statement)
    assert "a place" in piece.means
    assert (piece.why.holds, piece.why.what, piece.why.observation) == (True, "says plain", 3)
    (leaf,) = piece.why.because
    assert (leaf.holds, leaf.what, leaf.saw, leaf.observation) == (True, 'http.server is "plain"', "plain", 3)


def test_what_a_pattern_takes_goes_before_what_the_signature_says():
    (piece,) = evidence(saw("Acme EX-100"))
    assert (piece.maker, piece.model, piece.unconfirmed) == ("Acme", "EX-100", True)
    assert piece.statement.params["model"] == "EX-100"
    assert piece.statement.params["port"] == "Acme EX-100"


def test_a_maker_that_nobody_knows_is_said_so():
    nameless = library((msgspec.structs.replace(PLAIN, maker=None, says=()),))
    hits = Matcher(nameless).match(0, observe("http.server", b"plain", at="", via="v", source=Source())).hits
    (piece,) = evidence_of(hits, nameless.vocabulary)
    assert (piece.statement.params["maker"], piece.statement.params["kind"]) == ("its maker", "")


def test_repetition_is_one_piece_that_rests_on_all():
    (piece,) = evidence(saw("plain", 4), saw("plain", 2), saw("plain", 4))
    assert (piece.observations, piece.at) == ((2, 4), "2026-11-22T10:00:04Z")


def test_the_strongest_stands_first_then_the_name():
    assert [each.signature for each in evidence(saw("Acme EX-1"), saw("plain"))] == ["a.plain", "b.pattern"]


def test_what_needs_several_observations_waits_for_all_of_them():
    title, server = saw("T1", 1, "http.title"), saw("pair 1", 2)
    assert [hit.group for hit in (*title, *server)] == [0, 1]
    assert evidence(title) == evidence(server, server) == ()
    (piece,) = evidence(server, title)
    assert (piece.signature, piece.observations, piece.model) == ("c.pair", (1, 2), "T1")
    assert piece.saw == "http.title: T1; http.server: pair 1"
    assert (piece.why.holds, piece.why.what) == (True, "says plain")
    assert [each.observation for each in piece.why.because] == [1, 2]


def test_conditions_all_hold_and_exceptions_do_not():
    def page(status="200", server="g", more=""):
        return saw(f"HTTP/1.1 {status} x\r\nServer: {server}\r\n\r\n{more}", kind="http.response")

    (hit,) = page()
    assert hit.saw == "http.server: g"
    assert [each.what for each in hit.why.because] == ['http.status is "200"', "http.server is one of g, h", "not: http.title is present"]
    assert page(server="h")
    assert not page(status="401")
    assert not page(server="i")
    assert not page(more="<title>x</title>")
    assert not saw("g")


def test_explanations_are_named_once_in_order():
    assert explanations_of([*saw("Acme EX-1"), *saw("plain"), *saw("Acme EX-2")]) == ("a-reason", "b-reason", "recorder-or-camera")


def test_a_hostile_value_is_harmless_in_a_sentence():
    hostile = library((msgspec.structs.replace(PLAIN, when=(Condition(field="http.server", matches="x"),)),))
    hits = Matcher(hostile).match(0, observe("http.server", b"x\x1b[2J\xe2\x80\xae", at="", via="v", source=Source())).hits
    (piece,) = evidence_of(hits, hostile.vocabulary)
    assert piece.saw == "http.server: x\\x1b[2J\\u202e"
    assert "\x1b" not in piece.means


def test_a_sentence_is_said_in_each_language_and_gaps_are_marked():
    vocabulary = LIBRARY.vocabulary
    key, sentence = next(iter(vocabulary.innocent.items()))
    assert [say(vocabulary, Statement(key=key), language) for language in ("en", "fr", "ar")] == [sentence.en, sentence.fr, sentence.ar]
    assert say(vocabulary, Statement(key="nobody knows this")) == "nobody knows this"
    assert "…" in say(vocabulary, Statement(key="names-product"))


@pytest.mark.parametrize(
    ("condition", "value", "held", "words"),
    [
        (Condition(field="f", equals="x"), "x", True, 'f is "x"'),
        (Condition(field="f", equals="x"), "xx", False, 'f is "x"'),
        (Condition(field="f", one_of=("x", "y")), "y", True, "f is one of x, y"),
        (Condition(field="f", one_of=("x", "y")), "z", False, "f is one of x, y"),
        (Condition(field="f", matches="y$"), "xy", True, "f matches y$"),
        (Condition(field="f", matches="y$"), "yx", False, "f matches y$"),
        (Condition(field="f", present=True), "x", True, "f is present"),
        (Condition(field="f"), "x", False, "f is present"),
    ],
)
def test_a_condition_and_its_words(condition, value, held, words):
    found = hold(condition, value)
    assert (found is not None) is held
    assert found is None or found.value == value
    assert describe(condition) == words


def test_a_pattern_gives_its_named_groups_in_order_without_the_empty():
    found = hold(Condition(field="f", matches="(?P<model>b+)(?P<firmware>c*)(?P<maker>d)?(?P<serial>e)"), "abbe")
    assert found.groups == (("model", "bb"), ("serial", "e"))


@pytest.mark.parametrize("pattern", ["(", "(?=x)", r"(x)\1", "x{2000}{2000}"])
def test_a_pattern_that_is_none_is_refused(pattern):
    with pytest.raises(BadPattern):
        compiled(pattern)


def test_kinds_and_protocols_are_said_in_the_language():
    vocabulary = LIBRARY.vocabulary
    key = next(key for key, sentence in vocabulary.statement.items() if "{kind}" in sentence.en and "{kind}" in sentence.fr)
    for kind in ("camera", "recorder"):
        for language in ("en", "fr", "ar"):
            assert getattr(vocabulary.kind[kind], language) in say(vocabulary, Statement(key=key, params={"kind": kind}), language)
    assert "Unheard" in say(vocabulary, Statement(key=key, params={"kind": "Unheard"}))
    assert "None" not in say(vocabulary, Statement(key=key, params={"kind": "Unheard"}), "fr")
    name, protocol = next(iter(vocabulary.protocol.items()))
    where = next(key for key, sentence in vocabulary.statement.items() if "{protocol}" in sentence.en)
    assert protocol.en in say(vocabulary, Statement(key=where, params={"protocol": name}))
