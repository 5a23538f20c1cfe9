"""`python -m tests.lab`: build a lab by hand.

list                     the labs by name
up NAME                  build it and keep it until Enter; prints what stands where
run NAME -- COMMAND...   build it and run a command in the guest's computer
scan NAME [OPTIONS]      build it and run `roomcheck scan` in the guest's computer
shell NAME               build it and open a shell in the guest's computer
"""

import argparse
import os
import signal
import sys

from tests.lab.lab import Lab
from tests.lab.labs import LABS
from tests.lab.machine import LabTrouble


def show(lab: Lab) -> None:
    print(f"{lab.plan.title}: {lab.subnet}, seed {lab.seed}, up in {lab.seconds:.1f} s", file=sys.stderr)
    for place in sorted(lab.places.values(), key=lambda place: tuple(map(int, place.me.ip.split(".")))):
        truth = place.truth
        print(
            f"  {place.me.ip:15} {place.me.mac}  {place.name:22} {'/'.join(sorted(truth.verdicts)):22} "
            f"{'/'.join(sorted(truth.kinds)):28} {lab.ready[place.name]:.1f} s",
            file=sys.stderr,
        )
    print(f"  {lab.guest.ip:15} {lab.guest.mac}  the guest", file=sys.stderr)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = argparse.ArgumentParser(
        prog="python -m tests.lab", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("do", choices=["list", "up", "run", "scan", "shell"])
    parser.add_argument("name", nargs="?", default="spine", choices=sorted(LABS))
    parser.add_argument("--seed", type=int, default=None, help="build the same lab again")
    parser.add_argument(
        "--as", dest="user", type=int, default=None, help="the user number to run as, without capabilities"
    )
    parser.add_argument("--quiet", action="store_true", help="do not show the devices")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    told = parser.parse_args()
    if told.do == "list":
        for name, plan in LABS.items():
            print(f"{name:10} {plan().title}: {len(plan().devices)} devices")
        return 0
    rest = told.command[1:] if told.command[:1] == ["--"] else told.command
    command = {
        "up": [],
        "run": rest,
        "scan": ["roomcheck", "scan", *rest],
        "shell": [os.environ.get("SHELL", "/bin/sh")],
    }[told.do]
    try:
        with Lab(LABS[told.name](), seed=told.seed) as lab:
            if not told.quiet:
                show(lab)
            if told.do == "up":
                input("Enter takes it down. ")
                return 0
            return lab.guest.popen(command, user=told.user).wait()
    except LabTrouble as trouble:
        print(f"lab: {trouble}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
