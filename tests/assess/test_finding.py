"""One device and its matches -> the finding on it: every field a report rests on."""

from roomcheck.assess import sentences as s
from roomcheck.assess.devices import tell_apart
from roomcheck.assess.finding import ALWAYS_POSSIBLE, MOST_NAMES, Said, find
from roomcheck.match.library import Library
from roomcheck.match.matcher import Matcher
from roomcheck.match.registry import Registry
from roomcheck.model.observation import Source, observe
from roomcheck.model.vocabulary import Basis, Grade, Kind, Verdict
from tests.assess.worlds import SIGNATURES, library, saw, signature

REGISTERED = Registry(["001122\tAcme Cameras"], "2026-01-01")
EXTRA = (
    signature("t.robot", "robot", (Kind.APPLIANCE,), Grade.STRONG, Basis.DECLARES, "r", carries_camera=True),
    signature("t.named", "named", (Kind.CAMERA,), Grade.VERY_STRONG, Basis.DECLARES, "k", maker="Acme", model="One"),
)
BASE = library((*SIGNATURES, *EXTRA))
LIBRARY = Library(BASE.identity, BASE.placed, BASE.vocabulary, REGISTERED)


def seen(kind, data=b"x", mac=None, ip=None, port=None, at="2026-11-22T10:00:00Z"):
    return observe(kind, data, at=at, via="test", source=Source(mac=mac, ip=ip), port=port)


def found(*observations, said=Said(), matcher=Matcher(LIBRARY)):  # noqa: B008
    (device,) = tell_apart(enumerate(observations))
    return find(device, [matcher.match(seq, each) for seq, each in device.observations], said, LIBRARY)


def keys(finding):
    return [each.key for each in finding.reasons]


def test_who_holds_the_prefix_and_whether_it_is_private():
    finding = found(seen("arp", mac="00:11:22:00:00:01", ip="10.0.0.5"))
    assert (finding.vendor, finding.private_address) == ("Acme Cameras", False)
    assert keys(finding) == [s.SILENT]
    private = found(seen("arp", mac="02:11:22:00:00:01", ip="10.0.0.5"))
    assert (private.vendor, private.private_address) == (None, True)
    assert keys(private) == [s.SILENT, s.PRIVATE_ADDRESS]
    unknown = found(seen("http.server", b"nothing known", ip="10.0.0.5"))
    assert (unknown.vendor, unknown.private_address, unknown.addresses.ipv4) == (None, False, ("10.0.0.5",))
    assert keys(unknown) == [s.NOT_ENOUGH]


def test_only_what_is_unresolved_is_excused_by_its_address():
    camera = found(seen("http.server", b"declares", mac="02:11:22:00:00:01"))
    assert (keys(camera), camera.private_address) == ([s.DECLARED], True)
    both = found(seen("http.server", b"nothing", mac="02:11:22:00:00:01"))
    assert keys(both) == [s.NOT_ENOUGH, s.PRIVATE_ADDRESS]


def test_the_verdict_is_told_with_kind_strength_and_words():
    camera = found(saw("declares"))
    assert (camera.verdict, camera.kind, camera.support, camera.log10_lr) == (Verdict.CAMERA, Kind.CAMERA, "very strong", 4.0)
    printer = found(saw("printer"))
    assert (printer.verdict, printer.kind, printer.support, printer.log10_lr) == (Verdict.CLEARED, Kind.PRINTER, "strong", -3.0)
    silent = found(saw("nothing"))
    assert (silent.verdict, silent.kind, silent.support, silent.log10_lr) == (Verdict.UNRESOLVED, None, "none", 0.0)


def test_a_product_that_carries_a_camera_is_cleared_with_that_said():
    robot = found(saw("robot"))
    assert (robot.verdict, robot.carries_camera, keys(robot)) == (Verdict.CLEARED, True, [s.IDENTIFIED, s.CARRIES_CAMERA])
    printer = found(saw("printer"))
    assert (printer.carries_camera, keys(printer)) == (False, [s.IDENTIFIED])
    stronger = found(saw("printer"), saw("robot"), saw("nas"))
    assert stronger.kind in (Kind.PRINTER, Kind.APPLIANCE)
    assert stronger.carries_camera is (stronger.kind is Kind.APPLIANCE)
    camera = found(saw("robot"), saw("named"))
    assert (camera.verdict, camera.carries_camera) == (Verdict.CAMERA, False)


