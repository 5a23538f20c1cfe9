"""`roomcheck demo`: replays a shipped recording through every screen. No network is needed, and nothing is sent."""

import argparse
from pathlib import Path

from roomcheck.app.paths import usual
from roomcheck.cli.front import front
from roomcheck.cli.tongue import add_language, words_of
from roomcheck.model.errors import Exit, UsageError
from roomcheck.words import Words


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plain", action="store_true", help="plain lines instead of screens")
    parser.add_argument("--seconds", type=float, default=12.0, metavar="N", help="how long the replay takes (12)")
    parser.add_argument("--output", type=Path, metavar="DIR", help="where the copy of the recording goes")
    add_language(parser)


def run(options: argparse.Namespace) -> int:
    if options.plain or not front().possible():
        return _plain(options.output, words_of(options))
    if options.output is not None:
        raise UsageError("--output belongs to --plain.", "The screens keep their copy by themselves.")
    front().show(words_of(options).language, replay_s=options.seconds)
    return Exit.DONE


def _plain(output: Path | None, words: Words) -> int:
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
    write_findings(folder, assessment, signatures, words.language)
    print(words.say("A demonstration: every device of this recording stood in a test network, in no real place."))
    print_assessment(assessment, words, signatures.vocabulary)
    print(words.say("Recording and findings are in {folder}", folder=folder))
    return Exit.DONE
