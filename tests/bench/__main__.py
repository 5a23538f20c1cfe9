"""`make bench`: every measurement that roomcheck's claims rest on. `python -m tests.bench NAME...` for some of them."""

import sys

from tests.bench import measures


def main() -> int:
    known = measures.MEASURES
    wanted = sys.argv[1:] or list(known)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"There is no measurement {unknown[0]}. These exist: {', '.join(known)}.", file=sys.stderr)
        return 2
    for name in wanted:
        print(f"\n== {name}: {(known[name].__doc__ or '').splitlines()[0]}", flush=True)
        known[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
