#!/usr/bin/env python3
# ruff: noqa: T201, S603, S607 - it stands alone, speaks on standard output and runs `openssl`
"""Checks a sealed bundle of roomcheck with nothing but Python (3.9 or later) and the `openssl` program.

    python3 verify.py BUNDLE [--key SHA256] [--head SHA256] [--authority CERTIFICATES.pem]

It reads the bundle and changes nothing. Take this program from a release of roomcheck, never from inside a bundle or
from the person who handed you one. It checks four things: every file against the bundle's lists, the chain of the
recording, the signature, the timestamps. It does not compute the findings again: `roomcheck verify` does.

Exit status: 0 holds, 3 altered, 4 cannot be checked, 2 usage.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

HOLDS, ALTERED, UNCHECKED = "holds", "ALTERED", "cannot be checked"
LOCAL, CENTRAL, END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
LARGEST, FILES, CHUNK, TEXT = 2**32 - 2, 10000, 1 << 20, 1 << 30
INNER, OUTER, SIGNATURE, CERTIFICATE = (
    "manifest-sha256.txt", "tagmanifest-sha256.txt", "signature.p7s", "certificate.pem",
)
LINE = re.compile(r"([0-9a-f]{64})  (.+)")
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
OUTSIDE = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|%]')


class Report:
    """Says each outcome at once and remembers the worst."""

    def __init__(self) -> None:
        self.altered = self.unchecked = False

    def say(self, state: str, sentence: str, *, essential: bool = True) -> None:
        self.altered |= state == ALTERED
        self.unchecked |= essential and state == UNCHECKED
        print(f"{state:18} {shown(sentence)}")

    @property
    def exit(self) -> int:
        return 3 if self.altered else 4 if self.unchecked else 0


def shown(text: str) -> str:
    """Text on one line, without anything that a terminal would obey."""
    return UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


class Bundle:
    """The files of a bundle by their name in its one folder: where they begin, how long they are, their SHA-256."""

    def __init__(self, path: Path, report: Report) -> None:
        self.base = ""
        self.files: dict[str, tuple[int, int, str]] = {}
        self.path = path
        with path.open("rb") as self._file:
            self._length = self._file.seek(0, 2)
            if self._length > LARGEST:
                report.say(UNCHECKED, "the file is larger than a bundle can be")
            else:
                self._walk(report)

    def read(self, name: str) -> bytes:
        """A file's bytes; nothing where it is not there."""
        if name not in self.files:
            return b""
        offset, size, _ = self.files[name]
        with self.path.open("rb") as file:
            file.seek(offset)
            return file.read(min(size, TEXT))

    def _walk(self, report: Report) -> None:
        """Reads entry after entry and lays the only form that roomcheck writes over the whole file."""
        at, count, directory, before = 0, 0, b"", b""
        while count < FILES:
            header = self._at(at, LOCAL.size)
            if len(header) < LOCAL.size or header[:4] != b"PK\x03\x04":
                break
            fields = LOCAL.unpack(header)
            size, name_length, extra = fields[7], fields[9], fields[10]
            raw = self._at(at + LOCAL.size, name_length)
            data = at + LOCAL.size + name_length + extra
            name = raw.decode("utf-8", "replace")
            if data + size > self._length:
                report.say(ALTERED, f"{name} is cut short, or claims more than there is")
                return
            sha256, crc = self._hashes(data, size)
            common = (20, 0x800, 0, 0, 0x21, crc, size, size, len(raw), 0)
            if self._at(at, data - at) != LOCAL.pack(b"PK\x03\x04", *common) + raw:
                report.say(ALTERED, f"{name}: what stands before its contents does not fit them")
            if raw <= before or OUTSIDE.search(name) or {"", ".", ".."} & set(name.split("/")):
                report.say(ALTERED, f"{name}: its name is repeated, out of order, or not allowed")
            self._enter(name, (data, size, sha256), report)
            directory += CENTRAL.pack(b"PK\x01\x02", 0x314, *common, 0, 0, 0, 0o100644 << 16, at) + raw
            at, count, before = data + size, count + 1, raw
        self._end(report, at, directory + END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), at, 0))

    def _enter(self, name: str, found: tuple[int, int, str], report: Report) -> None:
        base, _, inside = name.partition("/")
        self.base = self.base or base
        if base != self.base or not inside:
            report.say(ALTERED, f"{name} lies outside the bundle's one folder")
        elif inside not in self.files:
            self.files[inside] = found

    def _end(self, report: Report, at: int, expected: bytes) -> None:
        """Compares the directory and the end of the container with what they must be."""
        actual = self._at(at, len(expected))
        if not self.files:
            report.say(UNCHECKED, "this is not a bundle of roomcheck")
        elif self._length - at != len(expected) or actual != expected:
            common = min(len(expected), len(actual))
            where = next((index for index in range(common) if expected[index] != actual[index]), common)
            report.say(ALTERED, f"the container is not as roomcheck writes it, from byte {at + where} on")

    def _at(self, offset: int, count: int) -> bytes:
        self._file.seek(offset)
        return self._file.read(count)

    def _hashes(self, offset: int, size: int) -> tuple[str, int]:
        self._file.seek(offset)
        sha256, crc = hashlib.sha256(), 0
        while size:
            block = self._file.read(min(CHUNK, size))
            if not block:
                break
            sha256.update(block)
            crc = zlib.crc32(block, crc)
            size -= len(block)
        return sha256.hexdigest(), crc


