"""Kasa and Tapo: the ciphers and heads of TP-Link's two discoveries."""

import json
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.wire.makers import kasa, tapo
from tests.wire.maker_answers import KASA_CAMERA, KASA_PLUG, TAPO_CAMERA, TAPO_PLUG, tdp, xor_autokey


def test_the_questions_are_the_published_bytes() -> None:
    # ntop/nDPI's capture tplink_shp.pcap, and python-kasa:kasa/discover.py.
    assert kasa.QUESTION.hex() == "d0f281f88bff9af7d5ef94b6d1b4c09fec95e68fe187e8caf08bf68bf6"
    assert tapo.QUESTION.hex() == "020000010000000000000000463cb5d3"


def test_the_question_with_a_key_has_its_length_and_its_check() -> None:
    data = tapo.question_with_key("-----BEGIN PUBLIC KEY-----\nAAAA\n", 0x01020304)
    assert data[:4].hex() == "02000001"
    assert int.from_bytes(data[4:6], "big") == len(data) - 16
    assert data[6:12].hex() == "1100" + "01020304"
    assert int.from_bytes(data[12:16], "big") == crc32(data[:12] + bytes.fromhex("5a6b7c8d") + data[16:])
    assert json.loads(data[16:]) == {"params": {"rsa_key": "-----BEGIN PUBLIC KEY-----\nAAAA\n"}}


@given(st.binary(max_size=300))
def test_kasas_cipher_and_its_reverse(data: bytes) -> None:
    assert kasa.scramble(data) == xor_autokey(data)
    assert kasa.unscramble(kasa.scramble(data)) == data


@pytest.mark.parametrize(("data", "kind", "model"), [
    (KASA_CAMERA, "IOT.IPCAMERA", "KC120(US)"), (KASA_PLUG, "IOT.SMARTPLUGSWITCH", "HS103(US)"),
])
def test_kasa_says_what_it_is(data: bytes, kind: str, model: str) -> None:
    found = kasa.decode_kasa(data)
    assert found is not None
    assert (found.type, found.model) == (kind, model)


@pytest.mark.parametrize(("data", "kind", "model"), [
    (TAPO_CAMERA, "SMART.IPCAMERA", "C210"), (TAPO_PLUG, "SMART.TAPOPLUG", "P100"),
])
def test_tapo_says_what_it_is(data: bytes, kind: str, model: str) -> None:
    found = tapo.decode_tapo(data)
    assert found is not None
    assert (found.type, found.model) == (kind, model)


@pytest.mark.parametrize("body", [
    {}, {"result": None}, {"result": {}}, {"result": []}, {"error_code": -40401}, {"result": {"device_model": "C210"}},
])
def test_tapo_answers_without_a_type_say_nothing(body: dict[str, object]) -> None:
    assert tapo.decode_tapo(tdp(body)) is None


@pytest.mark.parametrize("body", [
    b"{}", b'{"system":{}}', b'{"system":{"get_sysinfo":{}}}', b'{"system":{"get_sysinfo":{"alias":"x"}}}', b"[1]",
    b'{"system":{"get_sysinfo":{"err_code":-1}}}', b"{",
])
def test_kasa_answers_without_a_type_or_model_say_nothing(body: bytes) -> None:
    assert kasa.decode_kasa(xor_autokey(body)) is None


def test_types_written_as_numbers_do_not_break_the_rest() -> None:
    found = kasa.decode_kasa(xor_autokey(b'{"system":{"get_sysinfo":{"type":7,"model":"X\\u001b[31m","alias":null}}}'))
    assert found is not None
    assert (found.type, found.model, found.alias) == ("7", "X\\x1b[31m", "")
