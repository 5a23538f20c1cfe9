"""`roomcheck air`: who sends what kind of traffic around here, encrypted as it is. Only hears, but with `--rescan`."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from roomcheck.app import air as airs
from roomcheck.app.findings import write_findings
from roomcheck.app.listed import Around, check_listed
from roomcheck.app.outcome import exit_of
from roomcheck.cli.place import cache_folder, check_folder
from roomcheck.cli.show import print_assessment
from roomcheck.cli.tongue import add_language, words_of
from roomcheck.flows.table import Air
from roomcheck.flows.telling import judged
from roomcheck.match import library
from roomcheck.model.addresses import mac_of
from roomcheck.model.assessment import to_json
from roomcheck.model.errors import NoNetwork, UsageError
from roomcheck.model.text import harmless
from roomcheck.net.air.airlist import RESCAN_TRANSMITS
from roomcheck.net.air.listed import Listed
from roomcheck.words import Words, msg

MISSING: Final = msg("This computer has no Wi-Fi adapter in monitor mode.")
WOULD_DO: Final = msg(
    "What would do: an adapter that can monitor, put into that mode with `sudo iw dev wlan0 set type monitor` and "
    "given with -i; or a capture of another tool or telephone: `roomcheck air FILE`."
)


NETWORKS: Final = 64
CHANNELS: Final = 12
FLOWS: Final = 32
REASONS: Final = 3


def define(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        f"{parser.description} To read a capture nothing is needed, neither an adapter nor rights. Without an adapter "
        "in monitor mode and without a capture, only what the system tells of networks and of Bluetooth is looked at: "
        "status 4, unless one of them is found to be a camera's."
    )
    parser.add_argument(
        "captures", nargs="*", type=Path, metavar="CAPTURE",
        help="pcap or pcapng of 802.11 frames",
    )
    parser.add_argument("-i", "--interface", metavar="IFACE", help="a Wi-Fi interface in monitor mode")
    parser.add_argument("--seconds", type=float, default=120.0, help="how long to listen (120)")
    parser.add_argument("--frequency", type=int, metavar="MHZ", help="stay on the channel at this frequency")
    parser.add_argument(
        "--rescan", action="store_true",
        help="without special hardware: have the system ask around anew; this transmits, and can be noticed",
    )
    parser.add_argument(
        "--strength", metavar="MAC",
        help="hot or cold: how strongly this device is heard, as you walk; nothing is recorded",
    )
    add_common(parser)


def add_common(parser: argparse.ArgumentParser) -> None:
    """The options that `air` and `react` share."""
    parser.add_argument(
        "--mine", action="append", default=[], metavar="MAC",
        help="one of your own devices, which is left out; may be given more than once",
    )
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.add_argument("--output", type=Path, metavar="DIR", help="where the recording and the findings go")
    parser.add_argument("--listing", metavar="URL", help="the listing's address, as you state it")
    parser.add_argument("--room", metavar="NAME", help="the room, as you name it")
    parser.add_argument("--person", metavar="NAME", help="who checks")
    parser.add_argument("--signatures", type=Path, metavar="DIR", help="another signature library")
    add_language(parser)


def plan_of(options: argparse.Namespace) -> airs.AirPlan:
    mine = [mac_of(each) for each in options.mine]
    if None in mine:
        say = words_of(options).say
        raise UsageError(say("One of the addresses after --mine is none."), say("Write it as 02:00:00:aa:bb:cc."))
    return airs.AirPlan(
        folder=check_folder(options),
        mine=frozenset(each for each in mine if each), seconds=getattr(options, "seconds", 120.0),
        frequency=getattr(options, "frequency", None), rescan=getattr(options, "rescan", False),
        listing=options.listing, room=options.room, person=options.person,
    )


def interface_of(options: argparse.Namespace) -> str:
    """The chosen monitor interface, or the only one. Raises NoNetwork, or UsageError where there are several."""
    from roomcheck.net.air.monitor import interfaces

    found = interfaces()
    if options.interface:
        return str(options.interface)
    if len(found) == 1:
        return found[0]
    words = words_of(options)
    if found:
        names = ", ".join(found)
        raise UsageError(
            words.say("There are several adapters in monitor mode: {names}.", names=names),
            words.say("Choose one with -i."),
        )
    raise NoNetwork(words.say(MISSING), words.say(WOULD_DO))


def _monitors() -> bool:
    from roomcheck.net.air.monitor import interfaces

    return bool(interfaces())


def teller(words: Words) -> airs.Progress:
    """Shows lines of progress on standard error, each in the place of the last; nothing where nobody reads it."""

    def tell(line: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\x1b[K{harmless(words.again(line))}", end="", file=sys.stderr, flush=True)

    return tell


def run(options: argparse.Namespace) -> int:
    words = words_of(options)
    _consistent(options, words)
    signatures = library.load(options.signatures, cache_folder())
    plan = plan_of(options)
    if options.strength:
        from roomcheck.cli.hot import follow

        return follow(options, interface_of(options) if not options.captures else None)
    points: tuple[Listed, ...] = ()
    if options.captures:
        air, assessment = airs.check_captures(options.captures, plan, signatures, teller(words))
    elif options.interface is None and not _monitors():
        around = _listed(plan, signatures, words)
        if around.assessment is None:
            raise NoNetwork(words.say(MISSING), words.say(WOULD_DO))
        print(words.say(MISSING), words.say(WOULD_DO), file=sys.stderr)
        air, assessment, points = Air(), around.assessment, around.points
    else:
        from roomcheck.net.air.monitor import Monitor

        with Monitor(interface_of(options)) as monitor:
            air, assessment = airs.check_live(monitor, plan, signatures, teller(words))
    write_findings(plan.folder, assessment, signatures, words.language)
    if options.json:
        sys.stdout.buffer.write(to_json(assessment))
        return exit_of(assessment)
    if air.frames:
        for line in lines(air, plan.mine, words):
            print(line)
    for point in points[:NETWORKS]:
        print("  " + network_line(point.bssid, point.ssid, point.channel, signal_of(point, words), words))
    print_assessment(assessment, words, signatures.vocabulary)
    print(words.say("Recording and findings are in {folder}", folder=plan.folder))
    return exit_of(assessment)


def _consistent(options: argparse.Namespace, words: Words) -> None:
    """Raises UsageError for options that would do nothing beside the others."""
    if options.strength:
        idle = given(options, "rescan", "json", "output", "mine", "listing", "room", "person")
        if idle:
            raise UsageError(
                words.say("{options} cannot stand beside --strength.", options=", ".join(idle)),
                words.say("Hot or cold records nothing."),
            )
    if options.captures:
        idle = given(options, "interface", "frequency", "rescan")
        if idle:
            raise UsageError(
                words.say("{options} cannot stand beside a capture.", options=", ".join(idle)),
                words.say("Name the capture alone, or listen without one."),
            )


def given(options: argparse.Namespace, *names: str) -> list[str]:
    """Those of these options that the person gave, as they are written."""
    values = {name: getattr(options, name) for name in names}
    return [f"--{name}" for name, value in values.items() if value is not None and value is not False and value != []]


def _listed(plan: airs.AirPlan, signatures: library.Library, words: Words) -> Around:
    """What the system tells without special hardware, and why it does not tell more, on standard error."""
    if plan.rescan:
        print(words.say(RESCAN_TRANSMITS), file=sys.stderr)
    around = check_listed(plan, signatures, teller(words))
    for sentence in around.missing:
        print(words.say(sentence), file=sys.stderr)
    return around


def network_line(address: str, name: str | None, channel: int | None, signal: str, words: Words) -> str:
    """One access point, by its address, or by its name alone where the system hides that."""
    return words.say(
        "network {address}: {name}, channel {channel}, {signal}", address=address or "?",
        name=f'"{harmless(name, 40)}"' if name else words.say("hidden name"), channel=channel or "?", signal=signal,
    )


def signal_of(point: Listed, words: Words) -> str:
    """How strongly the system hears an access point, in the unit that it tells."""
    if point.signal_dbm is not None:
        return f"{point.signal_dbm} dBm"
    return f"{point.quality}\u00a0%" if point.quality is not None else words.say("strength unknown")


def lines(air: Air, mine: frozenset[str], words: Words) -> Iterator[str]:
    """Networks, channels and flows as plain lines; of a flow why it is like a camera's or not."""
    say = words.say
    counts = (
        words.say_many("{number} frame", "{number} frames", air.frames),
        words.say_many("{number} network", "{number} networks", len(air.networks)),
        words.say_many("{number} station", "{number} stations", len(air.stations)),
        words.say_many("{number} flow", "{number} flows", len(air.flows)),
    )
    yield say("Heard: {counts}.", counts=", ".join(counts))
    for network in sorted(air.networks.values(), key=lambda each: each.bssid)[:NETWORKS]:
        signal = f"{network.signal} dBm" if network.signal is not None else say("strength unknown")
        yield "  " + network_line(network.bssid, network.ssid, network.channel, signal, words)
    if air.channels:
        longest = sorted(air.channels.items(), key=lambda each: (-each[1][1], each[0]))[:CHANNELS]
        channels = ", ".join(
            say("{frequency} MHz ({seconds}\u00a0s)", frequency=frequency, seconds=seconds)
            for frequency, (_, seconds) in longest
        )
        yield say("Radio channels on which something was heard, and for how long: {channels}.", channels=channels)
    for flow, likeness in judged(air, mine)[:FLOWS]:
        seconds = max((flow.last - flow.first) / 1e6, 1.0)
        yield "  " + say(
            "flow of {station}: {rate} kbit/s out, {kind} (score {score})",
            station=flow.station, rate=f"{flow.up_bytes * 8 / 1000 / seconds:.0f}",
            kind=say("LIKE A CAMERA") if likeness.camera_like else say("not like a camera"),
            score=words.figure(f"{likeness.score:+.1f}"),
        )
        for reason in likeness.reasons[:REASONS]:
            told = say(reason.template, value=words.figure(reason.value)) if reason.template else reason.says
            yield f"      {words.figure(f'{reason.points:+.1f}')}  {told}"
