"""Changes the channel of one monitor interface, and does nothing else: a program of its own that keeps the right to.

`python -P -m roomcheck.net.channel IFACE`, started by `roomcheck.net.monitor` while root's rights are still there. It
reads frequencies in MHz from its parent, one a line, and nothing from anywhere else; it sets those that stand in its
own table with the system's `iw`, answers `set` or `kept`, and ends with its parent.
"""

import subprocess
import sys
from pathlib import Path
from typing import Final

FREQUENCIES: Final = (
    *range(2412, 2473, 5), 2484,
    *range(5180, 5341, 20), *range(5500, 5741, 20), *range(5745, 5886, 20),
    *range(5955, 7116, 20),
)
"""Centres of 20 MHz channels at 2.4, 5 and 6 GHz, in MHz (IEEE 802.11-2020, annex E)."""

RADIOTAP: Final = 803
"""ARPHRD_IEEE80211_RADIOTAP"""
_IW: Final = ("/usr/sbin/iw", "/sbin/iw", "/usr/bin/iw")


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not is_monitor(arguments[0]):
        return 2
    tool = next((place for place in _IW if Path(place).is_file()), None)
    for line in sys.stdin:
        done = tool is not None and line.strip().isdecimal() and _set(tool, arguments[0], int(line))
        sys.stdout.write("set\n" if done else "kept\n")
        sys.stdout.flush()
    return 0


def is_monitor(name: str) -> bool:
    """Whether an interface hands out frames with radiotap headers."""
    if "/" in name or not name or name.startswith("."):
        return False
    try:
        return int((Path("/sys/class/net") / name / "type").read_text(encoding="ascii")) == RADIOTAP
    except (OSError, ValueError):
        return False


def _set(tool: str, interface: str, frequency: int) -> bool:
    if frequency not in FREQUENCIES:
        return False
    command = [tool, "dev", interface, "set", "freq", str(frequency)]
    try:
        return subprocess.run(command, capture_output=True, timeout=2, check=False).returncode == 0  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
