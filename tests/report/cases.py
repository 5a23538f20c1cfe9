"""A realistic assessment, written by hand: one camera, one suspect, unresolved and cleared devices, partial coverage."""

import json

import msgspec

from roomcheck.match.signature import Sentence, Vocabulary
from roomcheck.model.assessment import (
    Absence,
    Addresses,
    Alternative,
    Assessment,
    CoverageReport,
    Evidence,
    Finding,
    Means,
    RecordingId,
    SignaturesId,
    Statement,
    Why,
    to_json,
)
from roomcheck.model.entry import (
    Checked,
    Closed,
    Correction,
    Cue,
    Custody,
    Entry,
    Leak,
    Listing,
    Note,
    Observation,
    Opened,
    Photo,
    Source,
    Walk,
)
from roomcheck.model.network import Interface, Medium, Network, OwnAddress
from roomcheck.model.vocabulary import Basis, Kind, Verdict
from roomcheck.report import Case, reaction_tests
from tests.report import reacted


def s(en, fr, ar):
    return Sentence(en=en, fr=fr, ar=ar)


VOCABULARY = Vocabulary(
    version="2026.11.1",
    statement={
        "onvif-transmitter": s(
            "It declares itself an ONVIF network video transmitter.",
            "Il se déclare transmetteur vidéo réseau ONVIF.",
            "يُعرّف الجهاز نفسه بأنه مُرسِل فيديو شبكي وفق ONVIF.",
        ),
        "rtsp-video": s(
            "It offers a video track over RTSP on port {port}.",
            "Il propose une piste vidéo par RTSP sur le port {port}.",
            "يعرض مسار فيديو عبر RTSP على المنفذ {port}.",
        ),
        "maker-prefix": s(
            "The prefix of its hardware address is registered to {holder}.",
            "Le préfixe de son adresse matérielle est attribué à {holder}.",
            "بادئة عنوانه العتادي مسجّلة باسم {holder}.",
        ),
        "cast-service": s(
            "It announces a Google Cast service under the name {name}.",
            "Il annonce un service Google Cast sous le nom {name}.",
            "يُعلن عن خدمة Google Cast باسم {name}.",
        ),
        "silent": s(
            "It answers ARP and nothing else.", "Il répond à l’ARP et à rien d’autre.", "يردّ على ARP ولا يردّ على غيره."
        ),
        "summary-found": s(
            "{cameras} camera and {suspects} suspect were found on this network.",
            "{cameras} caméra et {suspects} appareil suspect ont été trouvés sur ce réseau.",
            "وُجدت على هذه الشبكة {cameras} كاميرا و{suspects} جهاز مشتبه به.",
        ),
        "summary-empty": s(
            "No camera was found among {devices} devices.",
            "Aucune caméra n’a été trouvée parmi {devices} appareils.",
            "لم يُعثر على أي كاميرا بين {devices} أجهزة.",
        ),
        "coverage-partial": s(
            "Most of this network was checked; some means were not available.",
            "La plus grande partie de ce réseau a été contrôlée ; certains moyens manquaient.",
            "فُحص معظم هذه الشبكة، ولم تتوفر بعض الوسائل.",
        ),
        "absence-air": s(
            "No wireless card was present that can listen to the radio traffic.",
            "Aucune carte sans fil capable d’écouter le trafic radio n’était présente.",
            "لم تتوفر بطاقة لاسلكية قادرة على الاستماع إلى حركة الراديو.",
        ),
        "next-air": s(
            "Run the air check from the bedroom.", "Lancez le contrôle radio depuis la chambre.", "أجرِ فحص الراديو من غرفة النوم."
        ),
    },
    innocent={
        "recorder": s(
            "A recorder that holds the pictures of cameras elsewhere.",
            "Un enregistreur qui garde les images de caméras placées ailleurs.",
            "مُسجِّل يحتفظ بصور كاميرات موجودة في مكان آخر.",
        ),
        "outdoor-camera": s(
            "A camera outside the accommodation.", "Une caméra à l’extérieur du logement.", "كاميرا خارج مكان الإقامة."
        ),
    },
    kind={
        "camera": s("camera", "caméra", "كاميرا"),
        "tv": s("television", "téléviseur", "تلفاز"),
        "phone": s("telephone", "téléphone", "هاتف"),
        "printer": s("printer", "imprimante", "طابعة"),
        "router": s("router", "routeur", "موجّه"),
        "vacuum": s("robot vacuum", "aspirateur robot", "مكنسة آلية"),
    },
    protocol={
        "arp": s("ARP sweep", "balayage ARP", "مسح ARP"),
        "rtsp": s("RTSP", "RTSP", "RTSP"),
        "onvif": s("ONVIF", "ONVIF", "ONVIF"),
        "mdns": s("multicast DNS", "DNS multicast", "DNS متعدد البث"),
        "http": s("web page", "page web", "صفحة ويب"),
        "air": s("radio traffic", "trafic radio", "حركة الراديو"),
        "snmp": s("SNMP", "SNMP", "SNMP"),
    },
)

