"""Recording -> assessment: pure, and the same bytes each time.

The live check feeds entries as they are written; a replay feeds them all at once. It is the same code.
"""

import ipaddress
from collections import defaultdict
from typing import Any

from roomcheck import __version__
from roomcheck.assess import sentences
from roomcheck.assess.coverage import AIR, COMFORTLESS, cover
from roomcheck.assess.devices import Device, Devices
from roomcheck.assess.finding import Said, find
from roomcheck.assess.sentences import in_english, state
from roomcheck.assess.surroundings import shortcomings
from roomcheck.match.library import Library
from roomcheck.match.matcher import Match, Matcher
from roomcheck.model.assessment import Assessment, CoverageReport, Finding, RecordingId, Statement
from roomcheck.model.entry import Checked, Closed, Entry, Listing, Mark, Note, NotExamined, Observation, Opened
from roomcheck.model.recording import Recording
from roomcheck.model.vocabulary import Verdict

_ORDER = {Verdict.CAMERA: 0, Verdict.SUSPECT: 1, Verdict.UNRESOLVED: 2, Verdict.CLEARED: 3}


class Assessor:
    """Entries as they come, and at any moment the assessment of those that came."""

    def __init__(self, library: Library, matcher: Matcher | None = None) -> None:
        self._library = library
        self._matcher = matcher or Matcher(library)
        self._devices = Devices()
        self._matches: dict[int, Match] = {}
        self._opened: Opened | None = None
        self._opened_at: str | None = None
        self._closed: tuple[str, Closed] | None = None
        self._checked: list[Checked] = []
        self._absences: list[NotExamined] = []
        self._marks: dict[str, list[Mark]] = defaultdict(list)
        self._notes: dict[str, list[Note]] = defaultdict(list)
        self._listings: list[Listing] = []
        self._own: frozenset[str] = frozenset()
        self._found: dict[str, tuple[object, Finding]] = {}
        self._count = 0

    def add(self, entry: Entry) -> Match | None:
        """Takes one entry; for an observation, what it matched."""
        self._count += 1
        match entry.body:
            case Observation() as observation:
                return self._observe(entry.seq, observation)
            case Opened() as opened:
                self._opened, self._opened_at = opened, entry.at
                if opened.network is not None:
                    own = opened.network.own_ips | {opened.network.interface.mac or ""}
                    self._own = own
            case Closed() as closed:
                self._closed = (entry.at, closed)
            case Checked() as checked:
                self._checked.append(checked)
            case NotExamined() as absence:
                self._absences.append(absence)
            case Mark() as mark:
                self._marks[mark.device].append(mark)
            case Note() as note if note.device:
                self._notes[note.device].append(note)
            case Listing() as listing:
                self._listings.append(listing)
        return None

    def _observe(self, seq: int, observation: Observation) -> Match | None:
        source = observation.source
        if source.ip in self._own or source.mac in self._own:
            return None
        self._devices.add(seq, observation)
        found = self._matches[seq] = self._matcher.match(seq, observation)
        return found

    def assessment(self, head: str) -> Assessment:
        """The assessment of what came so far; `head` is the recording's head hash."""
        devices = self._devices.devices()
        findings = sorted((self._finding(device) for device in devices), key=_place)
        counts = {verdict.value: sum(each.verdict is verdict for each in findings) for verdict in Verdict}
        others = sum(not each.gateway for each in findings)
        missing = self._missing(devices)
        coverage = cover(self._opened, self._closed and self._closed[1], self._checked, missing, others)
        summary = _summary(counts, coverage, self._opened)
        closed = self._closed
        return Assessment(
            engine=__version__,
            recording=RecordingId(
                head=head, entries=self._count, opened_at=self._opened_at,
                closed_at=closed[0] if closed else None, closed=closed[1].how if closed else None,
            ),
            signatures=self._library.identity,
            network=_network(self._opened),
            coverage=coverage,
            summary=in_english(summary),
            summary_statement=summary,
            counts=counts,
            devices=tuple(findings),
        )

    def _finding(self, device: Device) -> Finding:
        said = self._said(device)
        key = (device.id, device.ipv4, device.ipv6, len(device.observations), device.observations[-1][0], said)
        known = self._found.get(device.id)
        if known is not None and known[0] == key:
            return known[1]
        finding = find(device, (self._matches[seq] for seq, _ in device.observations), said, self._library)
        self._found[device.id] = (key, finding)
        return finding

    def _said(self, device: Device) -> Said:
        names = {device.id, device.mac or device.id, *device.ipv4, *device.ipv6}
        network = self._opened.network if self._opened else None
        gateways = {network.gateway4, network.gateway6} if network else set()
        return Said(
            marks=tuple(mark for name in sorted(names) for mark in self._marks.get(name, ())),
            notes=tuple(note for name in sorted(names) for note in self._notes.get(name, ())),
            absences=tuple(each for each in self._absences if each.subject in names),
            gateway=bool(names & gateways),
            undisclosed=bool(self._listings) and not any(each.discloses for each in self._listings),
        )

    def _missing(self, devices: tuple[Device, ...]) -> list[NotExamined]:
        missing = [each for each in self._absences if not _is_address(each.subject)]
        missing += shortcomings(self._opened, devices, self._devices.proxies())
        return missing


