"""XMEye, V380, Foscam, VStarcam, DVRIP, miIO, Reolink: the values of each, and what each refuses."""

import pytest

from roomcheck.wire.makers.dvrip import QUESTION as DVRIP_QUESTION
from roomcheck.wire.makers.dvrip import decode_dvrip
from roomcheck.wire.makers.foscam import QUESTION as FOSCAM_QUESTION
from roomcheck.wire.makers.foscam import decode_foscam
from roomcheck.wire.makers.miio import decode_miio
from roomcheck.wire.makers.reolink import decode_reolink
from roomcheck.wire.makers.v380 import decode_v380
from roomcheck.wire.makers.vstarcam import decode_vstarcam
from roomcheck.wire.makers.xmeye import decode_xmeye, question
from tests.wire.maker_answers import (
    BAICHUAN,
    DVRIP,
    FOSCAM,
    FOSCAM_OWNER,
    FOSCAM_XOR,
    MIIO,
    V380,
    VSTARCAM,
    VSTARCAM_IPCM,
    XMEYE,
    xmeye,
)


def test_the_questions_are_the_published_bytes() -> None:
    assert question().hex() == "ff00000000000000000000000000fa0500000000"
    assert DVRIP_QUESTION.hex() == "a3010001" + "00" * 12 + "02" + "00" * 15
    assert FOSCAM_QUESTION.hex() == "4d4f5f49" + "00" * 11 + "04000000" + "04000000" + "00000001"


def test_a_recorded_xmeye_answer() -> None:
    found = decode_xmeye(XMEYE)
    assert found is not None
    assert found.fields() == (
        ("xmeye.host", "LocalHost"), ("xmeye.serial", "41e6853ada5e9323"), ("xmeye.channels", "1"),
        ("xmeye.type", "1"), ("xmeye.mac", "00:12:31:08:bb:97"),
    )


def test_xmeye_names_in_other_charsets_are_read() -> None:
    found = decode_xmeye(xmeye(b'{"NetWork.NetCommon":{"HostName":"\xb0\xb2\xb7\xc0","MAC":"00:12:16:aa:bb:cc"}}\n\0'))
    assert found is not None
    assert found.mac == "00:12:16:aa:bb:cc"


@pytest.mark.parametrize("data", [
    xmeye(XMEYE[20:], message=1530), xmeye(b"{}"), xmeye(b'{"NetWork.NetCommon":{}}'), XMEYE[:20],
    b"\xfe" + XMEYE[1:], xmeye(b'{"Ret":103}\n\0'),
])
def test_what_is_no_xmeye_answer(data: bytes) -> None:
    assert decode_xmeye(data) is None


def test_v380() -> None:
    found = decode_v380(V380)
    assert found is not None
    assert found.fields() == (("v380.id", "41234567"), ("v380.mac", "aa:aa:aa:11:22:33"))
    assert decode_v380(b"^".join(V380.split(b"^")[:12])) is None
    assert decode_v380(V380.replace(b"41234567", b"")) is None
    assert decode_v380(b"NVDEVRESULT^" * 200) is None


@pytest.mark.parametrize("data", [FOSCAM, FOSCAM_XOR])
def test_foscam(data: bytes) -> None:
    found = decode_foscam(data)
    assert found is not None
    assert found.fields() == (("foscam.serial", "AAAAAA112233"), ("foscam.name", "baby room"))
    assert decode_foscam(data[:4] + b"\0" + data[5:]) is None
    assert decode_foscam(data[:0x56]) is None


def test_recorded_answers_of_foscam_and_vstarcam() -> None:
    foscam, vstarcam = decode_foscam(FOSCAM_OWNER), decode_vstarcam(VSTARCAM_IPCM)
    assert foscam is not None
    assert vstarcam is not None
    assert foscam.fields() == (("foscam.serial", "00626E4D0B4B"), ("foscam.name", "Foscam_DarthMaul"))
    assert vstarcam.fields() == (
        ("vstarcam.id", "IPCM0000Z9GAEYN"), ("vstarcam.name", "ipcam000"), ("vstarcam.mac", "0c:8c:24:8e:87:04"),
    )


def test_vstarcam() -> None:
    found = decode_vstarcam(VSTARCAM)
    assert found is not None
    assert found.fields() == (
        ("vstarcam.id", "VSTC123456ABCDE"), ("vstarcam.name", "IPCAM"), ("vstarcam.mac", "aa:aa:aa:11:22:33"),
    )
    assert decode_vstarcam(VSTARCAM.replace(b"192.0.2.8", b"nonsense!")) is None
    assert decode_vstarcam(VSTARCAM[:155]) is None


def test_dvrip() -> None:
    found = decode_dvrip(DVRIP)
    assert found is not None
    assert found.fields() == (
        ("dvrip.model", "IPC-HFW1000S"), ("dvrip.mac", "aa:aa:aa:11:22:33"), ("dvrip.serial", "PZ3A1"),
    )
    without_model = DVRIP[:2] + b"\x11\0" + DVRIP[4:137]
    short = decode_dvrip(without_model)
    assert short is not None
    assert short.model == "DVR"
    assert decode_dvrip(DVRIP.replace(b"aa:aa:aa:11:22:33", b"aa:aa:aa:11:22:zz")) is None


def test_miio_tells_its_number_and_nothing_of_its_kind() -> None:
    found = decode_miio(MIIO)
    assert found is not None
    assert found.fields() == (("miio.id", str(0x0A1B2C3D)),)
    assert decode_miio(MIIO + b"\0") is None
    assert decode_miio(MIIO[:8] + b"\xff" * 4 + MIIO[12:]) is None


def test_reolink_is_known_by_a_head_that_fits() -> None:
    assert decode_reolink(BAICHUAN) is not None
    assert decode_reolink(BAICHUAN[:12]) is None
    assert decode_reolink(BAICHUAN[:8] + b"\xff" * 4 + BAICHUAN[12:]) is None
    udp = bytes.fromhex("3acf872a") + (5).to_bytes(4, "little") + bytes(12)
    assert decode_reolink(udp + b"abcde") is not None
    assert decode_reolink(udp + b"abcd") is None
