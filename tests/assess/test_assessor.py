"""A recording's entries -> the assessment: context, marks, notes, the listing, the order of findings."""

import pytest

from roomcheck import __version__
from roomcheck.assess import sentences
from roomcheck.assess.assessor import Assessor, assess
from roomcheck.model.entry import Checked, Closed, Entry, Listing, Mark, Note, NotExamined, Opened, Photo
from roomcheck.model.network import Interface, Medium, Network, OwnAddress
from roomcheck.model.observation import Source, observe
from roomcheck.model.recording import bare
from roomcheck.model.vocabulary import Profile, Reason, Verdict
from tests.assess.worlds import LIBRARY, saw

OWN, OWN_MAC, MAC = "10.0.0.9", "02:00:00:00:00:09", "02:00:00:00:00:05"
NETWORK = Network(
    interface=Interface(
        name="wlan0", index=3, mac=OWN_MAC, medium=Medium.WIFI, addresses=(OwnAddress(OWN, 24),), ssid="Room", bssid="02:00:00:00:00:01"
    ),
    gateway4="10.0.0.1", gateway6="fe80::1",
)
OPENED = Opened(
    engine="0", signatures="0", means="scan", network=NETWORK, profile=Profile.QUICK, privileged=True, zone="+04:00", clock_offset_s=0.5
)
SWEEP = Checked(via="arp", subject="network", asked=254, answered=2)
DONE = Closed(how="finished")


def of(value, ip="10.0.0.5", mac=None, at="2026-11-22T10:00:00Z", kind="http.server"):
    return observe(kind, value.encode(), at=at, via="test", source=Source(ip=ip, mac=mac), exchange="e1")


def assessed(*bodies):
    assessor = Assessor(LIBRARY)
    for seq, body in enumerate(bodies):
        assessor.add(Entry(seq=seq, prev="", at=f"2026-11-22T10:00:{seq:02}Z", body=body))
    return assessor.assessment("head")


def only(*bodies):
    (finding,) = assessed(*bodies).devices
    return finding


def test_the_assessment_names_its_recording_signatures_and_engine():
    found = assessed(OPENED, of("declares"), SWEEP, DONE)
    assert found.engine == __version__
    assert found.signatures == LIBRARY.identity
    assert (found.recording.head, found.recording.entries) == ("head", 4)
    assert (found.recording.opened_at, found.recording.closed_at) == ("2026-11-22T10:00:00Z", "2026-11-22T10:00:03Z")
    assert found.recording.closed == "finished"
    unfinished = assessed(OPENED, of("declares"))
    assert (unfinished.recording.closed, unfinished.recording.closed_at) == (None, None)


def test_the_network_is_told_as_it_was():
    assert assessed(OPENED).network == {
        "interface": "wlan0", "medium": "wifi", "ssid": "Room", "bssid": "02:00:00:00:00:01", "subnets": ["10.0.0.0/24"],
        "gateway4": "10.0.0.1", "gateway6": "fe80::1", "own": {"mac": OWN_MAC, "addresses": [OWN]},
        "privileged": True, "profile": "quick", "zone": "+04:00", "clock_offset_s": 0.5,
    }
    assert assessed(of("declares")).network == {}
    assert assessed(Opened(engine="0", signatures="0", means="import")).network == {}
    assert assessed(Opened(engine="0", signatures="0", means="scan", network=NETWORK)).network["profile"] is None


def test_ones_own_machine_is_no_finding():
    found = assessed(OPENED, of("declares", OWN), of("declares", "10.0.0.77", OWN_MAC), of("declares"))
    assert [each.id for each in found.devices] == ["10.0.0.5"]


def test_an_interface_without_address_hides_nobody():
    bare_interface = Opened(engine="0", signatures="0", means="scan", network=Network(interface=Interface(name="x", index=1)))
    assert len(assessed(bare_interface, saw("declares")).devices) == 1


def test_adding_an_observation_tells_what_it_matched():
    assessor = Assessor(LIBRARY)
    matched = assessor.add(Entry(seq=0, prev="", at="", body=of("declares")))
    assert [hit.signature.id for hit in matched.hits] == ["t.declares"]
    assert assessor.add(Entry(seq=1, prev="", at="", body=OPENED)) is None
    assert assessor.add(Entry(seq=2, prev="", at="", body=of("declares", OWN))) is None


def test_the_worst_comes_first_then_the_strongest_then_the_name():
    values = {"10.0.0.2": "printer", "10.0.0.3": "nothing", "10.0.0.4": "product", "10.0.0.5": "declares", "10.0.0.6": "maker", "10.0.0.7": "product"}
    found = assessed(*(of(value, ip) for ip, value in values.items()))
    assert [each.id for each in found.devices] == ["10.0.0.5", "10.0.0.6", "10.0.0.4", "10.0.0.7", "10.0.0.3", "10.0.0.2"]
    assert found.counts == {"camera": 1, "suspect": 3, "unresolved": 1, "cleared": 1}


