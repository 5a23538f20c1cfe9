"""What each recipient may read."""

import json

import msgspec
import pytest

from roomcheck.model.assessment import Assessment, from_json, to_json
from roomcheck.model.vocabulary import Verdict
from roomcheck.report import Recipient, compose, render_html, render_json
from roomcheck.report.masking import mask
from roomcheck.report.ontology import render_case
from roomcheck.report.pdf import render_pdf
from roomcheck.report.recipient import MASKING
from tests.report.cases import assessment, case

PERSONAL = ("iPhone-de-Marie", "Galaxy-von-Anna", "01:02:03", "cc:dd:ee")


def everything(recipient, of=None):
    one = compose(of or case(), recipient=recipient, language="en", country="FR")
    text = (render_html(one) + render_json(one)).decode()
    return text if recipient is Recipient.HOST else text + render_case(one).decode()


@pytest.mark.parametrize("recipient", Recipient)
def test_what_may_be_another_guests_is_never_shown(recipient):
    for part in PERSONAL:
        assert part not in everything(recipient), part


@pytest.mark.parametrize("recipient", Recipient)
def test_notes_are_masked_like_the_devices(recipient):
    assert "iPhone-de-Marie" not in everything(recipient)
    if recipient in {Recipient.GUEST, Recipient.POLICE, Recipient.INVESTIGATOR}:
        assert "*** is mine" in everything(recipient)


@pytest.mark.parametrize("recipient", [Recipient.GUEST, Recipient.POLICE, Recipient.INVESTIGATOR])
def test_a_camera_is_shown_whole(recipient):
    text = everything(recipient)
    for part in ("44:19:b6:12:34:56", "192.168.1.64", "fe80::4619:b6ff:fe12:3456", "HIKVISION DS-2CD2042WD - A1"):
        assert part in text


def test_the_platform_reads_no_whole_address_and_no_other_device():
    one = compose(case(), recipient=Recipient.PLATFORM, language="en", country="FR")
    shown = from_json(bytes(one.assessment))
    assert {device.verdict for device in shown.devices if not device.gateway} == {Verdict.CAMERA, Verdict.SUSPECT}
    text = everything(Recipient.PLATFORM)
    for part in ("12:34:56", "192.168.1.64", "Living Room TV", 'A1"', "192.168.1.55"):
        assert part not in text.replace("IP Camera(A1)", ""), part
    assert "44:19:b6:**:**:**" in text
    assert "192.168.1.***" in text
    assert '"because"' not in json.dumps(json.loads(render_json(one))["assessment"]["devices"][0]["evidence"][0]["why"]).replace('"because": []', "")
    assert sum(shown.counts.values()) == len(assessment().devices)


def test_the_police_reads_other_devices_masked():
    shown = from_json(bytes(compose(case(), recipient=Recipient.POLICE, language="en", country="FR").assessment))
    television = next(one for one in shown.devices if one.addresses.ipv4 == ("192.168.1.50",))
    assert television.addresses.mac == "54:60:09:**:**:**"
    assert television.names == ("***",)
    assert "Living Room TV" not in json.dumps(msgspec.to_builtins(television))


@pytest.mark.parametrize("recipient", Recipient)
def test_what_is_masked_is_listed(recipient):
    one = compose(case(), recipient=recipient, language="fr", country="FR")
    assert len(one.masked) == len(MASKING[recipient].sentences)
    assert bool(one.masked) is (recipient is not Recipient.HOST)
    if recipient is not Recipient.HOST:
        assert "Ce qui est masqué dans ce rapport" in render_html(one).decode()


@pytest.mark.parametrize("notation", ["3C-22-FB-01-02-03", "3c22fb010203", "3C:22:FB:01:02:03"])
def test_every_notation_of_an_address_is_masked(notation):
    plain = json.loads(to_json(assessment()))
    plain["devices"][0]["evidence"][0]["saw"] = f"seen beside {notation}."
    shown = mask(msgspec.convert(plain, Assessment), MASKING[Recipient.INVESTIGATOR]).assessment
    assert shown.devices[0].evidence[0].saw == "seen beside 3c:22:fb:**:**:**."


@pytest.mark.parametrize("recipient", Recipient)
def test_masking_twice_is_masking_once(recipient):
    once = mask(assessment(), MASKING[recipient]).assessment
    assert from_json(to_json(once)) == once


def test_controlled_words_survive_a_device_of_their_name():
    plain = json.loads(to_json(assessment()))
    plain["devices"][4]["names"] = ["camera", "very strong", "cleared", "declares"]
    shown = mask(msgspec.convert(plain, Assessment), MASKING[Recipient.INVESTIGATOR]).assessment
    assert shown.devices[0].verdict is Verdict.CAMERA
    assert shown.devices[0].evidence[0].strength == "very strong"


def test_the_attachment_is_masked_too():
    pdf = render_pdf(compose(case(), recipient=Recipient.PLATFORM, language="en", country="FR"))
    assert b"12:34:56" not in pdf
