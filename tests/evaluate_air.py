"""`python -m tests.evaluate_air`: what the air check calls camera-like and what not, in tables.

Judged are the sessions that test (`corpus.trains`: their scenes and parameters trained nothing), on their first thirty seconds, in
airs drawn at large, with 5 % of frames not heard, aggregated and not. Each encoder and each kind of application is judged by a
card that never saw it either, with the shipped gates and threshold; the shipped card's own figures stand below. The
sessions are real programs' between two namespaces, the air is simulated (`tests/flows/airlay.py` says how far).
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from roomcheck.flows.likeness import scorecard
from roomcheck.match.calibrate import upper
from tests.flows import corpus, homes
from tests.flows.corpus import APART, Window
from tests.flows.train import DRAWS, left_out, score

AIRS: "dict[str, dict[str, float | int]]" = {
    "drawn": {}, "5 % loss": {"loss": 0.05}, "aggregated": {"aggregate": 32}, "single": {"aggregate": 1},
}
SEED = 11
CODECS = {"x265": "H.265", "mjpeg": "MJPEG", "libjpeg": "MJPEG"}
Judged = "dict[str, list[tuple[Window, bool]]]"


def way(window: Window) -> str:
    """How a camera's session was sent."""
    return window.how.split("/s ", 1)[1].split(" + ")[0]


def row(title: str, judged: Judged, chosen: "Callable[[Window], bool]") -> None:
    cells = [[flagged for window, flagged in found if chosen(window)] for found in judged.values()]
    sessions = len({window.session for found in judged.values() for window, _ in found if chosen(window)})
    shares = "  ".join(f"{sum(cell) / max(1, len(cell)):10.1%}" for cell in cells)
    print(f"  {title:42}{sessions:7}  {shares}")


def rows(judged: Judged) -> None:
    everything = [window for window, _ in judged["drawn"]]
    print(f"{'':44}sessions  " + "  ".join(f"{name:>10}" for name in judged))
    print(" cameras, by encoder")
    for by in sorted({w.by for w in everything if w.what == "camera"}):
        row(by, judged, lambda w, by=by: w.what == "camera" and w.by == by)
    print(" cameras, by codec and how it is sent")
    for codec, sent in sorted({(CODECS.get(w.by, "H.264"), way(w)) for w in everything if w.what == "camera"}):
        row(f"{codec} {sent}", judged, lambda w, codec=codec, sent=sent: w.what == "camera" and CODECS.get(w.by, "H.264") == codec and way(w) == sent)
    for title, apart in ((" others", False), (" calls and shared screens", True)):
        print(title)
        for what, by in sorted({(w.what, w.by) for w in everything if w.what != "camera" and (w.what in APART) is apart}):
            row(f"{what:18} {by}", judged, lambda w, what=what, by=by: w.what == what and w.by == by)


def sums(judged: Judged) -> bool:
    """The two goals, on each kind of air."""
    good = True
    for name, found in judged.items():
        cameras = [flagged for window, flagged in found if window.what == "camera"]
        others = [flagged for window, flagged in found if window.what != "camera" and window.what not in APART]
        share, wrong = sum(cameras) / len(cameras), sum(others) / len(others)
        good &= share >= 0.95 and wrong <= 0.01
        print(
            f"  {name:10} cameras flagged {share:6.1%} of {len(cameras)}; others {wrong:.2%}: {sum(others)} of {len(others)} "
            f"(at most {upper(sum(others), len(others)):.1%})"
        )
    return good


def flows() -> bool:
    sessions = corpus.sessions()
    training = [session for session in sessions if corpus.trains(session)]
    testing = [session for session in sessions if not corpus.trains(session)]
    train = [each for air in corpus.many(training, [{"draw": draw} for draw in range(DRAWS)]) for each in air]
    airs = corpus.many(testing, [{"seed": SEED, **air} for air in AIRS.values()])
    card = scorecard()
    unseen = {
        name: [(window, found >= card.threshold) for window, found in left_out(train, windows)]
        for name, windows in zip(AIRS, airs, strict=True)
    }
    shipped = {
        name: [(window, score(window, card) >= card.threshold) for window in windows]
        for name, windows in zip(AIRS, airs, strict=True)
    }
    print(f"{len(training)} sessions train, {len(testing)} test, each for 30 seconds")
    rows(unseen)
    print("by cards that saw neither the session nor its encoder or kind of application:")
    good = sums(unseen)
    print("by the shipped card, which saw other sessions of the kind:")
    return sums(shipped) and good


def main(arguments: "Sequence[str] | None" = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, default=0, help="also this many homes of the reaction test")
    told = parser.parse_args(arguments)
    good = flows()
    if told.homes:
        sys.argv = ["homes", "--homes", str(told.homes)]
        homes.main()
    print("flows: both goals are met" if good else "flows: a goal is missed")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