T = "2026-11-20T18:04:{:02d}.000000Z"


def evidence(key, via, saw, means, strength, log10, *, basis=Basis.DECLARES, params=None, at=7, counted=True, seqs=(4,), sig="onvif.nvt"):
    return Evidence(
        signature=sig, via=via, at=T.format(at), saw=saw, means=means, strength=strength, basis=basis,
        supports=(Kind.CAMERA,), log10_lr=log10, fact=sig, counted=counted, observations=seqs,
        statement=Statement(key=key, params=params or {}), maker="Hikvision", model="DS-2CD2042WD",
        why=Why(
            holds=True, what="all of: wsd.type equals NetworkVideoTransmitter", saw=saw, observation=seqs[0],
            because=(Why(holds=True, what="wsd.type equals NetworkVideoTransmitter", saw=saw, observation=seqs[0]),),
        ),
    )


def finding(ident, mac, ip, verdict, kind, support="none", log10=0.0, **more):
    return Finding(
        id=ident, addresses=Addresses(mac=mac, ipv4=(ip,), ipv6=more.pop("ipv6", ())), verdict=verdict, kind=kind,
        support=support, log10_lr=log10, first_seen=T.format(5), last_seen=T.format(40), **more,
    )


def devices():
    camera = finding(
        "44:19:b6:12:34:56", "44:19:b6:12:34:56", "192.168.1.64", Verdict.CAMERA, Kind.CAMERA, "very strong", 5.2,
        ipv6=("fe80::4619:b6ff:fe12:3456",), names=("HIKVISION DS-2CD2042WD - A1",),
        vendor="Hangzhou Hikvision Digital Technology Co.,Ltd.", maker="Hikvision", model="DS-2CD2042WD",
        disclosed=False, open_ports=(80, 554, 8000),
        evidence=(
            evidence("onvif-transmitter", "onvif", "dn:NetworkVideoTransmitter", "declares itself an ONVIF video transmitter", "very strong", 4.0),
            evidence("rtsp-video", "rtsp", 'RTSP/1.0 401 Unauthorized; Digest realm="IP Camera(A1)"', "offers video by RTSP", "moderate", 1.0,
                     basis=Basis.VIDEO, params={"port": "554"}, at=11, seqs=(5, 6), sig="rtsp.video"),
            evidence("maker-prefix", "arp", "44:19:b6", "prefix of a maker of cameras", "weak", 0.301, basis=Basis.CIRCUMSTANCE,
                     params={"holder": "Hangzhou Hikvision Digital Technology Co.,Ltd."}, at=5, counted=False, seqs=(3,), sig="mac.hikvision"),
        ),
        alternatives=(
            Alternative(kind="recorder", why="A recorder speaks ONVIF too.", statement=Statement(key="recorder")),
            Alternative(kind="camera", why="It may hang outside.", statement=Statement(key="outdoor-camera")),
        ),
        reasons=(Statement(key="onvif-transmitter"),),
    )
    suspect = finding(
        "a0:bd:1d:aa:00:07", "a0:bd:1d:aa:00:07", "192.168.1.77", Verdict.SUSPECT, Kind.CAMERA, "moderate", 1.6,
        vendor="Zhejiang Dahua Technology Co., Ltd.",
        evidence=(
            evidence("rtsp-video", "rtsp", "m=video 0 RTP/AVP 96", "offers video by RTSP", "moderate", 1.3, basis=Basis.VIDEO,
                     params={"port": "554"}, at=14, seqs=(7,), sig="rtsp.video"),
        ),
    )
    return (
        camera,
        suspect,
        finding("02:aa:bb:cc:dd:ee", "02:aa:bb:cc:dd:ee", "192.168.1.23", Verdict.UNRESOLVED, None, private_address=True,
                names=("Galaxy-von-Anna",), reasons=(Statement(key="silent"),)),
        finding("00:11:32:44:55:66", "00:11:32:44:55:66", "192.168.1.30", Verdict.UNRESOLVED, None, reasons=(Statement(key="silent"),)),
        finding("3c:22:fb:01:02:03", "3c:22:fb:01:02:03", "192.168.1.41", Verdict.CLEARED, Kind.PHONE, "strong", -3.4,
                names=("iPhone-de-Marie",), maker="Apple"),
        finding("54:60:09:10:20:30", "54:60:09:10:20:30", "192.168.1.50", Verdict.CLEARED, Kind.TV, "very strong", -4.5,
                names=("Living Room TV",), maker="Google", carries_camera=False,
                reasons=(Statement(key="cast-service", params={"name": "Living Room TV"}),)),
        finding("78:11:dc:0a:0b:0c", "78:11:dc:0a:0b:0c", "192.168.1.55", Verdict.CLEARED, Kind.VACUUM, "strong", -3.1,
                maker="Xiaomi", carries_camera=True),
        finding("00:1b:a9:33:22:11", "00:1b:a9:33:22:11", "192.168.1.90", Verdict.CLEARED, Kind.PRINTER, "very strong", -5.0,
                maker="Brother"),
        finding("e8:65:d4:00:00:01", "e8:65:d4:00:00:01", "192.168.1.1", Verdict.CLEARED, Kind.ROUTER, "strong", -3.9, gateway=True,
                maker="Tenda"),
    )


