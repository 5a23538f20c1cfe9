"""`make evaluate`: what the signatures are worth on responses of real devices, with the bounds that the counts allow.

Reads the corpora from ROOMCHECK_CORPORA, or `../shared/corpora`. Prints; judges nothing but the stated goals, and ends
with status 1 where one is missed.
"""

import argparse
import os
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

from roomcheck.assess.assessor import assess
from roomcheck.assess.devices import Device
from roomcheck.assess.finding import Said, find
from roomcheck.intake.corpus import Labelled, read_corpora
from roomcheck.match import library
from roomcheck.match.calibrate import upper
from roomcheck.match.library import Library, Placed
from roomcheck.match.matcher import Matcher
from roomcheck.model.assessment import Finding
from roomcheck.model.recording import bare
from roomcheck.model.vocabulary import WATCHING, Verdict

FOUND = {Verdict.CAMERA, Verdict.SUSPECT}
PORTS = "tcp_ports"


class Bench:
    def __init__(self, signatures: Library) -> None:
        self.library = signatures
        self.matcher = Matcher(signatures)

    def finding(self, observations: list) -> Finding | None:
        found = assess(bare(observations), self.library, self.matcher).devices
        return found[0] if found else None


def names_itself(line: Labelled) -> bool:
    """Whether an innocent response names a device or product, not only software that any device may run."""
    return bool(line.line.device) or line.line.kind in {"kasa_udp9999", "tapo_udp20002", "mdns_device_info_txt"}


def per_kind(bench: Bench, lines: list[Labelled]) -> dict[int, Verdict]:
    verdicts: dict[int, Verdict] = {}
    table: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for at, line in enumerate(lines):
        if not line.observations:
            continue
        finding = bench.finding(list(line.observations))
        verdicts[at] = finding.verdict if finding else Verdict.UNRESOLVED
        table[line.line.kind, line.line.label][verdicts[at].value] += 1
    print(f"{'kind of response':34} {'label':12} {'camera':>7} {'suspect':>8} {'unresolved':>11} {'cleared':>8}")
    for (kind, label), counts in sorted(table.items()):
        if label != "ambiguous":
            print(f"{kind:34} {label:12} " + " ".join(f"{counts[v]:>{w}}" for v, w in zip(("camera", "suspect", "unresolved", "cleared"), (7, 8, 11, 8), strict=True)))
    return verdicts


def summary(lines: list[Labelled], verdicts: dict[int, Verdict]) -> list[bool]:
    watching = [at for at in verdicts if lines[at].watching and lines[at].line.kind != PORTS]
    innocent = [at for at in verdicts if lines[at].innocent and lines[at].line.kind != PORTS]
    named = [at for at in innocent if names_itself(lines[at])]
    found = sum(verdicts[at] in FOUND for at in watching)
    accused = [at for at in innocent if verdicts[at] is Verdict.CAMERA]
    suspected = [at for at in innocent if verdicts[at] is Verdict.SUSPECT]
    cleared = sum(verdicts[at] is Verdict.CLEARED for at in named)
    cleared_all = sum(verdicts[at] is Verdict.CLEARED for at in innocent)
    print()
    print(f"cameras and recorders found: {found} of {len(watching)} ({found / len(watching):.1%}); missed at most {upper(len(watching) - found, len(watching)):.1%}")
    print(f"innocents called camera: {len(accused)} of {len(innocent)}; rate at most {upper(len(accused), len(innocent)):.3%}")
    print(f"innocents called suspect: {len(suspected)} of {len(innocent)}; rate at most {upper(len(suspected), len(innocent)):.3%}")
    print(f"innocents that name a device, cleared: {cleared} of {len(named)} ({cleared / len(named):.1%})")
    print(f"all innocents, software banners too, cleared: {cleared_all} of {len(innocent)} ({cleared_all / len(innocent):.1%})")
    for at in (*accused, *suspected):
        print(f"  {verdicts[at].value}: {lines[at].line.kind}: {lines[at].line.raw[:100]!r}")
    for at in watching:
        if verdicts[at] not in FOUND:
            print(f"  missed ({verdicts[at].value}): {lines[at].line.kind}: {lines[at].line.raw[:100]!r}")
    ports = [at for at in verdicts if lines[at].line.kind == PORTS]
    seen = sum(verdicts[at] in FOUND for at in ports if lines[at].watching)
    wrong = sum(verdicts[at] in FOUND for at in ports if lines[at].innocent)
    print(f"bare port lists, apart: {seen} of {sum(lines[at].watching for at in ports)} cameras, {wrong} innocents")
    return [found / len(watching) >= 0.98, not accused, cleared / len(named) >= 0.90]


