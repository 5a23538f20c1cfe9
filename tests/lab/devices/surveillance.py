"""Makers of surveillance cameras, each with a search of its own by datagram."""

from tests.lab.device import Identity, camera
from tests.lab.devices.asked import DIGITS, HEX, Asked, suspect_or_camera


def hikvision(*, answer: str = "group") -> Asked:
    """SADP; `answer` says to whom: "group", as old firmware does, or "asker"."""

    def settings(me: Identity) -> dict[str, object]:
        serial = f"DS-2CD2143G2-I2023{me.serial(4, DIGITS)}AAWR{me.serial(9, DIGITS)}"
        return {"model": "DS-2CD2143G2-I", "serial": serial, "answer": answer}

    prefixes = ("44:47:cc", "58:03:fb", "94:e1:ac")  # Hangzhou Hikvision Digital Technology
    return Asked("sadp", prefixes, camera("Hikvision"), settings, ready=[("udp", 37020)])


def dahua(*, kind: str = "IPC", model: str = "IPC-HDW2431T", vendor: str = "Dahua") -> Asked:
    """DHIP: a camera (`IPC`), a door station (`VTO`) or a recorder (`NVR`)."""
    kinds = {"IPC": "camera", "VTO": "doorbell", "NVR": "recorder"}[kind]
    return Asked(
        "dhip",
        ("6c:1c:71", "24:52:6a", "08:ed:ed"),  # Zhejiang Dahua, who also makes what Lorex sells
        camera("Dahua", kinds),
        lambda me: {"model": model, "class": kind, "vendor": vendor, "serial": me.serial(15)},
        ready=[("udp", 37810)],
    )


def dahua_old() -> Asked:
    return Asked(
        "dvrip", ("74:c9:29",), suspect_or_camera("Dahua"), lambda _: {"model": "IPC-HFW4300S"}, ready=[("udp", 5050)]
    )


def xiongmai() -> Asked:
    return Asked(
        "xmeye",
        ("00:12:16",),  # what cameras of this maker squat on; the registry names somebody else
        suspect_or_camera("Xiongmai"),
        lambda me: {"name": "IPC_NV", "serial": me.serial(16, HEX)},
        ready=[("udp", 34569), ("tcp", 34567)],
    )


def hanwha() -> Asked:
    # The recorded device's own prefix: Samsung Electronics, before Hanwha had one.
    return Asked("hanwha", ("00:16:6c",), camera("Hanwha"), lambda _: {"model": "SND-6083"}, ready=[("udp", 7701)])


def ipro() -> Asked:
    return Asked(
        "ipro",
        ("d4:2d:c5",),  # i-PRO
        suspect_or_camera("Panasonic"),
        lambda _: {"model": "WV-S1131", "name": "WV-S1131"},
        ready=[("udp", 10670)],
    )


def sony() -> Asked:
    return Asked(
        "sony",
        ("00:1a:80", "54:53:ed"),
        suspect_or_camera("Sony"),
        lambda me: {"model": "SNC-CH110", "serial": me.serial(7, DIGITS)},
        ready=[("udp", 2380)],
    )


def vivotek() -> Asked:
    return Asked(
        "vivotek",
        ("00:02:d1",),
        suspect_or_camera("Vivotek"),
        lambda _: {"model": "IP8133", "name": "Mega-Pixel Network Camera"},
        ready=[("udp", 10000)],
    )


def bosch() -> Asked:
    # VCS Video Communication Systems
    return Asked("bosch", ("00:07:5f",), suspect_or_camera("Bosch"), lambda _: {}, ready=[("udp", 1757)])
