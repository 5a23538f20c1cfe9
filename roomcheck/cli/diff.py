"""`roomcheck diff`: what appeared, changed, vanished between two checks."""

import argparse
import sys
from pathlib import Path

import msgspec

from roomcheck.app.again import assess_again
from roomcheck.app.diff import compare
from roomcheck.cli.place import cache_folder
from roomcheck.cli.show import headline
from roomcheck.match import library
from roomcheck.model.errors import Exit
from roomcheck.model.text import harmless


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", type=Path, metavar="RECORDING")
    parser.add_argument("after", type=Path, metavar="RECORDING")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(options: argparse.Namespace) -> int:
    signatures = library.load(cache=cache_folder())
    before, after = (assess_again(place, signatures)[1] for place in (options.before, options.after))
    difference = compare(before, after)
    if options.json:
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(difference), indent=2) + b"\n")
        return Exit.DONE
    if not difference.same_place:
        print("These two checks do not name the same network; a comparison may mean nothing.")
    for title, findings in (("Vanished", difference.vanished), ("Appeared", difference.appeared)):
        print(f"{title}: {len(findings)}")
        for finding in findings:
            print(f"  {headline(finding)}")
    print(f"Changed: {len(difference.changed)}")
    for change in difference.changed:
        print(f"  {headline(change.after)}")
        for field, old, new in change.differs:
            print(f"    {field}: {harmless(old) or 'none'} before, {harmless(new) or 'none'} after")
    print(f"Unchanged: {difference.unchanged}")
    if difference.vanished:
        print("What vanished may have been switched off, moved, or joined another network.")
    return Exit.DONE
