"""The texts of a bag (BagIt 1.0, RFC 8493) in the one form that roomcheck writes them.

`manifest-sha256.txt` covers what was recorded, `tagmanifest-sha256.txt` covers that manifest and everything else but
the signature, and the signature covers `tagmanifest-sha256.txt`: so one signature covers every byte.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from roomcheck.model.text import harmless

BAGIT: Final = "bagit.txt"
INFO: Final = "bag-info.txt"
MANIFEST: Final = "manifest-sha256.txt"
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
README: Final = "README.txt"
CERTIFICATE: Final = "certificate.pem"
SIGNATURE: Final = "signature.p7s"
DATA: Final = "data/"
RECORDING: Final = "data/recording/"
SIGNATURES: Final = "data/signatures/"
REPORT: Final = "data/report/"

DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
TEXT: Final = 4 * 1024 * 1024
"""Bytes of a manifest that are read."""

_LINE: Final = re.compile(r"([0-9a-f]{64})  (.+)")


class Listed(msgspec.Struct, frozen=True):
    """What a manifest lists, name to SHA-256, and the lines that are not of its form."""

    files: dict[str, str]
    faults: tuple[str, ...]


def time_file(number: int) -> str:
    """The name of the timestamp by the authority that answered as number `number`, from 1."""
    return f"time-{number}.tsr"


def manifest(hashes: Mapping[str, str]) -> bytes:
    """Lines as `sha256sum` writes and checks them, in the order of the names' bytes."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes, key=str.encode)).encode()


def read_manifest(data: bytes) -> Listed:
    """Never raises; a line that is not of the form, or that repeats a name, is a fault."""
    files: dict[str, str] = {}
    faults: list[str] = []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return Listed({}, ("it is not text in UTF-8",))
    lines = text.split("\n")
    if lines.pop() != "":
        faults.append("its last line is torn")
    for number, line in enumerate(lines, start=1):
        found = _LINE.fullmatch(line)
        if found is None or found[2] in files:
            faults.append(f"line {number} is not of its form")
        else:
            files[found[2]] = found[1]
    return Listed(files, tuple(faults))


def info(fields: Iterable[tuple[str, str]]) -> bytes:
    """`bag-info.txt`: one field a line, in the order given."""
    return "".join(f"{name}: {_one_line(value)}\n" for name, value in fields).encode()


def read_info(data: bytes) -> dict[str, str]:
    """The fields of `bag-info.txt`; of a repeated one the last. Never raises."""
    fields = (line.partition(": ") for line in data[:TEXT].decode("utf-8", "replace").splitlines())
    return {name: value for name, mark, value in fields if mark}


def _one_line(value: str) -> str:
    return harmless(" ".join(value.split()))