def check_lists(bundle: Bundle, report: Report) -> None:
    """Every file against the two lists: nothing altered, missing, added or renamed."""
    payload = {name: found[2] for name, found in bundle.files.items() if name.startswith("data/")}
    tags = {
        name: found[2]
        for name, found in bundle.files.items()
        if name not in payload and name not in {OUTER, SIGNATURE}
    }
    for which, there in ((INNER, payload), (OUTER, tags)):
        listed = read_list(bundle, which, report)
        for name in sorted(set(listed) | set(there)):
            if name not in there:
                now = [other for other in there if there[other] == listed[name] and other not in listed]
                report.say(ALTERED, f"{name} is missing" + (f", or renamed to {now[0]}" if now else ""))
            elif name not in listed:
                report.say(ALTERED, f"{name} was added: no list names it")
            elif there[name] != listed[name]:
                report.say(ALTERED, f"{name} is not the file that was sealed")
        if which == OUTER and INNER not in listed:
            report.say(ALTERED, f"{INNER} is not listed in {OUTER}")
    if not report.altered:
        report.say(HOLDS, f"all {len(payload)} files are as the bundle's lists name them, and nothing was added")


def read_list(bundle: Bundle, which: str, report: Report) -> dict[str, str]:
    """The names and hashes in a list."""
    listed: dict[str, str] = {}
    if which not in bundle.files:
        report.say(ALTERED, f"{which} is missing")
        return listed
    *lines, torn = bundle.read(which).decode("utf-8", "replace").split("\n")
    for line in lines:
        found = LINE.fullmatch(line)
        if not found or found.group(2) in listed:
            report.say(ALTERED, f"{which} has a line that is not of its form")
        else:
            listed[found.group(2)] = found.group(1)
    if torn:
        report.say(ALTERED, f"{which} ends in a torn line")
    return listed


def check_chain(bundle: Bundle, report: Report, expected: str) -> list[str]:
    """Each line of the recording names the SHA-256 of the line before. Returns the hashes of all lines."""
    *lines, torn = bundle.read("data/recording/recording.jsonl").split(b"\n")
    if torn or not lines:
        report.say(ALTERED, "the recording is missing, or its last line is torn")
        return []
    hashes = ["0" * 64]
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line.decode("utf-8"))
            follows = entry["prev"] == hashes[-1] and entry["seq"] == number - 1
        except (ValueError, KeyError, TypeError, RecursionError):
            follows = False
        if not follows:
            report.say(ALTERED, f"line {number} of the recording does not follow from the line before")
            return []
        hashes.append(hashlib.sha256(line).hexdigest())
    head = hashes[-1]
    if bundle.base != f"roomcheck-{head[:12]}":
        report.say(ALTERED, "the bundle's folder is not named after the head of its recording")
    if expected and expected not in hashes[1:]:
        report.say(ALTERED, f"the recording's head is {head}; the one that you named is the hash of none of its lines")
        return hashes[1:]
    report.say(HOLDS, f"the recording's {len(lines)} entries are one chain; its head is {head}")
    if expected and expected != head:
        reached = hashes.index(expected) - 1  # entries are numbered from 0
        report.say(
            HOLDS,
            f"the head that you named is the recording up to entry {reached}, unchanged; entries added since, for "
            f"which it does not stand: {len(lines) - 1 - reached}",
        )
    return hashes[1:]


