"""What this computer can hear the air with, what that gives, and what would give more."""

from typing import TYPE_CHECKING, Final

from textual.content import Content

from roomcheck.tui.saying import Saying
from roomcheck.words import msg

if TYPE_CHECKING:
    from roomcheck.app.doctor import Ability

EQUIPMENT: Final = ("Wi-Fi adapter", "Bluetooth", "captures")
"""The abilities of `roomcheck doctor` that this part rests on, by their names there."""

_NAMES: Final = {
    "Wi-Fi adapter": msg("Wi-Fi adapter in ordinary use"),
    "Bluetooth": msg("Bluetooth"),
    "captures": msg("Captures of others"),
}
_GIVES: Final = {
    "Wi-Fi adapter": msg("shows the access points around, from what the system knows of them"),
    "Bluetooth": msg("hears what devices nearby advertise, when a check of the surroundings is kept (k)"),
    "captures": msg("what other tools and telephones captured can be read here (f)"),
}
_MONITOR: Final = msg("Wi-Fi adapter in monitor mode")
_HEARS: Final = msg("hears which station sends how much, on every network around, without reading any of it (l)")
_MISSING: Final = msg(
    "Put an adapter that can monitor into that mode with `sudo iw dev wlan0 set type monitor`, and start again with "
    '`sudo "$(command -v roomcheck)"`.'
)
_REFUSED: Final = msg(
    "{interface} is in monitor mode, but only an administrator may listen on it. Leave, and start again with "
    '`sudo "$(command -v roomcheck)"`: it opens what it needs, and gives those rights up before it reads anything.'
)


def told(
    abilities: "tuple[Ability, ...]", interfaces: tuple[str, ...], saying: Saying, *, allowed: bool
) -> Content:
    """A line for each piece of equipment, and below it what it gives or how to get it."""
    say = saying.say
    there = bool(interfaces) and allowed
    lines = _lines(say(_MONITOR), say(_HEARS), missing(interfaces, saying), saying, there=there)
    for ability in abilities:
        if ability.name in EQUIPMENT:
            name, gives = say(_NAMES[ability.name]), say(_GIVES[ability.name])
            lines += _lines(name, gives, ability.how and say(ability.how), saying, there=ability.there)
    return Content("\n".join(lines))


def missing(interfaces: tuple[str, ...], saying: Saying) -> str:
    """What stands between this computer and listening: no adapter in monitor mode, or not the right to it."""
    return saying.say(_REFUSED, interface=interfaces[0]) if interfaces else saying.say(_MISSING)


def _lines(name: str, gives: str, how: str, saying: Saying, *, there: bool) -> list[str]:
    state = saying.say("{name}: {state}", name=name, state=saying.say("there") if there else saying.say("missing"))
    lines = [f"{'●' if there else '○'} {state}", f"   {gives}"]
    return lines if there or not how else [*lines, f"   {how}"]
