"""What holds for every maker's decoder: it knows its own, nobody else's, and never raises."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.model import limits
from roomcheck.probes.makers.dhip import PROBE as DHIP
from roomcheck.probes.makers.sadp import INQUIRY
from roomcheck.probes.makers.ubnt import QUESTIONS as UBNT
from roomcheck.wire.makers import (
    bosch,
    dlink,
    dvrip,
    foscam,
    gvcp,
    hanwha,
    ipro,
    kasa,
    miio,
    pppp,
    sony,
    tapo,
    tuya,
    v380,
    vision360,
    vivotek,
    vstarcam,
    xmeye,
)
from roomcheck.wire.udp import UDP_DECODERS, decode_udp
from tests.wire.maker_answers import ANSWERS

QUESTIONS = {
    "sadp": INQUIRY, "dhip": DHIP.questions[0], "ubnt 1": UBNT[0], "ubnt 2": UBNT[1], "bosch": bosch.QUESTION,
    "dlink": dlink.QUESTION, "dvrip": dvrip.QUESTION, "foscam": foscam.QUESTION, "gvcp": gvcp.QUESTION, "hanwha": hanwha.QUESTION,
    "ipro": ipro.question(bytes.fromhex("aaaaaa112233"), bytes([192, 0, 2, 1])), "kasa": kasa.QUESTION,
    "miio": miio.QUESTION, "pppp": pppp.SEARCH, "pppp extended": pppp.SEARCH_EXTENDED, "sony": sony.QUESTION,
    "tapo": tapo.QUESTION, "tapo with key": tapo.question_with_key("-----BEGIN PUBLIC KEY-----", 7),
    "tuya": tuya.question("192.0.2.1", bytes(12)), "v380": v380.QUESTION, "vision360": vision360.QUESTION,
    "vivotek": vivotek.QUESTION, "vstarcam": vstarcam.QUESTION, "xmeye": xmeye.question(),
} | {f"pppp {at}": search for at, search in enumerate(pppp.SCRAMBLED_SEARCHES)}


def protocol(name: str) -> str:
    return name.split(maxsplit=1)[0]


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_known_on_any_port_and_by_one_decoder_alone(name: str) -> None:
    for port in (1, 10_000, 37_020, 49_154):
        fields = decode_udp(ANSWERS[name], port)
        assert {field.split(".")[0] for field, _ in fields} == {protocol(name)}
    assert sum(bool(decoder.decode(ANSWERS[name], 0)) for decoder in UDP_DECODERS) == 1


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_no_answer(name: str) -> None:
    assert [decoder.decode(QUESTIONS[name], 0) for decoder in UDP_DECODERS] == [()] * len(UDP_DECODERS)


@given(st.binary(max_size=600), st.integers(0, 65_535))
def test_arbitrary_bytes_never_raise(data: bytes, port: int) -> None:
    assert isinstance(decode_udp(data, port), tuple)


@given(st.sampled_from(sorted(ANSWERS)), st.data())
def test_broken_answers_never_raise_and_every_value_is_harmless(name: str, data: st.DataObject) -> None:
    raw = bytearray(ANSWERS[name])
    for _ in range(data.draw(st.integers(0, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(raw)))
    tail = data.draw(st.binary(max_size=40))
    for decoder in UDP_DECODERS:
        for field, value in decoder.decode(bytes(raw[:cut]) + tail, 0):
            assert value
            assert len(value) <= limits.TEXT
            assert value.isprintable(), (field, value)


@given(st.binary(min_size=1, max_size=40))
def test_a_known_beginning_does_not_make_an_answer(tail: bytes) -> None:
    for start in (b"\xf1\x41", b"MO_I\1\0", b"DH\1\x08", b"\x20\0\0\0DHIP", b"\x21\x31\0\x20", b"\xb3\0", b"<ProbeMatch"):
        if len(start + tail) != 32:
            assert decode_udp(start + tail, 0) == ()


@pytest.mark.parametrize("depth", [10, 5_000, 200_000])
def test_deep_json_and_deep_xml_end_quietly(depth: int) -> None:
    deep = b'{"params":' * depth
    assert decode_udp(b"\x20\0\0\0DHIP" + bytes(24) + deep, 37_810) == ()
    assert decode_udp(b"<ProbeMatch>" + b"<a>" * depth, 37_020) == ()


def test_xml_with_entities_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><ProbeMatch><DeviceSN>&a;</DeviceSN></ProbeMatch>'
    assert decode_udp(bomb, 37_020) == ()


CORPORA = Path(os.environ.get("ROOMCHECK_CORPORA", Path(__file__).parents[3] / "shared" / "corpora"))


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not at hand (ROOMCHECK_CORPORA)")
def test_recorded_answers_of_the_corpora() -> None:
    known: Counter[tuple[str, str]] = Counter()
    for file in ("handpicked.jsonl", "ndpi.jsonl", "python_kasa.jsonl"):
        for line in (CORPORA / file).read_text().split("\n")[:-1]:
            entry = json.loads(line)
            raw = entry.get("wire_hex") or (entry["raw"] if entry["kind"] == "udp_hex" else None)
            if raw is not None:
                fields = decode_udp(bytes.fromhex(raw), entry.get("sport") or 0)
                known[entry["label"], fields[0][0].split(".")[0] if fields else ""] += 1
                declared = {value for field, value in fields if field in {"kasa.type", "tapo.type"}}
                if declared:
                    assert (entry["label"] == "camera") == any("IPCAMERA" in value for value in declared)
    assert known == {
        ("camera", "sadp"): 3, ("camera", "dhip"): 3, ("ambiguous", "dhip"): 1, ("camera", "pppp"): 2,
        ("camera", "tapo"): 8, ("not_camera", "tapo"): 45, ("not_camera", "kasa"): 37, ("not_camera", "tuya"): 13,
        ("not_camera", "ubnt"): 7, ("not_camera", ""): 10,
    }
