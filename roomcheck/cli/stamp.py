"""`roomcheck stamp`: have the head hash of a recording timestamped, before anything is sealed."""

import argparse
from pathlib import Path

from roomcheck.app.sealing import stamp_check
from roomcheck.model.errors import Exit


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("recording", type=Path, metavar="RECORDING")
    parser.add_argument("authority", nargs="+", metavar="URL", help="timestamp authorities, asked in this order")


def run(options: argparse.Namespace) -> int:
    stamped = stamp_check(options.recording, options.authority)
    for refusal in stamped.refusals:
        print(f"No timestamp from {refusal.authority}: {refusal.why}")
    if stamped.path is None:
        print("No authority gave a timestamp. The recording is as it was; try again, or name another authority.")
        return Exit.FAILED
    print(f"The timestamp is in {stamped.path}. It shows that the recording existed then as it is now.")
    return Exit.DONE
