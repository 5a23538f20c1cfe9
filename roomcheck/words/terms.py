"""The controlled words of the model in sentences for people: verdicts, grades, reasons, levels of coverage."""

import re
from typing import Final

from roomcheck.model.vocabulary import Grade, Kind, Reason, Verdict
from roomcheck.words import Words, msg

EMPTY_RESULT: Final = msg(
    "Among what could be checked, nothing said that it is a camera. That is no proof that there is none: "
    "cameras that are switched off, record to a card, or use another network cannot be seen this way."
)
"""The one sentence for an empty result, on every screen and page."""

NOT_THE_ROOM: Final = msg("On this network does not mean in this room.")

_VERDICTS: Final = {
    Verdict.CAMERA: msg("camera"),
    Verdict.SUSPECT: msg("suspect"),
    Verdict.UNRESOLVED: msg("unresolved"),
    Verdict.CLEARED: msg("cleared"),
}
_MEANINGS: Final = {
    Verdict.CAMERA: msg(
        "The device itself said what it is, in a way particular to cameras, or its traffic followed "
        "what happened in the room."
    ),
    Verdict.SUSPECT: msg("Circumstances speak for a camera more than for anything else. It is not certain."),
    Verdict.UNRESOLVED: msg("There is not enough to say what it is."),
    Verdict.CLEARED: msg("There is positive evidence that it is something else."),
}
_GRADES: Final = {
    Grade.WEAK: msg("weak"),
    Grade.MODERATE: msg("moderate"),
    Grade.MODERATELY_STRONG: msg("moderately strong"),
    Grade.STRONG: msg("strong"),
    Grade.VERY_STRONG: msg("very strong"),
    Grade.EXTREMELY_STRONG: msg("extremely strong"),
}
_NO_GRADE: Final = msg("none")
FLOORS: Final = {
    Grade.WEAK: "2",
    Grade.MODERATE: "10",
    Grade.MODERATELY_STRONG: "100",
    Grade.STRONG: "1 000",
    Grade.VERY_STRONG: "10 000",
    Grade.EXTREMELY_STRONG: "1 000 000",
}
"""How many times more probable, at least, as people read numbers."""

_KINDS: Final = {
    Kind.CAMERA: msg("camera"),
    Kind.RECORDER: msg("video recorder"),
    Kind.DOORBELL: msg("video doorbell"),
    Kind.BABY_MONITOR: msg("baby monitor"),
    Kind.TV: msg("television"),
    Kind.SPEAKER: msg("speaker"),
    Kind.SMART_DISPLAY: msg("smart display"),
    Kind.PRINTER: msg("printer"),
    Kind.NAS: msg("network storage"),
    Kind.ROUTER: msg("router"),
    Kind.ACCESS_POINT: msg("access point"),
    Kind.SWITCH: msg("network switch"),
    Kind.PHONE: msg("telephone"),
    Kind.COMPUTER: msg("computer"),
    Kind.CONSOLE: msg("game console"),
    Kind.PLUG: msg("smart plug"),
    Kind.BULB: msg("smart bulb"),
    Kind.HUB: msg("smart home hub"),
    Kind.THERMOSTAT: msg("thermostat"),
    Kind.SENSOR: msg("sensor"),
    Kind.VACUUM: msg("robot vacuum"),
    Kind.APPLIANCE: msg("household appliance"),
    Kind.ACCESS_CONTROL: msg("access control"),
    Kind.ALARM: msg("alarm system"),
    Kind.VOIP: msg("network telephone"),
    Kind.CONFERENCING: msg("video conferencing"),
    Kind.MEDIA_SERVER: msg("media server"),
    Kind.SET_TOP_BOX: msg("set-top box"),
    Kind.WEARABLE: msg("wearable"),
    Kind.MEDICAL: msg("medical device"),
    Kind.INDUSTRIAL: msg("industrial device"),
    Kind.SERVER: msg("server"),
    Kind.CAR: msg("car or charger"),
}
_REASONS: Final = {
    Reason.NO_PRIVILEGE: msg("the program had no permission for it"),
    Reason.ISOLATED: msg("the network keeps its devices apart from one another"),
    Reason.PROXY_ARP: msg("one device answers for all others"),
    Reason.CAPTIVE_PORTAL: msg("a log-in page stands in the way"),
    Reason.VPN: msg("a virtual private network stands in the way"),
    Reason.TOO_LARGE: msg("the network is too large"),
    Reason.NO_PREFIX: msg("no neighbour was seen on this range of addresses"),
    Reason.BUDGET: msg("there was no time left"),
    Reason.NO_ANSWER: msg("no answer came"),
    Reason.REFUSED: msg("the device refused"),
    Reason.NOT_SUPPORTED: msg("this computer cannot do it"),
    Reason.NO_EQUIPMENT: msg("the equipment for it was missing"),
    Reason.DECLINED: msg("the person declined it"),
    Reason.OFF_LINK: msg("it lies outside the network that was chosen"),
    Reason.FORBIDDEN: msg("roomcheck never does it"),
    Reason.INTERRUPTED: msg("the check was interrupted"),
    Reason.NETWORK_CHANGED: msg("the network changed during the check"),
    Reason.LISTEN_ONLY: msg("the check only listened"),
    Reason.OTHER_NETWORK: msg("another network exists that was not checked"),
    Reason.TOO_MUCH: msg("more data came than is kept"),
    Reason.FAILED: msg("the attempt failed"),
    Reason.OTHER_CHANNEL: msg("nothing was heard on some radio channels"),
    Reason.OTHER_LINK: msg("a network uses several channels at once"),
    Reason.NOT_IN_THE_AIR: msg("it is not sent through the air"),
    Reason.FAINT: msg("it was heard in part only"),
    Reason.SHARED_FRAME: msg("several packets were sent together"),
    Reason.TOO_QUIET: msg("no device sent enough"),
    Reason.TOO_FEW_CUES: msg("there were too few cues"),
}
_MEANS: Final = {
    "arp": msg("ARP sweep"),
    "ndp": msg("IPv6 neighbour discovery"),
    "neighbour": msg("neighbour table of the computer"),
    "tcp": msg("open ports"),
    "http": msg("web pages"),
    "tls": msg("certificates"),
    "rtsp": msg("video service (RTSP)"),
    "onvif": msg("camera service (ONVIF)"),
    "wsd": msg("WS-Discovery"),
    "mdns": msg("multicast DNS"),
    "ssdp": msg("SSDP"),
    "upnp": msg("UPnP descriptions"),
    "reverse": msg("names that the gateway gives"),
    "banner": msg("greetings of services"),
    "frames": msg("what devices send to all"),
    "dhcp": msg("requests for addresses"),
    "snmp": msg("SNMP"),
    "sip": msg("telephony (SIP)"),
    "netbios": msg("NetBIOS"),
    "control": msg("test of the check itself"),
    "air": msg("radio traffic"),
    "access-points": msg("access points that the computer lists"),
    "ble": msg("Bluetooth"),
    "bluetooth": msg("Bluetooth"),
    "react": msg("room-reaction test"),
    "probes": msg("all questions"),
    "import": msg("imported file"),
}
DISCOVERY: Final = frozenset(
    """bosch dhip dlink dvrip foscam gvcp hanwha ipro kasa miio pppp sadp sony tapo tuya ubnt v380 vision360 vivotek
    vstarcam xmeye""".split()
)
"""Means that are a maker's own discovery question."""
_CUE_KINDS: Final = {"movement": msg("movement"), "light": msg("light")}
_ACTIONS: Final = {
    "move": msg("moving about"),
    "still": msg("holding still"),
    "light on": msg("light on"),
    "light off": msg("light off"),
}
_CUES: Final = {
    "move": msg("MOVE: walk about, in view of the whole room"),
    "still": msg("HOLD STILL"),
    "light on": msg("LIGHT ON, and hold still"),
    "light off": msg("LIGHT OFF, and hold still"),
}
_WAIT: Final = msg("WAIT, and hold still")
_TRENDS: Final = {"warmer": msg("warmer"), "colder": msg("colder"), "unclear": msg("no clear change")}
_CHANNEL: Final = re.compile(r"air (\d{4}) MHz")
_LEVELS: Final = {
    "not stated": msg("not stated"),
    "none": msg("nothing could be checked"),
    "low": msg("low"),
    "partial": msg("partial"),
    "good": msg("good"),
}


