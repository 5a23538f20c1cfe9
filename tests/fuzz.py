"""`make fuzz`: every parser of outside bytes, guided by coverage, a process a parser.

`python -m tests.fuzz --seconds 10` for CI; longer as wanted; `--only NAME`; `--planted` shows that a planted bug is found.
A parser may raise only the errors that its contract names. Findings are kept in `.cache/fuzz/`.
"""

import argparse
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from roomcheck.model.errors import RoomcheckError

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".cache" / "fuzz"
SHARDS = min(4, (os.cpu_count() or 1) + 1)


def _stream(read: Callable[..., object], *more: object) -> Callable[[bytes], object]:
    def run(data: bytes) -> object:
        try:
            return sum(1 for _ in read(io.BytesIO(data), *more))
        except RoomcheckError:
            return None

    return run


def _refusing(parse: Callable[[bytes], object]) -> Callable[[bytes], object]:
    def run(data: bytes) -> object:
        try:
            return parse(data)
        except RoomcheckError:
            return None

    return run


def targets() -> dict[str, Callable[[bytes], object]]:
    """Every parser by name. Imported late, so that the fuzzer sees their branches."""
    from roomcheck.assess.assessor import assess
    from roomcheck.flows import cues
    from roomcheck.flows.table import Air
    from roomcheck.intake import jsonl, kismet, nmap
    from roomcheck.intake import pcap as captures
    from roomcheck.match import library
    from roomcheck.match.facts import facts_of
    from roomcheck.match.matcher import Matcher
    from roomcheck.model.assessment import to_json
    from roomcheck.model.observation import Source, observe
    from roomcheck.model.recording import bare
    from roomcheck.model.text import harmless
    from roomcheck.model.vocabulary import KINDS
    from roomcheck.net.air import listed
    from roomcheck.recording import chain
    from roomcheck.seal import bag, container, custody, timestamp
    from roomcheck.wire import (
        airfile,
        banner,
        dhcp,
        dns,
        frames,
        heads,
        heard,
        http,
        ieee80211,
        netbios,
        onvif,
        pcap,
        pcapng,
        ppi,
        radio,
        radiotap,
        rtsp,
        sdp,
        sip,
        snmp,
        ssdp,
        udp,
        upnp,
        wsd,
        x509,
        xml,
    )
    from roomcheck.wire.makers import (
        bosch,
        dhip,
        dlink,
        dvrip,
        foscam,
        gvcp,
        hanwha,
        ipro,
        kasa,
        miio,
        pppp,
        reolink,
        sadp,
        sony,
        tapo,
        tuya,
        ubnt,
        v380,
        vision360,
        vivotek,
        vstarcam,
        xmeye,
    )

    kinds = sorted(KINDS)

    def facts(data: bytes) -> object:
        if not data:
            return None
        kind = kinds[data[0] % len(kinds)]
        return facts_of(observe(kind, data[1:], at="", via="fuzz", source=Source(name="x")), lambda _: None)

    def broadcast(data: bytes) -> object:
        packet = frames.parse_frame(data)
        return packet and sum(1 for _ in heard.observations_of(packet, at="", via="fuzz"))

    def banners(data: bytes) -> object:
        return banner.telnet_text(data), banner.ftp_texts(data), banner.ssh_texts(data), banner.kind_of_banner(data)

    def in_the_air(data: bytes) -> object:
        link_type = (ieee80211.LINK_TYPE, radiotap.LINK_TYPE, ppi.LINK_TYPE)[len(data) % 3]
        found = airfile.hear(data, 0, link_type)
        return found and airfile.named(data, link_type, found)

    def flows(data: bytes) -> object:
        air = Air(bursts=True)
        for found, named in airfile.read_air(io.BytesIO(data)):
            air.add(found, named)
        lines = [(flow.windows(), flow.pace.lately(air.ended, flow.first)) for flow in air.busiest()]
        air.interrupt()
        return lines

    def lists(data: bytes) -> object:
        text = listed.console_text(data, "cp850")
        told = (listed.parse_netsh(text), listed.parse_iw(text), listed.parse_airport(text))
        return told, listed.parse_system_profiler(data)

    shipped = library.load()
    matcher = Matcher(shipped)

    def judged(data: bytes) -> object:
        return to_json(assess(bare(jsonl.read_jsonl(io.BytesIO(data), nowhere)), shipped, matcher))

    nowhere = Path("fuzz")
    return {
        "arp, ethernet, ip": frames.parse_frame, "bosch": bosch.decode_bosch, "dhcp": dhcp.parse_dhcp,
        "dhip": dhip.decode_dhip, "dlink": dlink.decode_dlink, "dns": dns.parse_dns, "dvrip": dvrip.decode_dvrip,
        "foscam": foscam.decode_foscam, "gvcp": gvcp.decode_gvcp, "hanwha": hanwha.decode_hanwha,
        "heads": heads.parse_head, "http": http.parse_http, "ipro": ipro.decode_ipro, "kasa": kasa.decode_kasa,
        "miio": miio.decode_miio, "netbios": netbios.parse_netbios, "onvif": onvif.parse_onvif,
        "pppp": pppp.decode_pppp, "reolink": reolink.decode_reolink, "rtsp": rtsp.parse_rtsp,
        "sadp": sadp.decode_sadp, "sdp": sdp.parse_sdp, "sip": sip.parse_sip, "snmp": snmp.parse_engine,
        "sony": sony.decode_sony, "ssdp": ssdp.parse_ssdp, "tapo": tapo.decode_tapo, "tuya": tuya.decode_tuya,
        "ubnt": ubnt.decode_ubnt, "udp by port": lambda data: udp.decode_udp(data, len(data)),
        "upnp": upnp.parse_upnp, "v380": v380.decode_v380, "vision360": vision360.decode_vision360,
        "vivotek": vivotek.decode_vivotek, "vstarcam": vstarcam.decode_vstarcam, "wsd": wsd.parse_wsd,
        "x509": x509.parse_certificate, "xmeye": xmeye.decode_xmeye, "xml": xml.parse_xml,
        "lists of access points": lists, "access point": radio.parse_access_point, "advertisement": radio.parse_advertisement,
        "facts of any kind": facts, "harmless": lambda data: harmless(data.decode("utf-8", "surrogateescape")),
        "pcap": _stream(pcap.read_pcap), "pcapng": _stream(pcapng.read_pcapng),
        "capture to observations": _stream(captures.read_capture, nowhere),
        "nmap": _stream(nmap.read_nmap, nowhere), "kismet": _stream(kismet.read_kismet_json, nowhere),
        "jsonl": _stream(jsonl.read_jsonl, nowhere), "recording": _refusing(chain.parse),
        "signature file": _refusing(lambda data: library.read_file(data, "x.toml")),
        "bundle": _refusing(lambda data: container.read_container(io.BytesIO(data))),
        "802.11": ieee80211.parse_mac, "beacon": ieee80211.parse_beacon, "radiotap": radiotap.parse_radiotap,
        "ppi": ppi.parse_ppi, "frame in the air": in_the_air, "capture of the air": _stream(airfile.read_air),
        "flows of a capture": flows,
        "broadcast": broadcast, "banners": banners, "jsonl to assessment": _refusing(judged),
        "cues": _refusing(lambda data: cues.read_cues(data, "fuzz", 0.0)),
        "flow": radio.parse_flow, "reaction": radio.parse_reaction, "timestamp": lambda data: timestamp.check(b"", data),
        "manifest": bag.read_manifest, "bag-info": bag.read_info, "custody": custody.parse,
    }


