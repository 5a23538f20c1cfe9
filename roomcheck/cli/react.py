"""`roomcheck react`: does anything in the air react to this room?"""

import argparse
import sys
from pathlib import Path

from roomcheck.app import react as reacts
from roomcheck.app.findings import write_findings
from roomcheck.app.outcome import exit_of
from roomcheck.cli.air import add_common, interface_of, plan_of, tell_progress
from roomcheck.cli.place import cache_folder
from roomcheck.cli.show import print_assessment
from roomcheck.cli.tongue import words_of
from roomcheck.flows import cues
from roomcheck.flows.reaction import Reaction
from roomcheck.flows.table import Air
from roomcheck.match import library
from roomcheck.model.assessment import to_json
from roomcheck.model.errors import UsageError

WORDS = {
    "move": "MOVE: walk about, in view of the whole room",
    "still": "HOLD STILL",
    "light on": "LIGHT ON, and hold still",
    "light off": "LIGHT OFF, and hold still",
    None: "WAIT, and hold still",
}
BEFORE = (
    "Switch off your own phones, computers and cameras, or name them with --mine. Stay alone in the room. For about "
    "six minutes you will be told to move or to hold still, then to switch the light. End any call; a television that "
    "is on may stay on. roomcheck only hears; it sends nothing."
)


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("capture", nargs="?", type=Path, metavar="CAPTURE", help="a capture made as you followed cues")
    parser.add_argument("--cues", type=Path, metavar="FILE", help="its cues: a line `SECONDS ACTION` each")
    parser.add_argument("-i", "--interface", metavar="IFACE", help="a Wi-Fi interface in monitor mode")
    parser.add_argument("--frequency", type=int, metavar="MHZ", help="listen on this channel")
    parser.add_argument("--seed", type=int, metavar="N", help="repeat the cues of an earlier test")
    parser.add_argument("--print-cues", action="store_true", help="only print the cues of a seed, for use by hand")
    parser.add_argument("--yes", action="store_true", help="do not ask before starting")
    add_common(parser)


def run(options: argparse.Namespace) -> int:
    if options.print_cues:
        return _print_cues(options.seed if options.seed is not None else reacts.new_seed())
    if (options.capture is None) != (options.cues is None):
        raise UsageError(
            "A capture and its cues belong together.", "Give both: roomcheck react CAPTURE --cues FILE."
        )
    plan = plan_of(options)
    signatures = library.load(options.signatures, cache_folder())
    if options.capture is not None:
        found = reacts.from_capture(options.capture, options.cues, plan, signatures, tell_progress)
    else:
        from roomcheck.net.monitor import Monitor

        with Monitor(interface_of(options)) as monitor:
            if not options.yes and sys.stdin.isatty() and not _agreed():
                return 0
            conductor = reacts.Conductor(_tell, _tick)
            found = reacts.live(monitor, plan, signatures, conductor, tell_progress, seed=options.seed)
    words = words_of(options)
    write_findings(plan.folder, found.assessment, signatures, words.language)
    if options.json:
        sys.stdout.buffer.write(to_json(found.assessment))
        return exit_of(found.assessment)
    _print(found)
    print_assessment(found.assessment, words, signatures.vocabulary)
    print(f"Recording and findings are in {plan.folder}")
    return exit_of(found.assessment)


def _agreed() -> bool:
    print(BEFORE)
    return input("Start? [y/N] ").strip().lower() in ("y", "yes", "o", "oui")


def _print_cues(seed: int) -> int:
    schedule = cues.draw(seed)
    print(f"# seed {seed}")
    for part in schedule.parts:
        for block in part.blocks:
            print(f"{block.begin:.1f} {block.action}")
        print(f"{part.end:.1f} end")
    return 0


def _tell(action: str | None, seconds: float) -> None:
    print(f"\a\r\x1b[K  {WORDS[action]}   ({seconds:.0f} s)", file=sys.stderr, flush=True)


def _tick(second: float, air: Air) -> bool:
    tell_progress(f"{second:4.0f} s  {air.frames} frames, {len(air.flows)} flows")
    return True


def _print(found: reacts.Reacted) -> None:
    outcome = found.outcome
    parts = zip(outcome.blocks, found.schedule.parts, strict=True)
    blocks = ", ".join(f"{count} blocks of {part.kind.name}" for count, part in parts)
    seed = f"seed {outcome.seed}" if outcome.seed is not None else "cues by hand"
    stations = len(outcome.reactions)
    print(f"{stations} stations tested together against {blocks}; {outcome.redraws} redrawn schedules; {seed}.")
    for each in outcome.reactions:
        print(f"  {each.station}  {_verdict(each, like=found.likes[each.station])}")
        for effect in each.effects:
            print(
                f"      {effect.kind}: traffic {effect.ratio:.2f} times that at rest "
                f"({effect.low:.2f} to {effect.high:.2f}), {effect.delay} s later, p = {effect.p:.3g}; a quarter more "
                f"would have been noticed with probability {effect.power:.0%}"
            )
    if not outcome.reactions:
        print("  No station sent enough to be tested. That says nothing of cameras that store and do not send.")


def _verdict(each: Reaction, *, like: bool) -> str:
    reacted = each.reacted
    kind = "traffic of a camera's kind" if like else "traffic that is not of a camera's kind"
    if each.to_both:
        other = "" if like else "; a presence sensor, a lamp or a vacuum would do the same"
        return f"{kind}, REACTED to two kinds of cues{other}"
    if reacted:
        return f"{kind}, reacted to {' and '.join(reacted)}, which alone proves nothing"
    return f"{kind}, no reaction was seen"
