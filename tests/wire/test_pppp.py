"""PPPP: identities in the clear and scrambled, against the published bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.wire.makers.pppp import SCRAMBLED_SEARCHES, SEARCH, WORDS, decode_pppp, scramble, unscramble
from tests.wire.maker_answers import PPPP_BATD


def test_a_recorded_identity() -> None:
    found = decode_pppp(PPPP_BATD)
    assert found is not None
    assert found.fields() == (
        ("pppp.uid", "BATD-156362-WONJM"), ("pppp.prefix", "BATD"), ("pppp.cipher", "none"),
    )


def test_the_scrambled_searches_are_the_published_ones() -> None:
    assert dict(zip(WORDS, (search.hex() for search in SCRAMBLED_SEARCHES), strict=True)) == {
        "camera": "2cba5f5d", "SHIX": "9fa1eeb9", "SSD@cs2-network.": "b1a6bb9a", "@@@@....": "5d782818",
        "VMSV": "d19e23ab", "FERRY@88": "a92a6297", "mycamera": "aa66af5c", "Deng123abc": "5bd2e68e",
        "Duncom": "a5938099", "JX20130716": "2b2b1b15", "hyWHzyhtzH": "faa80fd1", "JYDGAOZHANP2P": "9d65825c",
        "SZGMBESTER": "2d310517", "vstarcam2018": "49b573d5",
    }


@pytest.mark.parametrize("secret", WORDS)
def test_a_scrambled_identity_names_its_word(secret: str) -> None:
    found = decode_pppp(scramble(PPPP_BATD, secret))
    assert found is not None
    assert (found.uid, found.cipher) == ("BATD-156362-WONJM", secret)


@given(st.binary(max_size=80), st.sampled_from(WORDS))
def test_unscrambling_reverses_scrambling(data: bytes, secret: str) -> None:
    assert unscramble(scramble(data, secret), secret) == data


@pytest.mark.parametrize("data", [
    SEARCH, PPPP_BATD[:23], b"\xf1\x41\0\x10" + PPPP_BATD[4:], PPPP_BATD.replace(b"BATD", b"ba\0\0"),
    PPPP_BATD.replace(b"WONJM", b"12345"), b"\xf1\x43" + PPPP_BATD[2:],
])
def test_what_is_no_identity(data: bytes) -> None:
    assert decode_pppp(data) is None
