"""Tuya: both frames, in the clear and closed with the shared key."""

import json

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from roomcheck.wire.makers.tuya import decode_tuya, question
from tests.wire.maker_answers import TUYA_35, TUYA_CLOSED, TUYA_JSON, TUYA_KEY, TUYA_PLAIN, tuya_new, tuya_old


@pytest.mark.parametrize(("data", "version"), [(TUYA_PLAIN, "3.3"), (TUYA_CLOSED, "3.3"), (TUYA_35, "3.5")])
def test_an_announcement(data: bytes, version: str) -> None:
    found = decode_tuya(data)
    assert found is not None
    assert found.fields() == (
        ("tuya.id", "eb0123456789abcdefgh"), ("tuya.product", "keytg5kq8gvkv9dh"), ("tuya.version", version),
    )


@pytest.mark.parametrize("data", [TUYA_PLAIN, TUYA_CLOSED, TUYA_35])
def test_every_altered_byte_is_noticed(data: bytes) -> None:
    for at in range(len(data)):
        altered = bytearray(data)
        altered[at] ^= 0x40
        assert decode_tuya(bytes(altered)) is None, at


@pytest.mark.parametrize("plain", [b"", b"{}", b"[]", b'{"gwId": []}', b'{"gwId": ""}', b"{" * 900])
def test_bodies_that_announce_nothing(plain: bytes) -> None:
    assert decode_tuya(tuya_old(plain, closed=False)) is None
    assert decode_tuya(tuya_old(plain, closed=True)) is None
    assert decode_tuya(tuya_new(plain)) is None


def test_a_frame_under_a_devices_own_key_stays_closed() -> None:
    head = TUYA_35[4:18]
    foreign = AESGCM(bytes(16)).encrypt(b"0123456789ab", TUYA_JSON, head[:10] + (len(TUYA_JSON) + 28).to_bytes(4, "big"))
    assert decode_tuya(b"\0\0\x66\x99" + head[:10] + (len(TUYA_JSON) + 28).to_bytes(4, "big")
                       + b"0123456789ab" + foreign + b"\0\0\x99\x66") is None


def test_the_question_opens_with_the_shared_key_and_holds_ones_own_address() -> None:
    data = question("192.0.2.77", b"abcdefghijkl")
    assert (data[:4], data[-4:]) == (b"\0\0\x66\x99", b"\0\0\x99\x66")
    assert data[4:14].hex() == "0000" + "00000000" + "00000025"
    assert int.from_bytes(data[14:18], "big") == len(data) - 22
    assert json.loads(AESGCM(TUYA_KEY).decrypt(data[18:30], data[30:-4], data[4:18])) == {
        "from": "app", "ip": "192.0.2.77",
    }
