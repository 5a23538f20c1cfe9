"""One check over a link in memory, from its first entry to its last."""

import asyncio
import contextlib
from pathlib import Path

import msgspec
import pytest

from roomcheck.app.check import Check, Instruments
from roomcheck.app.opening import context_of
from roomcheck.app.plan import Plan
from roomcheck.assess.assessor import assess
from roomcheck.listeners import LISTENERS
from roomcheck.model.assessment import to_json
from roomcheck.model.entry import Closed, Decision, NotExamined, Opened, Sent
from roomcheck.model.vocabulary import Profile, Reason
from roomcheck.net.clock import SystemClock
from roomcheck.net.fake import FakeHost, FakeLink, fake_network
from roomcheck.probes import PROBES
from roomcheck.recording import chain
from tests.assess.worlds import LIBRARY

RTSP = b"RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\nPublic: OPTIONS, DESCRIBE\r\n\r\n"
HOSTS = (
    FakeHost("192.168.1.64", "c0:56:e3:00:00:01", tcp={554: lambda got: RTSP if got.endswith(b"\r\n\r\n") else None}),
    FakeHost("192.168.1.70", "02:00:00:00:00:70"),
)


class Quiet:
    def wrote(self, entry):
        pass

    def judged(self, assessment):
        pass

    def progressed(self, progress):
        pass


def run(folder: Path, *, hosts=HOSTS, network=None, changed=None, stop=None, **plan):
    network = network or fake_network()
    plan = Plan(folder=folder, **{"profile": Profile.QUICK, **plan})
    check = Check(plan, network, SystemClock(), Instruments(PROBES, LISTENERS, LIBRARY), Quiet())
    context = context_of(plan, network, LIBRARY, zone="UTC", offset=None, privileged=False)
    links = []

    @contextlib.asynccontextmanager
    async def opener(recorder):
        links.append(FakeLink(hosts, network=network, recorder=recorder))
        links[0].changed = changed
        yield links[0]

    async def go():
        if stop is not None:
            asyncio.get_running_loop().call_later(stop, check.stop)
        return await check.run(opener, context)

    return asyncio.run(go()), chain.read(folder)


def bodies(recording, kind):
    return [entry.body for entry in recording.entries if isinstance(entry.body, kind)]


def test_a_check_is_what_its_recording_says(tmp_path):
    assessment, recording = run(tmp_path / "check")
    assert to_json(assess(recording, LIBRARY)) == to_json(assessment)
    assert {"192.168.1.64", "192.168.1.70"} == {ip for device in assessment.devices for ip in device.addresses.ipv4}
    assert any(body.kind == "rtsp.response" for _, body in recording.observations)
    assert [(body.how) for body in bodies(recording, Closed)] == ["finished"]


def test_the_pace_is_recorded_as_it_is(tmp_path):
    _, recording = run(tmp_path / "wifi")
    assert recording.opened.pace_per_s == 150
    _, recording = run(tmp_path / "chosen", pace_per_s=40)
    assert recording.opened.pace_per_s == 40
    assert bodies(recording, Decision)[0].what.startswith("ask at most 40 times a second of all, 1000 times")
    assert bodies(recording, Decision)[0].why == "the person chose it"


def test_listening_asks_nothing(tmp_path):
    assessment, recording = run(tmp_path / "check", listen_for=0.3)
    assert bodies(recording, Sent) == []
    assert (Reason.LISTEN_ONLY) in {body.reason for body in bodies(recording, NotExamined)}
    assert assessment.coverage.level in {"none", "low"}


def test_a_network_that_changes_ends_the_check(tmp_path):
    assessment, recording = run(tmp_path / "check", changed="the gateway was 192.168.1.1 and is 10.0.0.1", profile=Profile.STANDARD)
    [said] = [body for body in bodies(recording, NotExamined) if body.via == "network"]
    assert said.reason is Reason.NETWORK_CHANGED
    assert assessment.coverage.level in {"none", "low"}
    assert [body.how for body in bodies(recording, Closed)] == ["interrupted"]


@pytest.mark.parametrize("large", [False, True])
def test_a_large_network_is_swept_only_where_the_person_agreed(tmp_path, large):
    assessment, recording = run(tmp_path / "check", network=fake_network("10.0.0.2", 16, gateway="10.0.0.1"), hosts=(), large=large)
    swept = [body for body in bodies(recording, Sent) if body.via == "arp"]
    refused = [body for body in bodies(recording, NotExamined) if body.reason is Reason.TOO_LARGE]
    assert (bool(swept), bool(refused)) == (large, not large)
    assert assessment.coverage.level in {"none", "low"}


def test_stopping_keeps_what_was_recorded(tmp_path):
    _, recording = run(tmp_path / "check", stop=0.05, profile=Profile.STANDARD)
    assert isinstance(recording.entries[0].body, Opened)
    assert bodies(recording, Closed)[-1].how == "interrupted"
    assert msgspec.json.encode(recording.entries[0])


def test_a_recording_is_never_written_over(tmp_path):
    from roomcheck.model.errors import RecordingError

    run(tmp_path / "check")
    with pytest.raises(RecordingError):
        run(tmp_path / "check")
