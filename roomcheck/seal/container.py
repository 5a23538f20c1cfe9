"""The container of a bundle: a zip of which, for given names and contents, only one sequence of bytes exists.

Without compression, comments, extra fields or data descriptors; every time is 1980-01-01; entries stand in the order
of their names' bytes, without a gap. PKWARE's APPNOTE 6.3.10 names the fields; any program reads the result.

The reader never trusts what a header claims: it lays the canonical form over the file and names whatever differs.
Nothing is ever decompressed, and memory does not grow with what a header promises.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterable
from typing import IO, Final

import msgspec

from roomcheck.model.errors import BundleError
from roomcheck.model.text import harmless
from roomcheck.seal import names

LARGEST: Final = 2**32 - 2
"""Bytes of a container: the limit of a zip without the 64-bit extension."""
FILES: Final = 10_000
CHUNK: Final = 1 << 20

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_LOCAL_MARK: Final = b"PK\x03\x04"
_CENTRAL_MARK: Final = b"PK\x01\x02"
_END_MARK: Final = b"PK\x05\x06"
_NEEDS, _MADE_BY, _UTF8, _TIME, _DATE = 20, 0x0314, 0x0800, 0, 0x0021
_REGULAR_FILE: Final = 0o100644 << 16
_NAME: Final = 1024
"""Bytes of a name that are read."""


class Member(msgspec.Struct, frozen=True):
    """One file of a container; `offset` is where its bytes begin."""

    name: str
    offset: int
    size: int
    crc: int
    sha256: str


class Fault(msgspec.Struct, frozen=True):
    """Something that a bundle of roomcheck never holds, and where it is."""

    where: str
    what: str


class Container(msgspec.Struct, frozen=True):
    members: tuple[Member, ...]
    faults: tuple[Fault, ...]


class _Place(msgspec.Struct, frozen=True):
    """Where one entry stands, by one of the two accounts that a zip gives of itself."""

    name: bytes
    header: int
    data: int
    size: int


def local_header(name: bytes, crc: int, size: int) -> bytes:
    """What stands before an entry's bytes."""
    return _LOCAL.pack(_LOCAL_MARK, _NEEDS, _UTF8, 0, _TIME, _DATE, crc, size, size, len(name), 0) + name


def directory_record(name: bytes, crc: int, size: int, offset: int) -> bytes:
    """An entry's line of the directory at the end."""
    return _CENTRAL.pack(
        _CENTRAL_MARK, _MADE_BY, _NEEDS, _UTF8, 0, _TIME, _DATE, crc, size, size, len(name), 0, 0, 0, 0, _REGULAR_FILE,
        offset,
    ) + name


def end_record(count: int, size: int, offset: int) -> bytes:
    """The last bytes: how many entries, and where the directory is."""
    return _END.pack(_END_MARK, 0, 0, count, count, size, offset, 0)


def read_container(file: IO[bytes]) -> Container:
    """What `file` holds, hashed, with every departure from the canonical form.

    Raises BundleError where the file is larger than any bundle, or is no container at all.
    """
    length = file.seek(0, 2)
    if length > LARGEST:
        raise BundleError("The file is larger than a bundle can be.", "It is not a bundle that roomcheck sealed.")
    places = _by_directory(file, length)
    if places is None:
        places = _by_headers(file, length)
    if not places:
        raise BundleError("The file is not a bundle of roomcheck.", "Give the file that `roomcheck seal` made.")
    members: list[Member] = []
    faults: list[Fault] = []
    directory: list[tuple[str, bytes]] = []
    for place in places:
        member = _member(file, place)
        members.append(member)
        expected = local_header(place.name, member.crc, place.size)
        actual = _read(file, place.header, place.data - place.header)
        if actual != expected:
            faults.append(Fault(member.name, _header_fault(expected, actual)))
        directory.append((member.name, directory_record(place.name, member.crc, place.size, place.header)))
    end = places[-1].data + places[-1].size
    faults += _name_faults(members)
    faults += _directory_faults(file, end, length, directory)
    return Container(tuple(members), tuple(faults))


def read_member(file: IO[bytes], member: Member, limit: int) -> bytes:
    """The bytes of a member, None of them beyond `limit`."""
    return _read(file, member.offset, min(member.size, limit))


def copy_member(file: IO[bytes], member: Member, sink: IO[bytes]) -> None:
    """Copies a member's bytes to `sink`."""
    file.seek(member.offset)
    left = member.size
    while left > 0:
        block = file.read(min(CHUNK, left))
        if not block:
            return
        sink.write(block)
        left -= len(block)


