"""ONVIF device service answers, refusals included (ONVIF Core Specification, 8; SOAP 1.2, 5.4)."""

import msgspec

from roomcheck.wire.heads import parse_head
from roomcheck.wire.xml import Element, parse_xml


class Onvif(msgspec.Struct, frozen=True):
    elements: tuple[str, ...] = ()
    """Local names, each once, in document order."""
    manufacturer: str = ""
    model: str = ""
    services: tuple[str, ...] = ()
    """The namespaces that GetServices lists."""
    scopes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    """Codes and reasons of a fault: `ter:NotAuthorized`, `Sender not Authorized`."""


def parse_onvif(data: bytes) -> Onvif:
    """Any bytes as a SOAP message of the device service, with or without the HTTP head before it."""
    body = parse_head(data).body if data[:5] == b"HTTP/" else data
    elements = parse_xml(body)
    return Onvif(
        elements=tuple(dict.fromkeys(element.name for element in elements)),
        manufacturer=_first(elements, "Manufacturer"),
        model=_first(elements, "Model"),
        services=tuple(dict.fromkeys(
            element.text for element in elements if element.name == "Namespace" and element.text
        )),
        scopes=tuple(dict.fromkeys(
            element.text for element in elements if element.name == "ScopeItem" and element.text
        )),
        faults=tuple(dict.fromkeys(
            element.text for element in elements
            if element.text and element.name in {"Value", "Text", "faultstring", "faultcode"}
            and (not element.path or "Fault" in element.path)
        )),
    )


def _first(elements: tuple[Element, ...], name: str) -> str:
    return next((element.text for element in elements if element.name == name), "")
