"""The command line: finds the command, and turns every error into one sentence and the right exit status."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Final

from roomcheck import __version__
from roomcheck.model.errors import Exit, RoomcheckError

COMMANDS: Final = {
    "scan": ("scan", "check the network of this place for cameras"),
    "listen": ("scan", "only listen, and send nothing"),
    "air": ("air", "hear who sends traffic of a camera's kind, also on networks that are not yours"),
    "react": ("react", "test whether anything in the air reacts to this room"),
    "assess": ("assess", "judge a recording again, or observations of others"),
    "import": ("import_files", "bring captures and observations of others into a recording"),
    "diff": ("diff", "what appeared, changed and vanished between two checks"),
    "report": ("report", "a document for the guest, the host, the platform or the police"),
    "seal": ("seal", "put a check into one sealed file"),
    "verify": ("verify", "check a sealed file, offline"),
    "stamp": ("stamp", "have the head hash of a recording timestamped by an authority"),
    "note": ("add", "add a note to a recording"),
    "photo": ("add", "add a photograph to a recording"),
    "mark": ("add", "mark a device as known or disclosed"),
    "leak": ("add", "record where footage was seen"),
    "walk": ("add", "record a step of the physical check"),
    "listing": ("add", "add the listing, as you saved it"),
    "correct": ("add", "say that an entry was wrong"),
    "serve": ("serve", "open the application in a browser, on this computer alone"),
    "demo": ("demo", "replay a check of a test network: no network needed"),
    "doctor": ("doctor", "what this machine can check, and how to get more"),
    "signatures": ("signatures", "lint, test, list, explain or calibrate the signatures"),
}
"""Each command, its module of this room, and what it does; a module is imported only when it is used."""

_JUDGED: Final = (
    "Exit status: 0 nothing beyond unresolved, 3 at least one camera or suspect, 4 too little could be checked to say "
    "anything, 2 usage, 1 failure; a recording that was altered is a failure, and is not judged."
)
ENDS: Final = dict.fromkeys(("scan", "listen", "air", "react", "assess"), _JUDGED) | {
    "verify": "Exit status: 0 it holds, 3 it was altered, 4 it cannot be checked, 2 usage."
}
"""What the exit status of a command says, where it says more than whether the command failed."""

LOOKS: Final = frozenset({None, "scan", "listen"})
"""The commands that look at the network; None is the application."""

HEARS: Final = frozenset({"air", "react"})
"""The commands that may hear on a monitor interface."""


def console() -> int:
    """The program `roomcheck`: first of all gives up whatever privileges it was started with, for good.

    Where they are of use to the command, `roomcheck-capture` is started with them before that.
    """
    try:
        if _privileged():
            _give_up(_command(sys.argv[1:]), sys.argv[1:])
    except RoomcheckError as error:
        print(f"roomcheck: {error}", file=sys.stderr)
        return int(error.exit)
    return main()


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return int(_run(given))
    except RoomcheckError as error:
        print(f"roomcheck: {error}", file=sys.stderr)
        return int(error.exit)
    except KeyboardInterrupt:
        print("roomcheck: stopped. What was recorded so far is kept.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(Exit.FAILED)


def _privileged() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _give_up(command: str | None, given: Sequence[str]) -> None:
    if command in HEARS:
        from roomcheck.net.air import monitor

        monitor.shed_root(_after(given, "-i", "--interface"))
    elif command in LOOKS:
        from roomcheck.net.capture_program import shed_root

        if command is None:
            from roomcheck.net.air import monitor

            monitor.hold()
        shed_root()
    else:
        from roomcheck.net import privilege

        privilege.drop(privilege.calling_user())


def _after(given: Sequence[str], *names: str) -> str | None:
    """The word after an option, before the options are read in earnest."""
    for word, following in zip(given, [*given[1:], None], strict=True):
        for name in names:
            if word == name:
                return following
            if word.startswith(f"{name}="):
                return word.partition("=")[2]
            if len(name) == 2 and word.startswith(name) and len(word) > 2:
                return word[2:]
    return None


def _command(given: Sequence[str]) -> str | None:
    return next((word for word in given if not word.startswith("-")), None)


def _run(given: list[str]) -> int:
    name = _command(given)
    parser = argparse.ArgumentParser(
        prog="roomcheck", description="Is this room watching me, and can I prove it?",
        epilog="roomcheck COMMAND --help says more. Without a command the application opens.",
    )
    parser.add_argument("--version", action="version", version=f"roomcheck {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for command, (module, summary) in COMMANDS.items():
        own = commands.add_parser(
            command, help=summary, description=summary[0].upper() + summary[1:] + ".", epilog=ENDS.get(command)
        )
        if command == name:
            importlib.import_module(f"roomcheck.cli.{module}").define(own)
    options = parser.parse_args(given)
    if options.command is None:
        return int(importlib.import_module("roomcheck.cli.open").run())
    status: int = importlib.import_module(f"roomcheck.cli.{COMMANDS[options.command][0]}").run(options)
    return status


if __name__ == "__main__":
    sys.exit(console())
