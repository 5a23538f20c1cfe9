"""The room-reaction test in reports: from a recording's entries to pages, masked for their reader."""

import json
import subprocess
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.flows.cues import MOST
from roomcheck.flows.pulse import MEASURES
from roomcheck.flows.reaction import CONTRASTS
from roomcheck.model.entry import Checked, Cue, Entry, NotExamined, Observation, Source
from roomcheck.model.vocabulary import Reason
from roomcheck.report import Recipient, compose, reaction_tests, render_html, render_json
from roomcheck.report.document import Document, Figure
from roomcheck.report.drawing import Box, Line, Trace
from roomcheck.report.ontology import render_case
from roomcheck.report.parts.reaction import DRAWN, lines
from roomcheck.report.pdf import render_pdf
from roomcheck.report.phrasing import Writer
from roomcheck.report.reactions import DEVICES, TESTS, did_as_well
from roomcheck.wire.radio import ASKED, BY_HAND
from roomcheck.wire.radio import DRAWN as BY_CHANCE
from roomcheck.words import LANGUAGES, Words
from tests.report import reacted
from tests.report.cases import VOCABULARY, case
from tests.report.test_ontology import VALIDATOR
from tests.report.test_reports import read

TOLD = sorted(set(Recipient) - {Recipient.HOST})
AT = "2026-11-20T18:04:47.000000Z"


def with_tests(told, extra=()):
    found = reaction_tests([*extra, *reacted.entries(told)])
    return msgspec.structs.replace(case(), reactions=found)


def said(told, recipient=Recipient.POLICE, language="en"):
    return read(compose(with_tests(told), recipient=recipient, language=language, country="FR"))


def writer(language="en"):
    return Writer(Words(language), VOCABULARY, "UTC", lambda text: text)


def figures(one):
    return [block for section in one.sections for block in section.blocks if isinstance(block, Figure) and any(isinstance(shape, Trace) for shape in block.drawing.shapes)]


def test_the_entries_give_the_test():
    (test,) = reaction_tests(reacted.entries(reacted.four()))
    assert test.seed == reacted.SEED
    assert [one.device for one in test.reactions] == [reacted.CAMERA, reacted.LAMP, reacted.NEIGHBOUR, reacted.LAPTOP]
    assert len(test.cues) == len(reacted.CUES)
    assert test.cues[0].action == reacted.CUES[0].action
    assert test.seconds == reacted.SECONDS
    assert [kind.name for kind in test.kinds] == ["movement", "light"]


def test_a_check_without_a_test_has_none():
    assert reaction_tests(()) == ()
    bare = msgspec.structs.replace(case(), reactions=())
    for recipient in Recipient:
        one = compose(bare, recipient=recipient, language="en", country="FR")
        assert "Room-reaction test" not in read(one)
        assert "reactions" not in json.loads(render_json(one))


def test_the_outcome_stands_first():
    text = said(reacted.four())
    assert text.index("1 device that sends traffic of a camera’s kind reacted") < text.index("Length of the test") < text.index("Movement: while")
    silent = tuple(one for one in reacted.four() if one[1].outcome == "none")
    assert "No reaction to the room was seen in the traffic of 2 devices." in said(silent)
    once = tuple(one for one in reacted.four() if one[1].outcome != "two kinds")
    assert "No device reacted to both movement and light, at delays that one camera can have. 1 device reacted to one of them, which alone proves nothing." in said(once)
    lamp = ((reacted.LAMP, msgspec.structs.replace(reacted.four()[0][1], like="other")),)
    assert "1 device reacted to movement and to the light, but its traffic is not of a camera’s kind." in said(lamp)


def test_a_test_in_which_nobody_sent_enough_is_told():
    none = [Entry(seq=1, prev="0" * 64, at=AT, body=Checked(via="react", subject="network", asked=40, answered=0))]
    one = compose(msgspec.structs.replace(case(), reactions=reaction_tests(none)), recipient=Recipient.GUEST, language="en", country="FR")
    assert "The test was made, but no device sent enough to be tested." in read(one)
    assert "Where no reaction was seen, there may still be a camera." in read(one)


