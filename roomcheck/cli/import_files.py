"""`roomcheck import`: files of others -> a recording."""

import argparse
from pathlib import Path

from roomcheck.app.bring import bring
from roomcheck.cli.place import cache_folder
from roomcheck.match import library
from roomcheck.model.errors import Exit


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="pcap, pcapng, nmap XML, Kismet or JSONL")
    parser.add_argument("--output", type=Path, required=True, metavar="RECORDING", help="the new recording's folder")


def run(options: argparse.Namespace) -> int:
    brought = bring(options.files, options.output, library.load(cache=cache_folder()))
    print(f"{brought.observations} observations from {len(options.files)} file(s) are in {options.output}.")
    print(f"Head hash: {brought.head}")
    print(f"roomcheck assess {options.output} judges them.")
    return Exit.DONE