def assess(recording: Recording, library: Library, matcher: Matcher | None = None) -> Assessment:
    """The assessment of a whole recording."""
    assessor = Assessor(library, matcher)
    for entry in recording.entries:
        assessor.add(entry)
    return assessor.assessment(recording.head)


def _place(finding: Finding) -> tuple[int, float, str]:
    return _ORDER[finding.verdict], -abs(finding.log10_lr), finding.id


def _summary(counts: dict[str, int], coverage: CoverageReport, opened: Opened | None) -> Statement:
    cameras, suspects = counts["camera"], counts["suspect"]
    if opened is not None and opened.means in AIR and (cameras or suspects):
        return _heard(cameras, suspects)
    if cameras and suspects:
        template = sentences.ONE_CAMERA_AND_SUSPECTS if cameras == 1 else sentences.CAMERAS_AND_SUSPECTS
        return state(template, cameras=cameras, suspects=suspects)
    if cameras:
        return state(sentences.ONE_CAMERA if cameras == 1 else sentences.CAMERAS, cameras=cameras)
    if suspects:
        return state(sentences.ONE_SUSPECT if suspects == 1 else sentences.SUSPECTS, suspects=suspects)
    return state(sentences.TOO_LITTLE if coverage.level in COMFORTLESS else sentences.NOTHING_FOUND)


def _heard(cameras: int, suspects: int) -> Statement:
    """The summary of a check of the air, where a device need not be on the guest's network, nor have said anything."""
    if cameras and suspects:
        one, several = sentences.HEARD_ONE_CAMERA_AND_SUSPECTS, sentences.HEARD_CAMERAS_AND_SUSPECTS
        return state(one if cameras == 1 else several, cameras=cameras, suspects=suspects)
    if cameras:
        return state(sentences.HEARD_ONE_CAMERA if cameras == 1 else sentences.HEARD_CAMERAS, cameras=cameras)
    return state(sentences.HEARD_ONE_SUSPECT if suspects == 1 else sentences.HEARD_SUSPECTS, suspects=suspects)


def _network(opened: Opened | None) -> dict[str, Any]:
    if opened is None or opened.network is None:
        return {}
    network = opened.network
    return {
        "interface": network.interface.name,
        "medium": network.interface.medium.value,
        "ssid": network.interface.ssid,
        "bssid": network.interface.bssid,
        "subnets": [str(subnet) for subnet in network.subnets4],
        "gateway4": network.gateway4,
        "gateway6": network.gateway6,
        "own": {"mac": network.interface.mac, "addresses": sorted(network.own_ips)},
        "privileged": opened.privileged,
        "profile": opened.profile.value if opened.profile else None,
        "zone": opened.zone,
        "clock_offset_s": opened.clock_offset_s,
    }


def _is_address(subject: str) -> bool:
    try:
        ipaddress.ip_address(subject)
    except ValueError:
        return subject.count(":") == 5
    return True
