"""A document as CASE/UCO JSON-LD (Cyber-investigation Analysis Standard Expression, https://caseontology.org).

Devices, their addresses and the exhibits are objects; the check is an investigative action with roomcheck as its
instrument. A verdict is a description in words and never an assertion.
"""

import json
import re
import uuid
from typing import Any, Final

from roomcheck.model.assessment import Assessment, Finding, from_json
from roomcheck.model.errors import UsageError
from roomcheck.report.document import Document, Exhibit
from roomcheck.report.phrasing import moment_of
from roomcheck.wire.radio import ASKED

CONTEXT: Final = {
    "kb": "urn:roomcheck:",
    "investigation": "https://ontology.caseontology.org/case/investigation/",
    "action": "https://ontology.unifiedcyberontology.org/uco/action/",
    "core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "tool": "https://ontology.unifiedcyberontology.org/uco/tool/",
    "types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_SPACE: Final = uuid.UUID("5f1f7b0e-9f0a-5c7e-8b57-2f6f0f5a7a11")
"""The name space of identifiers, so that the same document gives the same graph."""

_SHA256: Final = re.compile(r"[0-9a-fA-F]{64}")

_Node = dict[str, Any]


def render_case(document: Document) -> bytes:
    """JSON-LD in UTF-8 that `case_validate` accepts; UsageError for a letter without an assessment."""
    if bytes(document.assessment) == b"null":
        raise UsageError(
            "A letter to the host has no CASE form: it holds no observation.",
            "Choose platform, police, investigator or guest.",
        )
    assessment = from_json(bytes(document.assessment))
    graph = _Graph(assessment.recording.head)
    results = [graph.device(one) for one in assessment.devices]
    results += [graph.exhibit(one) for one in document.exhibits]
    graph.check(document, assessment, results)
    graph.reactions(document, assessment)
    whole = {"@context": CONTEXT, "@graph": graph.nodes}
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


class _Graph:
    def __init__(self, head: str) -> None:
        self._head = head
        self.nodes: list[_Node] = []

    def device(self, device: Finding) -> str:
        about = f"Verdict of roomcheck: {device.verdict.value}; support: {device.support}."
        about += " It does not prove that the device is in the room or was recording."
        facet: _Node = {"@type": "observable:DeviceFacet"}
        if device.kind:
            facet["observable:deviceType"] = device.kind.value
        if device.model:
            facet["observable:model"] = device.model
        ident = self._add(
            "observable:Device",
            device.id,
            {"core:name": device.id, "core:description": about, "core:hasFacet": [self._facet(device.id, facet)]},
        )
        addresses = [("MACAddress", device.addresses.mac)]
        addresses += [("IPv4Address", one) for one in device.addresses.ipv4]
        addresses += [("IPv6Address", one) for one in device.addresses.ipv6]
        for kind, value in addresses:
            if value:
                self._address(ident, device.id, kind, value)
        return ident

    def _address(self, owner: str, name: str, kind: str, value: str) -> None:
        facet = self._facet(f"{name} {value}", {"@type": f"observable:{kind}Facet", "observable:addressValue": value})
        address = self._add(f"observable:{kind}", f"{name} {value}", {"core:hasFacet": [facet]})
        self._add(
            "observable:ObservableRelationship",
            f"{owner} {address}",
            {
                "core:source": {"@id": owner},
                "core:target": {"@id": address},
                "core:kindOfRelationship": "Connected_To",
                "core:isDirectional": True,
            },
        )

    def exhibit(self, exhibit: Exhibit) -> str:
        name = f"file {exhibit.file} {exhibit.sha256}"
        file = {
            "@type": "observable:FileFacet",
            "observable:fileName": exhibit.file,
            "observable:sizeInBytes": exhibit.size,
        }
        facets = [self._facet(name, file)]
        if _SHA256.fullmatch(exhibit.sha256):
            digest = {
                "@id": self._ident("types:Hash", name),
                "@type": "types:Hash",
                "types:hashMethod": "SHA256",
                "types:hashValue": {"@type": "xsd:hexBinary", "@value": exhibit.sha256.upper()},
            }
            facets.append(self._facet(name, {"@type": "observable:ContentDataFacet", "observable:hash": [digest]}))
        return self._add("observable:File", name, {"core:description": exhibit.about or "-", "core:hasFacet": facets})

    def check(self, document: Document, assessment: Assessment, results: list[str]) -> None:
        tool = self._add(
            "tool:Tool",
            "roomcheck",
            {"core:name": "roomcheck", "tool:version": assessment.engine, "tool:toolType": "network check"},
        )
        record = self._add(
            "investigation:ProvenanceRecord",
            "record",
            {
                "core:description": f"Recording of {assessment.recording.entries} entries; head hash {self._head}",
                "investigation:exhibitNumber": self._head[:16],
                "core:object": [{"@id": one} for one in results],
            },
        )
        body: _Node = {
            "core:name": "Check of a network",
            "core:description": f"{document.title}. {assessment.summary}",
            "action:instrument": {"@id": tool},
            "action:result": [{"@id": record}],
        }
        for key, at in (("startTime", assessment.recording.opened_at), ("endTime", assessment.recording.closed_at)):
            moment = moment_of(at)
            if moment:
                body[f"action:{key}"] = {"@type": "xsd:dateTime", "@value": moment.isoformat()}
        self._add("investigation:InvestigativeAction", "check", body)

    def reactions(self, document: Document, assessment: Assessment) -> None:
        """Each room-reaction test as an action of its own, whose results are the devices that reacted."""
        for number, test in enumerate(document.reactions, 1):
            name = f"room-reaction test {number}"
            known = {device.id for device in assessment.devices}
            reacted = [one for one in test.reactions if one.outcome == "two kinds" and one.finding in known]
            known_before = ", which was known before" if test.chosen == ASKED else ", drawn as the test began"
            source = f" of the seed {test.seed}{known_before}" if test.seed is not None else " by hand"
            cues = f"{len(test.cues)} cues{source}" if test.cues else f"{len(test.shown)} cues shown"
            kinds = " and ".join(kind.name for kind in test.tested) or "no kind of cue"
            body: _Node = {
                "core:name": "Room-reaction test",
                "core:description": (
                    f"{cues}; {test.flows} devices tested together for reactions to {kinds}, against {test.redraws} "
                    f"other schedules; {len(reacted)} of those described here reacted to two kinds of cues. A "
                    "reaction does not prove that a device is in the room or was recording."
                ),
                "action:instrument": {"@id": self._ident("tool:Tool", "roomcheck")},
                "action:result": [{"@id": self._ident("observable:Device", one.finding)} for one in reacted]
                or [{"@id": self._ident("investigation:ProvenanceRecord", "record")}],
            }
            moment = moment_of(test.begun)
            if moment:
                body["action:startTime"] = {"@type": "xsd:dateTime", "@value": moment.isoformat()}
            self._add("investigation:InvestigativeAction", name, body)

    def _ident(self, kind: str, name: str) -> str:
        local = kind.rpartition(":")[2].lower()
        return f"kb:{local}-{uuid.uuid5(_SPACE, f'{self._head} {kind} {name}')}"

    def _facet(self, name: str, body: _Node) -> _Node:
        return {"@id": self._ident(body["@type"], name), **body}

    def _add(self, kind: str, name: str, body: _Node) -> str:
        ident = self._ident(kind, name)
        self.nodes.append({"@id": ident, "@type": kind, **body})
        return ident
