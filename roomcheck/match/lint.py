"""The linter of signatures: each check has a name, what is wrong, and what to do about it."""

import re
from collections.abc import Callable, Iterator
from string import Formatter
from typing import Final

import msgspec

from roomcheck.match.calibration import Calibration
from roomcheck.match.condition import BadPattern, compiled
from roomcheck.match.library import Library, Placed
from roomcheck.match.signature import Condition, Signature, Specimen, Vocabulary
from roomcheck.model.vocabulary import KINDS, WATCHING, Basis, Grade

GROUPS: Final = frozenset({"maker", "model", "firmware", "serial"})
FIELD_PREFIXES: Final = frozenset(
    """port mac http favicon rtsp sdp dns host ssdp upnp wsd onvif tls dhcp ftp telnet ssh tcp sip snmp wifi ble
    user_agent netbios sadp dhip dvrip xmeye pppp v380 foscam vstarcam kasa tapo miio tuya reolink ubnt hanwha ipro
    sony vivotek bosch axis gvcp vision360 udp reaction flow dlink uniview mobotix gopro arecont nice""".split()
)
_ID: Final = re.compile(r"^[a-z0-9]+(?:[.-][a-z0-9]+)+$")
_SHORT: Final = 15
"""Characters of reasoning below which nothing was reasoned."""


class Complaint(msgspec.Struct, frozen=True):
    """What a check found: where, which check, what is wrong, what to do."""

    file: str
    signature: str
    check: str
    wrong: str
    advice: str


Check = Callable[[Signature, Vocabulary], Iterator[tuple[str, str]]]


def lint(library: Library, calibration: Calibration) -> tuple[Complaint, ...]:
    """All complaints about the library's signatures, in their order."""
    return tuple(
        complaint
        for placed in library.placed
        for complaint in (*lint_one(placed, library.vocabulary), *_unsupported(placed, calibration))
    )


def lint_one(placed: Placed, vocabulary: Vocabulary) -> Iterator[Complaint]:
    for name, check in CHECKS:
        for wrong, advice in check(placed.signature, vocabulary):
            yield Complaint(placed.file, placed.signature.id, name, wrong, advice)


def _unsupported(placed: Placed, calibration: Calibration) -> Iterator[Complaint]:
    signature = placed.signature
    if signature.grounds != "corpora" or calibration.supports(signature.id, signature.grade):
        return
    wrong = f"it states {signature.grade.value} where the corpora support {calibration.supported(signature.id)}"
    advice = "Lower the grade, or give reasons in `reasoning` and say so in `grounds`."
    yield Complaint(placed.file, signature.id, "grounds", wrong, advice)


def _identifier(signature: Signature, _: Vocabulary) -> Iterator[tuple[str, str]]:
    if not _ID.match(signature.id):
        yield f'the id "{signature.id}" is not of the form maker.what', "Use lower case, digits, points and hyphens."


def _title(signature: Signature, _: Vocabulary) -> Iterator[tuple[str, str]]:
    if not signature.title or signature.title.endswith(".") or signature.title[0].isupper():
        first = signature.title.split(" ", 1)[0]
        if first.isupper() and len(first) > 1 and not signature.title.endswith("."):
            return
        yield "the title does not complete the sentence", 'Read it after "The device ...": lower case, no full stop.'


def _hypotheses(signature: Signature, _: Vocabulary) -> Iterator[tuple[str, str]]:
    if not signature.says:
        yield "it says nothing", "Name in `says` the kinds of device that it speaks for."
    sides = {kind in WATCHING for kind in signature.says}
    if len(sides) > 1:
        yield "it speaks for cameras and for innocent devices at once", "Make two signatures of it."


def _conditions(signature: Signature, _: Vocabulary) -> Iterator[tuple[str, str]]:
    if bool(signature.when) == bool(signature.together):
        yield "it has both `when` and `together`, or neither", "Give one of them."
    for condition in (*signature.when, *signature.unless, *(each for group in signature.together for each in group)):
        given = [condition.equals, condition.one_of, condition.matches, condition.present]
        if sum(each is not None for each in given) != 1:
            wrong = f"the condition on {condition.field} has not exactly one test"
            yield wrong, "Give one of equals, one_of, matches and present."
        if condition.field.partition(".")[0] not in FIELD_PREFIXES:
            yield f'there is no field "{condition.field}"', "`signatures/README.md` lists the fields."
    if signature.when and all(condition.field in ("port", "http.status") for condition in signature.when):
        yield "it would match whatever answers there", "Add a condition on what is answered."