def _read(file: IO[bytes], offset: int, count: int) -> bytes:
    file.seek(offset)
    return file.read(count)


def _by_directory(file: IO[bytes], length: int) -> list[_Place] | None:
    """The entries as the directory at the end gives them; None where it does not lay out the whole file gaplessly."""
    if length < _END.size:
        return None
    mark, _, _, count, _, size, offset, _ = _END.unpack(_read(file, length - _END.size, _END.size))
    if mark != _END_MARK or count > FILES or offset + size + _END.size != length or size > count * (_NAME + 128):
        return None
    directory = _read(file, offset, size)
    places: list[_Place] = []
    at = expected = 0
    while at + _CENTRAL.size <= len(directory):
        fields = _CENTRAL.unpack_from(directory, at)
        stored, name_length, extra, comment, header = fields[8], fields[10], fields[11], fields[12], fields[16]
        name = directory[at + _CENTRAL.size : at + _CENTRAL.size + name_length]
        if fields[0] != _CENTRAL_MARK or header != expected or not 0 < name_length <= _NAME:
            return None
        data = header + _LOCAL.size + name_length
        expected = data + stored
        if expected > offset:
            return None
        places.append(_Place(name, header, data, stored))
        at += _CENTRAL.size + name_length + extra + comment
    return places if places and at == len(directory) and expected == offset else None


def _by_headers(file: IO[bytes], length: int) -> list[_Place]:
    """The entries as their own headers give them, from the first byte on; the last may be cut short."""
    places: list[_Place] = []
    at = 0
    while at + _LOCAL.size <= length and len(places) < FILES:
        fields = _LOCAL.unpack(_read(file, at, _LOCAL.size))
        stored, name_length, extra = fields[7], fields[9], fields[10]
        if fields[0] != _LOCAL_MARK or not 0 < name_length <= _NAME:
            break
        data = at + _LOCAL.size + name_length + extra
        if data > length:
            break
        places.append(
            _Place(_read(file, at + _LOCAL.size, name_length), at, data, min(stored, length - data))
        )
        at = data + stored
    return places


def _member(file: IO[bytes], place: _Place) -> Member:
    file.seek(place.data)
    sha256, crc, left = hashlib.sha256(), 0, place.size
    while left > 0:
        block = file.read(min(CHUNK, left))
        if not block:
            break
        sha256.update(block)
        crc = zlib.crc32(block, crc)
        left -= len(block)
    return Member(_text(place.name), place.data, place.size, crc, sha256.hexdigest())


def _text(name: bytes) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("latin-1")


_CRC_FIELD: Final = slice(14, 18)


def _header_fault(expected: bytes, actual: bytes) -> str:
    without = actual[: _CRC_FIELD.start] + expected[_CRC_FIELD] + actual[_CRC_FIELD.stop :]
    if without == expected:
        return "its contents do not match the checksum that stands before them"
    return "what stands before its contents is not as roomcheck writes it"


def _name_faults(members: Iterable[Member]) -> list[Fault]:
    faults: list[Fault] = []
    seen: set[str] = set()
    before = b""
    for member in members:
        why = names.why_not(member.name)
        if why:
            faults.append(Fault(member.name, f"the name {why}"))
        folded = names.one_on_every_disk(member.name)
        if folded in seen:
            faults.append(Fault(member.name, "the name stands there more than once"))
        elif member.name.encode("utf-8", "surrogatepass") < before:
            faults.append(Fault(member.name, "it is not at its place in the order of names"))
        seen.add(folded)
        before = max(before, member.name.encode("utf-8", "surrogatepass"))
    return faults


def _directory_faults(file: IO[bytes], at: int, length: int, directory: list[tuple[str, bytes]]) -> list[Fault]:
    """What differs after the last entry: the directory's lines, the end, and whatever follows."""
    faults: list[Fault] = []
    begin = at
    for name, record in directory:
        if _read(file, at, len(record)) != record:
            faults.append(Fault(name, "its line in the container's directory is not as roomcheck writes it"))
        at += len(record)
    end = end_record(len(directory), at - begin, begin)
    if _read(file, at, len(end)) != end:
        faults.append(Fault("the end of the container", "it is not as roomcheck writes it, or is missing"))
    at += len(end)
    if length != at:
        more = f"{length - at} bytes follow that do not belong there" if length > at else "it was cut short"
        faults.append(Fault("the end of the container", more))
    return faults


def shown(fault: Fault) -> str:
    """One line for people."""
    return f"{harmless(fault.where)}: {fault.what}"