def test_what_was_done_and_the_rule_stand_in_the_report():
    text = said(reacted.four())
    count = sum(cue.action == "move" for cue in reacted.CUES)
    assert f"Moved about {count} times and held still {count} times" in text
    assert "roomcheck drew the times by chance from the seed 7, as the test began. Who did not know it could not foresee them." in text
    assert "4; each at every delay from 0 to 30 seconds" in text
    assert "999 other schedules, drawn in the same way" in text
    assert "p of at most 0.01" in text
    assert "at least 10 cues of each action, and a share of unheard frames that did not go with the cues by more than 10\u00a0%" in text
    assert "Each t is divided by what chance gives that device by that measure" in text


def test_statistics_are_words_with_their_figures():
    text = said(reacted.four())
    assert "it sent 1.62 times as much as while they held still (95\u00a0% interval: 1.43 to 1.85), 2\u00a0s later." in text
    assert "Of 999 other schedules none fitted as well" in text
    assert "Of 999 other schedules, at most 2 fitted as well" in text
    assert "p\u00a0=\u00a00.001" in text
    assert "Just after each cue of light, it sent 1.90 times as much as later in the same block" in text
    assert "25\u00a0% more traffic would have been noticed in this device with a probability of 88\u00a0%, for one kind of cue." in text
    assert "the bursts differed from one to the next 0.97 times as much" in text
    assert "1,62 fois autant" in said(reacted.four(), language="fr")
    assert "p\u00a0=\u00a00,25\u00a0; lumière" in said(reacted.four(), language="fr")


def test_power_is_told_where_nothing_was_noticed():
    assert "more traffic would have been noticed" not in said(reacted.four()[:1])


def test_delays_that_do_not_fit_together_are_told():
    camera = reacted.four()[0][1]
    apart = msgspec.structs.replace(camera, effects=(camera.effects[0], msgspec.structs.replace(camera.effects[1], delay_s=19)))
    text = said(((reacted.CAMERA, apart),))
    assert "at delays that do not fit together: that proves nothing" in text
    assert "1 device reacted to each of them, but at delays that do not fit together, which proves nothing." in text
    assert "reacted to one of them" not in text
    both = said(((reacted.CAMERA, apart), reacted.four()[2]))
    assert "1 device reacted to one of them" in both
    assert "1 device reacted to each of them" in both


ONE_KIND = [
    ("movement", "Only movement was tested, not the light. 1 device reacted to it", "Its traffic changed with movement; the light was not tested."),
    ("light", "Only the light was tested, not movement. 1 device reacted to it", "Its traffic changed with the light; movement was not tested."),
]


@pytest.mark.parametrize(("kind", "outcome", "verdict"), ONE_KIND)
def test_what_was_not_tested_did_not_fail_to_react(kind, outcome, verdict):
    (device, camera), (neighbour, silent) = reacted.four()[:2]

    def alone(seen):
        cues = tuple(cue for cue in seen.cues if (cue.action in {"move", "still"}) == (kind == "movement"))
        return msgspec.structs.replace(seen, cues=cues, chosen=BY_HAND, seed=None, effects=tuple(one for one in seen.effects if one.kind == kind))

    text = said(((device, alone(camera)), (neighbour, alone(silent))))
    assert outcome in text
    assert verdict in text
    assert "No device reacted to both" not in text
    assert "no reaction to" not in text
    quiet = said(((neighbour, alone(silent)),))
    assert f"in the traffic of 1 device. {outcome.split('.')[0]}." in quiet


def test_a_single_cue_of_a_kind_is_no_test_of_it():
    camera = reacted.four()[0][1]
    cues = tuple(cue for cue in reacted.CUES if cue.action in {"move", "still"} or cue == reacted.CUES[-1])
    one = msgspec.structs.replace(camera, cues=cues, chosen=BY_HAND, seed=None, effects=camera.effects[:1])
    assert "Only movement was tested, not the light." in said(((reacted.CAMERA, one),))


def _with(**changes):
    """What is said of a device whose effect of movement does not pass, with these figures."""
    camera = reacted.four()[0][1]
    effects = (msgspec.structs.replace(camera.effects[0], passed=False, **changes), camera.effects[1])
    return said(((reacted.CAMERA, msgspec.structs.replace(camera, effects=effects)),))


def test_what_does_not_count_says_why_and_no_power():
    shadowed = _with(unheard=0.23, power=0.0)
    assert "How well it was heard changed with the cues as well (by 23\u00a0%), as when somebody stands between: this does not count." in shadowed
    assert "more traffic would have been noticed" not in shadowed
    faint = _with(heard=0.64, power=0.0)
    assert "It was heard in 64\u00a0% of the time only: its silence says little." in faint
    assert "more traffic would have been noticed" not in faint
    assert "more traffic would have been noticed" in _with(heard=0.8, unheard=0.1)


