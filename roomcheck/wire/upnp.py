"""UPnP device descriptions, whole or from `<device>` on (UPnP Device Architecture 2.0, 2.3)."""

from typing import Final

from roomcheck.wire.values import Field
from roomcheck.wire.xml import parse_xml

_FIELDS: Final = {
    "deviceType": "upnp.device_type",
    "friendlyName": "upnp.friendly_name",
    "manufacturer": "upnp.manufacturer",
    "modelName": "upnp.model_name",
    "modelDescription": "upnp.model_description",
    "modelNumber": "upnp.model_number",
    "serviceType": "upnp.service",
}


def parse_upnp(data: bytes) -> tuple[Field, ...]:
    """What the description says, of the root device and of those embedded in it, in its order."""
    said = ((_FIELDS[element.name], element.text) for element in parse_xml(data) if element.name in _FIELDS)
    return tuple(dict.fromkeys(pair for pair in said if pair[1]))
