"""`roomcheck scan` and `roomcheck listen`: one check, with progress on standard error."""

import argparse
import asyncio
import contextlib
import importlib
import signal
import sys
from pathlib import Path
from typing import Final

import msgspec

from roomcheck.app.check import Progress
from roomcheck.app.estimate import estimate
from roomcheck.app.outcome import exit_of
from roomcheck.app.plan import PROFILES, Plan
from roomcheck.cli.place import cache_folder, check_folder
from roomcheck.cli.question import agreed
from roomcheck.cli.show import Lines, print_assessment
from roomcheck.cli.tongue import add_language, words_of
from roomcheck.match import library
from roomcheck.match.signature import Vocabulary
from roomcheck.model.assessment import Assessment, to_json
from roomcheck.model.entry import Entry
from roomcheck.model.errors import Exit, UsageError
from roomcheck.model.network import Network
from roomcheck.model.text import harmless
from roomcheck.model.vocabulary import Profile, Verdict
from roomcheck.net.pace import WIFI_PACE, WIRED_PACE
from roomcheck.words import Words, msg

CONDUCT: Final = msg(
    "The router and other guests' devices will see that this network is being looked at, and the host may notice. "
    "roomcheck never logs in, never looks through a camera, and sends nothing beyond this network."
)

RUSH: Final = 3.0
"""Seconds in which most questions are asked."""

SIZE: Final = msg("This network has {addresses} addresses; to see who is there takes about {seconds} seconds.")


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-i", "--interface", metavar="IFACE", help="the interface; else the one with the default route")
    add_language(parser)
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.add_argument("--output", type=Path, metavar="DIR", help="where the recording and the findings go")
    parser.add_argument("--listing", metavar="URL", help="the listing's address, as you state it")
    parser.add_argument("--room", metavar="NAME", help="the room, as you name it")
    parser.add_argument("--person", metavar="NAME", help="who checks")
    parser.add_argument(
        "--yes", action="store_true",
        help="do not ask before starting; without a terminal, and with --json, nothing is asked in any case",
    )
    parser.add_argument("--large", action="store_true", help="check a network larger than a /22 as well")
    parser.add_argument("--no-capture", action="store_true", help="do not use administrator rights")
    parser.add_argument("--signatures", type=Path, metavar="DIR", help="another signature library")
    if parser.prog.endswith("listen"):
        parser.add_argument("--seconds", type=float, default=60.0, help="how long to listen (60)")
    else:
        most = ", ".join(f"{profile.value} {PROFILES[profile].most:.0f}" for profile in Profile)
        parser.add_argument(
            "--profile", choices=[profile.value for profile in Profile], default="standard",
            help=f"how long the check may take, in seconds: {most}; thorough also tries all TCP ports of devices that "
            "stay unresolved (standard)",
        )
        parser.add_argument(
            "--pace", type=int, metavar="N",
            help=f"broadcasts a second at the most ({WIRED_PACE} by cable, else {WIFI_PACE})",
        )


def run(options: argparse.Namespace) -> int:
    from roomcheck.net import loop
    from roomcheck.net.interfaces import default_interface, network_of
    from roomcheck.net.lab import require_lab

    name = options.interface or default_interface().name
    network = network_of(name)
    require_lab(name)
    plan = Plan(
        folder=check_folder(options),
        profile=Profile(getattr(options, "profile", "standard")), listen_for=getattr(options, "seconds", None),
        pace_per_s=getattr(options, "pace", None), capture=not options.no_capture, large=options.large,
        listing=options.listing, room=options.room, person=options.person,
    )
    words = words_of(options)
    asks = not options.yes and not options.json and sys.stdin.isatty()
    ahead = estimate(network, plan)
    if ahead.large and plan.listen_for is None and not plan.large:
        if not asks:
            raise UsageError(
                f"This network has {ahead.addresses} addresses; to see who is there takes about "
                f"{ahead.sweep_s:.0f} seconds. Nothing was sent.",
                "Add --large where this place has a network of that size, or choose another network.",
            )
        plan = msgspec.structs.replace(plan, large=True)
    if ahead.large and plan.listen_for is None and sys.stderr.isatty():
        print(words.say(SIZE, addresses=ahead.addresses, seconds=f"{ahead.sweep_s:.0f}"), file=sys.stderr)
    signatures = library.load(options.signatures, cache_folder())
    if asks and not _agreed(network, plan, words):
        print(words.say("Nothing was sent."), file=sys.stderr)
        return Exit.TOO_LITTLE_COVERAGE
    return loop.run(_check(options, plan, network, signatures, words))


def _agreed(network: Network, plan: Plan, words: Words) -> bool:
    subnets = ", ".join(str(subnet) for subnet in network.subnets4) or words.say("no IPv4 network")
    name = f' "{harmless(network.interface.ssid)}"' if network.interface.ssid else ""
    print(words.say(
        "Network: {name}, {subnets}, gateway {gateway}.", name=f"{network.interface.name}{name}", subnets=subnets,
        gateway=network.gateway4 or words.say("none"),
    ))
    if plan.listen_for is None:
        most = f"{PROFILES[plan.profile].most:.0f}"
        print(words.say("The check takes at most {seconds} seconds.", seconds=most), words.say(CONDUCT))
    else:
        seconds = f"{plan.listen_for:.0f}"
        print(words.say("roomcheck will listen for {seconds} seconds and send nothing.", seconds=seconds))
    return agreed(words)


async def _check(
    options: argparse.Namespace, plan: Plan, network: Network, signatures: library.Library, words: Words
) -> int:
    from roomcheck.app.live import Live

    progress = _Progress(words, signatures.vocabulary, quiet=not sys.stderr.isatty())
    live = Live(plan, network, signatures, progress, words.language)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, live.stop)
    # What writes pages is slow to import and of no use before the end: it comes when the first rush is over.
    loop.call_later(RUSH, lambda: loop.run_in_executor(None, importlib.import_module, "roomcheck.app.findings"))
    assessment = await live.run()
    if options.json:
        sys.stdout.buffer.write(to_json(assessment))
    else:
        print_assessment(assessment, words, signatures.vocabulary)
        print(words.say("Recording, packets and findings are in {folder}", folder=plan.folder))
    return exit_of(assessment)


class _Progress:
    """Progress on standard error, quiet where nobody reads it; a line for each camera when it is first seen."""

    def __init__(self, words: Words, vocabulary: Vocabulary, *, quiet: bool) -> None:
        self._words = words
        self._lines = Lines(words, vocabulary)
        self._quiet = quiet
        self._shown: dict[str, Verdict] = {}

    def wrote(self, entry: Entry) -> None:
        pass

    def judged(self, assessment: Assessment) -> None:
        if self._quiet:
            return
        for finding in assessment.devices:
            if finding.verdict in (Verdict.CAMERA, Verdict.SUSPECT) and self._shown.get(finding.id) != finding.verdict:
                self._shown[finding.id] = finding.verdict
                print(f"\r\x1b[K{self._lines.headline(finding)}", file=sys.stderr)

    def progressed(self, progress: Progress) -> None:
        if not self._quiet:
            line = self._words.say(
                "{seconds} s: {done} questions asked, {open} open", seconds=f"{progress.seconds:.0f}",
                done=progress.done, open=progress.open,
            )
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
