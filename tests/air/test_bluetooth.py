"""Bluetooth, end to end: BlueZ's interfaces on a bus of the test's own, and what is asked of them."""

import asyncio
from types import SimpleNamespace

import pytest

from roomcheck.listeners.air import observation_of_advertisement
from roomcheck.net.air import bluetooth, bluez
from roomcheck.net.air.bluetooth import advertised, hear, obstacle
from roomcheck.net.air.unheard import ASKS_ALWAYS, FAILED, NO_LIBRARY, NO_PASSIVE, REFUSED, SWITCHED_OFF
from tests.air.buses import HERE, a_bus, needs_bus


@pytest.fixture
def ground(tmp_path, monkeypatch):
    with a_bus(tmp_path) as ground:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", ground.address)
        yield ground


def bluez_of(ground, mode=""):
    log = ground.folder / "calls"
    ground.start(str(HERE / "bluez_service.py"), ground.address, str(log), mode)
    ground.wait_for("org.bluez")
    return lambda: [line for line in log.read_text().splitlines() if not line.startswith("ready")]


@needs_bus
def test_without_consent_it_only_listens(ground):
    calls = bluez_of(ground)
    heard = asyncio.run(hear(0.5, active=False)).heard
    assert [(each.address, each.id, each.name, each.services, each.maker_ids, each.rssi) for each in heard] == [
        ("00:00:5e:00:53:01", "00:00:5E:00:53:01", "Example\\x1b[1m-1A2B", ("0000fe9f-0000-1000-8000-00805f9b34fb",), (76,), -47),
        (None, "C0:00:5E:00:53:02", "", (), (6,), -80),
    ]
    assert calls() == [
        "RegisterMonitor /org/roomcheck/air", "monitor /org/roomcheck/air/0 sound 16", "monitor /org/roomcheck/air/1 sound 16",
        "UnregisterMonitor /org/roomcheck/air",
    ]


@needs_bus
def test_with_consent_bleak_asks_and_stops_asking(ground):
    pytest.importorskip("bleak")
    calls = bluez_of(ground)
    heard = asyncio.run(hear(0.5, active=True)).heard
    assert {(each.address, each.id, each.maker_ids, each.rssi) for each in heard} == {
        ("00:00:5e:00:53:01", "00:00:5E:00:53:01", (76,), -47), (None, "C0:00:5E:00:53:02", (6,), -80),
        ("00:00:5e:00:53:03", "00:00:5E:00:53:03", (), -60),
    }
    assert [line.split()[0] for line in calls()] == ["SetDiscoveryFilter", "StartDiscovery", "StopDiscovery", "SetDiscoveryFilter"]


@needs_bus
@pytest.mark.parametrize(("mode", "why"), [("off", SWITCHED_OFF), ("plain", NO_PASSIVE), ("refuses", REFUSED)])
def test_what_cannot_listen_passively_says_so_and_asks_nothing(ground, mode, why):
    calls = bluez_of(ground, mode)
    hearing = asyncio.run(hear(0.1, active=False))
    assert (hearing.heard, hearing.why) == (None, why)
    assert obstacle() == ("" if mode == "refuses" else why)
    assert not [line for line in calls() if "Discovery" in line]
    if mode == "refuses":
        assert calls()[-1].startswith("UnregisterMonitor")


@needs_bus
def test_dbusmocks_bluez_has_no_monitors(ground):
    ground.mock("bluez5", "org.bluez")
    ground.tell("org.bluez", "/org/bluez", "org.bluez.Mock.AddAdapter", "ss", "hci0", "guest")
    assert asyncio.run(hear(0.1, active=False)).why == NO_PASSIVE
    assert not [line for line in ground.calls() if "Discovery" in line]


def test_no_bus_is_no_bluetooth(tmp_path, monkeypatch):
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    assert asyncio.run(hear(0.1, active=False)).why == SWITCHED_OFF
    assert asyncio.run(hear(0.1, active=True)).why == FAILED
    assert obstacle() == SWITCHED_OFF


def test_a_mac_listens_only_by_asking(monkeypatch):
    monkeypatch.setattr(bluetooth.sys, "platform", "darwin")
    assert asyncio.run(hear(0.1, active=False)).why == obstacle() == ASKS_ALWAYS


def test_windows_is_asked_to_listen_passively(monkeypatch):
    """bleak's scanner of this system is not at hand: that the passive mode is chosen is what counts."""
    asked = []

    class Scanner:
        def __init__(self, **options):
            asked.append(options)
            self.discovered_devices_and_advertisement_data = {}

        async def __aenter__(self):
            return self

        async def __aexit__(self, *_):
            return None

    monkeypatch.setattr(bluetooth.sys, "platform", "win32")
    monkeypatch.setattr("bleak.BleakScanner", Scanner)
    assert asyncio.run(hear(0.0, active=False)).heard == ()
    assert asked == [{"scanning_mode": "passive"}]
    assert obstacle() == ""


def test_without_the_extra_it_says_so(monkeypatch):
    monkeypatch.setattr(bluetooth.importlib.util, "find_spec", lambda name: None)
    assert asyncio.run(hear(0.1, active=True)).why == NO_LIBRARY
    monkeypatch.setattr(bluetooth.sys, "platform", "win32")
    assert obstacle() == NO_LIBRARY


def test_two_monitors_of_sixteen_hear_every_value_of_the_assigned_flags():
    first, second = bluez.patterns()
    assert len(first) == len(second) == 16
    assert {content[0] for _, _, content in (*first, *second)} == set(range(32))
    assert {(start, kind) for start, kind, _ in (*first, *second)} == {(0, 1)}


def test_an_advertisement_becomes_an_observation():
    data = SimpleNamespace(local_name="Cam\x1b[1m", service_uuids=["0000fe9f-0000-1000-8000-00805f9b34fb"], manufacturer_data={76: b"x"}, rssi=-60, platform_data=())
    seen = observation_of_advertisement(advertised("00:00:5E:00:53:22", data), "2026-11-22T00:00:00Z")
    assert seen.source.mac == "00:00:5e:00:53:22"
    assert "\x1b" not in (seen.raw or "")
    assert "76" in (seen.raw or "")


@pytest.mark.parametrize("platform_data", [
    ("/org/bluez/hci0/dev", {"AddressType": "random"}),
    (None, SimpleNamespace(adv=SimpleNamespace(bluetooth_address_type=1), scan=None)),
])
def test_an_address_that_was_drawn_by_chance_names_no_maker(platform_data):
    data = SimpleNamespace(local_name=None, service_uuids=[], manufacturer_data={}, rssi=-60, platform_data=platform_data)
    seen = observation_of_advertisement(advertised("C0:00:5E:00:53:22", data), "2026-11-22T00:00:00Z")
    assert (seen.source.mac, seen.source.name) == (None, "C0:00:5E:00:53:22")
