"""Access points as the tools of operating systems list them: `iw`, `netsh`, `system_profiler` and `airport`.

The words of `netsh` are translated, so only the shape of its lines is relied on. What cannot be read is left out.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from roomcheck.model.addresses import mac_of
from roomcheck.model.text import decode, harmless

MOST: Final = 1_024
"""Access points that are kept of one list."""
TEXT: Final = 2_000_000
"""Characters of an output that are read."""
_WITHHELD: Final = frozenset({"<redacted>", "<ssid redacted>", "<private>"})
"""What macOS writes for a name that it does not tell programs (14.4 and newer, without the right to the location)."""


class Listed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One access point, or where the system hides addresses, one network by its name.

    `ssid` is None where it is hidden; strength is in dBm or in the system's own per cent.
    """

    bssid: str = ""
    """Empty where the system hides it."""
    ssid: str | None = None
    frequency: int | None = None
    """MHz."""
    channel: int | None = None
    signal_dbm: int | None = None
    quality: int | None = None
    seen_s: int | None = None
    """Seconds since the system heard it last, where it tells."""
    via: str = ""
    hidden: bool = False

    @property
    def id(self) -> str:
        """What tells it from the others: its address, else its name."""
        return self.bssid or self.ssid or ""


def listed(
    bssid: str | None, ssid: str | None, via: str, *, frequency: int | None = None, channel: int | None = None,
    signal_dbm: int | None = None, quality: int | None = None, seen_s: int | None = None,
) -> Listed | None:
    """An access point from what a system says; None where it has neither a usable address nor a name."""
    mac = (mac_of(bssid) if bssid else "") or ""
    name = (ssid or "").strip("\0")
    if not mac and (bssid or not name):
        return None
    if channel is None and frequency is not None:
        channel = channel_of(frequency)
    return Listed(
        bssid=mac, ssid=harmless(name) or None, frequency=frequency, channel=channel, signal_dbm=signal_dbm,
        quality=quality, seen_s=seen_s, via=via, hidden=not name,
    )


def strength(each: Listed) -> int:
    """In dBm, estimated where the system gives per cent only (Microsoft: 0 % is -100 dBm, 100 % is -50 dBm)."""
    return each.signal_dbm if each.signal_dbm is not None else (each.quality or 0) // 2 - 100


def once(found: Iterable[Listed]) -> tuple[Listed, ...]:
    """Each access point as it is strongest, the strongest first."""
    strongest: dict[str, Listed] = {}
    for each in found:
        if each.id not in strongest or strength(each) > strength(strongest[each.id]):
            strongest[each.id] = each
    return tuple(sorted(strongest.values(), key=lambda each: (-strength(each), each.id))[:MOST])


def frequency_of(channel: int, band: int) -> int | None:
    """The centre of a 20 MHz channel in MHz, in the band of 2, 5 or 6 GHz; None where it has no such channel."""
    if band == 2 and 1 <= channel <= 14:
        return 2484 if channel == 14 else 2407 + 5 * channel
    if band == 5 and 32 <= channel <= 177:
        return 5000 + 5 * channel
    if band == 6 and 1 <= channel <= 233:
        return 5935 if channel == 2 else 5950 + 5 * channel
    return None


