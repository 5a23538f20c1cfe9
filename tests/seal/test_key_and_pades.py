"""The signing key, the detached signature, and the signature of the report."""

import io
import os
import re
import shutil
import subprocess
import sys
import threading

import pytest
import typst
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from roomcheck.model.errors import SealFailed
from roomcheck.seal import pades, signature
from roomcheck.seal.key import FILE, home, open_key
from roomcheck.seal.tagging import KeepsMetadata
from tests.seal.conftest import SPECIMEN


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path):
    made = open_key(tmp_path / "key")
    assert open_key(tmp_path / "key").fingerprint == made.fingerprint
    assert (tmp_path / "key" / FILE).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o700
    assert made.private.key_size == 3072
    assert [path.name for path in (tmp_path / "key").iterdir()] == [FILE]
    assert made.notice is None


def test_two_at_once_get_the_same_key(tmp_path):
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(open_key(tmp_path / "k").fingerprint)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_loose_rights_are_corrected_and_said(tmp_path):
    open_key(tmp_path)
    (tmp_path / FILE).chmod(0o644)
    assert "corrected" in open_key(tmp_path).notice
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_a_damaged_key_is_one_sentence_and_stays(tmp_path, key):
    open_key(tmp_path)
    whole = (tmp_path / FILE).read_bytes()
    begin = whole.index(b"-----BEGIN CERTIFICATE")
    for bad in (whole[:900], b"", whole[:begin], whole[:begin] + key.pem):
        (tmp_path / FILE).write_bytes(bad)
        with pytest.raises(SealFailed, match="damaged"):
            open_key(tmp_path)
        assert (tmp_path / FILE).read_bytes() == bad


def test_a_key_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SealFailed, match="cannot be opened"):
        open_key(tmp_path / "file" / "key")