def verdict(words: Words, value: Verdict) -> str:
    return words.say(_VERDICTS[value])


def meaning(words: Words, value: Verdict) -> str:
    """What a verdict says, in one sentence."""
    return words.say(_MEANINGS[value])


def grade(words: Words, value: str) -> str:
    """The word of the verbal scale; what is below the scale is `none`."""
    return words.say(_GRADES[Grade(value)]) if value in set(Grade) else words.say(_NO_GRADE)


def kind(words: Words, value: str | None) -> str:
    """The short name of a kind of device, without an article."""
    if not value:
        return words.say("unknown")
    return words.say(_KINDS[Kind(value)]) if value in set(Kind) else value


def reason(words: Words, value: str) -> str:
    return words.say(_REASONS[Reason(value)]) if value in set(Reason) else value


def level(words: Words, value: str) -> str:
    """The word for a level of coverage."""
    return words.say(_LEVELS[value]) if value in _LEVELS else value


def cue_kind(words: Words, value: str) -> str:
    """The name of a kind of cue of the room-reaction test."""
    return words.say(_CUE_KINDS[value]) if value in _CUE_KINDS else value


def action(words: Words, value: str) -> str:
    """What the room was like during a cue."""
    return words.say(_ACTIONS[value]) if value in _ACTIONS else value


def cue(words: Words, value: str | None) -> str:
    """What the person is told to do; None is the rest between the cues."""
    if value is None:
        return words.say(_WAIT)
    return words.say(_CUES[value]) if value in _CUES else value


def trend(words: Words, value: str) -> str:
    """Whether a device is heard more strongly than before: `warmer`, `colder` or `unclear`."""
    return words.say(_TRENDS[value]) if value in _TRENDS else value


def channel_of(via: str) -> int | None:
    """The frequency in MHz where a means is listening on one radio channel."""
    found = _CHANNEL.fullmatch(via)
    return int(found[1]) if found else None


def means(words: Words, value: str) -> str:
    """The name of a means of looking; the name that the recording gives where there is no better one."""
    if value in DISCOVERY:
        return words.say("discovery question ({name})", name=value)
    if channel := channel_of(value):
        return words.say("radio traffic at {frequency} MHz", frequency=channel)
    return words.say(_MEANS[value]) if value in _MEANS else value
