# ruff: noqa: INP001 - a script that stands alone
"""Builds `signatures/registry/ieee.txt.gz` from published copies of the IEEE's registries of MAC prefixes.

    python scripts/build_registry.py --date 2026-08-26 \
        --oui-data package/index.json --mac-vendors mac-vendors.txt --ieee-data /usr/share/ieee-data \
        --output signatures/registry/ieee.txt.gz

It reads local files only and prints their SHA-256 for `signatures/registry/README.md`. Where two sources know a
prefix, the newest wins.
"""

import argparse
import csv
import gzip
import hashlib
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

Table = dict[str, str]
"""Prefix (6, 7 or 9 upper-case hexadecimal digits) to registrant."""

_PREFIX: Final = re.compile(r"^[0-9A-F]{6}(?:[0-9A-F]|[0-9A-F]{3})?$")

_SUBDIVIDED: Final = re.compile(r"^IEEE Registration Authority$", re.IGNORECASE)
"""Blocks that the IEEE parcels out in longer prefixes: they name nobody."""


def tidy(name: str) -> str:
    """A registrant as one line with single spaces."""
    return re.sub(r"\s+", " ", name).strip()


def read_oui_data(path: Path) -> Table:
    """The npm package `oui-data`: JSON, prefix to name and postal address on lines."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {prefix.upper(): tidy(text.partition("\n")[0]) for prefix, text in rows.items()}


def read_mac_vendors(path: Path) -> Table:
    """The list that mac-vendor-lookup ships: `AABBCC:Name` lines, 24 bits."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return {prefix.upper(): tidy(name) for prefix, colon, name in (line.partition(":") for line in lines) if colon}


def read_ieee_data(folder: Path) -> Table:
    """Debian's `ieee-data`: the IEEE's own CSV files; `iab.csv` is the closed registry of individual address blocks."""
    table: Table = {}
    for name in ("oui.csv", "mam.csv", "oui36.csv", "iab.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                table[row["Assignment"].upper()] = tidy(row["Organization Name"])
    return table


def merge(oldest_first: Iterable[Table]) -> Table:
    merged: Table = {}
    for table in oldest_first:
        merged.update(table)
    return {
        prefix: name
        for prefix, name in sorted(merged.items())
        if _PREFIX.match(prefix) and name and not _SUBDIVIDED.match(name)
    }


def serialise(table: Table, date: str) -> bytes:
    """The sorted lines, after one line with the date; compressed, the same bytes each time."""
    lines = f"# date: {date}\n" + "".join(f"{prefix}\t{name}\n" for prefix, name in table.items())
    return gzip.compress(lines.encode(), compresslevel=9, mtime=0)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--date", required=True, help="date of the newest source, YYYY-MM-DD")
    parser.add_argument("--oui-data", type=Path, required=True)
    parser.add_argument("--mac-vendors", type=Path, required=True)
    parser.add_argument("--ieee-data", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args(arguments)
    oldest = read_ieee_data(options.ieee_data)
    table = merge((oldest, read_mac_vendors(options.mac_vendors), read_oui_data(options.oui_data)))
    options.output.write_bytes(serialise(table, options.date))
    registries = [options.ieee_data / f"{name}.csv" for name in ("oui", "mam", "oui36", "iab")]
    out = sys.stdout
    for path in [options.oui_data, options.mac_vendors, *registries, options.output]:
        out.write(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n")
    for digits in (6, 7, 9):
        out.write(f"{sum(len(prefix) == digits for prefix in table)} prefixes of {digits * 4} bits\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
