"""`roomcheck report`: a document for one recipient."""

import argparse
import sys
from pathlib import Path

from roomcheck.app.files import put
from roomcheck.app.reporting import ANYWHERE, FORMATS, document_of, name_of, render
from roomcheck.cli.place import cache_folder
from roomcheck.match import library
from roomcheck.model.errors import Exit


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recording", type=Path, metavar="RECORDING")
    parser.add_argument("--for", dest="recipient", default="guest", metavar="WHOM",
                        help="guest, host, platform, police or investigator; else the guest")
    parser.add_argument("--lang", default="en", metavar="LANGUAGE", help="en, fr or ar; else English")
    parser.add_argument("--country", default=ANYWHERE, metavar="CC",
                        help="the country's two letters; else none, and the report names no number to call and no law")
    parser.add_argument("--platform", default="generic", help="airbnb, vrbo, booking or generic; else generic")
    parser.add_argument("--format", dest="form", choices=FORMATS, default="pdf", help="else pdf")
    parser.add_argument("--output", type=Path, metavar="FILE", help="else beside the recording; - for standard output")
    parser.add_argument("--unsigned", action="store_true", help="leave a PDF without a signature")


def run(options: argparse.Namespace) -> int:
    document = document_of(
        options.recording, library.load(cache=cache_folder()), recipient=options.recipient, language=options.lang,
        country=options.country, platform=options.platform,
    )
    data = render(document, options.form, sign=not options.unsigned)
    if str(options.output) == "-":
        sys.stdout.buffer.write(data)
        return Exit.DONE
    folder = options.recording if options.recording.is_dir() else options.recording.parent
    path = options.output or folder / name_of(options.recipient, options.lang, options.form)
    put(path, data)
    print(f"The report is in {path}")
    return Exit.DONE
