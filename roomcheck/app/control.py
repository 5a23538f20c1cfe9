"""The positive control: is a second device of the guest's reached across this network, here and now?

Nothing on one computer alone can show that guests are not kept apart; a phone that is known to be there can.
"""

import asyncio
import contextlib
from pathlib import Path
from typing import Final

import msgspec

from roomcheck.model.entry import NotExamined, Sent
from roomcheck.model.errors import OutOfScope
from roomcheck.model.network import Network
from roomcheck.model.observation import Source, observe
from roomcheck.net.clock import SystemClock
from roomcheck.net.live import open_link
from roomcheck.recording import journal

PORTS: Final = (80, 443, 7000, 8008, 62078)
"""Where telephones, casting apps and small servers answer or refuse."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the device answered, and how."""

    device: str
    reached: bool
    by: tuple[str, ...]


async def try_reaching(network: Network, ip: str, *, seconds: float = 3.0, recording: Path | None = None) -> Outcome:
    """Asks the device at `ip` for a sign of itself; into the recording where one is named.

    Raises OutOfScope where the address is not on this link.
    """
    clock = SystemClock()
    sent: list[Sent | NotExamined] = []
    by: list[str] = []
    async with open_link(network, recorder=sent.append, clock=clock, capture=False) as link:
        if not link.in_scope(ip):
            raise OutOfScope(
                f"{ip} is not an address of this network.", "Give the address that the device's settings show."
            )
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                by += [presence.kind async for presence in link.sweep(via="control", addresses=(ip,))]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                doors = link.knock(((ip, port) for port in PORTS), via="control")
                by += [f"tcp {door.port} {door.state}" async for door in doors if door.state != "silent"]
    outcome = Outcome(device=ip, reached=bool(by), by=tuple(dict.fromkeys(by)))
    if recording is not None:
        _write(recording, outcome, sent, clock)
    return outcome


def _write(recording: Path, outcome: Outcome, sent: list[Sent | NotExamined], clock: SystemClock) -> None:
    with journal.reopen(recording, clock.now) as entries:
        for body in sent:
            entries.append(body)
        entries.append(
            observe(
                "control", msgspec.json.encode(outcome), at=clock.now(), via="control", source=Source(ip=outcome.device)
            )
        )
