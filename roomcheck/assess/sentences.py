"""The sentences of an assessment, in English; their English text is also the key of their translations.

Places in braces are filled from the statement's parameters.
"""

from typing import Final

from roomcheck.model.assessment import Statement
from roomcheck.model.vocabulary import Reason

NOT_IN_THIS_ROOM: Final = "On this network does not mean in this room."

NOTHING_FOUND: Final = (
    "Among what could be checked, nothing said that it is a camera. That is no proof that there is none: "
    "cameras that are switched off, record to a card, or use another network cannot be seen this way."
)
"""The pinned sentence for an empty result, wherever one is shown."""

ONE_CAMERA: Final = "One device on this network identified itself as a camera or recorder."
CAMERAS: Final = "{cameras} devices on this network identified themselves as cameras or recorders."
ONE_SUSPECT: Final = "One device on this network may be a camera; the evidence is circumstantial."
SUSPECTS: Final = "{suspects} devices on this network may be cameras; the evidence is circumstantial."
ONE_CAMERA_AND_SUSPECTS: Final = (
    "One device on this network identified itself as a camera or recorder. Others that may be one: {suspects}."
)
CAMERAS_AND_SUSPECTS: Final = (
    "{cameras} devices on this network identified themselves as cameras or recorders. "
    "Others that may be one: {suspects}."
)
HEARD_ONE_CAMERA: Final = (
    "One device that was heard here identified itself as a camera, or its traffic reacted to this room as a camera’s "
    "does."
)
HEARD_CAMERAS: Final = (
    "{cameras} devices that were heard here identified themselves as cameras, or their traffic reacted to this room as "
    "a camera’s does."
)
HEARD_ONE_SUSPECT: Final = "One device that was heard here may be a camera; the evidence is circumstantial."
HEARD_SUSPECTS: Final = "{suspects} devices that were heard here may be cameras; the evidence is circumstantial."
HEARD_ONE_CAMERA_AND_SUSPECTS: Final = f"{HEARD_ONE_CAMERA} Others that may be one: {{suspects}}."
HEARD_CAMERAS_AND_SUSPECTS: Final = f"{HEARD_CAMERAS} Others that may be one: {{suspects}}."
TOO_LITTLE: Final = "Too little could be checked to say anything about this room."

DECLARED: Final = "It said so itself, in a way particular to cameras and recorders."
VIDEO_AND_FACT: Final = "It offers a video stream, and an independent fact points to a camera."
VIDEO_ONLY: Final = "It offers a video stream, which tuners, screens and media servers do too."
OUTWEIGHS: Final = "What points to a camera outweighs every innocent explanation that was found."
CIRCUMSTANTIAL: Final = "Addresses, names and open ports alone never show that a device is a camera."
UNCONFIRMED: Final = "The protocol of its answer is not yet confirmed by anyone else's equipment."
CONTRADICTED: Final = "It also identified itself as something else, so that the evidence is divided."
IDENTIFIED: Final = "It identified itself as something else."
IDENTIFIED_BY_CIRCUMSTANCE: Final = "Several independent circumstances agree on what it is."
CARRIES_CAMERA: Final = "Devices of this kind often carry a camera."
NOT_ENOUGH: Final = "It gave too little to say what it is."
SILENT: Final = "It answered nothing but its presence."
PRIVATE_ADDRESS: Final = (
    "It uses a private address that hides its maker, as phones and computers do, and as a camera may."
)
REACTED: Final = "Its traffic reacted to two kinds of changes made in the room."

LEVELS: Final = {
    "not stated": "These observations came without a statement of what was checked.",
    "none": "Nothing could be checked.",
    "low": "Too little of this network could be checked for its silence to mean anything.",
    "partial": "Part of what could be checked was checked; what was not is listed.",
    "good": "Everything that this kind of check can look at on this network was looked at.",
}

