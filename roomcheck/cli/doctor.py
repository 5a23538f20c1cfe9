"""`roomcheck doctor`: what this machine can check, and whether this network lets a check reach anything."""

import argparse
import sys
from pathlib import Path

from roomcheck.app.doctor import examine
from roomcheck.cli.place import cache_folder
from roomcheck.cli.question import answer_to
from roomcheck.match import library
from roomcheck.model.errors import Exit, UsageError

ASK = (
    "Take a second device of yours, such as a telephone, on the same network, and open a casting or server app on it.\n"
    "Its address, as its network settings show it: "
)


def define(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--self-test", action="store_true", help="try to reach a second device of yours")
    parser.add_argument("--device", metavar="ADDRESS", help="the second device's address")
    parser.add_argument("-i", "--interface", metavar="IFACE", help="the interface; else the one with the default route")
    parser.add_argument("--recording", type=Path, metavar="RECORDING", help="note the result in this recording")


def run(options: argparse.Namespace) -> int:
    if options.self_test:
        return _self_test(options)
    for ability in examine(library.load(cache=cache_folder())):
        print(f"{'yes' if ability.there else 'no ':4} {ability.name}: {ability.gives}")
        if not ability.there and ability.how:
            print(f"     {ability.how}")
    return Exit.DONE


def _self_test(options: argparse.Namespace) -> int:
    from roomcheck.app.control import try_reaching
    from roomcheck.net import loop
    from roomcheck.net.interfaces import default_interface, network_of

    device = options.device or (answer_to(ASK) if sys.stdin.isatty() else "")
    if not device:
        raise UsageError("No second device was named.", "Give its address with --device.")
    network = network_of(options.interface or default_interface().name)
    outcome = loop.run(try_reaching(network, device, recording=options.recording))
    if outcome.reached:
        print(f"{device} was reached ({', '.join(outcome.by)}): this network lets its guests see each other.")
        return Exit.DONE
    print(f"{device} was not reached. If it is on this network and awake, this network keeps its guests apart:")
    print("then an empty list of a check means nothing. Join the other network of this place, or use the air check.")
    return Exit.TOO_LITTLE_COVERAGE
