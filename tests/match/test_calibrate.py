"""Grades from counts: bounds as they are published, pooling, and what is written down and read again."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.app.calibration import Excess, excesses, same_counts
from roomcheck.app.calibration import calibrate as calibrate_folder
from roomcheck.match import calibration as kept
from roomcheck.match.calibrate import Seen, calibrate, estimate, family_of, kinds_of, met, upper, watches
from roomcheck.match.calibration import Calibration, to_toml
from roomcheck.match.lint import lint
from roomcheck.match.matcher import Matcher
from roomcheck.match.signature import Condition, Specimen
from roomcheck.model.errors import ImportFailed, SignatureError
from roomcheck.model.vocabulary import Basis, Grade, Kind
from tests.assess.worlds import library, saw, signature

C, P = Kind.CAMERA, Kind.PRINTER
ONE = signature("a.one", "one", (C,), Grade.STRONG, Basis.PRODUCT, "a")
TWO = signature("b.two", "two", (C,), Grade.MODERATE, Basis.PRODUCT, "b")
PORT = signature("c.port", "port", (C,), Grade.WEAK, Basis.CIRCUMSTANCE, "c")
PRINTER = signature("p.printer", "printer", (P,), Grade.MODERATE, Basis.PRODUCT, "p")
ALL = (ONE, TWO, PORT, PRINTER)
SERVER = frozenset({"http.server"})


def seen(watching, *signatures, kinds=SERVER, times=1):
    return [Seen(watching, kinds, frozenset(each.id for each in signatures))] * times


@pytest.mark.parametrize(
    ("errors", "trials", "bound"),
    [(0, 1, 0.95), (0, 10, 0.2589), (0, 100, 0.0295), (0, 3000, 0.000998), (1, 20, 0.2161), (5, 100, 0.1023), (3, 3, 1.0), (0, 0, 1.0), (9, 10, 0.9949)],
)
def test_the_bound_is_that_of_the_tables(errors, trials, bound):
    assert upper(errors, trials) == pytest.approx(bound, rel=2e-3)


@given(st.integers(0, 40), st.integers(1, 400))
def test_the_bound_is_above_what_was_seen_and_falls_with_more_trials(errors, more):
    trials = errors + more
    assert errors / trials < upper(errors, trials) <= 1.0
    assert upper(errors, trials + 1) < upper(errors, trials)
    assert upper(errors + 1, trials + 1) > upper(errors, trials + 1)


def test_a_ratio_takes_its_own_side_at_the_middle_and_the_other_at_its_bound():
    found = estimate(90, 99, 0, 3000)
    assert (found.own, found.own_of, found.other, found.other_of) == (90, 99, 0, 3000)
    assert found.log10_lr == pytest.approx(2.96, abs=0.005)
    assert found.grade == "moderately strong"
    assert estimate(90, 99, 0, 6000).grade == "strong"
    assert estimate(1, 1, 0, 1).log10_lr == pytest.approx(-0.1, abs=0.005)
    assert estimate(1, 1, 0, 1).grade == "none"


@pytest.mark.parametrize("counts", [(0, 10, 0, 1000), (5, 10, 0, 0), (0, 0, 0, 0)])
def test_what_was_never_tried_supports_nothing(counts):
    assert (estimate(*counts).grade, estimate(*counts).log10_lr) == ("none", 0.0)


def test_families_are_of_one_side_and_basis():
    assert family_of(ONE) == family_of(TWO) == "watching product"
    assert family_of(PRINTER) == "innocent product"
    assert family_of(PORT) == "watching circumstance http"
    declares = msgspec.structs.replace(ONE, basis=Basis.DECLARES)
    video = msgspec.structs.replace(ONE, basis=Basis.VIDEO, when=(), together=((Condition(field="sdp.media", equals="video"),),))
    assert (family_of(declares), family_of(video)) == ("watching declares", "watching video sdp")
    assert (watches(ONE), watches(PRINTER)) == (True, False)


def test_a_signature_looks_at_what_it_names_else_at_what_its_examples_are():
    assert kinds_of(ONE) == SERVER
    assert kinds_of(msgspec.structs.replace(ONE, on=("http.title", "mdns"))) == {"http.title", "mdns"}
    two = msgspec.structs.replace(ONE, example=(*ONE.example, Specimen(kind="mdns", raw="x")))
    assert kinds_of(two) == {"http.server", "mdns"}


def test_a_family_pools_what_its_members_saw():
    responses = seen(True, ONE, times=40) + seen(True, TWO, times=50) + seen(True, ONE, TWO, times=5) + seen(True, times=4)
    responses += seen(False, PRINTER, times=5000) + seen(False, ONE, kinds=frozenset({"mdns"}), times=9)
    found = calibrate(ALL, responses)
    family = found.family["watching product"]
    assert (family.own, family.own_of, family.other, family.other_of) == (95, 99, 0, 5000)
    assert (family.log10_lr, family.grade) == (3.2, "strong")
    innocents = found.family["innocent product"]
    assert (innocents.own, innocents.own_of, innocents.other, innocents.other_of) == (5000, 5000, 0, 99)
    assert innocents.grade == "moderate"


def test_a_member_takes_its_familys_grade_where_it_erred_never():
    responses = seen(True, ONE, times=40) + seen(True, TWO, times=50) + seen(False, PRINTER, times=5000)
    found = calibrate(ALL, responses)
    assert (found.signature["b.two"].own, found.signature["b.two"].other, found.signature["b.two"].grade) == (50, 0, "strong")
    assert found.supported("a.one") == "strong"
    assert found.supports("a.one", Grade.STRONG)
    assert found.supports("a.one", Grade.WEAK)
    assert not found.supports("a.one", Grade.VERY_STRONG)
    assert "c.port" not in found.signature
    assert (found.supported("c.port"), found.supports("c.port", Grade.WEAK)) == ("none", False)


def test_one_that_erred_is_judged_by_its_own_counts():
    responses = seen(True, ONE, times=40) + seen(True, TWO, times=50) + seen(False, TWO, times=5) + seen(False, times=4995)
    found = calibrate(ALL, responses)
    assert (found.signature["b.two"].other, found.signature["b.two"].grade) == (5, estimate(50, 90, 5, 5000).grade)
    assert found.signature["b.two"].grade == "moderately strong"
    assert found.signature["a.one"].grade == found.family["watching product"].grade == estimate(90, 90, 5, 5000).grade
    only_wrong = calibrate(ALL, seen(False, ONE) + seen(True, TWO, times=50) + seen(False, times=5000))
    assert (only_wrong.signature["a.one"].own, only_wrong.signature["a.one"].grade) == (0, "none")


def test_parts_of_a_signature_are_no_match_until_all_are_there():
    pair = msgspec.structs.replace(
        ONE, id="a.pair", when=(), together=((Condition(field="http.server", equals="x"),), (Condition(field="http.server", equals="y"),))
    )
    matcher = Matcher(library((pair, TWO)))
    half, other, two = (matcher.match(0, saw(value)) for value in ("x", "y", "two"))
    assert met([half]) == met([half, half]) == met([]) == frozenset()
    assert met([half, other]) == {"a.pair"}
    assert met([two, half]) == {"b.two"}


def test_what_is_written_is_read_again(tmp_path):
    found = msgspec.structs.replace(
        calibrate(ALL, seen(True, ONE, times=3) + seen(False, TWO, times=2)), date="2026-11-22", responses=5, corpora={"x.jsonl": "00"}
    )
    (tmp_path / kept.FILE).write_text(to_toml(found))
    assert kept.read(tmp_path) == found
    assert kept.read(tmp_path / "elsewhere") == Calibration()


@pytest.mark.parametrize("text", ["x", "family = 3", "unknown = 1", '[signature]\n"a" = { own = 1 }'])
def test_a_calibration_that_does_not_hold_is_one_sentence(tmp_path, text):
    (tmp_path / kept.FILE).write_text(text)
    with pytest.raises(SignatureError, match=r"^calibration\.toml does not hold: .+\. Write it again with `roomcheck signatures calibrate --write`\.$"):
        kept.read(tmp_path)


def test_the_linter_refuses_what_the_corpora_do_not_support():
    claims = msgspec.structs.replace(ONE, grounds="corpora")
    unseen = msgspec.structs.replace(PORT, grounds="corpora")
    shelf = library((claims, unseen, TWO))
    assert [each.signature for each in lint(shelf, Calibration()) if each.check == "grounds"] == ["a.one", "c.port"]
    weak = calibrate(ALL, seen(True, ONE, times=5) + seen(False, times=100))
    (complaint, _) = (each for each in lint(shelf, weak) if each.check == "grounds")
    assert (complaint.file, complaint.wrong) == ("t.toml", "it states strong where the corpora support moderate")
    assert complaint.advice == "Lower the grade, or give reasons in `reasoning` and say so in `grounds`."
    assert excesses(shelf, weak) == (Excess("a.one", "strong", "moderate"), Excess("c.port", "weak", "none"))
    enough = calibrate(ALL, seen(True, ONE, times=50) + seen(True, PORT, times=50) + seen(False, times=9000))
    assert [each for each in lint(shelf, enough) if each.check == "grounds"] == []
    assert excesses(shelf, enough) == ()


def test_a_folder_is_counted_each_response_once(tmp_path):
    line = '{{"source": "t", "kind": "http_header_server", "raw": "{}", "label": "{}"}}'
    lines = [line.format(*pair) for pair in (("one", "camera"), ("one", "camera"), ("two", "dvr_nvr"), ("printer", "not_camera"), ("one", "ambiguous"))]
    (tmp_path / "a.jsonl").write_text("\n".join(lines) + "\n")
    found = calibrate_folder(library(ALL), tmp_path, "2026-11-22")
    assert (found.responses, found.date, list(found.corpora)) == (3, "2026-11-22", ["a.jsonl"])
    assert len(found.corpora["a.jsonl"]) == 64
    assert found.family["watching product"].own == 2
    assert same_counts(found, msgspec.structs.replace(found, date="another day"))
    assert not same_counts(found, msgspec.structs.replace(found, responses=4))
    with pytest.raises(ImportFailed):
        calibrate_folder(library(ALL), tmp_path / "none", "")