def test_maker_and_model_come_from_what_speaks_for_the_verdict():
    named = found(saw("named"))
    assert (named.maker, named.model) == ("Acme", "One")
    assert (found(saw("printer")).maker, found(saw("printer")).model) == (None, None)


def test_a_camera_always_may_be_next_door_and_what_its_signatures_say():
    camera = found(saw("declares"))
    assert [each.kind for each in camera.alternatives] == ["recorder-or-camera", ALWAYS_POSSIBLE]
    assert all(each.statement.key == each.kind and len(each.why) > 20 for each in camera.alternatives)
    contradicted = found(saw("declares"), saw("printer"))
    assert [each.kind for each in contradicted.alternatives] == ["printer", "recorder-or-camera", ALWAYS_POSSIBLE]
    assert contradicted.alternatives[0].statement.key == contradicted.alternatives[0].why == s.CONTRADICTED
    assert found(saw("printer")).alternatives == ()
    assert found(saw("nothing")).alternatives == ()


def test_names_stand_best_first_each_once_and_not_too_many():
    finding = found(
        seen("dns.reverse", b"b.lan.", ip="10.0.0.5"), seen("dhcp.hostname", b"a", ip="10.0.0.5"),
        seen("dns.reverse", b"a", ip="10.0.0.5"), seen("http.title", b"no name", ip="10.0.0.5"),
    )
    assert finding.names == ("a", "b", "b.lan")
    many = found(*(seen("dhcp.hostname", f"n{number:02}".encode(), ip="10.0.0.5") for number in range(30)))
    assert many.names == tuple(f"n{number:02}" for number in range(MOST_NAMES))


def test_open_ports_are_those_that_were_found_open():
    finding = found(
        seen("tcp.open", b"", ip="10.0.0.5", port=554), seen("tcp.open", b"", ip="10.0.0.5", port=80), seen("tcp.open", b"", ip="10.0.0.5", port=80),
        seen("tcp.closed", b"", ip="10.0.0.5", port=22), seen("tcp.open", b"81", ip="10.0.0.5"),
    )
    assert finding.open_ports == (80, 554)


def test_first_and_last_seen():
    finding = found(*(seen("arp", ip="10.0.0.5", at=f"2026-11-22T10:00:0{at}Z") for at in (2, 5, 3)))
    assert (finding.first_seen, finding.last_seen) == ("2026-11-22T10:00:02Z", "2026-11-22T10:00:05Z")


def test_what_was_said_stands_in_the_finding():
    assert found(saw("declares"), said=Said(gateway=True)).gateway is True
    assert found(saw("declares"), said=Said(undisclosed=True)).disclosed is False
    assert found(saw("printer"), said=Said(undisclosed=True)).disclosed is None
    assert found(saw("declares")).gateway is False


def test_what_speaks_against_the_verdict_names_no_maker():
    other = signature("t.their-printer", "their printer", (Kind.PRINTER,), Grade.VERY_STRONG, Basis.DECLARES, "z", maker="Printers Ltd", model="P1")
    shelf = library((*SIGNATURES, *EXTRA, other))
    matcher = Matcher(shelf)

    def named(*values):
        (device,) = tell_apart(enumerate(saw(value) for value in values))
        finding = find(device, [matcher.match(seq, each) for seq, each in device.observations], Said(), shelf)
        return finding.verdict, finding.maker, finding.model

    assert named("their printer", "product") == (Verdict.CLEARED, "Printers Ltd", "P1")
    assert named("named", "nas") == (Verdict.CAMERA, "Acme", "One")
    assert named("named", "their printer") == (Verdict.UNRESOLVED, "Acme", "One")
    assert named("their printer", "robot")[1:] == ("Printers Ltd", "P1")
    assert named("robot", "named", "video") == (Verdict.CAMERA, "Acme", "One")
