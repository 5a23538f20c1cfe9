"""From the command to the first packet: nothing heavy is imported on that way, and it costs little of the processor."""

import subprocess
import sys

HEAVY = ("scapy", "textual", "typst", "pyhanko", "cryptography.x509", "dpkt", "defusedxml", "urllib.request", "aiohttp", "bleak", "rich", "roomcheck.report", "roomcheck.seal")
CODE = """
import sys, time
import roomcheck.cli.main, roomcheck.cli.scan
import roomcheck.listeners, roomcheck.net.live, roomcheck.probes
print(time.process_time())
print(" ".join(name for name in {heavy!r} if name in sys.modules))
"""
MOST = 0.45
"""Seconds of processor time, the interpreter's own start included; the least of some runs, since the machine is shared."""


def run():
    code = CODE.format(heavy=HEAVY)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()


def test_nothing_heavy_is_imported_before_the_first_packet():
    assert run()[1] == ""


def test_the_start_is_short():
    assert min(float(run()[0]) for _ in range(4)) < MOST


def test_the_program_that_captures_starts_without_scapy():
    code = "import sys, roomcheck.capture.loop, roomcheck.capture.main; print('scapy' in sys.modules, 'asyncio' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["False", "False"]
