"""WS-Discovery answers and announcements (OASIS WS-Discovery 1.1 and the 2005 draft that ONVIF cites)."""

import re
from typing import Final

import msgspec

from roomcheck.model.text import decode
from roomcheck.wire.xml import Element, local_name, parse_xml

_QUESTIONS: Final = frozenset({"Probe", "Resolve"})
_BARE_TYPE: Final = re.compile(r"^[A-Za-z][\w.-]{0,30}:[A-Z][\w.-]{1,60}$")


class Wsd(msgspec.Struct, frozen=True):
    """What a device says of itself: what stands in a question tells what its sender looks for, and is left out."""

    types: tuple[str, ...] = ()
    """Local names: `NetworkVideoTransmitter`."""
    scopes: tuple[str, ...] = ()
    xaddrs: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    """Endpoint references, `urn:uuid:...`."""


def parse_wsd(data: bytes) -> Wsd:
    """Any bytes as a WS-Discovery message: whole, a fragment, or only the text of its Types and Scopes."""
    elements = [element for element in parse_xml(data) if not _QUESTIONS.intersection(element.path)]
    if not elements:
        words = decode(data[:4_096]).split() if b"<" not in data else []
        return Wsd(
            types=tuple(local_name(word) for word in words if _BARE_TYPE.match(word)),
            scopes=tuple(word for word in words if word.startswith("onvif://")),
        )
    return Wsd(
        types=tuple(dict.fromkeys(local_name(word) for word in _words(elements, "Types"))),
        scopes=_words(elements, "Scopes"),
        xaddrs=_words(elements, "XAddrs"),
        addresses=tuple(
            dict.fromkeys(
                element.text for element in elements
                if element.name == "Address" and element.text
                and (not element.path or "EndpointReference" in element.path)
            )
        ),
    )


def _words(elements: list[Element], name: str) -> tuple[str, ...]:
    words = (word for element in elements if element.name == name for word in element.text.split())
    return tuple(dict.fromkeys(words))