def assessment(found=True, level="partial"):
    all_devices = devices() if found else devices()[2:]
    counts = {verdict.value: sum(one.verdict is verdict for one in all_devices) for verdict in Verdict}
    return Assessment(
        engine="0.1.0",
        recording=RecordingId(
            head="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", entries=18,
            opened_at=T.format(1), closed_at=T.format(48), closed="finished",
        ),
        signatures=SignaturesId(version="2026.11.1", sha256="b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c", registry="2026-11-15"),
        network={"interface": "wlan0", "subnets": ["192.168.1.0/24"], "note": "iPhone-de-Marie was here"},
        coverage=CoverageReport(
            level=level, sentence="Most of this network was checked; some means were not available.",
            statement=Statement(key="coverage-partial"),
            checked=(
                Means(via="arp", asked=254, answered=9, seconds=2.31),
                Means(via="rtsp", asked=9, answered=2, seconds=1.05),
                Means(via="onvif", asked=9, answered=1, seconds=3.2),
                Means(via="mdns", asked=1, answered=4, seconds=3.0),
                Means(via="http", asked=9, answered=5, seconds=2.2),
            ),
            not_examined=(
                Absence(via="air", subject="network", reason="no equipment", statement=Statement(key="absence-air")),
                Absence(via="snmp", subject="192.168.1.30", reason="no answer", statement=Statement(key="unknown-key")),
                Absence(via="snmp", subject="192.168.1.23", reason="no answer", statement=Statement(key="unknown-key")),
            ),
            next_steps=(Statement(key="next-air"),),
        ),
        summary="1 camera and 1 suspect were found on this network." if found else "No camera was found among 7 devices.",
        summary_statement=Statement(key="summary-found", params={"cameras": "1", "suspects": "1"})
        if found else Statement(key="summary-empty", params={"devices": "7"}),
        counts=counts,
        devices=all_devices,
    )


