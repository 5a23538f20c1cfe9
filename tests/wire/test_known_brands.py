"""SADP, DHIP, Ubiquiti, Hanwha, Panasonic, Sony, Vivotek, Bosch, GigE Vision, 360 Vision."""

import pytest

from roomcheck.probes.makers.dhip import PROBE
from roomcheck.wire.makers import hanwha, ipro, sony, vivotek
from roomcheck.wire.makers.bosch import decode_bosch
from roomcheck.wire.makers.dhip import decode_dhip
from roomcheck.wire.makers.dlink import QUESTION as DLINK_QUESTION
from roomcheck.wire.makers.dlink import decode_dlink
from roomcheck.wire.makers.gvcp import QUESTION as GVCP_QUESTION
from roomcheck.wire.makers.gvcp import decode_gvcp
from roomcheck.wire.makers.sadp import decode_sadp
from roomcheck.wire.makers.ubnt import decode_ubnt
from roomcheck.wire.makers.vision360 import decode_vision360
from tests.wire.maker_answers import (
    BOSCH_BINARY,
    BOSCH_XML,
    DHIP_IPC,
    DLINK,
    GVCP,
    HANWHA_SND,
    IPRO,
    SADP,
    SONY,
    UBNT_BRIDGE,
    UBNT_UVC,
    VISION360,
    VIVOTEK,
    dhip,
)


def test_sadp() -> None:
    found = decode_sadp(SADP)
    assert found is not None
    assert found.fields() == (
        ("sadp.model", "Virtual"), ("sadp.type", "123456"), ("sadp.serial", "Virtual-123456789"),
        ("sadp.software", "V1.0build 200101"), ("sadp.activated", "true"),
    )


def test_sadp_of_newer_firmware_has_a_serial_only() -> None:
    found = decode_sadp(b"<ProbeMatch><Types>inquiry</Types><DeviceSN>iDS-2CD7547G2X</DeviceSN></ProbeMatch>\0\0")
    assert found is not None
    assert found.fields() == (("sadp.serial", "iDS-2CD7547G2X"),)


@pytest.mark.parametrize("data", [SADP[:-6], SADP.replace(b"UTF-8", b"x-no-such"), SADP + b"\0\0\0", b"\r\n" + SADP])
def test_sadp_with_mistakes_around_it_is_still_read(data: bytes) -> None:
    assert decode_sadp(data) == decode_sadp(SADP)


@pytest.mark.parametrize("data", [
    b"<Probe><Types>inquiry</Types></Probe>", SADP.replace(b"ProbeMatch", b"Probe"), b"",
    b"<ProbeMatch><Types>inquiry</Types></ProbeMatch>",
    b"<ProbeMatch><DeviceSN>" + b"9" * 20_000 + b"</DeviceSN></ProbeMatch>",
    b"<html>We write of &lt;ProbeMatch here: <ProbeMatch><DeviceSN>1</DeviceSN></ProbeMatch></html>",
])
def test_what_is_no_sadp_answer(data: bytes) -> None:
    assert decode_sadp(data) is None


def test_dhip() -> None:
    found = decode_dhip(DHIP_IPC)
    assert found is not None
    assert found.fields() == (
        ("dhip.method", "client.notifyDevInfo"), ("dhip.class", "IPC"), ("dhip.type", "IPC-HDW5421S"),
        ("dhip.vendor", "Dahua"), ("dhip.serial", "1F006E4PAX00075"),
    )
    assert decode_dhip(DHIP_IPC + b"\n\0") == found
    assert decode_dhip(dhip({"method": "client.notifyDevInfo", "params": {"deviceInfo": {}}})) is None
    assert decode_dhip(DHIP_IPC[32:]) is None


def test_the_search_is_the_one_of_dahuaconsole() -> None:
    body = b'{"method": "DHDiscover.search", "params": {"mac": "", "uni": 1}}'
    size = len(body).to_bytes(4, "little")
    assert PROBE.questions == (
        bytes.fromhex("2000000044484950") + bytes(8) + size + bytes(4) + size + bytes(4) + body,
    )