def test_a_device_without_a_drawing_says_why_too():
    text = said(reacted.four(), Recipient.GUEST)
    assert len(figures(compose(with_tests(reacted.four()), recipient=Recipient.GUEST, language="en", country="FR"))) == 3
    assert "Movement: How well it was heard changed with the cues as well (by 17\u00a0%)" in text
    assert "Light: It was heard in 64\u00a0% of the time only" in text


def test_few_cues_say_so():
    camera = reacted.four()[0][1]
    effects = (msgspec.structs.replace(camera.effects[0], passed=False, power=0.0), camera.effects[1])
    few = tuple(cue for cue in reacted.CUES if cue.action in {"move", "still"})[:18]
    seen = msgspec.structs.replace(camera, cues=(*few, *(cue for cue in reacted.CUES if cue.action.startswith("light"))), effects=effects)
    text = said(((reacted.CAMERA, seen),))
    assert "There were fewer than 10 cues of an action: too few for anything to count." in text
    assert "more traffic would have been noticed" not in text


def test_plain_lines_say_why_too():
    (test,) = reaction_tests(reacted.entries(reacted.four()))
    told = "\n".join(lines(test, writer()))
    assert "changed with the cues as well (by 17\u00a0%)" in told
    assert "It was heard in 64\u00a0% of the time only" in told
    assert "21.0\u00a0% of its frames were not heard." in told


def test_what_was_not_heard_is_told():
    text = said(reacted.four())
    assert "1.2\u00a0% of its frames were not heard." in text
    assert "21.0\u00a0% of its frames were not heard." in text
    assert "The bytes of those that were not heard inside a burst are estimated" in text
    drawn = figures(compose(with_tests(reacted.four()), recipient=Recipient.POLICE, language="en", country="FR"))
    assert "21.0\u00a0% of its frames were not heard; the bytes of those that belong to a burst are estimated." in drawn[2].caption


def test_a_line_that_ends_before_the_cues_says_so():
    device, camera = reacted.four()[0]
    cut = msgspec.structs.replace(camera, rates=camera.rates[:200])
    assert "The line ends after 200\u00a0s: the cues go on" in said(((device, cut),))
    assert "The line ends after" not in said(((device, camera),))


def test_what_else_reacts():
    text = said(reacted.four())
    assert "in at most 1\u00a0% of the tests for each kind of cue, and so for one or the other of two in at most twice as many" in text
    assert "Somebody between the device and this computer" in text
    assert "where that went with the cues by more than 10\u00a0%" in text
    assert "the sound that the terminal makes at each cue" in text
    assert "does not prove who sent it" in text


def test_devices_that_were_left_out_are_counted():
    def left(detail, reason=Reason.TOO_MUCH, via="react"):
        body = NotExamined(via=via, subject="network", reason=reason, detail=detail)
        entry = Entry(seq=99, prev="0" * 64, at=AT, body=body)
        return read(compose(with_tests(reacted.four(), [entry]), recipient=Recipient.POLICE, language="en", country="FR"))

    assert "31 more devices sent enough and were not tested. At most 12 are tested together" in left("31 devices more")
    assert "1 more device sent enough and was not tested." in left("1 devices more")
    for text in (left("9" * 400 + " devices more"), left("x devices more"), left("31 devices more", Reason.TOO_QUIET), left("31 devices more", via="air")):
        assert "sent enough and" not in text


def test_a_seed_that_was_known_is_not_called_chance():
    asked = tuple((mac, msgspec.structs.replace(seen, chosen=ASKED)) for mac, seen in reacted.four())
    text = said(asked)
    assert "The seed 7 was chosen before the test; roomcheck drew the times from it." in text
    assert "foresee" not in text
    assert "roomcheck react --seed 7 gives the same cues at the same times, in roomcheck " in text


@pytest.mark.parametrize("chosen", [BY_CHANCE, ASKED])
def test_cues_that_are_not_those_of_their_seed_are_by_hand(chosen):
    other = tuple((mac, msgspec.structs.replace(seen, chosen=chosen, seed=8)) for mac, seen in reacted.four())
    text = said(other)
    assert "The recording names the seed 8, but these are not its times" in text
    assert "roomcheck drew the times" not in text
    assert "--seed" not in text
    assert "gives this schedule" not in text
    assert "as far as their order was arbitrary" in text
    (test,) = reaction_tests(reacted.entries(other))
    assert (test.seed, test.chosen, test.named) == (None, BY_HAND, 8)