def channel_of(frequency: int) -> int | None:
    """The number of a 20 MHz channel by its centre in MHz; None where there is none."""
    for band, base in ((2, 2407), (5, 5000), (6, 5950)):
        for channel in (2, 14) if frequency in {2484, 5935} else ((frequency - base) // 5,):
            if frequency_of(channel, band) == frequency:
                return channel
    return None


def console_text(data: bytes, code_page: str) -> str:
    """What a program of Windows printed: UTF-8 where it is, else in the console's code page. Never raises."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(code_page, "replace")
    except LookupError:
        return decode(data)


# ---------------------------------------------------------------- iw


def parse_iw(text: str) -> tuple[Listed, ...]:
    """`iw dev X scan dump`: what the kernel remembers of its last scan (iw's scan.c)."""
    parts = re.split(r"(?m)^BSS (?=[0-9a-fA-F:]{17})", text[:TEXT])
    return tuple(one for part in parts[1 : MOST + 1] if (one := _of_iw(part)) is not None)


def _of_iw(part: str) -> Listed | None:
    names = [name for name in re.findall(r"(?m)^\tSSID: ?(.*)$", part) if not re.fullmatch(r"(\\x00)*", name)]
    frequency = re.search(r"(?m)^\tfreq: (\d{4,5})", part)
    signal = re.search(r"(?m)^\tsignal: (-?\d{1,3})(?:\.\d+)? dBm", part)
    seen = re.search(r"(?m)^\tlast seen: (\d{1,9}) ms ago", part)
    return listed(
        part[:17], _unescaped(names[0]) if names else "", "iw", frequency=int(frequency[1]) if frequency else None,
        signal_dbm=int(signal[1]) if signal else None, seen_s=int(seen[1]) // 1000 if seen else None,
    )


def _unescaped(name: str) -> str:
    r"""What iw wrote as \xNN, since it is not printable ASCII."""
    escape = rb"\\x([0-9a-fA-F]{2})"
    return decode(re.sub(escape, lambda found: bytes.fromhex(found[1].decode()), name.encode("utf-8", "replace")))


# ---------------------------------------------------------------- netsh

_NUMBERED: Final = re.compile(r"\S.{0,40} \d{1,4}")
_BAND: Final = re.compile(r"([256])(?:[.,]4)? ?[^\W\d]{2,4}")
_PERCENT: Final = re.compile(r"(\d{1,3}) ?%")


def parse_netsh(text: str) -> tuple[Listed, ...]:
    """`netsh wlan show networks mode=bssid`, in any language.

    A line that is not indented and whose label ends in a number names a network; an indented one whose label ends in a
    number and whose value is an address begins an access point (German Windows has written `BSSIDD 1`). Below it a
    percentage is the strength, `5 GHz` the band, and the first bare number after the strength the channel; counts of
    stations come later.
    """
    found: list[Listed] = []
    name, band, open_ = "", None, False
    for line in _lines(text):
        label, value = _halves(line)
        if label is None:
            continue
        if not line[:1].isspace():
            open_ = False
            name = value if _NUMBERED.fullmatch(label) else ""
        elif _NUMBERED.fullmatch(label) and mac_of(value) and len(found) < MOST:
            one = listed(value, name, "netsh")
            found.extend(() if one is None else (one,))
            band, open_ = None, one is not None
        elif open_:
            before = found[-1]
            if percent := _PERCENT.fullmatch(value):
                found[-1] = msgspec.structs.replace(before, quality=min(int(percent[1]), 100))
            elif before.channel is None and (word := _BAND.fullmatch(value)):
                band = int(word[1])
            elif before.quality is not None and before.channel is None and re.fullmatch(r"\d{1,3}", value):
                frequency = frequency_of(int(value), band) if band else None
                found[-1] = msgspec.structs.replace(before, channel=int(value), frequency=frequency)
    return tuple(found)


def _lines(text: str) -> list[str]:
    """Lines by line feeds alone: names may hold other separators."""
    return text[:TEXT].replace("\r\n", "\n").split("\n")


def _halves(line: str) -> tuple[str | None, str]:
    label, colon, value = line.partition(" : ")
    if not colon:
        label, colon, value = line.partition(":")
    return (label.strip(), value.strip()) if colon else (None, "")


# ---------------------------------------------------------------- macOS


def parse_system_profiler(data: bytes) -> tuple[Listed, ...]:
    """`system_profiler SPAirPortDataType -json`: names, channels and strength; addresses in old versions alone.

    Names that macOS withholds are left out: nothing can be said of them.
    """
    try:
        told = msgspec.json.decode(data[:TEXT])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ()
    found = (_of_profiler(network) for network in _networks(told))
    return tuple(one for one in found if one is not None)[:MOST]


def _networks(told: Any) -> Iterator[dict[str, Any]]:
    for report in _dictionaries(told, "SPAirPortDataType"):
        for interface in _dictionaries(report, "spairport_airport_interfaces"):
            yield from _dictionaries(interface, "spairport_airport_other_local_wireless_networks")
            yield from _dictionaries(interface, "spairport_current_network_information")


def _dictionaries(holder: Any, key: str) -> Iterator[dict[str, Any]]:
    held = holder.get(key) if isinstance(holder, dict) else None
    for each in held if isinstance(held, list) else (held,):
        if isinstance(each, dict):
            yield each


def _of_profiler(network: dict[str, Any]) -> Listed | None:
    said = {key: str(value)[:256] for key, value in network.items() if isinstance(value, str | int)}
    name = said.get("_name", "")
    if name.lower() in _WITHHELD:
        return None
    channel = re.match(r"(\d{1,3})(?: \(([256])GHz)?", said.get("spairport_network_channel", ""))
    signal = re.match(r"-?\d{1,3}", said.get("spairport_signal_noise", ""))
    return listed(
        said.get("spairport_network_bssid"), name, "system_profiler",
        channel=int(channel[1]) if channel else None,
        frequency=frequency_of(int(channel[1]), int(channel[2])) if channel and channel[2] else None,
        signal_dbm=int(signal[0]) if signal else None,
    )


_ROW: Final = 160
"""Characters of a row that are read: the columns end long before."""
_COLUMNS: Final = r" +(?P<rssi>-\d{1,3}) +(?P<channel>\d{1,3})(?:,[+-]?\d{1,3})? +[YN] +\S{2} "
_ADDRESSED: Final = re.compile(r"(?P<ssid>.{0,96}?) (?P<bssid>(?:[0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2})" + _COLUMNS)
_NAMED: Final = re.compile(r"(?P<ssid>.{0,96}?)(?P<bssid>)" + _COLUMNS)


def parse_airport(text: str) -> tuple[Listed, ...]:
    """`airport -s` (macOS up to 14.3): a name that is set right, then address, strength, channel, HT and country.

    An octet below 16 has one digit in some versions; addresses are missing without the right to the location.
    """
    found: list[Listed] = []
    for line in _lines(text):
        row = _ADDRESSED.match(line[:_ROW]) or _NAMED.match(line[:_ROW])
        if row is None or len(found) >= MOST:
            continue
        bssid = ":".join(octet.zfill(2) for octet in row["bssid"].split(":")) if row["bssid"] else None
        one = listed(bssid, row["ssid"].strip(" "), "airport", channel=int(row["channel"]), signal_dbm=int(row["rssi"]))
        found.extend(() if one is None else (one,))
    return tuple(found)
