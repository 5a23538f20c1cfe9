"""From the command to its first word."""

import statistics
import subprocess
import sys
import time

COMMANDS = {
    "roomcheck --version": ["--version"],
    "roomcheck signatures explain (library loaded)": ["signatures", "explain", "onvif.video-transmitter"],
}


def measure() -> None:
    """Seconds from the command to its end, median of 9 warm runs."""
    for title, arguments in COMMANDS.items():
        times = []
        for _ in range(10):
            started = time.perf_counter()
            subprocess.run([sys.executable, "-m", "roomcheck.cli.main", *arguments], capture_output=True, check=False)
            times.append(time.perf_counter() - started)
        print(f"  {title:48} {statistics.median(times[1:]):.3f} s")
    for module in ("roomcheck.cli.scan", "roomcheck.app.check"):
        code = f"import time; t=time.perf_counter(); import {module}; print(time.perf_counter()-t)"
        runs = [float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout) for _ in range(6)]
        print(f"  import {module:41} {statistics.median(runs[1:]):.3f} s")
