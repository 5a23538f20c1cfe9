"""`roomcheck diff`: what appeared, changed, vanished between two checks."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from roomcheck.app.again import assess_again
from roomcheck.app.diff import Difference, compare
from roomcheck.cli.place import cache_folder
from roomcheck.cli.show import Lines
from roomcheck.cli.tongue import add_language, words_of
from roomcheck.match import library
from roomcheck.model.errors import Exit
from roomcheck.model.text import harmless
from roomcheck.words import Words, msg

FIELDS: Final = {
    "verdict": msg("verdict"),
    "kind": msg("kind"),
    "model": msg("model"),
    "addresses": msg("addresses"),
    "open ports": msg("open ports"),
}


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", type=Path, metavar="RECORDING")
    parser.add_argument("after", type=Path, metavar="RECORDING")
    add_language(parser)
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")


def run(options: argparse.Namespace) -> int:
    signatures = library.load(cache=cache_folder())
    before, after = (assess_again(place, signatures)[1] for place in (options.before, options.after))
    difference = compare(before, after)
    if options.json:
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(difference), indent=2) + b"\n")
        return Exit.DONE
    words = words_of(options)
    for line in _lines(difference, words, Lines(words, signatures.vocabulary)):
        print(line)
    return Exit.DONE


def _lines(difference: Difference, words: Words, lines: Lines) -> Iterator[str]:
    if not difference.same_place:
        yield words.say("These two checks do not name the same network; a comparison may mean nothing.")
    yield words.say("Vanished: {count}", count=len(difference.vanished))
    yield from (f"  {lines.headline(finding)}" for finding in difference.vanished)
    yield words.say("Appeared: {count}", count=len(difference.appeared))
    yield from (f"  {lines.headline(finding)}" for finding in difference.appeared)
    yield words.say("Changed: {count}", count=len(difference.changed))
    for change in difference.changed:
        yield f"  {lines.headline(change.after)}"
        for field, old, new in change.differs:
            yield "    " + words.say(
                "{field}: {before} before, {after} after", field=words.say(FIELDS[field]),
                before=harmless(old) or words.say("none"), after=harmless(new) or words.say("none"),
            )
    yield words.say("Unchanged: {count}", count=difference.unchanged)
    if difference.vanished:
        yield words.say("What vanished may have been switched off, moved, or joined another network.")
