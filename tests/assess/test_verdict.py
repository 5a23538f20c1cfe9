"""The rules of the verdict, each by itself."""

import pytest

from roomcheck.assess import sentences as s
from roomcheck.assess.verdict import judge
from roomcheck.assess.weigh import Weights, counted_once, weigh
from roomcheck.model.assessment import Evidence, Statement, Why
from roomcheck.model.vocabulary import Basis, Kind, Verdict

C, P, V = Kind.CAMERA, Kind.PRINTER, Kind.VACUUM


def piece(log10_lr, basis=Basis.PRODUCT, kinds=(C,), fact="f", unconfirmed=False, name="x.y"):
    return Evidence(
        signature=name, via="test", at="", saw="", means="", strength="", basis=basis, supports=kinds,
        log10_lr=log10_lr, fact=fact, unconfirmed=unconfirmed, observations=(0,), statement=Statement(key=""),
        why=Why(holds=True, what=""),
    )


def judged(*pieces):
    found = judge(pieces, weigh(pieces))
    return found.verdict, found.kind, [each.key for each in found.reasons]


D, VID, PRO, CIR = Basis.DECLARES, Basis.VIDEO, Basis.PRODUCT, Basis.CIRCUMSTANCE


@pytest.mark.parametrize("basis", [D, PRO])
def test_a_strong_word_of_its_own_makes_a_camera(basis):
    assert judged(piece(3.0, basis)) == (Verdict.CAMERA, C, [s.DECLARED])
    assert judged(piece(2.99, basis))[0] is Verdict.SUSPECT


@pytest.mark.parametrize("basis", [VID, CIR])
def test_strength_without_its_own_word_makes_none(basis):
    assert judged(piece(6.0, basis))[0] is Verdict.SUSPECT


@pytest.mark.parametrize(
    ("basis", "log10_lr", "fact", "verdict"),
    [
        (CIR, 2.0, "other", Verdict.CAMERA), (CIR, 1.99, "other", Verdict.SUSPECT), (CIR, 2.0, "v", Verdict.SUSPECT),
        (PRO, 1.0, "other", Verdict.CAMERA), (PRO, 0.99, "other", Verdict.SUSPECT), (VID, 2.0, "other", Verdict.SUSPECT),
    ],
)
def test_video_needs_an_independent_fact(basis, log10_lr, fact, verdict):
    found = judged(piece(1.0, VID, fact="v"), piece(log10_lr, basis, fact=fact))
    assert found[0] is verdict
    assert (s.VIDEO_AND_FACT in found[2]) is (verdict is Verdict.CAMERA)


def test_what_nobody_confirms_makes_suspect_at_most():
    assert judged(piece(6.0, D, unconfirmed=True))[0] is Verdict.SUSPECT
    assert judged(piece(1.0, VID, fact="v"), piece(2.0, unconfirmed=True))[0] is Verdict.SUSPECT
    assert judged(piece(1.0, VID, fact="v", unconfirmed=True), piece(2.0))[0] is Verdict.SUSPECT


def test_a_camera_outweighs_what_is_innocent_tenfold():
    assert judged(piece(4.0), piece(3.0, kinds=(P,), fact="p"))[0] is Verdict.CAMERA
    found = judged(piece(4.0), piece(3.01, kinds=(P,), fact="p"))
    assert found == (Verdict.SUSPECT, C, [s.OUTWEIGHS, s.CONTRADICTED])
    assert judged(piece(4.0), piece(4.0, kinds=(P,), fact="p"))[0] is Verdict.UNRESOLVED


def test_suspicion_begins_at_moderate():
    assert judged(piece(1.0))[0] is Verdict.SUSPECT
    assert judged(piece(0.99)) == (Verdict.UNRESOLVED, None, [s.NOT_ENOUGH])
    assert judged() == (Verdict.UNRESOLVED, None, [s.NOT_ENOUGH])


