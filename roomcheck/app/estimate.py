"""How long a check of a network takes, said before anything is sent."""

import math
from typing import Final

import msgspec

from roomcheck.app.plan import Plan
from roomcheck.model.network import Network
from roomcheck.net.capture_program import may_capture
from roomcheck.net.pace import pace_of
from roomcheck.net.sweep import batch_size

LARGE: Final = 22
"""Prefixes shorter than this are asked about again: larger networks are seldom one person's."""
_PASSES: Final = 2
_UNKNOWN_S: Final = 3.1
"""Seconds that the neighbour table holds an address which nobody has."""


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """What lies ahead, in seconds at the most."""

    addresses: int
    sweep_s: float
    """Until it is known who is there."""
    large: bool
    pace_per_s: int


def estimate(network: Network, plan: Plan) -> Estimate:
    """The estimate for a check as planned, with the rights that this process has now."""
    addresses = sum(max(0, net.num_addresses - 2) for net in network.subnets4)
    pace = plan.pace_per_s or pace_of(network.interface.medium)
    if plan.capture and may_capture():
        sweep = 0.5 + _PASSES * addresses / (pace * 2 / 3)
    else:
        sweep = addresses / pace + _UNKNOWN_S * math.ceil(addresses / batch_size())
    return Estimate(
        addresses=addresses, sweep_s=round(sweep, 1), large=is_large(network), pace_per_s=pace,
    )


def is_large(network: Network) -> bool:
    """Whether the person must agree to the network's size."""
    return any(net.prefixlen < LARGE for net in network.subnets4)
