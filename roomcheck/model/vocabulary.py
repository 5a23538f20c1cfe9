"""The controlled words: kinds of observation, kinds of device, verdicts, grades, reasons."""

from enum import StrEnum
from typing import Final


class Verdict(StrEnum):
    """What is said of one device; `ARCHITECTURE.md` states what each needs."""

    CAMERA = "camera"
    SUSPECT = "suspect"
    UNRESOLVED = "unresolved"
    CLEARED = "cleared"


class Kind(StrEnum):
    """A hypothesis: what a device may be."""

    CAMERA = "camera"
    RECORDER = "recorder"
    DOORBELL = "doorbell"
    BABY_MONITOR = "baby monitor"
    TV = "tv"
    SPEAKER = "speaker"
    SMART_DISPLAY = "smart display"
    PRINTER = "printer"
    NAS = "nas"
    ROUTER = "router"
    ACCESS_POINT = "access point"
    SWITCH = "switch"
    PHONE = "phone"
    COMPUTER = "computer"
    CONSOLE = "console"
    PLUG = "plug"
    BULB = "bulb"
    HUB = "hub"
    THERMOSTAT = "thermostat"
    SENSOR = "sensor"
    VACUUM = "vacuum"
    APPLIANCE = "appliance"
    ACCESS_CONTROL = "access control"
    ALARM = "alarm"
    VOIP = "voip phone"
    CONFERENCING = "video conferencing"
    MEDIA_SERVER = "media server"
    SET_TOP_BOX = "set-top box"
    WEARABLE = "wearable"
    MEDICAL = "medical device"
    INDUSTRIAL = "industrial device"
    SERVER = "server"
    CAR = "car or charger"


WATCHING: Final = frozenset({Kind.CAMERA, Kind.RECORDER, Kind.DOORBELL, Kind.BABY_MONITOR})
"""The kinds whose purpose is to record or transmit pictures."""

CARRIES_CAMERA: Final = frozenset(
    {Kind.VACUUM, Kind.TV, Kind.SMART_DISPLAY, Kind.COMPUTER, Kind.PHONE, Kind.CONFERENCING}
)
"""Innocent kinds of which many models carry a camera: cleared, with that said."""


class Grade(StrEnum):
    """The verbal scale of the ENFSI guideline for evaluative reporting (2015), table 1."""

    WEAK = "weak"
    MODERATE = "moderate"
    MODERATELY_STRONG = "moderately strong"
    STRONG = "strong"
    VERY_STRONG = "very strong"
    EXTREMELY_STRONG = "extremely strong"

    @property
    def floor(self) -> float:
        """The lower end of the grade, as log10 of the likelihood ratio: what may safely be counted."""
        return _FLOORS[self]

    @staticmethod
    def of(log10_lr: float) -> "Grade | None":
        """The grade that a likelihood ratio reaches, None below 2."""
        reached = [grade for grade in Grade if log10_lr >= grade.floor - 1e-9]
        return reached[-1] if reached else None


_FLOORS: Final = {
    Grade.WEAK: 0.301,
    Grade.MODERATE: 1.0,
    Grade.MODERATELY_STRONG: 2.0,
    Grade.STRONG: 3.0,
    Grade.VERY_STRONG: 4.0,
    Grade.EXTREMELY_STRONG: 6.0,
}


class Basis(StrEnum):
    """In which way a signature speaks; the verdicts' rules rest on it.

    DECLARES       the device says of itself, in a way particular to such devices, what it is
    VIDEO          a protocol that serves video, which innocent devices speak too (RTSP with a video track)
    PRODUCT        a product or firmware name that stands in a banner, realm, certificate or page
    CIRCUMSTANCE   a maker's prefix, a host name, an SSID, an open port: never `camera`, alone or together
    """

    DECLARES = "declares"
    VIDEO = "video"
    PRODUCT = "product"
    CIRCUMSTANCE = "circumstance"


class Reason(StrEnum):
    """Why something was not examined: absence is typed, and feeds coverage."""

    NO_PRIVILEGE = "no privilege"
    ISOLATED = "client isolation"
    PROXY_ARP = "one device answers for all"
    CAPTIVE_PORTAL = "captive portal"
    VPN = "virtual private network"
    TOO_LARGE = "network too large"
    NO_PREFIX = "no neighbours on this prefix"
    BUDGET = "out of time"
    NO_ANSWER = "no answer"
    REFUSED = "refused"
    NOT_SUPPORTED = "not supported here"
    NO_EQUIPMENT = "no equipment"
    DECLINED = "declined by the person"
    OFF_LINK = "points off the link"
    FORBIDDEN = "never done"
    INTERRUPTED = "interrupted"
    NETWORK_CHANGED = "network changed"
    LISTEN_ONLY = "only listened"
    OTHER_NETWORK = "another network exists"
    TOO_MUCH = "too much data"
    FAILED = "failed"
    OTHER_CHANNEL = "other channels"
    OTHER_LINK = "another link of the same network"
    NOT_IN_THE_AIR = "not in the air"
    FAINT = "heard in part"
    SHARED_FRAME = "several packets in one frame"
    TOO_QUIET = "too little traffic"
    TOO_FEW_CUES = "too few cues"


class Profile(StrEnum):
    QUICK = "quick"
    STANDARD = "standard"
    THOROUGH = "thorough"


INTERCHANGE: Final = frozenset(
    """mac dhcp.hostname dhcp.vendor_class dhcp.param_list mdns ssdp upnp.xml wsd onvif.xml http.response
    http.server http.title http.www_authenticate http.set_cookie favicon.md5 rtsp.response rtsp.server sdp
    tls.subject tls.issuer ftp.banner telnet.banner ssh.banner sip.response snmp.sysdescr tcp.open tcp.banner
    udp.reply wifi.ssid wifi.bssid ble.name ble.service user_agent""".split()
)
"""The kinds that anyone may hand to `roomcheck import` and `assess`."""

OWN: Final = frozenset(
    """arp ndp neighbour icmp dhcp favicon tls.certificate dns.reverse netbios tcp.closed wifi.ap wifi.flow
    ble.advertisement snmp.engine reaction control""".split()
)
"""The kinds that roomcheck's own probes and listeners add to them.

arp         raw: the ARP payload, 28 bytes (RFC 826). Presence, and which MAC holds which address
ndp         raw: the ICMPv6 message (RFC 4861)
neighbour   raw: one line of the kernel's neighbour table as "ip mac state"
icmp        raw: an echo reply
dhcp        raw: a whole DHCP message (RFC 2131)
favicon     raw: the icon's bytes
tls.certificate  raw: the leaf certificate, DER
dns.reverse raw: a host name that the gateway gave for an address
netbios     raw: an NBNS node status answer (RFC 1002)
tcp.closed  raw: empty; the host refused a connection, so it lives
wifi.ap     raw: one access point as JSON text, as the operating system listed it
wifi.flow   raw: the measured features of one 802.11 flow as JSON text
ble.advertisement  raw: one advertisement as JSON text
snmp.engine raw: an SNMPv3 report (RFC 3414)
reaction    raw: the result of a room-reaction test as JSON text
control     raw: the outcome of a positive control as JSON text
"""

KINDS: Final = INTERCHANGE | OWN
