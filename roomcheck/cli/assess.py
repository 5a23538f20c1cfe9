"""`roomcheck assess`: judge again. The same recording and signatures give the same bytes."""

import argparse
import sys
from pathlib import Path

from roomcheck.app.again import assess_again
from roomcheck.app.outcome import exit_of
from roomcheck.cli.place import cache_folder
from roomcheck.cli.show import print_assessment
from roomcheck.cli.tongue import add_language, words_of
from roomcheck.match import library
from roomcheck.model.assessment import to_json


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", type=Path, metavar="RECORDING|FILE", help="a check's folder, or a file of others")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    add_language(parser)
    parser.add_argument("--signatures", type=Path, metavar="DIR", help="another signature library")


def run(options: argparse.Namespace) -> int:
    signatures = library.load(options.signatures, cache_folder())
    recording, assessment = assess_again(options.place, signatures)
    words = words_of(options)
    if recording.torn:
        torn = words.say(
            "The last line was torn off by a stop ({size} bytes); all before it holds.", size=len(recording.torn)
        )
        print(f"roomcheck: {torn}", file=sys.stderr)
    if options.json:
        sys.stdout.buffer.write(to_json(assessment))
    else:
        print_assessment(assessment, words, signatures.vocabulary)
    return exit_of(assessment)