def test_a_suspicion_says_what_it_rests_on():
    assert judged(piece(1.0))[2] == [s.OUTWEIGHS]
    assert judged(piece(1.0, CIR))[2] == [s.OUTWEIGHS, s.CIRCUMSTANTIAL]
    assert judged(piece(1.0, CIR), piece(1.0, fact="g"))[2] == [s.OUTWEIGHS]
    assert judged(piece(1.0, VID))[2] == [s.OUTWEIGHS, s.VIDEO_ONLY]
    assert judged(piece(1.0, unconfirmed=True))[2] == [s.OUTWEIGHS, s.UNCONFIRMED]
    assert judged(piece(2.5), piece(2.0, kinds=(P,), fact="p"))[2] == [s.OUTWEIGHS, s.CONTRADICTED]
    assert judged(piece(2.5), piece(1.9, kinds=(P,), fact="p"))[2] == [s.OUTWEIGHS]


@pytest.mark.parametrize("basis", [D, PRO])
def test_its_own_words_clear_a_device(basis):
    assert judged(piece(2.0, basis, (P,))) == (Verdict.CLEARED, P, [s.IDENTIFIED])
    assert judged(piece(1.99, basis, (P,)))[0] is Verdict.UNRESOLVED


def test_clearing_outweighs_the_camera_tenfold():
    assert judged(piece(2.0, kinds=(P,), fact="p"), piece(1.0))[0] is Verdict.CLEARED
    assert judged(piece(2.0, kinds=(P,), fact="p"), piece(1.01))[0] is Verdict.UNRESOLVED


def test_circumstances_clear_only_together():
    assert judged(piece(3.0, CIR, (P,)))[0] is Verdict.UNRESOLVED
    both = piece(2.0, CIR, (P,)), piece(1.0, CIR, (P,), fact="g")
    assert judged(*both) == (Verdict.CLEARED, P, [s.IDENTIFIED_BY_CIRCUMSTANCE])
    assert judged(piece(2.0, CIR, (P,)), piece(0.9, CIR, (P,), fact="g"))[0] is Verdict.UNRESOLVED
    assert judged(piece(2.0, CIR, (P,)), piece(1.0, CIR, (V,), fact="g"))[0] is Verdict.UNRESOLVED


def test_what_carries_a_camera_is_cleared_with_that_said():
    pieces = (piece(2.0, D, (V,)),)
    found = judge(pieces, weigh(pieces))
    assert (found.verdict, found.carries_camera) == (Verdict.CLEARED, True)
    assert [each.key for each in found.reasons] == [s.IDENTIFIED, s.CARRIES_CAMERA]


def test_independent_facts_multiply_and_dependent_ones_do_not():
    weights = weigh([piece(1.0), piece(2.0), piece(1.5, fact="g"), piece(0.5, kinds=(P,), fact="p")])
    assert weights.of == {C: 3.5, P: 0.5}
    assert (weights.watching, weights.innocent, weights.margin) == ((C, 3.5), (P, 0.5), 3.0)


def test_without_evidence_nothing_weighs():
    assert (Weights({}).watching, Weights({}).innocent, Weights({}).margin) == ((None, 0.0), (None, 0.0), 0.0)


def test_of_equals_the_first_kind_of_the_vocabulary_is_named():
    assert weigh([piece(1.0, kinds=(Kind.RECORDER, C))]).watching == (C, 1.0)
    assert weigh([piece(1.0, kinds=(C,)), piece(2.0, kinds=(Kind.RECORDER,))]).watching == (Kind.RECORDER, 2.0)


def test_the_strongest_of_a_fact_counts_and_stands_first():
    marked = counted_once((piece(1.0, name="b"), piece(2.0, name="c"), piece(1.0, name="a"), piece(0.3, fact="g", name="d")))
    assert [(each.signature, each.counted) for each in marked] == [("c", True), ("a", False), ("b", False), ("d", True)]
