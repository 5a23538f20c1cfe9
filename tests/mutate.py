"""`make mutate`: small changes to `match/` and `assess/`, each of which a test should notice.

mutmut does it, in a copy of the checkout, so that a run that is stopped leaves nothing behind. Ends with status 1 where
fewer than 80 % are noticed. `--only roomcheck/assess/*` for a part; takes an hour for all of it on two cores.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOAL = 0.80
SETTINGS = """[mutmut]
source_paths=
    roomcheck
only_mutate=
    {only}
also_copy=
    signatures
    tests
    pyproject.toml
pytest_add_cli_args_test_selection=
    tests/assess
    tests/match
pytest_add_cli_args=
    -p
    no:cacheprovider
    -x
    -q
max_stack_depth=-1
"""

FEWER = """
settings.register_profile("few", deadline=None, derandomize=True, max_examples=25)
settings.load_profile("few")
"""
"""What is added to the copy's `conftest.py`: the same few examples for every change that is tried."""


def copy_to(place: Path) -> None:
    """The tracked files as they are in the working tree."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        source = ROOT / name
        if source.is_file():
            target = place / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", metavar="PATTERN")
    parser.add_argument("--children", type=int, default=2)
    told = parser.parse_args()
    only = told.only or ["roomcheck/match/*", "roomcheck/assess/*"]
    with tempfile.TemporaryDirectory(prefix="roomcheck-mutate-") as name:
        place = Path(name)
        copy_to(place)
        with (place / "tests" / "conftest.py").open("a") as conftest:
            conftest.write(FEWER)
        (place / "setup.cfg").write_text(SETTINGS.format(only="\n    ".join(only)))
        mutmut = [sys.executable, "-m", "mutmut"]
        ran = subprocess.run(
            [*mutmut, "run", "--max-children", str(told.children)], cwd=place, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        results = subprocess.run(
            [*mutmut, "results", "--all", "true"], cwd=place, capture_output=True, text=True, check=False
        ).stdout
    states = [line.rpartition(":")[2].strip() for line in results.splitlines() if ":" in line]
    noticed = sum(state in {"killed", "timeout", "segfault"} for state in states)
    tried = sum(state in {"killed", "timeout", "segfault", "survived", "no tests", "suspicious"} for state in states)
    for line in results.splitlines():
        if line.rpartition(":")[2].strip() in {"survived", "no tests", "suspicious"}:
            print(line.strip())
    if not tried:
        print(ran.stdout[-4_000:])
    share = noticed / tried if tried else 0.0
    print(f"{noticed} of {tried} changes were noticed ({share:.1%}); the goal is {GOAL:.0%}")
    return 0 if share >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
