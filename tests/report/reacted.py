"""Room-reaction tests as a recording holds them: a camera that reacts, a neighbour's that does not, a lamp."""

import random

import msgspec

from roomcheck.flows.cues import draw
from roomcheck.model.entry import Checked, Entry, Observation, Source
from roomcheck.wire.radio import BY_HAND, DRAWN, CueSeen, EffectSeen, ReactionSeen

SEED = 7
SECONDS = 355
CAMERA, NEIGHBOUR, LAMP, LAPTOP = "44:19:b6:12:34:56", "a0:bd:1d:aa:00:07", "5c:cf:7f:01:02:03", "3c:22:fb:01:02:03"
POINT = "e8:65:d4:00:00:02"


CUES = tuple(CueSeen(block.action, block.begin, block.end) for part in draw(SEED).parts for block in part.blocks)


def state(second):
    return next((cue.action for cue in CUES if cue.begin <= second < cue.end), None)


def effect(kind, p, ratio, *, measure="rate", contrast="level", delay=2, power=0.97, passed=None, heard=1.0, unheard=0.0):
    return EffectSeen(
        kind=kind, measure=measure, contrast=contrast, p=p, ratio=ratio, low=round(ratio * 0.88, 3), high=round(ratio * 1.14, 3),
        delay_s=delay, power=power, passed=p <= 0.01 if passed is None else passed, heard=heard, unheard=unheard,
    )


def rates(mean, seed, change=1.0, dark=1.0):
    """Bytes of each second: a key picture every second one, scatter, and what the cues do two seconds later."""
    dice = random.Random(seed)
    found = []
    for second in range(SECONDS):
        factor = {"move": change, "light off": dark}.get(state(second + 0.5 - 2), 1.0)
        found.append(int(mean * factor * dice.lognormvariate(0, 0.12) * (1.3 if second % 2 else 1.0)))
    return tuple(found)


def seen(like, effects, sent, *, by_hand=False, flows=4, missed=0.012):
    return ReactionSeen(
        bssid=POINT, like="camera" if like else "other", effects=tuple(effects), seed=None if by_hand else SEED,
        chosen=BY_HAND if by_hand else DRAWN, redraws=999, flows=flows, missed=missed, cues=CUES, rates=sent,
    )


def four(*, by_hand=False):
    """What a test says of four stations."""
    return (
        (CAMERA, seen(True, (effect("movement", 0.001, 1.62), effect("light", 0.003, 0.64)), rates(90_000, 1, 1.6, 0.65), by_hand=by_hand)),
        (NEIGHBOUR, seen(True, (effect("movement", 0.412, 1.04, power=0.88), effect("light", 0.733, 0.97, measure="unrest", delay=11, power=0.88)), rates(140_000, 2), by_hand=by_hand, missed=0.21)),
        (LAMP, seen(False, (effect("movement", 0.61, 1.1, measure="peaks"), effect("light", 0.002, 1.9, contrast="onset", delay=0)), rates(2_000, 3, dark=1.8), by_hand=by_hand)),
        (LAPTOP, seen(False, (effect("movement", 0.25, 1.2, power=0.0, unheard=0.17), effect("light", 1.0, 1.0, power=0.0, heard=0.64)), rates(30_000, 4), by_hand=by_hand)),
    )


def observations(told, at):
    return [
        Observation(kind="reaction", at=at, via="react", source=Source(mac=mac), raw=msgspec.json.encode(one).decode())
        for mac, one in told
    ]


def entries(told, at="2026-11-20T18:04:47.000000Z"):
    """The entries of a recording that hold a test."""
    bodies = [*observations(told, at), Checked(via="react", subject="network", asked=len(CUES), answered=len(told), seconds=355.0)]
    return tuple(Entry(seq=number, prev="0" * 64, at=at, body=body) for number, body in enumerate(bodies, 1))