def _planted(data: bytes) -> None:
    if data[:1] == b"R" and data[1:2] == b"C" and len(data) > 6 and data[4] > data[5]:
        raise IndexError("planted")


def _fuzz(name: str, seconds: int, seed: int) -> None:
    """In a process of its own: libFuzzer through atheris, ended by its own clock."""
    import atheris

    with atheris.instrument_imports(include=["roomcheck"]):
        known = targets()
    run = _planted if name == "planted" else known[name]
    if name == "planted":
        run = atheris.instrument_func(_planted)
    corpus = tempfile.mkdtemp(prefix="roomcheck-fuzz-")
    for number, example in enumerate(_seeds()):
        Path(corpus, f"seed-{number}").write_bytes(example)
    KEPT.mkdir(parents=True, exist_ok=True)
    options = [
        sys.argv[0], f"-max_total_time={seconds}", f"-seed={seed}", "-max_len=4096", "-timeout=5", "-rss_limit_mb=1024",
        f"-artifact_prefix={KEPT}/{name.replace(' ', '-').replace(',', '')}-", "-verbosity=0", "-print_final_stats=1",
        corpus,
    ]
    atheris.Setup(options, lambda data: run(data) and None)
    atheris.Fuzz()


def _seeds() -> list[bytes]:
    """Examples of the signatures, one of each kind, and captures: every format is known from the start."""
    from roomcheck.match import library
    from tests.air import writing

    seen: dict[tuple[str, int | None], bytes] = {}
    for signature in library.load().signatures:
        for specimen in signature.example:
            data = bytes.fromhex(specimen.raw_hex) if specimen.raw_hex else (specimen.raw or "").encode()
            seen.setdefault((specimen.kind, specimen.port), data[:4096])
    frames = [
        (number * 10_000, writing.radiotap(number) + writing.data_frame(writing.CAMERA, up=True, size=8, sequence=number))
        for number in range(25)
    ]
    captures = [writing.pcapng(frames, resolution=resolution) for resolution in (0, 6, 9, 0x94)]
    return [*seen.values(), *captures]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0, help="0: another one each time")
    parser.add_argument("--only", metavar="NAME")
    parser.add_argument("--planted", action="store_true", help="a planted bug must be found")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.one:
        _fuzz(told.one, told.seconds, told.seed)
        return 0
    names = ["planted"] if told.planted else [told.only] if told.only else list(targets())
    failed: list[str] = []
    for at in range(0, len(names), SHARDS):
        batch = [(name, _spawn(name, told.seconds, told.seed)) for name in names[at : at + SHARDS]]
        for name, process in batch:
            out = process.communicate()[0].decode(errors="replace")
            runs = next((line.rpartition(":")[2].strip() for line in out.splitlines() if "number_of_executed_units" in line), "?")
            held = process.returncode == 0
            print(f"{'holds' if held else 'BROKE':6} {name:28} {runs} runs", flush=True)
            if not held:
                failed.append(name)
                print("\n".join(out.splitlines()[-30:]))
    if told.planted:
        return 0 if failed else 1
    return 1 if failed else 0


def _spawn(name: str, seconds: int, seed: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.fuzz", "--one", name, "--seconds", str(seconds), "--seed", str(seed)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT,
    )


if __name__ == "__main__":
    sys.exit(main())
