"""What matching costs, and a warm start of the library."""

import datetime as dt
import os
import random
import statistics
import tempfile
import time
from pathlib import Path

import msgspec

from roomcheck.intake.corpus import read_corpora
from roomcheck.match import library
from roomcheck.match.library import Library, Placed
from roomcheck.match.matcher import Matcher
from roomcheck.match.selftest import observation_of
from roomcheck.match.signature import Condition, Signature, SourceNote, Specimen
from roomcheck.model.vocabulary import Basis, Grade, Kind

WANTED = 2_000


def padded(shipped: Library) -> Library:
    """The shipped library, filled up to 2,000 signatures with patterns of the usual shape, or cut down to them."""
    drawn = random.Random(1)
    fields = [c.field for s in shipped.signatures for c in s.when if c.matches] or ["http.server"]
    placed = list(shipped.placed)[:WANTED]
    while len(placed) < WANTED:
        number = len(placed)
        word = "".join(drawn.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(9))
        placed.append(
            Placed(
                "padding.toml",
                Signature(
                    id=f"padding.{number}", title="is padding", says=(Kind.PRINTER,), grade=Grade.WEAK,
                    basis=Basis.PRODUCT, grounds="reasoning", statement="names-product", fact=f"padding.{number}",
                    when=(Condition(field=drawn.choice(fields), matches=rf"(?i)^{word}[ /-](?P<model>\w{{2,12}})\b"),),
                    sources=(SourceNote(ref="padding", date=dt.date(2026, 11, 22)),),
                    example=(Specimen(kind="http.server", raw=f"{word} x1"),),
                ),
            )
        )
    return msgspec.structs.replace(shipped, placed=tuple(placed))


def measure() -> None:
    """Microseconds to match one observation at 2,000 signatures; milliseconds of a warm start."""
    shipped = library.load()
    corpora = Path(os.environ.get("ROOMCHECK_CORPORA", "../shared/corpora"))
    if corpora.is_dir():
        observations = [each for line in read_corpora(corpora) for each in line.observations]
    else:
        observations = [observation_of(s) for signature in shipped.signatures for s in signature.example]
    matcher = Matcher(padded(shipped))
    started = time.perf_counter()
    for each in observations[:200]:
        matcher.match(0, each)
    print(f"  compiling what the first 200 observations need: {(time.perf_counter() - started) * 1000:.0f} ms")
    for each in observations:
        matcher.match(0, each)
    times = []
    for _ in range(3):
        started = time.perf_counter()
        for each in observations:
            matcher.match(0, each)
        times.append((time.perf_counter() - started) / len(observations) * 1e6)
    print(f"  {len(observations)} observations, {len(shipped.placed)} shipped signatures, {WANTED} in all: {statistics.median(times):.1f} µs each")
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        library.load(cache=cache)
        warm = []
        for _ in range(7):
            started = time.perf_counter()
            library.load(cache=cache)
            warm.append((time.perf_counter() - started) * 1000)
    cold = time.perf_counter()
    library.load()
    print(f"  start of the library: {statistics.median(warm):.0f} ms warm, {(time.perf_counter() - cold) * 1000:.0f} ms cold")
