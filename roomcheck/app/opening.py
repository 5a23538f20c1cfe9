"""What a check writes down before it asks anything: its context, and the pace at which it will ask."""

import platform

from roomcheck import __version__
from roomcheck.app.plan import Plan
from roomcheck.match.library import Library
from roomcheck.model.entry import Decision, Opened
from roomcheck.model.network import Network
from roomcheck.net.pace import PER_HOST, TOTAL, pace_of, unicast_pace_of


def context_of(
    plan: Plan, network: Network, library: Library, *, zone: str, offset: float | None, privileged: bool
) -> Opened:
    """The first entry of a check."""
    return Opened(
        engine=__version__,
        signatures=f"{library.identity.version} {library.identity.sha256}",
        means="scan" if plan.listen_for is None else "listen",
        zone=zone, clock_offset_s=offset,
        platform=f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        network=network, profile=plan.profile, privileged=privileged,
        pace_per_s=plan.pace_per_s or pace_of(network.interface.medium),
        listing=plan.listing, room=plan.room, person=plan.person,
    )


def pace_decision(network: Network, plan: Plan) -> Decision:
    """How fast a check asks, and why."""
    broadcasts = plan.pace_per_s or pace_of(network.interface.medium)
    chosen = "the person chose it" if plan.pace_per_s else f"the medium is {network.interface.medium.value}"
    return Decision(
        what=f"ask at most {broadcasts} times a second of all, {unicast_pace_of(broadcasts)} times of single devices "
        f"by datagrams, and hold {PER_HOST} conversations with one device and {TOTAL} in all",
        why=chosen,
    )