def entries():
    network = Network(
        interface=Interface(
            name="wlan0", index=3, mac="5c:cd:5b:11:22:33", medium=Medium.WIFI, addresses=(OwnAddress("192.168.1.133", 24),),
            ssid="Villa Bougainvillea Guest", bssid="e8:65:d4:00:00:02",
        ),
        gateway4="192.168.1.1",
    )

    def seen(via, second):
        return Observation(kind="arp", at=T.format(second), via=via, source=Source(ip="192.168.1.64"), raw="x")

    bodies = [
        (1, Opened(engine="0.1.0", signatures="2026.11.1 b5bb9d80", means="scan", zone="+04:00", clock_offset_s=0.4, clock_source="NTP",
                   platform="Linux", network=network, listing="https://www.airbnb.com/rooms/12345678", room="Bedroom 2", person="Anna Example")),
        (2, Checked(via="arp", subject="network", asked=254, answered=9, seconds=2.3)),
        (5, seen("arp", 5)), (7, seen("onvif", 7)), (11, seen("rtsp", 11)), (12, seen("rtsp", 12)), (14, seen("rtsp", 14)),
        (16, seen("mdns", 16)), (22, seen("mdns", 22)), (9, seen("http", 9)), (25, seen("http", 25)),
        (28, Cue(action="move", block=1, seed=7)),
        (30, Note(text="The smoke detector above the bed has a second, darker hole. iPhone-de-Marie is mine.")),
        (33, Photo(file="bedroom-wide.jpg", sha256="1" * 64, size=3_201_455, caption="Whole room from the door", place="bedroom")),
        (36, Photo(file="detector.jpg", sha256="2" * 64, size=2_801_121, caption="Smoke detector, close", device="44:19:b6:12:34:56")),
        (38, Walk(place="smoke detector", outcome="suspicious", text="second hole, glint", photo="detector.jpg")),
        (39, Walk(place="clock", outcome="done")),
        (40, Listing(file="listing.html", sha256="3" * 64, size=88_211, url="https://www.airbnb.com/rooms/12345678",
                     captured_at="2026-11-20 21:00 (+04:00)", discloses=("outdoor camera",))),
        (44, Leak(address="https://example.org/post/991", seen_at="2026-11-20 20:10", seen_by="Anna Example", shows="the bedroom, from above")),
        (45, Correction(of=13, text="The hole is in the detector above the desk.")),
        (46, Custody(action="opened", by="Anna Example", detail="in the police station")),
        (48, Closed(how="finished", seconds=47.0)),
    ]
    return tuple(Entry(seq=number, prev="0" * 64, at=T.format(second), body=body) for number, (second, body) in enumerate(bodies, 1))


def case(found=True, level="partial", platform="airbnb", **more):
    return Case(
        assessment=assessment(found, level), entries=entries(), vocabulary=VOCABULARY, platform=platform,
        reactions=reaction_tests(reacted.entries(reacted.four())), packets="packets.pcapng", **more,
    )


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    '#panic("typst") $x^2$ @ref <label> *bold* _it_ `raw` // comment /* c */ #import "/etc/passwd"',
    "\x00\x01\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "\u202eevil\u202c \u2066x\u2069 \u200f",
    "👁️‍🗨️ 隠しカメラ 몰카 \U0001f600 \ud7ff\uffff",
    "]]> --> </style></title></svg> {{7*7}} ${jndi:x} %s {0} {name}",
    "x" * 10_000,
    "a b " * 2_500,
    "Z̸̧̛̟̗͇a̵l̶g̷o̸" * 20,
)


def hostile(text):
    """The case with one outside string in every field that may hold one."""
    base = case()
    plain = json.loads(to_json(base.assessment))
    device = plain["devices"][0]
    device |= {"names": [text], "vendor": text, "maker": text, "model": text, "marked_by": text, "notes": [text], "id": text}
    for one in device["evidence"]:
        one |= {"saw": text, "means": text, "maker": text, "statement": {"key": "cast-service", "params": {"name": text}}}
        one["why"] |= {"saw": text, "what": text}
    plain["devices"][2] |= {"names": [text]}
    plain["coverage"]["not_examined"][0] |= {"detail": text, "subject": text, "reason": text, "via": text}
    plain |= {"summary": text, "summary_statement": {"key": f"no {text} {{", "params": {}}}
    plain["coverage"]["statement"] = {"key": text, "params": {text[:40]: text}}
    bodies = []
    for one in base.entries:
        body = one.body
        for field in ("text", "caption", "place", "address", "shows", "seen_by", "seen_at", "listing", "room", "person", "url", "captured_at", "file", "device"):
            if hasattr(body, field):
                body = msgspec.structs.replace(body, **{field: text})
        bodies.append(msgspec.structs.replace(one, body=body))
    told = msgspec.json.encode({
        "bssid": text, "outcome": text, "like": text, "seed": 7, "redraws": -1, "flows": -5, "rates": [-1, 1 << 62] * 40,
        "cues": [[text, 0, 5], ["move", 1e300, 1e301], ["still", -1, 5], ["move", 5, 9]],
        "effects": [
            {"kind": kind, "measure": text, "contrast": text, "p": 1e300, "ratio": 1e308, "low": -1, "high": 1e308, "delay_s": -9, "power": 7, "passed": True}
            for kind in (text, "movement", "light", "light")
        ],
    })
    lied = Observation(kind="reaction", at=T.format(20), via="react", source=Source(mac=text), raw_hex=told.hex())
    return msgspec.structs.replace(
        base, assessment=msgspec.convert(plain, Assessment), entries=tuple(bodies), packets=text,
        reactions=reaction_tests([Entry(seq=1, prev="0" * 64, at=T.format(20), body=lied), *reacted.entries(reacted.four())]),
    )
