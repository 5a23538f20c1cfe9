"""Cheap cameras that are reached through their maker's relay, and searched for by PPPP or by something like it."""

from tests.lab.device import Identity, camera
from tests.lab.devices.asked import DIGITS, Asked, suspect_or_camera

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def pppp(*, word: str = "", prefix: str = "BATD") -> Asked:
    """The searches of CS2's PPPP: plain, or scrambled with a maker's `word`; `prefix` begins the device's identity."""

    def settings(me: Identity) -> dict[str, object]:
        return {"word": word, "uid": [prefix, me.dice.randrange(100000, 999999), me.serial(5, LETTERS)]}

    prefixes = ("a4:ef:15", "44:29:1e")  # AltoBeam, a module maker
    return Asked("pppp", prefixes, suspect_or_camera(None) if word else camera(), settings, ready=[("udp", 32108)])


def v380() -> Asked:
    return Asked(
        "v380",
        ("9c:1c:37",),
        suspect_or_camera("V380"),
        lambda me: {"serial": me.serial(8, "123456789")},
        ready=[("udp", 10008), ("tcp", 8800)],
    )


def foscam() -> Asked:
    # Shenzhen Reecam
    return Asked("foscam", ("e8:ab:fa",), suspect_or_camera("Foscam"), lambda _: {}, ready=[("udp", 10000)])


def vstarcam() -> Asked:
    return Asked(
        "vstarcam",
        ("e0:b9:4d",),  # Bilian, a module maker
        suspect_or_camera("VStarcam"),
        lambda me: {"serial": f"VSTC{me.serial(6, DIGITS)}{me.serial(5, 'ABCDEFGHJKLMN')}", "name": "IPCAM"},
        ready=[("udp", 8600)],
    )
