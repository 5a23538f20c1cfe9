"""The terminal application: first paint, a key while 500 devices answer, and memory."""

import asyncio
import os
import random
import resource
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

DEVICES = 500
PER_SECOND = 100
SECONDS = 12.0
PAINTS = 7


def measure() -> None:
    """From the command to its first paint in a real terminal; then keys while 500 devices and 100 observations a second come in."""
    paints = [_first_paint() for _ in range(PAINTS)]
    print(
        f"  first paint, median of {PAINTS}: {statistics.median(paints):.3f} s (at most 0.700); worst {max(paints):.3f} s"
    )
    keys, seen, rows = asyncio.run(_flood())
    keys.sort()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {rows} devices, {seen / SECONDS:.0f} observations/s for {SECONDS:.0f} s; {len(keys)} keys")
    print(
        f"  key to repaint: median {statistics.median(keys) * 1000:.1f} ms, p99 {keys[int(len(keys) * 0.99)] * 1000:.1f} ms (at most 50), worst {keys[-1] * 1000:.1f} ms"
    )
    print(f"  memory at its peak: {peak:.0f} MB (at most 150)")


def _first_paint() -> float:
    """Seconds from the start of the process until the first screen stands in a pseudo-terminal."""
    import fcntl
    import pty
    import struct
    import termios

    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "XDG_DATA_HOME": folder,
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "ROOMCHECK_LAB_ONLY": "1",
        }
        started = time.perf_counter()
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(sys.executable, [sys.executable, "-m", "roomcheck.cli.main"], environment)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        shown = b""
        try:
            while b"Report" not in shown and time.perf_counter() - started < 20:
                shown += os.read(terminal, 65_536)
            return time.perf_counter() - started
        finally:
            os.write(terminal, b"\x11")
            time.sleep(0.2)
            os.close(terminal)
            os.waitpid(pid, 0)


async def _flood() -> tuple[list[float], int, int]:  # noqa: PLR0915  one run, told from its beginning to its end
    from roomcheck.app.check import REFRESH, Progress
    from roomcheck.app.paths import Paths
    from roomcheck.assess.assessor import Assessor
    from roomcheck.model.entry import Entry, Opened
    from roomcheck.model.observation import Source, observe
    from roomcheck.tui.app import RoomcheckApp
    from roomcheck.tui.session import State
    from roomcheck.tui.widgets.devices import Devices

    folder = Path(tempfile.mkdtemp())
    app = RoomcheckApp(Paths(folder, folder), "en", look=lambda: ())
    signatures = app.loaded.library()
    session = app.session
    stop = threading.Event()
    dice = random.Random(7)
    count = 0

    def entry(body: object) -> Entry:
        nonlocal count
        count += 1
        return Entry(seq=count - 1, prev="0" * 64, at="2026-11-22T12:00:00Z", body=body)  # type: ignore[arg-type]

    def observation(device: int) -> object:
        prefix = ("ec:71:db", "00:0c:29", "b8:27:eb", "02:11:22")[device % 4]
        mac = f"{prefix}:{device >> 8:02x}:{device & 255:02x}:01"
        source = Source(mac=mac, ip=f"10.9.{device >> 8}.{device & 255}")
        kind, data = dice.choice(
            (
                ("mac", mac.encode()),
                ("tcp.open", b"0.01"),
                ("http.server", b"nginx/1.22.1"),
                ("dhcp.hostname", f"device-{device}-{dice.randrange(9)}".encode()),
                ("rtsp.server", b"Hipcam RealServer/V1.0"),
            )
        )
        return observe(
            kind,
            data,
            at="2026-11-22T12:00:00Z",
            via="bench",
            source=source,
            port=554 if "rtsp" in kind or "tcp" in kind else None,
        )

    def work() -> None:
        assessor = Assessor(signatures)
        first = entry(Opened(engine="bench", signatures="", means="scan"))
        assessor.add(first)
        begun = judged = time.monotonic()
        for each in range(DEVICES):
            assessor.add(entry(observation(each)))
        while not stop.is_set():
            due = int((time.monotonic() - begun) * PER_SECOND)
            while count - DEVICES - 1 < due:
                one = entry(observation(dice.randrange(DEVICES)))
                assessor.add(one)
                session.wrote(one)
            if time.monotonic() - judged >= REFRESH:
                judged = time.monotonic()
                session.judged(assessor.assessment("0" * 64))
                session.progressed(Progress(seconds=judged - begun, most=120.0, done=count, open=40))
            time.sleep(0.01)

    keys: list[float] = []
    async with app.run_test(size=(120, 40)) as pilot:
        session.state, session.folder = State.LOOKING, folder
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        await pilot.press("2")
        await pilot.pause(1.5)
        devices = app.screen.query_one(Devices)
        before = count
        until = time.monotonic() + SECONDS
        number = 0
        while time.monotonic() < until:
            number += 1
            row = devices.cursor_row
            way = "down" if row < 20 else "home" if number % 3 == 0 else "up"
            began = time.perf_counter()
            app.simulate_key(way)
            while devices.cursor_row == row and time.perf_counter() - began < 1:  # noqa: ASYNC110  nothing tells of it
                await asyncio.sleep(0)
            painted = asyncio.Event()
            devices.call_after_refresh(painted.set)
            await painted.wait()
            keys.append(time.perf_counter() - began)
            await asyncio.sleep(0.03)
        seen, rows = count - before, devices.row_count
        stop.set()
        thread.join()
    return keys, seen, rows


if __name__ == "__main__":
    measure()
