"""What was checked, and what could not be: a verdict on the room is never better than this."""

import pytest

from roomcheck.assess import sentences
from roomcheck.assess.coverage import SPOILS, absence_of, cover
from roomcheck.model.entry import Checked, Closed, NotExamined, Opened
from roomcheck.model.vocabulary import Reason

SCAN = Opened(engine="0", signatures="0", means="scan")
LISTEN = Opened(engine="0", signatures="0", means="listen")
IMPORT = Opened(engine="0", signatures="0", means="import")
DONE, STOPPED = Closed(how="finished"), Closed(how="interrupted")
ARP = Checked(via="arp", subject="network", asked=254, answered=3, seconds=1.25)
HTTP = Checked(via="http", subject="10.0.0.5", asked=2, answered=1, seconds=0.1234)


def absent(reason, subject="network", via="arp"):
    return NotExamined(via=via, subject=subject, reason=reason, detail="d")


@pytest.mark.parametrize(
    ("level", "opened", "closed", "checked", "absences", "others"),
    [
        ("not stated", None, None, [], [], 3),
        ("not stated", IMPORT, DONE, [ARP], [], 3),
        ("none", SCAN, DONE, [], [], 0),
        ("low", SCAN, DONE, [], [], 1),
        ("low", SCAN, DONE, [ARP], [], 0),
        ("low", SCAN, DONE, [HTTP], [], 3),
        ("low", LISTEN, DONE, [ARP], [], 3),
        ("partial", SCAN, None, [ARP], [], 3),
        ("partial", SCAN, STOPPED, [ARP], [], 3),
        ("partial", SCAN, DONE, [ARP], [absent(Reason.NO_PRIVILEGE)], 3),
        ("partial", SCAN, DONE, [ARP], [absent(Reason.ISOLATED, "10.0.0.9")], 3),
        ("good", SCAN, DONE, [ARP, HTTP], [], 1),
        *(("low", SCAN, DONE, [ARP], [absent(reason)], 3) for reason in sorted(SPOILS)),
        *(("good", SCAN, DONE, [Checked(via=via, subject="network", asked=1)], [], 1) for via in ("ndp", "neighbour")),
    ],
)
def test_the_level_is_what_was_checked(level, opened, closed, checked, absences, others):
    report = cover(opened, closed, checked, absences, others)
    assert report.level == level
    assert report.sentence == report.statement.key == sentences.LEVELS[level]


def test_means_are_added_up_by_their_name():
    again = Checked(via="http", subject="10.0.0.6", asked=3, answered=2, seconds=0.2)
    means = cover(SCAN, DONE, [HTTP, ARP, again], [], 2).checked
    assert [(each.via, each.asked, each.answered, each.seconds) for each in means] == [
        ("arp", 254, 3, 1.25), ("http", 5, 3, 0.323),
    ]


def test_an_absence_is_told_with_its_reason():
    told = absence_of(absent(Reason.BUDGET, "10.0.0.7", "rtsp"))
    assert (told.via, told.subject, told.reason, told.detail) == ("rtsp", "10.0.0.7", "out of time", "d")
    assert told.statement.key == sentences.REASONS[Reason.BUDGET]
    assert cover(SCAN, DONE, [ARP], [absent(Reason.BUDGET, "10.0.0.7", "rtsp")], 1).not_examined == (told,)


def test_each_next_step_is_said_once_in_the_order_of_what_is_missing():
    missing = [absent(Reason.BUDGET), absent(Reason.NO_ANSWER), absent(Reason.BUDGET, "x"), absent(Reason.VPN)]
    steps = [each.key for each in cover(SCAN, DONE, [ARP], missing, 1).next_steps]
    assert steps == [sentences.NEXT_STEPS[Reason.BUDGET], sentences.NEXT_STEPS[Reason.VPN]]


def test_a_check_that_was_interrupted_says_what_to_do_once():
    step = sentences.NEXT_STEPS[Reason.INTERRUPTED]
    assert [each.key for each in cover(SCAN, STOPPED, [ARP], [], 1).next_steps] == [step]
    said = cover(SCAN, STOPPED, [ARP], [absent(Reason.INTERRUPTED)], 1).next_steps
    assert [each.key for each in said] == [step]
    assert cover(SCAN, DONE, [ARP], [], 1).next_steps == ()
    assert cover(SCAN, None, [ARP], [], 1).next_steps == ()


def test_every_reason_has_its_sentence():
    assert set(sentences.REASONS) == set(Reason)
    assert set(sentences.NEXT_STEPS) <= set(Reason)