def test_ubiquiti() -> None:
    camera, bridge = decode_ubnt(UBNT_UVC), decode_ubnt(UBNT_BRIDGE)
    assert camera is not None
    assert bridge is not None
    assert camera.fields() == (
        ("ubnt.name", "Gate"), ("ubnt.platform", "UVC G4 Pro"),
        ("ubnt.firmware", "UVC.S5L.v4.46.18.67.ceacbaa.211202.1017"),
    )
    assert (bridge.model, bridge.platform) == ("Unifi-Protect-UAP-Bridge", "UFP-UAP-B")
    assert decode_ubnt(UBNT_UVC[:60]) is None
    assert decode_ubnt(b"\x03" + UBNT_UVC[1:]) is None


def test_hanwha() -> None:
    found = hanwha.decode_hanwha(HANWHA_SND)
    assert found is not None
    assert found.fields() == (("hanwha.model", "SND-6083"), ("hanwha.mac", "00:16:6c:7d:75:6e"))
    assert hanwha.decode_hanwha(b"\x01" + HANWHA_SND[1:]) is None
    assert b"\x01" + bytes(0x106 - 1) == hanwha.QUESTION


def test_panasonics_question_is_the_captured_one_and_its_answer_is_read() -> None:
    captured = (
        "00010028000d0000000000000026186a7813a9fe3a59000020111e11231f1e1913000000010000000000000000000000fff0002400"
        "2000210022002300250028004000410042004400a500a600a700a800ad00b300b700b8ffff0fe5"
    )
    assert ipro.question(bytes.fromhex("0026186a7813"), bytes([169, 254, 58, 89])).hex() == captured
    found = ipro.decode_ipro(IPRO)
    assert found is not None
    assert found.fields() == (
        ("ipro.name", "WV-NS202"), ("ipro.name", "Entry"), ("ipro.mac", "00:80:45:11:22:33"),
    )


def test_sony() -> None:
    found = sony.decode_sony(SONY)
    assert found is not None
    assert found.fields() == (("sony.model", "Virtual"), ("sony.serial", "123456789"))
    assert sony.QUESTION == b"\x02ENQ:allinfo\xff\x03"
    assert sony.decode_sony(SONY[:-1]) is None


def test_vivotek() -> None:
    found = vivotek.decode_vivotek(VIVOTEK)
    assert found is not None
    assert found.fields() == (("vivotek.name", "IP8131"),)
    assert vivotek.QUESTION[1:].hex() == "4a5d8f1c"
    assert vivotek.decode_vivotek(VIVOTEK[:20]) is None


def test_bosch() -> None:
    xml, binary = decode_bosch(BOSCH_XML), decode_bosch(BOSCH_BINARY)
    assert xml is not None
    assert binary is not None
    assert xml.fields() == (
        ("bosch.reply", "xml"), ("bosch.name", "Virtual (XML)"), ("bosch.serial", "12345678:12345678"),
    )
    assert binary.fields() == (("bosch.reply", "binary"),)
    assert decode_bosch(BOSCH_BINARY[:31]) is None
    assert decode_bosch(BOSCH_XML.replace(b"OEMExt00", b"urn:x")) is None


def test_gvcp() -> None:
    found = decode_gvcp(GVCP)
    assert found is not None
    assert found.fields() == (("gvcp.maker", "Basler"), ("gvcp.model", "acA1300-60gm"))
    assert GVCP_QUESTION.hex() == "42" + "11" + "0002" + "0000" + "0001"
    assert decode_gvcp(GVCP[:-1]) is None


def test_360_vision() -> None:
    found = decode_vision360(VISION360)
    assert found is not None
    assert found.fields() == (("vision360.type", "IPDOME"), ("vision360.key", "00:60:35:32:26:cd"))
    assert decode_vision360(b"DISCOVER\n") is None


def test_dlink() -> None:
    found = decode_dlink(DLINK)
    assert found is not None
    assert found.fields() == (("dlink.model", "DCS-8000LH"),)
    assert DLINK_QUESTION.hex() == "fdfd" + "0000" + "a100" + "ff" * 6 + "00000000" + "0000" + "0200" + "0000"
    assert decode_dlink(DLINK[:200]) is None
    assert decode_dlink(b"\xfd\xfd" + DLINK[2:]) is None
