"""`make evaluate`: what the signatures are worth on responses of real devices, with the bounds that the counts allow.

Reads the corpora from ROOMCHECK_CORPORA, or `../shared/corpora`. Prints counts, rates and their one-sided 95 % bounds;
ends with status 1 where a stated goal is missed. `docs/validation.md` says what the figures mean.
"""

import argparse
import os
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec

from roomcheck.app.calibration import calibrate
from roomcheck.assess.devices import tell_apart
from roomcheck.assess.finding import Said, find
from roomcheck.intake.corpus import Labelled, read_corpora
from roomcheck.match import library
from roomcheck.match.calibrate import estimate, family_of, kinds_of, upper, watches
from roomcheck.match.calibration import NO_GRADE
from roomcheck.match.library import Library
from roomcheck.match.matcher import Match, Matcher
from roomcheck.match.signature import Signature
from roomcheck.model.observation import Observation
from roomcheck.model.vocabulary import Grade, Verdict

FOUND = frozenset({Verdict.CAMERA, Verdict.SUSPECT})
PORTS = "tcp_ports"
MOST_RECALL, MOST_CLEARED, LEAST_WRONG = 0.98, 0.90, 0.005
CUTS = 16
"""A response that is cut short ends after one of so many parts of it."""

Verdicts = dict[int, Verdict]


class Judge:
    """Verdicts on responses; each is matched once, however often it is asked about."""

    def __init__(self, signatures: Library) -> None:
        self.library = signatures
        self.matcher = Matcher(signatures)
        self._matches: dict[int, tuple[Observation, Match]] = {}

    def match(self, observation: Observation) -> Match:
        """Kept by the observation's identity, together with it, so that no other may take its place."""
        if id(observation) not in self._matches:
            self._matches[id(observation)] = (observation, self.matcher.match(0, observation))
        return self._matches[id(observation)][1]

    def verdict(self, observations: Sequence[Observation], matches: Iterable[Match] | None = None) -> Verdict:
        device = tell_apart(enumerate(observations))[0]
        seen = map(self.match, observations) if matches is None else matches
        return find(device, seen, Said(), self.library).verdict


def names_itself(line: Labelled) -> bool:
    """Whether an innocent response names a device or product, not only software that any device may run."""
    return bool(line.line.device) or line.line.kind in {"kasa_udp9999", "tapo_udp20002", "mdns_device_info_txt"}


def sort_of(line: Labelled) -> str:
    """What kind of watching device a response is of, as far as the corpora say."""
    said = " ".join(filter(None, (line.line.vendor, line.line.device, line.line.model, line.line.description)))
    if re.search(r"(?i)door.?bell|intercom|door station|\bring\b|aiphone|D1[03]0C|DB\d", said):
        return "doorbell"
    if re.search(r"(?i)baby|monitor(?!ing)", said):
        return "monitor"
    return "recorder" if line.line.label == "dvr_nvr" else "camera"


def rate(errors: int, trials: int) -> str:
    return f"{errors} of {trials}" + (f" ({errors / trials:.2%}; at most {upper(errors, trials):.3%})" if trials else "")


def share(hits: int, trials: int) -> str:
    return f"{hits} of {trials}" + (f" ({hits / trials:.1%}; at least {1 - upper(trials - hits, trials):.1%})" if trials else "")


def judge_each(judge: Judge, lines: list[Labelled]) -> Verdicts:
    return {at: judge.verdict(line.observations) for at, line in enumerate(lines) if line.observations}


def print_kinds(lines: list[Labelled], verdicts: Verdicts) -> None:
    columns = [Verdict.CAMERA, Verdict.SUSPECT, Verdict.UNRESOLVED, Verdict.CLEARED]
    table: dict[tuple[str, str], Counter[Verdict]] = defaultdict(Counter)
    for at, verdict in verdicts.items():
        line = lines[at]
        if line.watching or line.innocent:
            table[line.line.kind, sort_of(line) if line.watching else "innocent"][verdict] += 1
    print(f"\n{'kind of response':32} {'what it is':10}" + "".join(f"{each.value:>12}" for each in columns))
    for (kind, label), counts in sorted(table.items()):
        print(f"{kind:32} {label:10}" + "".join(f"{counts[each]:>12}" for each in columns))


