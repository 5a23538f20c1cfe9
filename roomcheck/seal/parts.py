"""The files of a bundle before it is written: measured once, then copied and measured again."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import msgspec

from roomcheck.model.errors import SealFailed
from roomcheck.seal.container import CHUNK, FILES, LARGEST, directory_record, end_record, local_header


class Part(msgspec.Struct, frozen=True):
    """One file that goes into a bundle; `source` is a path, or the bytes themselves."""

    name: str
    source: Path | bytes
    size: int
    crc: int
    sha256: str


def measure(name: str, source: Path | bytes) -> Part:
    """Size and hashes of a source. Raises SealFailed where it cannot be read."""
    size, crc, sha256 = 0, 0, hashlib.sha256()
    for block in _blocks(source):
        size += len(block)
        crc = zlib.crc32(block, crc)
        sha256.update(block)
    return Part(name, source, size, crc, sha256.hexdigest())


def write_container(file: IO[bytes], parts: Iterable[Part]) -> str:
    """Writes the canonical container of `parts` and returns its SHA-256.

    Raises SealFailed where a source changed since it was measured, or the whole is larger than a container can be.
    """
    ordered = sorted(parts, key=lambda part: part.name.encode())
    _fits(ordered)
    sha256, at, directory = hashlib.sha256(), 0, b""

    def put(data: bytes) -> None:
        nonlocal at
        file.write(data)
        sha256.update(data)
        at += len(data)

    for part in ordered:
        name = part.name.encode()
        directory += directory_record(name, part.crc, part.size, at)
        put(local_header(name, part.crc, part.size))
        copied = hashlib.sha256()
        for block in _blocks(part.source):
            copied.update(block)
            put(block)
        if copied.hexdigest() != part.sha256:
            raise SealFailed(
                f"{part.name} changed while it was sealed.", "Wait until nothing writes to it, and try again."
            )
    begin = at
    put(directory)
    put(end_record(len(ordered), len(directory), begin))
    return sha256.hexdigest()


def _fits(parts: list[Part]) -> None:
    whole = sum(part.size + 2 * len(part.name.encode()) + 128 for part in parts)
    if whole > LARGEST or len(parts) > FILES:
        raise SealFailed(
            f"The files come to {whole / 2**30:.1f} GiB in {len(parts)} files, more than one bundle holds.",
            "Move the largest of them out of the folder and hand them over separately.",
        )


def _blocks(source: Path | bytes) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    try:
        with source.open("rb") as file:
            while block := file.read(CHUNK):
                yield block
    except OSError as error:
        raise SealFailed(
            f"{source} cannot be read ({(error.strerror or str(error)).lower()}).",
            "Nothing was sealed, nothing was lost.",
        ) from error