def test_a_seed_beside_cues_of_somebody_is_none():
    (test,) = reaction_tests(reacted.entries(tuple((mac, msgspec.structs.replace(seen, chosen=BY_HAND)) for mac, seen in reacted.four())))
    assert (test.seed, test.named) == (None, None)
    shown = [Entry(seq=10, prev="0" * 64, at=AT, body=Cue(action="move", seed=7))]
    (test,) = reaction_tests([*shown, *reacted.entries(reacted.four(by_hand=True))])
    assert test.seed is None


@pytest.mark.parametrize("change", [{"seed": 8}, {"redraws": 99}, {"chosen": ASKED}, {"cues": reacted.CUES[:-1]}], ids=str)
def test_entries_that_disagree_are_different_tests(change):
    told = reacted.four()
    mac, seen = told[1]
    assert len(reaction_tests(reacted.entries((told[0], (mac, msgspec.structs.replace(seen, **change)))))) == 2


def test_an_unknown_measure_is_named_as_it_is():
    camera = reacted.four()[0][1]
    other = msgspec.structs.replace(camera, effects=(msgspec.structs.replace(camera.effects[0], measure="sound"), camera.effects[1]))
    assert "the measure “sound” of its traffic was 1.62 times as high" in said(((reacted.CAMERA, other),))


@pytest.mark.parametrize("contrast", CONTRASTS)
@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_has_its_sentence(language, measure, contrast):
    effects = tuple(reacted.effect(kind, 0.001, 1.5, measure=measure, contrast=contrast) for kind in ("movement", "light"))
    seen = msgspec.structs.replace(reacted.four()[0][1], effects=effects)
    (test,) = reaction_tests(reacted.entries([(reacted.CAMERA, seen)]))
    told = "".join(lines(test, writer(language)))
    assert not any(f"{quote}{measure}" in told for quote in ("“", "«", "«\u00a0"))


def test_how_to_repeat_it():
    drawn, by_hand = said(reacted.four()), said(reacted.four(by_hand=True))
    for part in ("roomcheck react --seed 7 gives the same cues at the same times, in roomcheck ", "roomcheck react --seed 7 --print-cues", "roomcheck react CAPTURE --cues FILE"):
        assert part in drawn
    assert "--seed" not in by_hand
    assert "Somebody wrote the times down in a file of cues" in by_hand
    assert "as far as their order was arbitrary" in by_hand
    assert "only from a capture can the test be computed anew" in drawn
    kept = tuple((mac, msgspec.structs.replace(seen, pulse=b"\0\1")) for mac, seen in reacted.four())
    assert "roomcheck react RECORDING computes all figures again" in said(kept)


def test_the_cues_that_were_shown_are_named_by_their_entries():
    shown = [Entry(seq=number, prev="0" * 64, at=f"2026-11-20T18:05:{number:02d}.000000Z", body=Cue(action="move", block=number, seed=7)) for number in range(10, 14)]
    one = compose(with_tests(reacted.four(), shown), recipient=Recipient.POLICE, language="en", country="FR")
    assert "Entries 10 to 13 of the recording say at which moment each cue was shown." in read(one)
    assert "2026-11-20 22:05:10 +04:00" in read(one)


def test_the_schedule_is_an_annex():
    one = compose(with_tests(reacted.four()), recipient=Recipient.POLICE, language="en", country="FR")
    (table,) = [block for section in one.sections if section.title[0].text == "Schedule of the room-reaction test" for block in section.blocks if hasattr(block, "rows")]
    assert len(table.rows) == len(reacted.CUES)
    assert [cell[0].text for cell in table.rows[0]][1:3] == [f"{reacted.CUES[0].begin:.1f}", f"{reacted.CUES[0].end:.1f}"]