class Crowd:
    """Innocent and watching devices of which homes are composed; findings of a device are drawn once each."""

    def __init__(self, bench: Bench, lines: list[Labelled]) -> None:
        self._bench = bench
        by_device: dict[tuple[str, str], list] = defaultdict(list)
        self.watching: list[list] = []
        for at, line in enumerate(lines):
            if not line.observations or line.line.kind == PORTS:
                continue
            if line.innocent:
                by_device["d", line.line.device_id or f"line {at}"].extend(line.observations)
            elif line.watching:
                self.watching.append(list(line.observations))
        self.innocent = list(by_device.values())
        self._matches: dict[int, tuple] = {}

    def verdict(self, observations: list, drawn: random.Random) -> Verdict:
        """The verdict on a device of which, sometimes, only part was seen, or seen cut short."""
        kept = observations
        if drawn.random() < 0.3 and len(kept) > 1:
            kept = drawn.sample(kept, drawn.randint(1, len(kept)))
        matches = []
        for observation in kept:
            if drawn.random() < 0.05:
                cut = _cut(observation, drawn)
                matches.append(self._bench.matcher.match(0, cut))
                continue
            key = id(observation)
            if key not in self._matches:
                self._matches[key] = (observation, self._bench.matcher.match(0, observation))
            matches.append(self._matches[key][1])
        device = Device(id="d", mac=None, ipv4=(), ipv6=(), observations=tuple((0, each) for each in kept))
        return find(device, matches, Said(), self._bench.library).verdict


def _cut(observation, drawn: random.Random):
    import msgspec

    data = observation.data[: drawn.randint(0, max(len(observation.data) - 1, 0))]
    return msgspec.structs.replace(observation, raw=None, raw_hex=data.hex())


def homes(bench: Bench, lines: list[Labelled], count: int, seed: int) -> bool:
    crowd = Crowd(bench, lines)
    drawn = random.Random(seed)
    accusing = suspecting = hidden = 0
    devices = accused_devices = 0
    for _ in range(count):
        verdicts = [crowd.verdict(drawn.choice(crowd.innocent), drawn) for _ in range(drawn.randint(5, 40))]
        devices += len(verdicts)
        accused_devices += verdicts.count(Verdict.CAMERA)
        accusing += Verdict.CAMERA in verdicts
        suspecting += Verdict.SUSPECT in verdicts
        hidden += crowd.verdict(drawn.choice(crowd.watching), drawn) in FOUND
    print()
    print(f"{count} homes of innocent devices ({devices} devices, seed {seed}; a third seen in part, one answer in twenty cut short):")
    print(f"  homes with an innocent called camera: {accusing} ({accusing / count:.3%}, at most {upper(accusing, count):.3%})")
    print(f"  homes with an innocent called suspect: {suspecting} ({suspecting / count:.3%}, at most {upper(suspecting, count):.3%})")
    print(f"{count} homes with one camera among them: found in {hidden} ({hidden / count:.2%})")
    return accusing == 0


def without_each_maker(signatures: Library, lines: list[Labelled]) -> bool:
    """The honest generalisation: without the signatures that name a maker, how are its devices judged?"""
    makers = sorted({line.line.vendor for line in lines if line.line.vendor and line.observations})
    missed: Counter[str] = Counter()
    trials: Counter[str] = Counter()
    wrong = innocents = 0
    by_maker: dict[str, list[Labelled]] = defaultdict(list)
    for line in lines:
        if line.observations and line.line.vendor and line.line.kind != PORTS:
            by_maker[line.line.vendor].append(line)
    whole = Bench(signatures)
    for maker in makers:
        rest = Library(signatures.identity, _without(signatures, maker), signatures.vocabulary, signatures.registry)
        bench = whole if len(rest.placed) == len(signatures.placed) else Bench(rest)
        for line in by_maker[maker]:
            finding = bench.finding(list(line.observations))
            verdict = finding.verdict if finding else Verdict.UNRESOLVED
            if line.watching:
                trials[maker] += 1
                missed[maker] += verdict not in FOUND
            elif line.innocent:
                innocents += 1
                wrong += verdict in FOUND
    found = sum(trials.values()) - sum(missed.values())
    print()
    print("without the signatures of one maker, tested on that maker, for every maker:")
    print(f"  its cameras found all the same: {found} of {sum(trials.values())} ({found / max(1, sum(trials.values())):.1%})")
    print(f"  its innocents called camera or suspect: {wrong} of {innocents} ({wrong / max(1, innocents):.3%}, at most {upper(wrong, innocents):.3%})")
    return wrong / max(1, innocents) <= 0.005


def _without(signatures: Library, maker: str) -> tuple[Placed, ...]:
    name = maker.lower().split()[0]
    return tuple(
        placed for placed in signatures.placed
        if name not in (placed.signature.maker or "").lower() and name not in placed.signature.id and name not in placed.file
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="no homes, no leave-one-maker-out")
    told = parser.parse_args()
    corpora = Path(os.environ.get("ROOMCHECK_CORPORA", "../shared/corpora"))
    signatures = library.load()
    lines = list(read_corpora(corpora))
    speaking = sum(bool(WATCHING & set(each.says)) for each in signatures.signatures)
    print(f"{len(signatures.placed)} signatures ({speaking} for cameras and their like), version {signatures.identity.version}, {len(lines)} labelled responses")
    bench = Bench(signatures)
    goals = summary(lines, per_kind(bench, lines))
    if not told.quick:
        goals.append(homes(bench, lines, told.homes, told.seed))
        goals.append(without_each_maker(signatures, lines))
    print()
    print("all goals are met" if all(goals) else "a goal is missed")
    return 0 if all(goals) else 1


if __name__ == "__main__":
    sys.exit(main())
