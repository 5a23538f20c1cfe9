"""`python -m tests.evaluate_air`: what the air check finds and what it takes for something else, in tables.

Flows: every encoder and every application is judged by a scorecard that never saw it (left out with all its sessions),
at the shipped threshold, on thirty seconds of traffic; in airs drawn at large, with 5 % of frames not heard, and with
and without aggregation. Homes: `tests.flows.homes`. The sessions are real programs' between two namespaces, the air is
simulated (`tests/flows/airlay.py` says how far).
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence

from roomcheck.flows.likeness import scorecard
from roomcheck.match.calibrate import upper
from tests.flows import corpus, homes
from tests.flows.corpus import LOOK_ALIKES, Window
from tests.flows.train import left_out

AIRS: "dict[str, dict[str, float | int]]" = {
    "drawn": {}, "5 % loss": {"loss": 0.05}, "aggregated": {"aggregate": 32}, "single": {"aggregate": 1},
}


def tell(scored: "dict[str, list[tuple[Window, float]]]", threshold: float) -> bool:
    groups: dict[tuple[str, str], set[int]] = defaultdict(set)
    for found in scored.values():
        for window, _ in found:
            groups[window.what, window.by].add(window.session)
    print(f"{'':42}sessions  " + "  ".join(f"{name:>10}" for name in scored))
    rates: dict[tuple[str, str], dict[str, float]] = {}
    for what, by in sorted(groups, key=lambda group: (group[0] != "camera", group[0] in LOOK_ALIKES or "call" in group[0], group)):
        cells = {}
        for name, found in scored.items():
            mine = [score >= threshold for window, score in found if (window.what, window.by) == (what, by)]
            cells[name] = sum(mine) / max(1, len(mine))
        rates[what, by] = cells
        print(f"  {what:16} {by:23} {len(groups[what, by]):7}  " + "  ".join(f"{cells[name]:10.1%}" for name in scored))
    good = True
    for name, found in scored.items():
        cameras = [score >= threshold for window, score in found if window.what == "camera"]
        others = [score >= threshold for window, score in found if window.what != "camera" and window.what not in LOOK_ALIKES and "call" not in window.what]
        sessions = len({window.session for window, _ in found if window.what != "camera" and window.what not in LOOK_ALIKES and "call" not in window.what})
        share, wrong = sum(cameras) / len(cameras), sum(others) / len(others)
        good &= share >= 0.95 and wrong <= 0.01
        print(f"  {name}: cameras flagged {share:.1%}; others {wrong:.2%} of {len(others)} half minutes of {sessions} sessions (a session at most {upper(sum({w.session: s >= threshold for w, s in found if w.what != 'camera' and w.what not in LOOK_ALIKES and 'call' not in w.what}.values()), sessions):.1%})")
    return good


def flows(draws: int) -> bool:
    sessions = corpus.sessions()
    scored = {}
    for name, fixed in AIRS.items():
        windows = list(corpus.windows(sessions, draws=draws, seed=11, loss=fixed.get("loss"), aggregate=fixed.get("aggregate")))
        scored[name] = left_out(windows)
    return tell(scored, scorecard().threshold)


def main(arguments: "Sequence[str] | None" = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=2, help="airs drawn for each session")
    parser.add_argument("--homes", type=int, default=0, help="also this many homes of the reaction test")
    told = parser.parse_args(arguments)
    good = flows(told.draws)
    if told.homes:
        sys.argv = ["homes", "--homes", str(told.homes)]
        homes.main()
    print("flows: both goals are met" if good else "flows: a goal is missed")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