def print_summary(lines: list[Labelled], verdicts: Verdicts) -> list[bool]:
    watching = [at for at in verdicts if lines[at].watching and lines[at].line.kind != PORTS]
    innocent = [at for at in verdicts if lines[at].innocent and lines[at].line.kind != PORTS]
    named = [at for at in innocent if names_itself(lines[at])]
    found = [at for at in watching if verdicts[at] in FOUND]
    accused = [at for at in innocent if verdicts[at] is Verdict.CAMERA]
    suspected = [at for at in innocent if verdicts[at] is Verdict.SUSPECT]
    cleared = sum(verdicts[at] is Verdict.CLEARED for at in named)
    print(f"\ncameras and their like found: {share(len(found), len(watching))}")
    for sort in ("camera", "recorder", "doorbell", "monitor"):
        own = [at for at in watching if sort_of(lines[at]) == sort]
        print(f"  {sort}: {share(sum(verdicts[at] in FOUND for at in own), len(own))}, `camera` {sum(verdicts[at] is Verdict.CAMERA for at in own)}")
    print(f"innocents called camera: {rate(len(accused), len(innocent))}")
    print(f"innocents called suspect: {rate(len(suspected), len(innocent))}")
    print(f"innocents that name a device, cleared: {share(cleared, len(named))}")
    print(f"all innocents, software banners too, cleared: {share(sum(verdicts[at] is Verdict.CLEARED for at in innocent), len(innocent))}")
    for at in (*accused, *suspected, *(at for at in watching if verdicts[at] not in FOUND)):
        print(f"  {verdicts[at].value}: {lines[at].line.kind}, {lines[at].line.label}: {lines[at].line.raw[:100]!r}")
    ports = [at for at in verdicts if lines[at].line.kind == PORTS]
    seen = sum(verdicts[at] in FOUND for at in ports if lines[at].watching)
    wrong = sum(verdicts[at] in FOUND for at in ports if lines[at].innocent)
    print(f"bare port lists, apart: {seen} of {sum(lines[at].watching for at in ports)} cameras, {wrong} of {sum(lines[at].innocent for at in ports)} innocents")
    return [len(found) / len(watching) >= MOST_RECALL, not accused, cleared / len(named) >= MOST_CLEARED]


