"""The result of a room-reaction test in the words of the screen."""

import msgspec
import pytest

from roomcheck.app.react import Reacted
from roomcheck.flows import cues
from roomcheck.flows.pulse import MEASURES
from roomcheck.flows.reaction import CONTRASTS, Effect, Outcome, Reaction
from roomcheck.flows.table import Air
from roomcheck.tui.saying import Saying
from roomcheck.tui.widgets.outcome import told

POINT = "02:00:00:00:00:01"


def effect(kind, *, passed=False, **changes):
    given = Effect(
        kind=kind, measure="rate", contrast="level", p=0.001 if passed else 0.412, delay=2, t=9.1, ratio=1.5, low=1.4, high=1.6,
        heard=1.0, unheard=0.0, power=0.97, passed=passed,
    )
    return msgspec.structs.replace(given, **changes)


def said(*stations, likes=True, schedule=None, more=0, language="en"):
    """What is said of stations with these effects; `more` were left out."""
    schedule = schedule or cues.draw(7)
    reactions = tuple(Reaction(station=f"02:00:00:00:00:{number:02x}", bssid=POINT, effects=effects) for number, effects in enumerate(stations, 16))
    outcome = Outcome(reactions=reactions, seed=schedule.seed, redraws=999, blocks=(26, 34))
    known = {(each.station, each.bssid): likes for each in reactions} | {(f"left out {number}", POINT): False for number in range(more)}
    return told(Reacted(schedule, outcome, known, None, Air()), Saying(language)).plain


def test_one_kind_of_two():
    text = said((effect("movement", passed=True), effect("light")))
    assert "A station reacted to one kind of change, and to the other no reaction was found." in text
    assert "reacted to movement; no reaction to the light was found" in text


@pytest.mark.parametrize(("kind", "other"), [("movement", "the light was not tested"), ("light", "movement was not tested")])
def test_what_was_not_tested_is_named(kind, other):
    text = said((effect(kind, passed=True),))
    assert f"; {other}" in text
    assert "A station reacted to the one kind of change that was tested." in text
    assert "no reaction to" not in text
    assert ("Only movement was tested, not the light." in text) == (kind == "movement")
    assert "was tested, not" in said((effect(kind),))


def test_delays_that_do_not_fit():
    text = said((effect("movement", passed=True, delay=1), effect("light", passed=True, delay=14)))
    assert "A station reacted to movement and to the light, but at delays that do not fit together." in text
    assert "reacted to two kinds of change, at delays that do not fit together" in text
    assert "one kind" not in text.split("p says")[0]


def test_what_does_not_count_says_why_and_no_power():
    shadowed = said((effect("movement", unheard=0.23, power=0.0), effect("light", heard=0.64, power=0.0)))
    assert "How well it was heard changed with the cues as well (by 23\u00a0%)" in shadowed
    assert "It was heard in 64\u00a0% of the time only: its silence says little." in shadowed
    assert "A quarter more traffic would have been noticed with" not in shadowed
    assert "with a probability of 97\u00a0%, for one kind of change." in said((effect("movement"),))


def test_few_cues_say_so():
    schedule = cues.draw(7)
    short = msgspec.structs.replace(schedule.parts[0], blocks=schedule.parts[0].blocks[:19])
    text = said((effect("movement", power=0.0), effect("light")), schedule=cues.Schedule((short, schedule.parts[1])))
    assert text.count("There were fewer than 10 cues of an action: too few for anything to count.") == 1
    assert text.count("A quarter more traffic would have been noticed with") == 1
    assert "cues written by hand" in text


def test_who_chose_the_times():
    drawn = cues.draw(7)
    assert "cues of seed 7, drawn by chance as the test began" in said((), schedule=drawn)
    assert "cues of seed 7, which was chosen before the test" in said((), schedule=msgspec.structs.replace(drawn, asked=True))


def test_stations_that_were_left_out():
    assert "31 more stations sent enough and were not tested. At most 12" in said((effect("movement"),), more=31)
    assert "were not tested" not in said((effect("movement"),))


def test_french_writes_figures_its_own_way():
    text = said((effect("movement", passed=True), effect("light", passed=True)), language="fr")
    assert "1,50 fois sa valeur au repos (de 1,40 à 1,60), avec un retard de 2\u00a0s\u00a0; p\u00a0=\u00a00,001." in text
    assert "caméra\u00a0; a réagi" in text


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("contrast", CONTRASTS)
@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_has_its_sentence(measure, contrast, language):
    assert "p\u00a0=\u00a0" in said((effect("movement", measure=measure, contrast=contrast),), language=language)
