"""`roomcheck demo`: replays a shipped recording through every screen. No network is needed, and nothing is sent."""

import argparse
from pathlib import Path

from roomcheck.app.paths import usual
from roomcheck.cli.open import interactive
from roomcheck.model.errors import Exit, UsageError


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plain", action="store_true", help="plain lines instead of screens")
    parser.add_argument("--seconds", type=float, default=12.0, metavar="N", help="how long the replay takes (12)")
    parser.add_argument("--output", type=Path, metavar="DIR", help="where the copy of the recording goes")


def run(options: argparse.Namespace) -> int:
    if options.plain or not interactive():
        return _plain(options.output)
    if options.output is not None:
        raise UsageError("--output belongs to --plain.", "The screens keep their copy by themselves.")
    from roomcheck.tui.app import RoomcheckApp
    from roomcheck.tui.saying import usual_language

    RoomcheckApp(usual(), usual_language(), demonstration=True, replay_s=options.seconds).run()
    return Exit.DONE


def _plain(output: Path | None) -> int:
    from roomcheck.app.again import assess_again
    from roomcheck.app.checks import new_folder
    from roomcheck.app.demo import unpack
    from roomcheck.app.findings import write_findings
    from roomcheck.cli.show import print_assessment
    from roomcheck.match import library

    signatures = library.load(cache=usual().cache)
    folder = output or new_folder(usual().demonstrations)
    unpack(folder)
    _, assessment = assess_again(folder, signatures)
    write_findings(folder, assessment, signatures)
    print("A demonstration: every device of this recording stood in a test network, in no real place.")
    print_assessment(assessment)
    print(f"Recording and findings are in {folder}")
    return Exit.DONE