REASONS: Final = {
    Reason.NO_PRIVILEGE: "It needs administrator rights, which roomcheck did not have.",
    Reason.ISOLATED: "This network keeps its guests apart: other devices cannot be reached from here.",
    Reason.PROXY_ARP: "One device answers for all addresses, so that who is there cannot be told.",
    Reason.CAPTIVE_PORTAL: "A log-in page stands before this network.",
    Reason.VPN: "This is a private tunnel to somewhere else, not the network of this place.",
    Reason.TOO_LARGE: "The network is larger than what was agreed to check.",
    Reason.NO_PREFIX: "The network names no neighbours that could be asked.",
    Reason.BUDGET: "The time set for the check ran out.",
    Reason.NO_ANSWER: "There was no answer.",
    Reason.REFUSED: "The device refused.",
    Reason.NOT_SUPPORTED: "This computer cannot do it.",
    Reason.NO_EQUIPMENT: "The equipment for it is missing.",
    Reason.DECLINED: "The person chose not to.",
    Reason.OFF_LINK: "It points to another network, and nothing is sent there.",
    Reason.FORBIDDEN: "Bytes may act there, and roomcheck never sends any.",
    Reason.INTERRUPTED: "The check was interrupted.",
    Reason.NETWORK_CHANGED: "The network changed during the check.",
    Reason.LISTEN_ONLY: "Only listening was asked for.",
    Reason.OTHER_NETWORK: "Another network exists here that this check did not reach.",
    Reason.TOO_MUCH: "More came than is kept.",
    Reason.FAILED: "It failed.",
    Reason.OTHER_CHANNEL: "Nothing was heard on these radio channels: what is sent there is not known.",
    Reason.OTHER_LINK: "A network here uses several channels at once; what is sent on the others was not heard.",
    Reason.NOT_IN_THE_AIR: "What goes through a cable, and what a camera stores without sending it, cannot be heard.",
    Reason.FAINT: "Part of what some devices sent was not heard: they are too far away, or send in another direction.",
    Reason.SHARED_FRAME: "Some devices send several packets together; from outside they count as one.",
    Reason.TOO_QUIET: "No device sent enough to be tested.",
    Reason.TOO_FEW_CUES: "There were too few cues of one kind to prove anything.",
}

NEXT_STEPS: Final = {
    Reason.NO_PRIVILEGE: "Run the check again with sudo, if you may.",
    Reason.ISOLATED: (
        "Join the other network of this place, if there is one, and run the check again; or use the air check."
    ),
    Reason.PROXY_ARP: "Join the other network of this place, if there is one, and run the check again.",
    Reason.CAPTIVE_PORTAL: "Open the log-in page in a browser, then run the check again.",
    Reason.VPN: "Switch the tunnel off, choose the room's own network, and run the check again.",
    Reason.TOO_LARGE: "Run the check again and allow the larger network.",
    Reason.BUDGET: "Run the check again with a longer profile.",
    Reason.INTERRUPTED: "Run the check again and let it finish.",
    Reason.NETWORK_CHANGED: "Stay on one network and run the check again.",
    Reason.LISTEN_ONLY: "Run the full check.",
    Reason.OTHER_NETWORK: "Join the other network and run the check again; or use the air check.",
    Reason.NO_PREFIX: "Check which network you are on, and run the check again.",
    Reason.OTHER_CHANNEL: "Listen for longer (--seconds), or on one of these channels after another (--frequency).",
    Reason.NO_EQUIPMENT: (
        "Use a Wi-Fi adapter in monitor mode, or a capture that another tool or a telephone made: roomcheck air FILE."
    ),
    Reason.FAINT: "Listen again from another place in the room.",
    Reason.TOO_FEW_CUES: "Repeat the room-reaction test with the cues that roomcheck draws.",
}


def state(template: str, **params: object) -> Statement:
    """A statement from one of the sentences above."""
    return Statement(key=template, params={name: str(value) for name, value in params.items()})


def in_english(statement: Statement) -> str:
    """The sentence in English."""
    return statement.key.format(**statement.params)
