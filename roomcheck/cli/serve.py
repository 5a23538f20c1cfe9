"""`roomcheck serve`: the application in a browser, on this computer alone."""

import argparse

from roomcheck.cli.front import front
from roomcheck.model.errors import Exit, UsageError


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=int, default=0, metavar="N", help="the port on loopback; any free one if left out"
    )
    parser.add_argument("--demo", action="store_true", help="show the demonstration")


def run(options: argparse.Namespace) -> int:
    try:
        front().serve(options.port, _tell, demonstration=options.demo)
    except (OSError, OverflowError) as error:
        raise UsageError(f"Port {options.port} cannot be used on this computer.", "Leave --port out.") from error
    return Exit.DONE


def _tell(address: str) -> None:
    print("Open this address in a browser on this computer. It works once; whoever has it can use roomcheck as you.")
    print(address, flush=True)
    print("Ctrl+C ends it.", flush=True)
