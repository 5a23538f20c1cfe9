"""`roomcheck note`, `photo`, `mark`, `leak`, `walk`, `listing`, `correct`: what the person adds, each an entry."""

import argparse
from pathlib import Path
from typing import Final

from roomcheck.app import add
from roomcheck.model.entry import Entry
from roomcheck.model.errors import Exit
from roomcheck.model.recording import digest, line_of

ADDRESS: Final = "by one of its addresses as `roomcheck assess` shows them"
PLACE: Final = 'the place in the room, as you name it, such as "smoke detector"'
TIME: Final = "as you state it, best like 2026-11-22 10:15 +01:00"


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recording", type=Path, metavar="RECORDING", help="the folder of a check")
    match parser.prog.rpartition(" ")[2]:
        case "note":
            parser.add_argument("text", metavar="TEXT", help="what you want to have written down")
            parser.add_argument("--device", metavar="ADDRESS", help=f"the device that it is about, {ADDRESS}")
        case "photo":
            parser.add_argument("file", type=Path, metavar="FILE", help="the photograph; it is kept byte for byte")
            parser.add_argument("--caption", default="", metavar="TEXT", help="what it shows")
            parser.add_argument("--device", metavar="ADDRESS", help=f"the device that it shows, {ADDRESS}")
            parser.add_argument("--where", metavar="PLACE", help=PLACE)
        case "mark":
            parser.add_argument("device", metavar="ADDRESS", help=f"the device, {ADDRESS}")
            parser.add_argument("what", choices=add.MARKS, help="unmarked takes an earlier mark back")
            parser.add_argument("--said-by", default="", metavar="WHO", help="who told you of the device")
            parser.add_argument("--text", default="", metavar="TEXT", help="what else there is to say of it")
        case "leak":
            parser.add_argument("address", metavar="URL", help="the link, group or post; it is never fetched")
            parser.add_argument("--seen-at", required=True, metavar="TIME", help=f"when it was seen there, {TIME}")
            parser.add_argument("--seen-by", required=True, metavar="WHO", help="who saw it")
            parser.add_argument("--shows", required=True, metavar="TEXT", help="what it is said to show")
        case "walk":
            parser.add_argument("where", metavar="PLACE", help=PLACE)
            parser.add_argument("outcome", choices=add.OUTCOMES, help="what came of looking there")
            parser.add_argument("--text", default="", metavar="TEXT", help="what you saw")
            parser.add_argument("--photo", type=Path, metavar="FILE", help="a photograph of it; kept byte for byte")
        case "listing":
            parser.add_argument("file", type=Path, metavar="FILE", help="the listing as you saved it")
            parser.add_argument("--url", required=True, metavar="URL", help="its address, as you state it")
            parser.add_argument("--captured-at", required=True, metavar="TIME", help=f"when you saved it, {TIME}")
            parser.add_argument(
                "--discloses", action="append", default=[], metavar="DEVICE",
                help="a recording device that the listing names, in your words, such as doorbell; may be given more "
                "than once; left out: it names none",
            )
        case _:
            parser.add_argument("entry", type=int, metavar="ENTRY", help="the number of the entry that was wrong")
            parser.add_argument("text", metavar="TEXT", help="in what it was wrong")


def run(options: argparse.Namespace) -> int:
    entry = _added(options)
    print(f"Added as entry {entry.seq}. Head hash of the recording: {digest(line_of(entry))}")
    return Exit.DONE


def _added(told: argparse.Namespace) -> Entry:
    match told.command:
        case "note":
            return add.note(told.recording, told.text, told.device)
        case "photo":
            return add.photo(told.recording, told.file, told.caption, told.device, told.where)
        case "mark":
            return add.mark(told.recording, told.device, told.what, told.said_by, told.text)
        case "leak":
            return add.leak(told.recording, told.address, told.seen_at, told.seen_by, told.shows)
        case "walk":
            return add.walk(told.recording, told.where, told.outcome, told.text, told.photo)
        case "listing":
            return add.listing(told.recording, told.file, told.url, told.captured_at, tuple(told.discloses))
        case _:
            return add.correct(told.recording, told.entry, told.text)
