"""`roomcheck react`: does anything in the air react to this room?"""

import argparse
import sys
from pathlib import Path
from typing import Final

from roomcheck.app import react as reacts
from roomcheck.app.again import assess_again
from roomcheck.app.findings import write_findings
from roomcheck.app.outcome import exit_of
from roomcheck.cli.air import add_common, given, interface_of, plan_of, teller
from roomcheck.cli.place import cache_folder
from roomcheck.cli.question import agreed
from roomcheck.cli.show import print_assessment
from roomcheck.cli.tongue import words_of
from roomcheck.flows import cues
from roomcheck.flows.reaction import Effect, Reaction
from roomcheck.flows.table import Air
from roomcheck.match import library
from roomcheck.model.assessment import to_json
from roomcheck.model.errors import Exit, UsageError
from roomcheck.model.recording import Recording
from roomcheck.recording import chain
from roomcheck.wire.radio import EffectSeen, ReactionSeen
from roomcheck.words import Words, msg, terms

BEFORE: Final = msg(
    "Switch off your own phones, computers and cameras, or name them with --mine. Stay alone in the room. For about "
    "six minutes you will be told to move or to hold still, then to switch the light. End any call; a television that "
    "is on may stay on. roomcheck only hears; it sends nothing."
)


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "capture", nargs="?", type=Path, metavar="CAPTURE",
        help="a capture made as you followed cues; or a recording, to compute its test again",
    )
    parser.add_argument(
        "--cues", type=Path, metavar="FILE",
        help="its cues: a line `SECONDS ACTION` each, where ACTION is move, still, light on, light off, and end after "
        "the last of a kind; SECONDS count from the first frame, or are a time such as 2026-11-22T23:04:05+01:00",
    )
    parser.add_argument("-i", "--interface", metavar="IFACE", help="a Wi-Fi interface in monitor mode")
    parser.add_argument("--frequency", type=int, metavar="MHZ", help="listen on this channel")
    parser.add_argument("--seed", type=int, metavar="N", help="repeat the cues of an earlier test")
    parser.add_argument("--print-cues", action="store_true", help="only print the cues of a seed, for use by hand")
    parser.add_argument("--yes", action="store_true", help="do not ask before starting")
    add_common(parser)


def run(options: argparse.Namespace) -> int:
    if options.print_cues:
        return _print_cues(options.seed if options.seed is not None else reacts.new_seed())
    words = words_of(options)
    if options.capture is not None and options.cues is None and _is_recording(options.capture):
        return _again(options, words)
    if (options.capture is None) != (options.cues is None):
        raise UsageError(
            words.say("A capture and its cues belong together."),
            words.say("Give both: roomcheck react CAPTURE --cues FILE."),
        )
    if options.capture is not None and (idle := given(options, "interface", "frequency", "seed")):
        raise UsageError(
            words.say("{options} cannot stand beside a capture.", options=", ".join(idle)),
            words.say("Name the capture alone, or listen without one."),
        )
    plan = plan_of(options)
    signatures = library.load(options.signatures, cache_folder())
    if options.capture is not None:
        found = reacts.from_capture(options.capture, options.cues, plan, signatures, teller(words))
    else:
        from roomcheck.net.air.monitor import Monitor

        with Monitor(interface_of(options)) as monitor:
            if not options.yes and sys.stdin.isatty() and not _agreed(words):
                return Exit.TOO_LITTLE_COVERAGE
            caller = _Caller(words)
            conductor = reacts.Conductor(caller.tell, caller.tick)
            found = reacts.live(monitor, plan, signatures, conductor, teller(words), seed=options.seed)
    write_findings(plan.folder, found.assessment, signatures, words.language)
    if options.json:
        sys.stdout.buffer.write(to_json(found.assessment))
        return exit_of(found.assessment)
    _print(chain.read(plan.folder), words, signatures)
    print_assessment(found.assessment, words, signatures.vocabulary)
    print(words.say("Recording and findings are in {folder}", folder=plan.folder))
    return exit_of(found.assessment)


def _agreed(words: Words) -> bool:
    print(words.say(BEFORE))
    return agreed(words)


def _print_cues(seed: int) -> int:
    schedule = cues.draw(seed)
    print(f"# seed {seed}")
    for part in schedule.parts:
        for block in part.blocks:
            print(f"{block.begin:.1f} {block.action}")
        print(f"{part.end:.1f} end")
    return Exit.DONE


class _Caller:
    """Tells the person what to do, on standard error, with the terminal's bell."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._progress = teller(words)

    def tell(self, action: str | None, seconds: float) -> None:
        cue = terms.cue(self._words, action)
        print(f"\a\r\x1b[K  {cue}   ({seconds:.0f}\u00a0s)", file=sys.stderr, flush=True)

    def tick(self, second: float, air: Air) -> None:
        self._progress(
            self._words.say(
                "{seconds} s: {frames} frames, {flows} flows", seconds=f"{second:4.0f}", frames=air.frames,
                flows=len(air.flows),
            )
        )


def _again(options: argparse.Namespace, words: Words) -> int:
    """Computes the test in a recording again. Exit status 1 where the figures are not those that it holds."""
    idle = given(options, "interface", "frequency", "seed", "output", "mine", "listing", "room", "person")
    if idle:
        raise UsageError(
            words.say("{options} cannot stand beside a recording.", options=", ".join(idle)),
            words.say("Its test is computed again as it was, and nothing is written."),
        )
    signatures = library.load(options.signatures, cache_folder())
    recording, assessment = assess_again(options.capture, signatures)
    found = reacts.again(recording)
    if found is None:
        raise UsageError(
            words.say(
                "This recording does not hold a room-reaction test that can be computed again: what it was computed "
                "from is missing, or does not fit together."
            ),
            words.say("Give a recording that “roomcheck react” made, or a capture with its cues."),
        )
    told, computed = found
    differing = sum(not _same(*pair) for pair in zip(told, computed.reactions, strict=True))
    if options.json:
        sys.stdout.buffer.write(to_json(assessment))
    else:
        _print(recording, words, signatures)
        print(
            words.say_many(
                "Computed again: the figures of {number} device differ from those in the recording.",
                "Computed again: the figures of {number} devices differ from those in the recording.", differing,
            )
            if differing
            else words.say("Computed again from the recording: all figures are those that it holds.")
        )
    return Exit.FAILED if differing else exit_of(assessment)


def _is_recording(place: Path) -> bool:
    return place.is_dir() or place.suffix == ".jsonl"


def _same(seen: ReactionSeen, computed: Reaction) -> bool:
    held = [(one.kind, one.measure, one.contrast, one.delay_s, *_figures(one)) for one in seen.effects]
    return held == [(one.kind, one.measure, one.contrast, one.delay, *_figures(one)) for one in computed.effects]


def _figures(one: EffectSeen | Effect) -> tuple[float, ...]:
    return one.p, one.ratio, one.low, one.high, one.power, one.heard, one.unheard, one.passed


def _print(recording: Recording, words: Words, signatures: library.Library) -> None:
    from roomcheck.report import reaction_tests
    from roomcheck.report.parts.reaction import lines
    from roomcheck.report.phrasing import Writer

    writer = Writer(words, signatures.vocabulary, "UTC", lambda text: text)
    for test in reaction_tests(recording.entries):
        for line in lines(test, writer):
            print(line)