class Crowd:
    """Innocent and watching devices of which homes are composed: sometimes seen in part, sometimes cut short."""

    def __init__(self, judge: Judge, lines: list[Labelled], drawn: random.Random) -> None:
        self._judge = judge
        self._drawn = drawn
        self._verdicts: dict[tuple[tuple[int, int], ...], Verdict] = {}
        self._cuts: dict[tuple[int, int], Observation] = {}
        together: dict[str, list[Observation]] = defaultdict(list)
        self.watching: list[list[Observation]] = []
        for at, line in enumerate(lines):
            if line.line.kind == PORTS or not line.observations:
                continue
            if line.innocent:
                together[line.line.device_id or f"line {at}"].extend(line.observations)
            elif line.watching:
                self.watching.append(list(line.observations))
        self.innocent = list(together.values())

    def verdict(self, observations: list[Observation]) -> Verdict:
        """The verdict on a device of which, a third of the time, only part was seen; one answer in twenty is cut."""
        drawn, kept = self._drawn, observations
        if len(kept) > 1 and drawn.random() < 0.3:
            kept = drawn.sample(kept, drawn.randint(1, len(kept)))
        key = tuple((id(each), drawn.randrange(CUTS) if drawn.random() < 0.05 else CUTS) for each in kept)
        if key not in self._verdicts:
            self._verdicts[key] = self._judge.verdict([self._cut(each, at) for each, (_, at) in zip(kept, key, strict=True)])
        return self._verdicts[key]

    def _cut(self, observation: Observation, at: int) -> Observation:
        if at == CUTS:
            return observation
        key = id(observation), at
        if key not in self._cuts:
            data = observation.data[: len(observation.data) * at // CUTS]
            self._cuts[key] = msgspec.structs.replace(observation, raw=None, raw_hex=data.hex())
        return self._cuts[key]


def print_homes(judge: Judge, lines: list[Labelled], count: int, seed: int) -> bool:
    drawn = random.Random(seed)
    crowd = Crowd(judge, lines, drawn)
    sums: Counter[str] = Counter()
    for with_camera in (False, True):
        for _ in range(count):
            verdicts = [crowd.verdict(drawn.choice(crowd.innocent)) for _ in range(drawn.randint(5, 40))]
            sums["devices"] += len(verdicts)
            sums["accused"] += Verdict.CAMERA in verdicts
            sums["suspected"] += Verdict.SUSPECT in verdicts
            if with_camera:
                hidden = crowd.verdict(drawn.choice(crowd.watching))
                sums["hidden found"] += hidden in FOUND
                sums["hidden camera"] += hidden is Verdict.CAMERA
    print(f"\n{2 * count} homes of 5 to 40 innocent devices ({sums['devices']} devices of {len(crowd.innocent)} different ones; seed {seed};")
    print("a third of those with several answers seen in part, one answer in twenty cut short)")
    print(f"  homes in which an innocent is called camera: {rate(sums['accused'], 2 * count)}")
    print(f"  homes in which an innocent is called suspect: {rate(sums['suspected'], 2 * count)}")
    print(f"  {count} of them with one camera hidden among them: found in {share(sums['hidden found'], count)}, `camera` in {sums['hidden camera']}")
    return not sums["accused"]


class Families:
    """Counts of every family of signatures, and what becomes of its grade without one maker."""

    def __init__(self, judge: Judge, lines: list[Labelled]) -> None:
        self._signatures = judge.library.signatures
        self._family = {each.id: family_of(each) for each in self._signatures}
        kinds: dict[str, set[str]] = defaultdict(set)
        for each in self._signatures:
            kinds[family_of(each)] |= kinds_of(each)
        self._side = {family_of(each): watches(each) for each in self._signatures}
        self._lines = [
            (
                line.line.vendor, line.watching, [name for name, own in kinds.items() if own & {each.kind for each in line.observations}],
                frozenset(hit.signature.id for each in line.observations for hit in judge.match(each).hits),
            )
            for line in lines if line.observations and (line.watching or line.innocent)
        ]
        self._whole: Counter[tuple[str, str]] = Counter()
        for _, watching, looked_at, met in self._lines:
            self._count(self._whole, watching, looked_at, met, 1)

    def _count(self, into: Counter, watching: bool, looked_at: list[str], met: Iterable[str], sign: int) -> None:
        families = {self._family[name] for name in met}
        for family in looked_at:
            side = "own" if self._side[family] is watching else "other"
            into[family, f"{side}_of"] += sign
            into[family, side] += sign * (family in families)

    def without(self, maker: str) -> tuple[frozenset[str], dict[str, str]]:
        """The signatures that name `maker`, and the families' grades where neither they nor its responses count."""
        gone = frozenset(each.id for each in self._signatures if _names(each, maker))
        counts = Counter(self._whole)
        for vendor, watching, looked_at, met in self._lines:
            if vendor == maker or met & gone:
                self._count(counts, watching, looked_at, met, -1)
                if vendor != maker:
                    self._count(counts, watching, looked_at, met - gone, 1)
        return gone, {
            name: _grade(*(counts[name, part] for part in ("own", "own_of", "other", "other_of"))) for name in self._side
        }


@cache
def _grade(own: int, own_of: int, other: int, other_of: int) -> str:
    return estimate(own, own_of, other, other_of).grade


def _names(signature: Signature, maker: str) -> bool:
    """Whether a signature's maker or identifier holds the first word of a maker's name."""
    return re.split(r"\W+", maker.lower().strip())[0] in re.split(r"\W+", f"{signature.maker or ''} {signature.id}".lower())


def _left(matches: Iterable[Match], gone: frozenset[str], grades: dict[str, str]) -> Iterator[Match]:
    """The matches without some signatures, and with grades that rest on counts lowered to what is left of them."""
    for match in matches:
        hits = []
        for hit in match.hits:
            signature = hit.signature
            supported = grades[family_of(signature)]
            if signature.id in gone or (signature.grounds == "corpora" and supported == NO_GRADE):
                continue
            if signature.grounds == "corpora" and Grade(supported).floor < signature.grade.floor:
                signature = msgspec.structs.replace(signature, grade=Grade(supported))
            hits.append(msgspec.structs.replace(hit, signature=signature))
        yield Match(match.facts, tuple(hits))


def print_without_each_maker(judge: Judge, lines: list[Labelled]) -> bool:
    """The honest generalisation: calibrated without a maker and its signatures, how are its devices judged?"""
    by_maker: dict[str, list[Labelled]] = defaultdict(list)
    for line in lines:
        if line.observations and line.line.vendor and line.line.kind != PORTS and (line.watching or line.innocent):
            by_maker[line.line.vendor].append(line)
    families = Families(judge, lines)
    sums: Counter[str] = Counter()
    wrong: list[str] = []
    for maker, own in sorted(by_maker.items()):
        gone, grades = families.without(maker)
        for line in own:
            verdict = judge.verdict(line.observations, tuple(_left(map(judge.match, line.observations), gone, grades)))
            side = "watching" if line.watching else "innocent"
            sums[side] += 1
            sums[side, verdict] += 1
            if line.innocent and verdict in FOUND:
                wrong.append(f"{verdict.value}: {maker}, {line.line.kind}: {line.line.raw[:80]!r}")
    found = sum(sums["watching", each] for each in FOUND)
    print(f"\ncalibrated without one maker, its signatures left out, tested on it; for each of {len(by_maker)} makers:")
    print(f"  its cameras and their like found all the same: {share(found, sums['watching'])}")
    print(f"  its cameras and their like cleared, wrongly: {rate(sums['watching', Verdict.CLEARED], sums['watching'])}")
    print(f"  its innocents called camera or suspect: {rate(len(wrong), sums['innocent'])}")
    print(f"  its innocents cleared all the same: {share(sums['innocent', Verdict.CLEARED], sums['innocent'])}")
    for each in wrong:
        print(f"  {each}")
    return len(wrong) <= LEAST_WRONG * sums["innocent"]


def print_grades(signatures: Library, corpora: Path) -> None:
    found = calibrate(signatures, corpora, "")
    print(f"\ngrades that the corpora support, by family, on {found.responses} different responses:")
    for name, each in sorted(found.family.items()):
        print(f"  {name:28} {each.own}/{each.own_of} of its side, {each.other}/{each.other_of} of the other: log10 LR {each.log10_lr}, {each.grade}")
    grounds = Counter(each.grounds for each in signatures.signatures)
    print(f"  {grounds['corpora']} signatures rest on them, {grounds['reasoning']} on written reasoning")
    for name, digest in sorted(found.corpora.items()):
        print(f"  {name} sha256 {digest}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="no homes, no leave-one-maker-out")
    told = parser.parse_args()
    started = time.monotonic()
    corpora = Path(os.environ.get("ROOMCHECK_CORPORA", "../shared/corpora"))
    signatures = library.load()
    lines = list(read_corpora(corpora))
    speaking = sum(map(watches, signatures.signatures))
    print(f"{len(signatures.placed)} signatures ({speaking} for cameras and their like), version {signatures.identity.version}, sha256 {signatures.identity.sha256}")
    print(f"{len(lines)} labelled responses; bounds are one-sided, 95 %, after Clopper and Pearson (about 3/N where nothing went wrong)")
    judge = Judge(signatures)
    verdicts = judge_each(judge, lines)
    print_kinds(lines, verdicts)
    goals = print_summary(lines, verdicts)
    print_grades(signatures, corpora)
    if not told.quick:
        goals.append(print_homes(judge, lines, told.homes, told.seed))
        goals.append(print_without_each_maker(judge, lines))
    print(f"\n{'all goals are met' if all(goals) else 'a goal is missed'}; {time.monotonic() - started:.0f} s")
    return 0 if all(goals) else 1


if __name__ == "__main__":
    sys.exit(main())
