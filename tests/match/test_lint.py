"""The linter: each check says what is wrong and what to do, and says nothing where all is well."""

import msgspec
import pytest

from roomcheck.match.calibration import Calibration
from roomcheck.match.lint import lint
from roomcheck.match.signature import Condition, SourceNote, Specimen
from roomcheck.model.vocabulary import Basis, Grade, Kind
from tests.assess.worlds import NOTE, library, signature

GOOD = signature("a.good", "good", (Kind.CAMERA,), Grade.STRONG, Basis.PRODUCT, "a", params={"where": "its page"}, maker="Acme")


def complaints(**changes):
    changed = msgspec.structs.replace(GOOD, **changes)
    return [(each.check, each.wrong, each.advice) for each in lint(library((changed,)), Calibration())]


def condition(**tests):
    return {"when": (Condition(field="http.server", **tests),)}


ID = "Use lower case, digits, points and hyphens."
TITLE = 'Read it after "The device ...": lower case, no full stop.'
ONE_TEST = "Give one of equals, one_of, matches and present."
FIELDS = "`signatures/README.md` lists the fields."
KINDS = "`signatures/README.md` lists the kinds."
NOT_WHOLE = "the title does not complete the sentence"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        *(({"id": name}, [("identifier", f'the id "{name}" is not of the form maker.what', ID)]) for name in ("a", "A.b", "a.", ".a", "a b.c", "a..b", "")),
        *(({"id": name}, []) for name in ("a.b", "a-1.b-2.c", "3com.x")),
        *(({"title": title}, [("title", NOT_WHOLE, TITLE)]) for title in ("", "Names it", "names it.", "RTSP is spoken.", "A camera")),
        *(({"title": title}, []) for title in ("names it", "RTSP it speaks", "4K it is")),
        ({"says": ()}, [("hypotheses", "it says nothing", "Name in `says` the kinds of device that it speaks for.")]),
        (
            {"says": (Kind.CAMERA, Kind.PRINTER)},
            [("hypotheses", "it speaks for cameras and for innocent devices at once", "Make two signatures of it.")],
        ),
        ({"says": (Kind.CAMERA, Kind.RECORDER)}, []),
        ({"when": ()}, [("conditions", "it has both `when` and `together`, or neither", "Give one of them.")]),
        (
            {"together": ((Condition(field="http.title", equals="x"),),)},
            [("conditions", "it has both `when` and `together`, or neither", "Give one of them.")],
        ),
        (condition(), [("conditions", "the condition on http.server has not exactly one test", ONE_TEST)]),
        (condition(equals="x", present=True), [("conditions", "the condition on http.server has not exactly one test", ONE_TEST)]),
        (condition(one_of=("x",)), []),
        (condition(present=True), []),
        ({"unless": (Condition(field="http.title"),)}, [("conditions", "the condition on http.title has not exactly one test", ONE_TEST)]),
        (
            {"when": (), "together": ((Condition(field="nonsense.x", equals="x"),),)},
            [("conditions", 'there is no field "nonsense.x"', FIELDS)],
        ),
        ({"when": (Condition(field="port", equals="80"),)}, [("conditions", "it would match whatever answers there", "Add a condition on what is answered.")]),
        (
            {"when": (Condition(field="port", equals="80"), Condition(field="http.status", equals="200"))},
            [("conditions", "it would match whatever answers there", "Add a condition on what is answered.")],
        ),
        ({"when": (Condition(field="port", equals="80"), Condition(field="http.server", equals="x"))}, []),
        ({"on": ("nonsense",)}, [("kinds", 'there is no kind of observation "nonsense"', KINDS)]),
        ({"counter": (Specimen(kind="nonsense", raw="x"),)}, [("kinds", 'there is no kind of observation "nonsense"', KINDS)]),
        (
            {"example": (Specimen(kind="mdns", raw="x", also=(Specimen(kind="nonsense", raw="x"),)),)},
            [("kinds", 'there is no kind of observation "nonsense"', KINDS)],
        ),
        (condition(matches="x*"), [("patterns", "x* matches nothing at all", "Let it require at least one character.")]),
        (condition(matches="(?P<colour>x)(?P<age>y)"), [("patterns", "the group age is unknown", "Name groups maker, model, firmware or serial.")]),
        (condition(matches="(?P<maker>x)(?P<model>y)(?P<firmware>z)(?P<serial>s)"), []),
        ({"unless": (Condition(field="http.title", matches="y*"),)}, [("patterns", "y* matches nothing at all", "Let it require at least one character.")]),
        ({"grounds": "feeling"}, [("grade", 'the grounds "feeling" are unknown', "Use corpora or reasoning.")]),
        (
            {"reasoning": "x" * 14},
            [("grade", "the grade rests on reasoning that is not written", "Write in `reasoning` why the grade is what it is.")],
        ),
        ({"reasoning": "x" * 15}, []),
        (
            {"basis": Basis.CIRCUMSTANCE},
            [("grade", "a circumstance has a grade above moderately strong", "Lower the grade, or choose the basis that it has.")],
        ),
        ({"basis": Basis.CIRCUMSTANCE, "grade": Grade.MODERATELY_STRONG}, []),
        (
            {"basis": Basis.VIDEO, "grade": Grade.MODERATELY_STRONG},
            [("grade", "a video protocol alone has a grade above moderate", "Innocent devices speak it too: use moderate.")],
        ),
        ({"basis": Basis.VIDEO, "grade": Grade.MODERATE}, []),
        ({"basis": Basis.DECLARES, "grade": Grade.EXTREMELY_STRONG}, []),
        (
            {"statement": "nonsense"},
            [("words", 'there is no statement "nonsense"', "Choose one of `vocabulary.toml`, or add one there.")],
        ),
        (
            {"innocent": ("nonsense",)},
            [("words", 'there is no innocent explanation "nonsense"', "Choose one of `vocabulary.toml`, or add one there.")],
        ),
        (
            {"innocent": ()},
            [("words", "it points to a camera and names no innocent explanation", "Say in `innocent` what else it could be.")],
        ),
        ({"says": (Kind.PRINTER,), "innocent": ()}, []),
        ({"sources": ()}, [("sources", "it has no source", "Say in `sources` where the fact was read, and when.")]),
        (
            {"sources": (*NOTE, SourceNote(ref=" ", date=NOTE[0].date))},
            [("sources", "a source is empty", "Name a page, a repository and path, or a document.")],
        ),
        ({"example": ()}, [("examples", "it has no example", "Add an `[[signature.example]]` that it must match.")]),
        *(
            ({"example": (Specimen(kind="mdns", **raw),)}, [("examples", "an example has not exactly one of raw and raw_hex", "Give text in raw, bytes in raw_hex.")])
            for raw in ({}, {"raw": "x", "raw_hex": "00"})
        ),
        *(
            ({"example": (Specimen(kind="mdns", raw_hex=raw),)}, [("examples", "a raw_hex is not hexadecimal", "Write two digits a byte, without spaces.")])
            for raw in ("0", "zz", "00 00", "00\n")
        ),
        ({"example": (Specimen(kind="mdns", raw_hex="00fF"),)}, []),
    ],
)
def test_each_check_says_what_is_wrong_and_what_to_do(changes, said):
    assert complaints(**changes) == said


