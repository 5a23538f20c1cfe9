"""How a third party can repeat an observation, by the means that made it."""

from typing import Final

from roomcheck.model.assessment import Finding
from roomcheck.report.document import Runs
from roomcheck.report.phrasing import Writer
from roomcheck.words import msg, terms

_WAYS: Final = {
    "arp": msg("Ask for the address by ARP from a computer on the same network; the hardware address answers."),
    "neighbour": msg("Read the neighbour table of a computer on the same network after sending the device anything."),
    "ndp": msg("Ask for the IPv6 address by neighbour discovery from a computer on the same network."),
    "mdns": msg("Ask for its services by multicast DNS (port 5353) with any service browser."),
    "ssdp": msg("Send an SSDP search (port 1900) and read the description that the answer names."),
    "upnp": msg("Send an SSDP search (port 1900) and read the description that the answer names."),
    "wsd": msg("Send a WS-Discovery probe (port 3702), to all and to the device itself."),
    "onvif": msg("Ask the device's ONVIF service for its date and time and its services; neither needs a log-in."),
    "rtsp": msg("Send RTSP OPTIONS, then DESCRIBE without credentials, to the port; do not request the stream."),
    "reverse": msg("Ask the gateway of the network for the name that belongs to the address."),
    "frames": msg("Listen on the same network to what the device sends to all."),
    "netbios": msg("Ask the device for its NetBIOS names (UDP port 137)."),
    "sip": msg("Send SIP OPTIONS to the port and read the answer."),
    "http": msg("Open the device's web page and read its headers, title and icon; do not log in."),
    "tls": msg("Read the certificate that the port presents."),
    "tcp": msg("Connect to the port and read what the device sends first."),
    "banner": msg("Connect to the port and read what the device sends first."),
    "sadp": msg("Send the maker's own discovery request (UDP port 37020) and read the answer."),
    "dhip": msg("Send the maker's own discovery request (UDP port 37810) and read the answer."),
    "dhcp": msg("Listen while the device asks the network for an address."),
    "ble": msg("Listen to Bluetooth advertisements near the device."),
    "air": msg("Record the headers of the radio traffic on the same channel and measure sizes and times."),
    "react": msg("Repeat the room-reaction test: its section says how."),
    "snmp": msg("Ask by SNMP for the description of the system with the public community only where it is open."),
}
_DISCOVERY: Final = msg("Send the maker's own discovery question and read the answer.")
_RECORDED: Final = msg("Read entries {entries} of the recording: they hold the bytes as they came.")
_PACKETS: Final = msg("The packets themselves are in the capture file that goes with the recording.")


def repeat(device: Finding, writer: Writer, *, packets: bool) -> list[Runs]:
    """One line for each means, and where the recorded bytes are."""
    ways: dict[str, None] = {}
    for one in device.evidence:
        key = next((key for key in _WAYS if one.via.lower().startswith(key)), None)
        if key:
            ways[_WAYS[key]] = None
        elif one.via in terms.DISCOVERY:
            ways[_DISCOVERY] = None
    entries = sorted({number for one in device.evidence for number in one.observations})
    lines = [writer.say(way) for way in ways]
    if entries:
        lines.append(writer.say(_RECORDED, entries=", ".join(map(str, entries[:40]))))
    if packets:
        lines.append(writer.say(_PACKETS))
    return lines