def test_a_drawing_shades_what_was_done():
    one = compose(with_tests(reacted.four()), recipient=Recipient.POLICE, language="en", country="FR")
    drawn = figures(one)
    assert len(drawn) == 3
    grey = [shape for shape in drawn[0].drawing.shapes if isinstance(shape, Box) and not shape.edge]
    moves = sum(cue.action == "move" for cue in reacted.CUES)
    assert len(grey) == moves + 1
    hatching = [shape for shape in drawn[0].drawing.shapes if isinstance(shape, Line) and shape.weight == 0.12]
    assert len(hatching) > moves
    (trace,) = [shape for shape in drawn[0].drawing.shapes if isinstance(shape, Trace)]
    assert len(trace.points) == reacted.SECONDS
    for shape in hatching:
        assert 0 <= min(shape.x1, shape.x2) <= max(shape.x1, shape.x2) <= drawn[0].drawing.width
        assert 0 <= min(shape.y1, shape.y2) <= max(shape.y1, shape.y2) <= drawn[0].drawing.height
    assert "kbit/s while somebody moved" in drawn[0].alt
    moved, still = [float(word) for word in drawn[0].alt.split() if word.replace(".", "").isdigit()][:2]
    assert moved > 1.4 * still


def test_drawings_are_bounded():
    camera = reacted.four()[0][1]
    many = [(f"02:00:00:00:00:{number:02x}", camera) for number in range(DEVICES + 9)]
    one = compose(with_tests(many), recipient=Recipient.INVESTIGATOR, language="en", country="FR")
    assert len(figures(one)) == DRAWN
    assert len(one.reactions[0].reactions) == DEVICES
    assert "9 more devices were tested and are left out here." in read(one)
    several = [(reacted.CAMERA, msgspec.structs.replace(camera, seed=seed)) for seed in range(TESTS + 3)]
    assert len(reaction_tests(reacted.entries(several))) == TESTS


@pytest.mark.parametrize("recipient", Recipient)
def test_what_each_reader_may_read(recipient):
    one = compose(with_tests(reacted.four()), recipient=recipient, language="en", country="FR")
    text = (render_html(one) + render_json(one)).decode()
    shown = [each.device for test in one.reactions for each in test.reactions]
    if recipient is Recipient.HOST:
        assert shown == []
        assert "eaction" not in text
        return
    for mac in (reacted.LAPTOP, reacted.LAMP):
        assert mac not in text or recipient in {Recipient.GUEST, Recipient.INVESTIGATOR}
    assert reacted.LAPTOP not in text
    if recipient is Recipient.PLATFORM:
        assert shown == ["44:19:b6:**:**:**", "a0:bd:1d:**:**:**"]
        assert reacted.CAMERA not in text
        assert one.reactions[0].omitted == 2
        assert "2 more devices were tested and are left out here." in text
        assert "Schedule of the room-reaction test" not in text
    else:
        assert reacted.CAMERA in shown
        assert len(shown) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_data_hold_the_test(language):
    one = compose(with_tests(reacted.four()), recipient=Recipient.POLICE, language=language, country="FR")
    document = json.loads(render_json(one))
    (test,) = document["reactions"]
    assert test["seed"] == 7
    assert test["cues"][0] == {"action": reacted.CUES[0].action, "begin": reacted.CUES[0].begin, "end": reacted.CUES[0].end}
    assert test["reactions"][0]["effects"][0]["p"] == 0.001
    assert len(test["reactions"][0]["rates"]) == reacted.SECONDS
    assert test["reactions"][0]["finding"] == reacted.CAMERA
    assert msgspec.json.decode(render_json(one), type=Document).reactions == one.reactions


@pytest.mark.parametrize("recipient", TOLD)
def test_case_has_the_test_as_an_action(recipient):
    one = compose(with_tests(reacted.four()), recipient=recipient, language="fr", country="FR")
    nodes = json.loads(render_case(one))["@graph"]
    (action,) = [node for node in nodes if node.get("core:name") == "Room-reaction test"]
    known = {node["@id"]: node for node in nodes}
    assert [known[each["@id"]]["@type"] for each in action["action:result"]] == ["observable:Device"]
    assert known[action["action:instrument"]["@id"]]["@type"] == "tool:Tool"
    assert "does not prove" in action["core:description"]
    assert "of the seed 7, drawn as the test began; 4 devices tested together for reactions to movement and light, against 999" in action["core:description"]


@pytest.mark.parametrize(("change", "said"), [({"chosen": ASKED}, "of the seed 7, which was known before;"), ({"seed": 8}, "cues by hand;"), ({"seed": None, "chosen": BY_HAND}, "cues by hand;")])
def test_case_says_who_chose_the_times(change, said):
    one = with_tests(tuple((mac, msgspec.structs.replace(seen, **change)) for mac, seen in reacted.four()))
    nodes = json.loads(render_case(compose(one, recipient=Recipient.POLICE, language="en", country="FR")))["@graph"]
    (action,) = [node for node in nodes if node.get("core:name") == "Room-reaction test"]
    assert said in action["core:description"]