@pytest.mark.parametrize(
    ("values", "template", "params"),
    [
        (["declares"], sentences.ONE_CAMERA, {"cameras": "1"}),
        (["declares", "declares"], sentences.CAMERAS, {"cameras": "2"}),
        (["video"], sentences.ONE_SUSPECT, {"suspects": "1"}),
        (["video", "video"], sentences.SUSPECTS, {"suspects": "2"}),
        (["declares", "video"], sentences.ONE_CAMERA_AND_SUSPECTS, {"cameras": "1", "suspects": "1"}),
        (["declares", "declares", "video"], sentences.CAMERAS_AND_SUSPECTS, {"cameras": "2", "suspects": "1"}),
        (["printer"], sentences.NOTHING_FOUND, {}),
    ],
)
def test_the_summary_counts_what_was_found(values, template, params):
    found = assessed(OPENED, SWEEP, *(of(value, f"10.0.0.{at}") for at, value in enumerate(values, 20)), DONE)
    assert (found.summary_statement.key, found.summary_statement.params) == (template, params)
    assert found.summary == template.format(**params)


def test_nothing_found_is_no_comfort_where_little_was_checked():
    assert assessed(OPENED).summary == sentences.TOO_LITTLE
    assert assessed(OPENED, of("printer", "10.0.0.1"), SWEEP, DONE).summary == sentences.TOO_LITTLE


def test_the_gateway_counts_for_no_coverage():
    assert assessed(OPENED, SWEEP, of("x", "10.0.0.1"), DONE).coverage.level == "low"
    found = assessed(OPENED, SWEEP, of("x"), of("x", "10.0.0.1"), of("x", "fe80::1"), DONE)
    assert found.coverage.level == "good"
    assert {each.id: each.gateway for each in found.devices} == {"10.0.0.5": False, "10.0.0.1": True, "fe80::1": True}


def test_what_was_not_examined_belongs_to_the_device_or_to_the_room():
    absences = [
        NotExamined(via="http", subject=subject, reason=Reason.BUDGET)
        for subject in ("10.0.0.5", "network", "10.0.0.6", MAC, "fe80::5")
    ]
    found = assessed(OPENED, SWEEP, of("x", mac=MAC), of("x", "10.0.0.6"), of("x", "fe80::5", mac=MAC), *absences, DONE)
    by_id = {each.id: [absence.subject for absence in each.not_examined] for each in found.devices}
    assert by_id == {MAC: ["10.0.0.5", MAC, "fe80::5"], "10.0.0.6": ["10.0.0.6"]}
    assert [each.subject for each in found.coverage.not_examined] == ["network"]


def test_what_answers_for_all_is_part_of_coverage():
    sweep = [of("x", f"10.0.0.{host}", MAC, kind="arp") for host in range(30, 45)]
    found = assessed(OPENED, SWEEP, *sweep, DONE)
    assert [(each.reason, each.detail) for each in found.coverage.not_examined] == [(Reason.PROXY_ARP.value, MAC)]


def test_marks_and_notes_find_their_device_by_any_of_its_addresses():
    device = of("declares", mac=MAC)
    for name in (MAC, "10.0.0.5"):
        found = only(device, Mark(device=name, mark="known", said_by="host"), Note(text="by the window", device=name))
        assert (found.known, found.marked_by, found.notes) == (True, "host", ("by the window",))
    other = only(device, Mark(device="10.0.0.6", mark="known"), Note(text="elsewhere", device="10.0.0.6"), Note(text="the room"))
    assert (other.known, other.marked_by, other.notes) == (False, None, ())


def test_the_last_mark_holds():
    device = of("declares")
    marks = [Mark(device="10.0.0.5", mark=mark, said_by="host") for mark in ("known", "disclosed", "unmarked")]
    assert only(device, *marks[:2]).disclosed is True
    assert only(device, *marks[:2]).marked_by == "host"
    unmarked = only(device, *marks)
    assert (unmarked.disclosed, unmarked.known, unmarked.marked_by) == (None, False, None)


def listing(*discloses):
    return Listing(file="l.html", sha256="", size=1, url="", captured_at="", discloses=discloses)


def test_a_listing_that_discloses_nothing_leaves_cameras_undisclosed():
    assert only(of("declares")).disclosed is None
    assert only(of("declares"), listing()).disclosed is False
    assert only(of("video"), listing()).disclosed is False
    assert only(of("printer"), listing()).disclosed is None
    assert only(of("nothing"), listing()).disclosed is None
    assert only(of("declares"), listing("camera")).disclosed is None
    assert only(of("declares"), listing(), listing("camera")).disclosed is None
    assert only(of("declares"), listing(), Mark(device="10.0.0.5", mark="disclosed")).disclosed is True


def test_a_finding_that_changed_is_found_anew():
    assessor = Assessor(LIBRARY)
    entries = [of("printer"), of("printer", mac=MAC), of("declares"), Mark(device=MAC, mark="known")]
    seen = []
    for seq, body in enumerate(entries):
        assessor.add(Entry(seq=seq, prev="", at="", body=body))
        finding = assessor.assessment("h").devices[0]
        seen.append((finding.verdict, finding.addresses.mac, finding.known))
    assert seen == [
        (Verdict.CLEARED, None, False), (Verdict.CLEARED, MAC, False), (Verdict.CAMERA, MAC, False), (Verdict.CAMERA, MAC, True),
    ]


def test_other_entries_only_count():
    assert assessed(Photo(file="f", sha256="", size=1), of("declares")).recording.entries == 2


def test_a_whole_recording_keeps_its_head():
    recording = bare([saw("declares")])
    assert assess(recording, LIBRARY).recording.head == recording.head