def test_a_pattern_that_is_not_re2_is_said_with_its_reason():
    (said,) = complaints(**condition(matches="(?=x)"))
    assert said[0] == "patterns"
    assert said[1].startswith("(?=x) is not RE2 (")
    assert said[2] == "RE2 has no look-around and no back-reference."


def test_a_place_in_a_sentence_that_nothing_fills_is_found():
    shelf = library((GOOD,))
    sentence = msgspec.structs.replace(shelf.vocabulary.statement["names-product"], en="{maker} {model} {kind} {protocol} {where} {name} {port} {service} {gap}")
    words = msgspec.structs.replace(shelf.vocabulary, statement={"names-product": sentence})
    (said,) = lint(msgspec.structs.replace(shelf, vocabulary=words), Calibration())
    assert (said.check, said.wrong, said.advice) == ("words", "nothing fills {gap} in its sentence", "Give it in `params`.")
    filled = library((msgspec.structs.replace(GOOD, params={"gap": "x"}),))
    assert lint(msgspec.structs.replace(filled, vocabulary=words), Calibration()) == ()


def test_a_complaint_names_file_and_signature():
    (said,) = lint(library((msgspec.structs.replace(GOOD, sources=()),)), Calibration())
    assert (said.file, said.signature) == ("t.toml", "a.good")