def openssl(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes] | None:
    """Runs `openssl`; None where there is no such program."""
    try:
        return subprocess.run(
            ["openssl", *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None


def check_signature(bundle: Bundle, report: Report, folder: Path, expected: str) -> None:
    """The signature fits the outer list and was made with the key of the certificate in the bundle."""
    for name in (OUTER, SIGNATURE, CERTIFICATE):
        (folder / name).write_bytes(bundle.read(name))
    done = openssl(
        folder, "cms", "-verify", "-binary", "-inform", "DER", "-in", SIGNATURE, "-content", OUTER, "-noverify",
        "-out", os.devnull, "-signer", "signer.pem",
    )
    if done is None:
        report.say(UNCHECKED, "the signature: the openssl program does not run here")
        return
    if done.returncode or not is_one_value(bundle.read(SIGNATURE)):
        report.say(ALTERED, f"{SIGNATURE} does not fit {OUTER}, or is missing")
        return
    key = fingerprint(folder, "signer.pem")
    if not key or key != fingerprint(folder, CERTIFICATE):
        report.say(ALTERED, f"the signature was not made with the key of {CERTIFICATE}")
    elif expected and expected != key:
        report.say(ALTERED, f"signed with the key {key}, not the one that you named")
    else:
        report.say(HOLDS, f"signed with the key {key}; that shows no change since, not whose key it is")


def is_one_value(der: bytes) -> bool:
    """Whether the bytes are one DER value and nothing after it, which `openssl` would pass over."""
    if len(der) < 2:
        return False
    if der[1] < 0x80:  # the short form of a length
        return len(der) == 2 + der[1]
    count = der[1] & 0x7F
    return len(der) == 2 + count + int.from_bytes(der[2 : 2 + count], "big")


def fingerprint(folder: Path, name: str) -> str:
    """The SHA-256 of a certificate's DER bytes, empty where it is none."""
    done = openssl(folder, "x509", "-in", name, "-outform", "DER", "-out", f"{name}.der")
    return "" if done is None or done.returncode else hashlib.sha256((folder / f"{name}.der").read_bytes()).hexdigest()


def check_times(bundle: Bundle, report: Report, folder: Path, hashes: list[str], authority: Path | None) -> None:
    """Every timestamp: of the list of files, and of the recording at some entry."""
    inner = hashlib.sha256(bundle.read(INNER)).hexdigest()
    what = {found: f"the recording up to entry {number}" for number, found in enumerate(hashes)}
    listed = sorted(name for name in bundle.files if re.fullmatch(r"time-\d+\.tsr", name))
    heads = sorted(name for name in bundle.files if re.fullmatch(r"data/recording/times/[^/]+\.tsr", name))
    if not listed and not heads:
        report.say(UNCHECKED, "no timestamp: only the device's own clock says when", essential=False)
    for name in listed + heads:
        check_time(report, folder, name, bundle.read(name), {inner: "the list of files"} if name in listed else what,
                   authority)


def check_time(
    report: Report, folder: Path, name: str, reply: bytes, what: dict[str, str], authority: Path | None
) -> None:
    """One timestamp; `what` names the hashes that it may be of."""
    (folder / "reply.tsr").write_bytes(reply)
    done = openssl(folder, "ts", "-reply", "-in", "reply.tsr", "-text")
    if done is None:
        report.say(UNCHECKED, f"{name}: the openssl program does not run here", essential=False)
        return
    text = done.stdout.decode("utf-8", "replace")
    when = re.search(r"Time stamp: (.+)", text)
    rows = re.findall(r"^ +[0-9a-f]{4} - ((?:[0-9a-f]{2}[ -]){16})", text.partition("Serial")[0], re.MULTILINE)
    imprint = plain("".join(rows))
    if not when or "Hash Algorithm: sha256" not in text or imprint not in what:
        report.say(ALTERED, f"{name} is no timestamp of this bundle")
        return
    said = f"{name}: {what[imprint]} existed on {when.group(1)}"
    if authority is None:
        report.say(UNCHECKED, f"{said}, if --authority names the certificate of who says so", essential=False)
        return
    done = openssl(folder, "ts", "-verify", "-digest", imprint, "-in", "reply.tsr", "-CAfile", str(authority))
    if done is None or done.returncode:
        report.say(ALTERED, f"{name} does not hold, or is not by the authority that you named")
    else:
        report.say(HOLDS, f"{said}, by the authority that you named")


def plain(hexadecimal: str) -> str:
    """The hexadecimal digits alone, in lower case."""
    return re.sub("[^0-9a-f]", "", hexadecimal.lower())


def sha256(text: str) -> str:
    """What a person wrote of a SHA-256, spaces and colons between the digits too; part of one names nothing."""
    digits = re.sub(r"[\s:]", "", text.lower())
    if not re.fullmatch("[0-9a-f]{64}", digits):
        raise argparse.ArgumentTypeError("a SHA-256 has 64 hexadecimal digits")
    return digits


def check(path: Path, key: str, head: str, authority: Path | None) -> int:
    """Checks the bundle at `path`, says each outcome, and returns the exit status."""
    report = Report()
    bundle = Bundle(path, report)
    if bundle.files:
        check_lists(bundle, report)
        hashes = check_chain(bundle, report, head)
        with tempfile.TemporaryDirectory(prefix="verify-") as folder:
            check_signature(bundle, report, Path(folder), key)
            check_times(bundle, report, Path(folder), hashes, authority)
    return report.exit


def main(words: list[str] | None = None) -> int:
    """The program; returns the exit status."""
    parser = argparse.ArgumentParser(description="Checks a sealed bundle of roomcheck.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--key", type=sha256, help="the SHA-256 of the certificate that you expect")
    parser.add_argument("--head", type=sha256, help="a head of the recording that you know, however early")
    parser.add_argument("--authority", type=Path, help="certificates of the timestamp authority that you trust, PEM")
    asked = parser.parse_args(words)
    try:
        status = check(asked.bundle, asked.key or "", asked.head or "", asked.authority and asked.authority.resolve())
    except OSError as error:
        print(f"{UNCHECKED:18} {shown(str(error))}")
        status = 4
    print({0: "\nIt holds.", 3: "\nIt was altered.", 4: "\nIt cannot be checked."}[status])
    return status


if __name__ == "__main__":
    sys.exit(main())
