"""Packets a second out of 802.11 captures, beside tshark on the same fields; and memory over the size of a file."""

import gzip
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.air.fields import FIELDS

SOURCE = Path(__file__).parent.parent / "air" / "captures" / "wpa-Induction.pcap.gz"
COUNT = "import sys,resource\nfrom roomcheck.flows.table import Air\nfrom roomcheck.wire.airfile import read_air\nair=Air()\nfor heard, beacon in read_air(open(sys.argv[1],'rb')): air.add(heard, beacon)\nprint(air.frames, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss//1024)"
READ = "import sys\nfrom roomcheck.wire.airfile import read_air\nprint(sum(1 for _ in read_air(open(sys.argv[1],'rb'))))"


def spent(command: list[str]) -> tuple[float, str]:
    """Processor seconds of a command, and what it said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, out


def repeated(file: Path, times: int) -> int:
    """The real capture over and over; the number of its packets."""
    data = gzip.decompress(SOURCE.read_bytes())
    with file.open("wb") as out:
        out.write(data[:24])
        for _ in range(times):
            out.write(data[24:])
    return 1093 * times


def measure(megabytes: int = 30) -> None:
    """802.11 headers: packets a second of processor time, beside tshark; memory over file size."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "air.pcap"
        packets = repeated(file, megabytes * 1_000_000 // 179_274)
        fields = [word for name in FIELDS for word in ("-e", name)]
        seconds, _ = spent(["tshark", "-n", "-r", str(file), "-T", "fields", *fields])
        print(f"  tshark                     {packets / seconds:10,.0f} packets/s")
        ours, _ = spent([sys.executable, "-c", READ, str(file)])
        print(f"  roomcheck, the same fields {packets / ours:10,.0f} packets/s ({seconds / ours:.1f} times)")
        flows, out = spent([sys.executable, "-c", COUNT, str(file)])
        print(f"  roomcheck, with its flows  {packets / flows:10,.0f} packets/s; {out.split()[1]} MB for {megabytes} MB")
        large = megabytes * 10
        repeated(file, large * 1_000_000 // 179_274)
        began = time.perf_counter()
        _, out = spent([sys.executable, "-c", COUNT, str(file)])
        print(f"  {large} MB: {out.split()[1]} MB of memory, {time.perf_counter() - began:.0f} s")
