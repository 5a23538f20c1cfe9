"""`roomcheck seal`: one file that is handed over."""

import argparse
from pathlib import Path

from roomcheck.app.reporting import ANYWHERE
from roomcheck.app.sealing import Wish, seal_check
from roomcheck.cli.place import cache_folder
from roomcheck.match import library
from roomcheck.model.errors import Exit
from roomcheck.seal.key import spoken


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recording", type=Path, metavar="RECORDING", help="the folder of a check")
    parser.add_argument("--output", type=Path, metavar="BUNDLE", help="else beside the folder of the check")
    parser.add_argument("--for", dest="recipient", default="police", metavar="WHOM",
                        help="for whom its report is: guest, host, platform, police or investigator; else the police")
    parser.add_argument("--lang", default="en", metavar="LANGUAGE",
                        help="the language of its report: en, fr or ar; else English")
    parser.add_argument("--country", default=ANYWHERE, metavar="CC",
                        help="the country's two letters; else none, and the report names no number to call and no law")
    parser.add_argument("--platform", default="generic", help="airbnb, vrbo, booking or generic; else generic")
    parser.add_argument("--timestamp", action="append", default=[], metavar="URL",
                        help="ask this authority for a timestamp; may be given more than once")


def run(options: argparse.Namespace) -> int:
    sealed = seal_check(
        options.recording, library.load(cache=cache_folder()),
        Wish(
            recipient=options.recipient, language=options.lang, country=options.country, platform=options.platform,
            authorities=tuple(options.timestamp), output=options.output,
        ),
    )
    print(f"Sealed: {sealed.path} ({sealed.size} bytes, {sealed.files} files)")
    print(f"SHA-256 of the bundle:  {sealed.sha256}")
    print(f"Head of the recording:  {sealed.head}")
    print(f"Key:                    {spoken(sealed.fingerprint)}")
    for stamp in sealed.stamps:
        print(f"Timestamp from {stamp.authority}")
    for refusal in sealed.refusals:
        print(f"No timestamp from {refusal.authority}: {refusal.why}")
    for notice in sealed.notices:
        print(notice)
    print("Write the head of the recording down, or send it to somebody: it shows later that nothing was changed.")
    print("Sealing added an entry. A head that you noted before keeps its worth for every entry up to there.")
    return Exit.DONE
