"""`roomcheck note`, `photo`, `mark`, `leak`, `walk`, `listing`, `correct`: what the person adds, each an entry."""

import argparse
from pathlib import Path

from roomcheck.app import add
from roomcheck.model.entry import Entry
from roomcheck.model.errors import Exit
from roomcheck.model.recording import digest, line_of


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recording", type=Path, metavar="RECORDING")
    match parser.prog.rpartition(" ")[2]:
        case "note":
            parser.add_argument("text")
            parser.add_argument("--device", metavar="ADDRESS")
        case "photo":
            parser.add_argument("file", type=Path)
            parser.add_argument("--caption", default="")
            parser.add_argument("--device", metavar="ADDRESS")
            parser.add_argument("--where", metavar="PLACE")
        case "mark":
            parser.add_argument("device", metavar="ADDRESS")
            parser.add_argument("what", choices=add.MARKS)
            parser.add_argument("--said-by", default="", metavar="WHO")
            parser.add_argument("--text", default="")
        case "leak":
            parser.add_argument("address", help="the link, group or post; it is never fetched")
            parser.add_argument("--seen-at", required=True, metavar="TIME")
            parser.add_argument("--seen-by", required=True, metavar="WHO")
            parser.add_argument("--shows", required=True, metavar="WORDS", help="what it is said to show")
        case "walk":
            parser.add_argument("where", metavar="PLACE")
            parser.add_argument("outcome", choices=add.OUTCOMES)
            parser.add_argument("--text", default="")
            parser.add_argument("--photo", type=Path, metavar="FILE")
        case "listing":
            parser.add_argument("file", type=Path, help="the listing as you saved it")
            parser.add_argument("--url", required=True)
            parser.add_argument("--captured-at", required=True, metavar="TIME")
            parser.add_argument("--discloses", action="append", default=[], metavar="DEVICE")
        case _:
            parser.add_argument("entry", type=int)
            parser.add_argument("text")


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
