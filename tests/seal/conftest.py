"""A real recording with everything that a bundle may hold, a key, and a local timestamp authority made by openssl."""

import contextlib
import datetime as dt
import hashlib
import importlib.util
import io
import itertools
import subprocess
from pathlib import Path

import msgspec
import pytest
import typst

from roomcheck.model.assessment import (
    Addresses,
    Assessment,
    CoverageReport,
    Finding,
    RecordingId,
    SignaturesId,
    Statement,
    to_json,
)
from roomcheck.model.entry import Closed, Custody, Listing, Note, Opened, Photo
from roomcheck.model.observation import Source, observe
from roomcheck.model.vocabulary import Verdict
from roomcheck.recording import journal
from roomcheck.recording.attachment import keep
from roomcheck.recording.chain import read
from roomcheck.seal.bundle import Sealed, seal
from roomcheck.seal.contents import Contents
from roomcheck.seal.key import Key, open_key

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
SPECIMEN = """
#set document(title: "Specimen", author: "roomcheck", date: datetime(year: 2026, month: 11, day: 22))
#set text(lang: "en")
= Findings
Text with a #link("https://example.org")[link].
#table(columns: 2, table.header([device], [verdict]), [one], [unresolved])
#pagebreak()
= Limits
More text.
#pdf.attach("findings.json", bytes("{}"), mime-type: "application/json", relationship: "source", description: "data")
"""


def clock():
    ticks = itertools.count()
    return lambda: f"2026-11-22T11:00:{next(ticks):02d}Z"


def reassess(recording: Path, signatures: Path) -> bytes:
    """A small pure function of a recording and a library: one finding for each source, its verdict from the library."""
    found = read(recording)
    words = (signatures / "specimen.toml").read_text()
    verdict = Verdict.CAMERA if "camera" in words else Verdict.UNRESOLVED
    statement = Statement(key="x")
    devices = tuple(
        Finding(id=mac, addresses=Addresses(mac=mac), verdict=verdict, support="none", log10_lr=0.0)
        for mac in dict.fromkeys(o.source.mac for _, o in found.observations if o.source.mac)
    )
    return to_json(
        Assessment(
            engine="0.1.0",
            recording=RecordingId(head=found.head, entries=len(found.entries)),
            signatures=SignaturesId(
                version="2026.11.22", sha256=hashlib.sha256(words.encode()).hexdigest(), registry="2026-11-22"
            ),
            network={}, coverage=CoverageReport(level="low", sentence="x", statement=statement), summary="x",
            summary_statement=statement, counts={}, devices=devices,
        )
    )


def make_check(folder: Path) -> Path:
    """The folder of a check: recording, packets, findings, a photograph, a listing."""
    source = folder.parent / f"{folder.name}-source"
    source.mkdir()
    photo, listing = source / "photo.jpg", source / "listing.html"
    photo.write_bytes(b"\xff\xd8\xff\xe1 specimen" + bytes(range(256)) * 8)
    listing.write_text("<p>A flat with a view</p>")
    with journal.create(folder, Opened(engine="0.1.0", signatures="2026.11.22 00", means="scan"), clock()) as log:
        for number in range(3):
            log.append(
                observe(
                    "http.server", b"specimen/%d" % number, at="2026-11-22T11:00:00Z", via="http",
                    source=Source(mac=f"02:00:00:00:00:0{number}", ip=f"192.0.2.{number}"),
                )
            )
        kept = keep(photo, folder)
        log.append(Photo(file=kept.file, sha256=kept.sha256, size=kept.size, caption="the shelf"))
        kept = keep(listing, folder)
        log.append(
            Listing(file=kept.file, sha256=kept.sha256, size=kept.size, url="https://example.org/1", captured_at="2026")
        )
        log.append(Note(text="É, \u0639\u0631\u0628\u064a, <b>&amp;</b>"))
        log.append(Closed(how="finished", seconds=60))
        log.append(Custody(action="sealed", by="the guest"))
    (folder / "packets.pcapng").write_bytes(bytes.fromhex("0a0d0d0a") + bytes(range(256)) * 20)
    return folder


def make_library(folder: Path, words: str = "says = ['camera']\n") -> Path:
    (folder / "registry").mkdir(parents=True)
    (folder / "specimen.toml").write_text(words)
    (folder / "vocabulary.toml").write_text('version = "2026.11.22"\n')
    (folder / "registry" / "oui.csv").write_text("020000,Specimen\n")
    return folder


@pytest.fixture(scope="session")
def key(tmp_path_factory) -> Key:
    return open_key(tmp_path_factory.mktemp("key") / "key", now=NOW)


@pytest.fixture
def contents(tmp_path) -> Contents:
    library = make_library(tmp_path / "signatures")
    check = make_check(tmp_path / "check")
    (check / "findings.json").write_bytes(reassess(check, library))
    return Contents(recording=check, signatures=library)


@pytest.fixture
def sealed(contents, key, tmp_path) -> Sealed:
    return seal(contents, tmp_path / "out.zip", key, engine="0.1.0")


@pytest.fixture(scope="session")
def specimen_pdf() -> bytes:
    return typst.compile(SPECIMEN.encode(), pdf_standards=["a-3a", "ua-1"])


CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = Local root
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[service]
serial = serial
signer_cert = tsa.pem
certs = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class Authority(msgspec.Struct):
    """A timestamp authority that is `openssl ts` in a folder; some of its addresses do not work."""

    folder: Path
    asked: list[str] = []

    @property
    def root(self) -> bytes:
        return (self.folder / "ca.pem").read_bytes()

    def openssl(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def transport(self, address: str, request: bytes) -> bytes:
        self.asked.append(address)
        if "unreachable" in address:
            raise ConnectionRefusedError("connection refused")
        if "portal" in address:
            return b"<html>log in first</html>"
        (self.folder / "request").write_bytes(request)
        self.openssl("ts", "-reply", "-config", "c", "-section", "service", "-queryfile", "request", "-out", "reply")
        return (self.folder / "reply").read_bytes()


@pytest.fixture(scope="session")
def authority(tmp_path_factory) -> Authority:
    made = Authority(tmp_path_factory.mktemp("authority"))
    (made.folder / "c").write_text(CONFIG)
    (made.folder / "serial").write_text("01\n")
    request = ["req", "-newkey", "rsa:2048", "-nodes", "-config", "c"]
    made.openssl(*request, "-x509", "-keyout", "ca.key", "-out", "ca.pem", "-days", "3650", "-extensions", "ca")
    made.openssl(*request, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Local authority")
    made.openssl(
        "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "tsa.pem",
        "-days", "3650", "-extfile", "c", "-extensions", "tsa",
    )
    return made


ALONE = Path(__file__).parents[2] / "scripts" / "verify.py"


@pytest.fixture(scope="session")
def alone():
    """The stand-alone program, as (exit status, what it printed) of a bundle."""
    spec = importlib.util.spec_from_file_location("verify_alone", ALONE)
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)

    def run(path: Path, *words: str) -> tuple[int, str]:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            status = program.main([str(path), *words])
        return status, printed.getvalue()

    return run