def _kinds(signature: Signature, _: Vocabulary) -> Iterator[tuple[str, str]]:
    for kind in (*signature.on, *(specimen.kind for specimen in _specimens(signature))):
        if kind not in KINDS:
            yield f'there is no kind of observation "{kind}"', "`signatures/README.md` lists the kinds."


def _patterns(signature: Signature, _: Vocabulary) -> Iterator[tuple[str, str]]:
    for condition in _all_conditions(signature):
        if condition.matches is None:
            continue
        try:
            pattern = compiled(condition.matches)
        except BadPattern as error:
            yield f"{condition.matches} is not RE2 ({error})", "RE2 has no look-around and no back-reference."
            continue
        if pattern.search("") is not None:
            yield f"{condition.matches} matches nothing at all", "Let it require at least one character."
        unknown = set(pattern.groupindex) - GROUPS
        if unknown:
            yield f"the group {min(unknown)} is unknown", "Name groups maker, model, firmware or serial."


def _grade(signature: Signature, _: Vocabulary) -> Iterator[tuple[str, str]]:
    if signature.grounds not in ("corpora", "reasoning"):
        yield f'the grounds "{signature.grounds}" are unknown', "Use corpora or reasoning."
    if signature.grounds == "reasoning" and len(signature.reasoning) < _SHORT:
        yield "the grade rests on reasoning that is not written", "Write in `reasoning` why the grade is what it is."
    if signature.basis is Basis.CIRCUMSTANCE and signature.grade.floor > Grade.MODERATELY_STRONG.floor:
        yield "a circumstance has a grade above moderately strong", "Lower the grade, or choose the basis that it has."
    if signature.basis is Basis.VIDEO and signature.grade.floor > Grade.MODERATE.floor:
        yield "a video protocol alone has a grade above moderate", "Innocent devices speak it too: use moderate."


def _words(signature: Signature, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    sentence = vocabulary.statement.get(signature.statement)
    if sentence is None:
        yield f'there is no statement "{signature.statement}"', "Choose one of `vocabulary.toml`, or add one there."
        return
    known = {"maker", "model", "kind", "protocol", "where", "name", "port", "service"} | set(signature.params)
    for _, place, _, _ in Formatter().parse(sentence.en):
        if place and place not in known:
            yield f"nothing fills {{{place}}} in its sentence", "Give it in `params`."
    for key in signature.innocent:
        if key not in vocabulary.innocent:
            yield f'there is no innocent explanation "{key}"', "Choose one of `vocabulary.toml`, or add one there."
    if WATCHING & set(signature.says) and not signature.innocent:
        yield "it points to a camera and names no innocent explanation", "Say in `innocent` what else it could be."


def _sources(signature: Signature, _: Vocabulary) -> Iterator[tuple[str, str]]:
    if not signature.sources:
        yield "it has no source", "Say in `sources` where the fact was read, and when."
    for source in signature.sources:
        if not source.ref.strip():
            yield "a source is empty", "Name a page, a repository and path, or a document."


def _examples(signature: Signature, _: Vocabulary) -> Iterator[tuple[str, str]]:
    if not signature.example:
        yield "it has no example", "Add an `[[signature.example]]` that it must match."
    for specimen in _specimens(signature):
        if (specimen.raw is None) == (specimen.raw_hex is None):
            yield "an example has not exactly one of raw and raw_hex", "Give text in raw, bytes in raw_hex."
        if specimen.raw_hex is not None and not re.fullmatch(r"(?:[0-9a-fA-F]{2})*", specimen.raw_hex):
            yield "a raw_hex is not hexadecimal", "Write two digits a byte, without spaces."


CHECKS: Final[tuple[tuple[str, Check], ...]] = (
    ("identifier", _identifier),
    ("title", _title),
    ("hypotheses", _hypotheses),
    ("conditions", _conditions),
    ("kinds", _kinds),
    ("patterns", _patterns),
    ("grade", _grade),
    ("words", _words),
    ("sources", _sources),
    ("examples", _examples),
)


def _specimens(signature: Signature) -> Iterator[Specimen]:
    for specimen in (*signature.example, *signature.counter):
        yield specimen
        yield from specimen.also


def _all_conditions(signature: Signature) -> Iterator[Condition]:
    yield from signature.when
    yield from signature.unless
    for group in signature.together:
        yield from group
