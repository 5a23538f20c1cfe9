"""Access points as the operating system lists them, out of its cache: reading them sends nothing.

NetworkManager over D-Bus, else `iw dev X scan dump` on Linux (which reads the kernel's memory, with wpa_supplicant or
iwd too); `netsh` on Windows. macOS does not say whether its list asks the air anew, so there it is read on consent
alone. A rescan transmits: a function of its own that wants the person's consent.
"""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Final

from roomcheck.net.air.listed import (
    Listed,
    console_text,
    once,
    parse_airport,
    parse_iw,
    parse_netsh,
    parse_system_profiler,
    strength,
)
from roomcheck.net.air.unheard import MAY_ASK, NO_LIST
from roomcheck.net.loop import run
from roomcheck.words import msg

RESCAN_TRANSMITS: Final = msg(
    "A rescan asks every access point and Bluetooth device around to answer: this computer transmits, and that can be "
    "noticed."
)
_SECONDS: Final = 5.0
_EVERY: Final = 3.0
_AIRPORT: Final = "/System/Library/PrivateFrameworks/Apple80211.framework/Versions/Current/Resources/airport"

Looking = Callable[[], Awaitable[tuple[Listed, ...]]]


async def look(*, consented: bool = False) -> tuple[Listed, ...]:
    """What this system knows of the access points around, each once, the strongest first; empty where it tells none.

    Takes a few seconds at the most. Sends nothing; with consent it may, where a system does not tell otherwise.
    """
    if sys.platform == "darwin":
        return once(await asyncio.to_thread(_of_macos)) if consented else ()
    if sys.platform == "win32":
        return once(await asyncio.to_thread(_of_windows))
    return once(await _of_network_manager() or await asyncio.to_thread(_of_iw))


def access_points(*, consented: bool = False) -> tuple[Listed, ...]:
    """`look`, for those who wait. Not to be called from within an event loop."""
    return run(look(consented=consented))


async def changes(
    seconds: float, *, every: float = _EVERY, looking: Looking = look
) -> AsyncIterator[tuple[Listed, ...]]:
    """The list now, then for that long what is new in it or is heard with another strength. Sends nothing."""
    before: dict[str, int] = {}
    until = asyncio.get_running_loop().time() + seconds
    while True:
        found = await looking()
        changed = tuple(each for each in found if before.get(each.id) != strength(each))
        before |= {each.id: strength(each) for each in changed}
        yield changed
        left = until - asyncio.get_running_loop().time()
        if left <= 0:
            return
        await asyncio.sleep(min(every, left))


async def rescan(*, consented: bool) -> bool:
    """Has the system look again, which transmits. False without consent, and where it cannot be asked to.

    NetworkManager alone can be asked; macOS looks when it is asked for its list.
    """
    if not consented or not sys.platform.startswith("linux"):
        return False
    from roomcheck.net.air import network_manager  # noqa: PLC0415  Linux alone has it

    return await network_manager.rescan(consented=True)


def missing() -> str:
    """Why this system may have told of no access point, in a sentence."""
    return MAY_ASK if sys.platform == "darwin" else NO_LIST


async def _of_network_manager() -> tuple[Listed, ...]:
    from roomcheck.net.air import network_manager  # noqa: PLC0415  Linux alone has it

    try:
        async with asyncio.timeout(_SECONDS):
            return await network_manager.points()
    except TimeoutError:
        return ()


def _of_iw() -> tuple[Listed, ...]:
    tool = shutil.which("iw", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if tool is None:
        return ()
    names = re.findall(r"(?m)^\s*Interface ([^\s/-][^\s/]{0,14})$", _output(tool, "dev").decode("utf-8", "replace"))
    dumps = (_output(tool, "dev", name, "scan", "dump") for name in names)
    return tuple(each for dump in dumps for each in parse_iw(dump.decode("utf-8", "replace")))


def _of_windows() -> tuple[Listed, ...]:
    tool = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "netsh.exe"
    return parse_netsh(console_text(_output(str(tool), "wlan", "show", "networks", "mode=bssid"), "oem"))


def _of_macos() -> tuple[Listed, ...]:
    found = parse_airport(_output(_AIRPORT, "-s", seconds=20).decode("utf-8", "replace"))
    if any(each.bssid for each in found):
        return found
    told = _output("/usr/sbin/system_profiler", "SPAirPortDataType", "-json", seconds=30)
    return parse_system_profiler(told) or found


def _output(*command: str, seconds: float = _SECONDS) -> bytes:
    try:
        return subprocess.run(command, capture_output=True, timeout=seconds, check=False).stdout  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return b""


__all__ = ["RESCAN_TRANSMITS", "Listed", "access_points", "changes", "look", "missing", "rescan"]
