"""What tshark reads out of a capture, beside what roomcheck does."""

import subprocess
from pathlib import Path

from roomcheck.wire.airfile import Heard, hear, packets

FIELDS = (
    "frame.len", "wlan.fc.type_subtype", "wlan.ra", "wlan.ta", "wlan.seq", "wlan.frag", "wlan.fc.retry",
    "radiotap.dbm_antsignal", "radiotap.channel.freq", "wlan_radio.data_rate", "radiotap.ampdu.reference",
    "radiotap.mactime", "radiotap.length", "wlan.qos.tid", "radiotap.flags.badfcs",
)
PPI_FIELDS = {
    "radiotap.dbm_antsignal": "ppi.80211-common.dbm.antsignal", "radiotap.channel.freq": "ppi.80211-common.chan.freq",
    "radiotap.mactime": "ppi.80211-common.tsft", "radiotap.length": "ppi.length",
}


def by_tshark(file: Path, *, ppi: bool = False) -> "list[dict[str, str]]":
    names = [PPI_FIELDS.get(name, name) if ppi else name for name in FIELDS]
    command = ["tshark", "-n", "-r", str(file), "-T", "fields", "-E", "occurrence=f"]
    for name in names:
        command += ["-e", name]
    out = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return [dict(zip(FIELDS, line.split("\t"), strict=True)) for line in out.splitlines()]


def by_roomcheck(file: Path) -> "list[Heard | None]":
    with file.open("rb") as stream:
        return [hear(buffer[begin:end], at, link_type, length) for buffer, begin, end, length, at, link_type in packets(stream)]


def text(mac: bytes | None) -> str:
    return ":".join(f"{byte:02x}" for byte in mac) if mac else ""


def told(number: object) -> str:
    return "" if number is None else str(number)


def differences(theirs: "dict[str, str]", ours: Heard) -> "dict[str, tuple[str, str]]":
    """The fields on which the two do not agree."""
    mac, radio = ours.mac, ours.radio
    mine = {
        "wlan.fc.type_subtype": f"0x{(mac.control >> 2 & 3) << 4 | mac.subtype:04x}",
        "wlan.ra": text(mac.receiver), "wlan.ta": text(mac.transmitter), "wlan.seq": told(mac.sequence),
        "wlan.frag": "" if mac.sequence is None else str(mac.fragment), "wlan.fc.retry": str(int(mac.retry)),
        "radiotap.dbm_antsignal": told(radio.signal), "radiotap.channel.freq": told(radio.frequency),
        "radiotap.ampdu.reference": told(radio.aggregate), "radiotap.mactime": told(radio.tsft),
        "radiotap.length": str(radio.size), "wlan.qos.tid": told(mac.tid),
    }
    found = {}
    for name, value in mine.items():
        wanted = theirs[name]
        if name == "radiotap.ampdu.reference" and wanted:
            wanted = str(int(wanted, 0))
        if wanted != value:
            found[name] = (wanted, value)
    rate = theirs["wlan_radio.data_rate"]
    if bool(rate) != bool(radio.rate) or (rate and abs(float(rate) - (radio.rate or 0)) > 0.11):
        found["wlan_radio.data_rate"] = (rate, told(radio.rate))
    return found
