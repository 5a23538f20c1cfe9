"""`roomcheck assess`: judge again. The same recording and signatures give the same bytes."""

import argparse
import sys
from pathlib import Path

from roomcheck.app.again import assess_again
from roomcheck.app.outcome import exit_of
from roomcheck.cli.place import cache_folder
from roomcheck.cli.show import print_assessment
from roomcheck.match import library
from roomcheck.model.assessment import to_json


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", type=Path, metavar="RECORDING|FILE", help="a check's folder, or a file of others")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.add_argument("--signatures", type=Path, metavar="DIR", help="another signature library")


def run(options: argparse.Namespace) -> int:
    recording, assessment = assess_again(options.place, library.load(options.signatures, cache_folder()))
    if recording.torn:
        print(
            f"roomcheck: the last line was torn off by a stop ({len(recording.torn)} bytes); all before it holds.",
            file=sys.stderr,
        )
    if options.json:
        sys.stdout.buffer.write(to_json(assessment))
    else:
        print_assessment(assessment)
    return exit_of(assessment)