def test_the_key_has_its_place_in_the_users_data(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    if sys.platform == "linux":
        assert home() == tmp_path / "roomcheck" / "key"


def test_a_signature_fits_one_content_alone(key):
    made = signature.sign(b"content\n", key)
    found = signature.check(b"content\n", made)
    assert found.holds
    assert found.fingerprint == key.fingerprint
    assert found.claimed_at is not None
    other = signature.check(b"content\r\n", made)
    assert (other.holds, other.why) == (False, "it was made for another content")
    assert not signature.check(b"content\n", made + b"\n").holds


@pytest.mark.parametrize("words", [["-noverify"], ["-CAfile", "certificate"]])
def test_openssl_reads_the_signature(key, tmp_path, words):
    (tmp_path / "s").write_bytes(signature.sign(b"content\n", key))
    (tmp_path / "certificate").write_bytes(key.pem)
    for content, status in ((b"content\n", 0), (b"Content\n", 4)):
        (tmp_path / "c").write_bytes(content)
        command = "openssl cms -verify -binary -inform DER -in s -content c -out o".split()
        assert subprocess.run([*command, *words], cwd=tmp_path, capture_output=True).returncode == status


def test_a_signature_of_a_weak_key_or_digest_is_refused(tmp_path, key):
    weak = "openssl req -x509 -newkey rsa:1024 -nodes -keyout k -out c -subj /CN=x".split()
    subprocess.run(weak, cwd=tmp_path, capture_output=True, check=True)
    (tmp_path / "m").write_bytes(b"content")
    sign = "openssl cms -sign -binary -outform DER -in m -signer c -inkey k -out s -md".split()
    subprocess.run([*sign, "sha256"], cwd=tmp_path, capture_output=True, check=True)
    assert "2048" in signature.check(b"content", (tmp_path / "s").read_bytes()).why
    strong = "openssl req -x509 -newkey rsa:2048 -nodes -keyout k -out c -subj /CN=x".split()
    subprocess.run(strong, cwd=tmp_path, capture_output=True, check=True)
    subprocess.run([*sign, "sha1"], cwd=tmp_path, capture_output=True, check=True)
    assert "SHA-256" in signature.check(b"content", (tmp_path / "s").read_bytes()).why


@pytest.fixture(scope="module")
def signed(specimen_pdf, key) -> bytes:
    return pades.sign_pdf(specimen_pdf, key, text="Signature électronique")


def test_the_signed_report_begins_with_the_unsigned(signed, specimen_pdf):
    assert signed.startswith(specimen_pdf)


def test_pyhanko_finds_it_valid_and_whole(signed, specimen_pdf, key):
    found = pades.check(signed)
    assert (found.signed, found.holds, found.fingerprint) == (True, True, key.fingerprint)
    assert pades.check(specimen_pdf).signed is False


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler's pdfsig is not installed")
def test_pdfsig_finds_it_valid(signed, tmp_path):
    (tmp_path / "r.pdf").write_bytes(signed)
    said = subprocess.run(["pdfsig", "-nocert", "r.pdf"], cwd=tmp_path, capture_output=True, text=True).stdout
    for line in (
        "Signature is Valid", "Total document signed", "SHA-256", "ETSI.CAdES.detached", "integrity, not identity",
    ):
        assert line in said


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_qpdf_finds_its_structure_whole(signed, tmp_path):
    (tmp_path / "r.pdf").write_bytes(signed)
    done = subprocess.run(["qpdf", "--check", "r.pdf"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_changed_report_does_not_hold(signed, specimen_pdf):
    for place in (300, len(specimen_pdf) // 2, len(specimen_pdf) + 200, len(signed) - 30):
        data = bytearray(signed)
        data[place] ^= 1
        assert not pades.check(bytes(data)).holds, place
    assert not pades.check(signed + b"%more\n").holds


def test_the_widget_is_tagged_as_pdf_ua_asks(signed):
    root = PdfFileReader(io.BytesIO(signed)).root
    assert len(root["/AcroForm"]["/Fields"]) == 1
    field = root["/AcroForm"]["/Fields"][0]
    assert (field["/FT"], field["/Subtype"], field["/TU"]) == ("/Sig", "/Widget", "Signature électronique")
    tree = root["/StructTreeRoot"]
    numbers = tree["/ParentTree"]["/Nums"]
    keys = [int(numbers[at]) for at in range(0, len(numbers), 2)]
    assert keys == sorted(set(keys))
    assert tree["/ParentTreeNextKey"] == keys[-1] + 1
    element = numbers[2 * keys.index(int(field["/StructParent"])) + 1]
    assert (element["/S"], element["/Alt"]) == ("/Form", "Signature électronique")
    assert element["/K"][0]["/Type"] == "/OBJR"
    assert element["/K"][0]["/Obj"]["/T"] == field["/T"]
    document = tree["/K"][0]
    assert document["/S"] == "/Document"
    assert document["/K"][-1]["/S"] == "/Form"
    page = root["/Pages"]["/Kids"][-1]
    assert page["/Tabs"] == "/S"
    assert page["/Annots"][-1]["/T"] == field["/T"]


def test_it_stays_pdf_a_3(signed, specimen_pdf):
    before = PdfFileReader(io.BytesIO(specimen_pdf))
    after = PdfFileReader(io.BytesIO(signed))
    assert after.root["/Metadata"].data == before.root["/Metadata"].data
    assert b"<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in after.root["/Metadata"].data
    assert b"<pdfuaid:part>1</pdfuaid:part>" in after.root["/Metadata"].data
    assert (after.input_version, "/Version" in after.root) == ((1, 7), False)
    assert after.trailer.flatten()["/Info"] == before.trailer.flatten()["/Info"]
    assert after.root["/AF"] == before.root["/AF"]
    assert after.root["/OutputIntents"] == before.root["/OutputIntents"]
    field = after.root["/AcroForm"]["/Fields"][0]
    print_, hidden = 0b100, 0b11  # ISO 19005-3, 6.3.2; the two lowest are Invisible and Hidden
    assert field["/F"] & print_
    assert not field["/F"] & (hidden | 0b100000 | 0b100000000)
    assert list(field["/Rect"]) == [0, 0, 0, 0]  # no appearance is needed, ISO 19005-3, 6.3.3
    assert "/AP" not in field
    assert "/A" not in field
    assert "/AA" not in field
    assert "/NeedAppearances" not in root_form(after)
    assert re.search(rb"%%EOF\s*$", signed)


def root_form(reader: PdfFileReader):
    return reader.root["/AcroForm"]


def test_long_and_untagged_reports_are_signed_too(key):
    page = '#pagebreak()\n= Page\n#link("https://example.org")[x]\n'
    long = SPECIMEN + page * 80
    data = typst.compile(long.encode(), pdf_standards=["a-3a", "ua-1"])
    made = pades.sign_pdf(data, key)
    assert pades.check(made).holds
    tree = PdfFileReader(io.BytesIO(made)).root["/StructTreeRoot"]
    assert tree["/ParentTree"]["/Nums"][-1]["/S"] == "/Form"
    plain = typst.compile(b"plain", pdf_tags=False)
    assert "/StructTreeRoot" not in PdfFileReader(io.BytesIO(plain)).root
    assert pades.check(pades.sign_pdf(plain, key)).holds


def test_signing_twice_or_nonsense_is_one_sentence(signed, key):
    with pytest.raises(SealFailed, match="signed already"):
        pades.sign_pdf(signed, key)
    for bad in (b"", b"no report", signed[:3000]):
        with pytest.raises(SealFailed, match="cannot be signed"):
            pades.sign_pdf(bad, key)


def test_nothing_heavy_is_loaded_before_it_is_needed():
    code = "import sys, roomcheck.seal.verify, roomcheck.seal.bundle; print([m for m in ('pyhanko', 'asn1crypto') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=dict(os.environ))
    assert done.stdout == "[]\n", done.stderr


def test_a_parent_tree_in_several_nodes_is_widened(specimen_pdf, key):
    writer = KeepsMetadata(io.BytesIO(specimen_pdf))
    tree = writer.root["/StructTreeRoot"]
    numbers = tree["/ParentTree"]["/Nums"]
    limits = generic.ArrayObject([generic.NumberObject(0), numbers.raw_get(len(numbers) - 2)])
    leaf = writer.add_object(
        generic.DictionaryObject({generic.pdf_name("/Limits"): limits, generic.pdf_name("/Nums"): numbers})
    )
    tree["/ParentTree"] = generic.DictionaryObject({generic.pdf_name("/Kids"): generic.ArrayObject([leaf])})
    writer.update_container(tree)
    written = io.BytesIO()
    writer.write(written)
    made = pades.sign_pdf(written.getvalue(), key)
    assert pades.check(made).holds
    tree = PdfFileReader(io.BytesIO(made)).root["/StructTreeRoot"]
    leaf = tree["/ParentTree"]["/Kids"][0]
    assert leaf["/Nums"][-1]["/S"] == "/Form"
    assert leaf["/Limits"][1] == leaf["/Nums"][-2] == tree["/ParentTreeNextKey"] - 1


def test_every_byte_of_a_signature_counts(key):
    made = signature.sign(b"content", key)
    for place in range(len(made)):
        changed = bytearray(made)
        changed[place] ^= 1
        found = signature.check(b"content", bytes(changed))
        assert not (found.holds and found.fingerprint == key.fingerprint), place