@pytest.mark.slow
@pytest.mark.skipif(not VALIDATOR.exists(), reason="case_validate is not here: make lab-setup brings it")
@pytest.mark.parametrize("told", [reacted.four(), reacted.four()[1:2]], ids=["reacted", "silent"])
def test_the_validator_of_the_standard_accepts_it(told, tmp_path):
    path = Path(tmp_path) / "report.jsonld"
    path.write_bytes(render_case(compose(with_tests(told), recipient=Recipient.POLICE, language="en", country="FR")))
    result = subprocess.run([str(VALIDATOR), str(path)], capture_output=True, text=True, timeout=100)
    assert result.returncode == 0, result.stdout


@given(st.integers(0, 999), st.just(999) | st.integers(1, 5000))
def test_p_and_its_count_are_one(count, redraws):
    if count <= redraws:
        p = round((1 + count) / (redraws + 1), 6)
        assert did_as_well(reacted.effect("light", p, 1.0), redraws) == count


@given(st.binary(max_size=200) | st.recursive(st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9), lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(["bssid", "like", "effects", "kind", "p", "ratio", "cues", "rates", "seed", "redraws", "flows", "chosen", "missed", "heard", "unheard"]), inner, max_size=9)))
def test_no_recording_breaks_a_report(told):
    raw = told if isinstance(told, bytes) else msgspec.json.encode(told)
    body = Observation(kind="reaction", at=AT, via="react", source=Source(mac="nobody"), raw_hex=raw.hex())
    for test in reaction_tests([Entry(seq=1, prev="0" * 64, at=AT, body=body)]):
        assert "".join(lines(test, writer()))


@pytest.mark.parametrize("change", [{"redraws": 10**400}, {"rates": (10**400,)}, {"seed": 10**400}, {"flows": 10**400}], ids=lambda change: next(iter(change)))
def test_numbers_of_four_hundred_digits_are_told_as_what_can_be(change):
    device, camera = reacted.four()[0]
    text = said(((device, msgspec.structs.replace(camera, **change)),))
    assert "Room-reaction test" in text
    assert "0" * 20 not in text


_WHOLE = st.integers(-9, 2**62) | st.sampled_from([10**400, -(10**400), 10**4000])
_NUMBERS = st.integers(-9, 2**62) | st.floats(allow_nan=False, allow_infinity=False)


@given(
    st.lists(st.tuples(st.sampled_from(["move", "still", "light on", "light off", "dance"]), _NUMBERS, _NUMBERS), max_size=12),
    st.lists(_WHOLE, max_size=40), st.fixed_dictionaries(dict.fromkeys(("p", "ratio", "low", "high", "power", "heard", "unheard"), _NUMBERS)),
    st.fixed_dictionaries(dict.fromkeys(("redraws", "flows", "seed"), _WHOLE)), _WHOLE, _NUMBERS, st.sampled_from([BY_CHANCE, ASKED, BY_HAND, "?"]), st.booleans(),
)
def test_absurd_figures_are_drawn_within_the_page(cues, rates, numbers, counts, delay, missed, chosen, passed):
    seen = {
        "bssid": "x", "like": "camera", "cues": cues, "rates": rates, "missed": missed, "chosen": chosen, **counts,
        "effects": [{"kind": "movement", "passed": passed, "delay_s": delay, **numbers}],
    }
    body = Observation(kind="reaction", at=AT, via="react", source=Source(mac=reacted.CAMERA), raw=json.dumps(seen))
    tests = reaction_tests([Entry(seq=1, prev="0" * 64, at=AT, body=body)])
    assert tests
    one = compose(msgspec.structs.replace(case(), reactions=tests), recipient=Recipient.POLICE, language="ar", country="FR")
    assert render_json(one)
    assert render_case(one)
    assert "\n".join(lines(tests[0], writer()))
    for drawn in figures(one):
        for shape in drawn.drawing.shapes:
            if isinstance(shape, Trace):
                assert all(0 <= x <= drawn.drawing.width and 0 <= y <= drawn.drawing.height for x, y in shape.points)
        assert len(drawn.drawing.shapes) < 40 * MOST


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_tests_fit_on_paper(language):
    assert render_pdf(compose(with_tests(reacted.four(by_hand=True)), recipient=Recipient.INVESTIGATOR, language=language, country="MU"))
