"""The air without special hardware, from the bus to the verdict: NetworkManager and BlueZ on a bus of the test's own."""

import asyncio

import pytest

from roomcheck.app import listed
from roomcheck.cli.main import main
from roomcheck.net.air import airlist, bluetooth
from roomcheck.net.air.airlist import Listed
from roomcheck.net.air.bluetooth import Hearing
from roomcheck.net.air.unheard import NO_LIST, SWITCHED_OFF
from roomcheck.recording import chain
from tests.air.buses import HERE, a_bus, needs_bus
from tests.air.test_listed import MOCK, NM, TOP, add, set_point
from tests.air.test_lists import ONE, TWO


@pytest.fixture
def ground(tmp_path, monkeypatch):
    """A computer that sees a camera in setup, a router with a hidden name, and Bluetooth."""
    monkeypatch.setattr(listed, "_SECONDS", 1.0)
    (tmp_path / "bus").mkdir()
    with a_bus(tmp_path / "bus") as ground:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", ground.address)
        ground.mock("networkmanager", NM)
        ground.start(str(HERE / "bluez_service.py"), ground.address, str(ground.folder / "bluez"), "")
        ground.wait_for("org.bluez")
        ground.tell(NM, TOP, f"{MOCK}.AddWiFiDevice", "ssi", "wlan0", "wlan0", 100)
        add(ground, "one", "Tapo_Cam_53AB", ONE, 2437, 60)
        add(ground, "two", "", TWO, 5180, 40)
        yield ground


def entries(folder, *kinds):
    told = (entry.body for entry in chain.read(folder).entries)
    return [(each.kind, each.source.mac or each.source.name) for each in told if getattr(each, "kind", "") in kinds]


def asked(ground):
    return [line for line in (ground.folder / "bluez").read_text().splitlines() if "Discovery" in line] + [line for line in ground.calls() if "RequestScan" in line]


@needs_bus
def test_a_setup_network_is_suspect_and_nothing_was_sent(ground, tmp_path, capfd, monkeypatch):
    look = airlist.look

    async def nearer(**more):
        found = await look(**more)
        await asyncio.to_thread(set_point, ground, "one", Strength=70)
        return found

    monkeypatch.setattr(airlist, "look", nearer)
    assert main(["air", "--output", str(tmp_path / "check")]) == 3
    out, err = capfd.readouterr()
    assert f'network {ONE}: "Tapo_Cam_53AB", channel 6, 70' in out
    assert f"network {TWO}: hidden name" in out
    assert "no Wi-Fi adapter in monitor mode" in err
    assert asked(ground) == []
    assert entries(tmp_path / "check", "wifi.ap", "wifi.bssid") == [
        ("wifi.ap", ONE), ("wifi.bssid", ONE), ("wifi.ap", TWO), ("wifi.bssid", TWO), ("wifi.ap", ONE),
    ]
    assert entries(tmp_path / "check", "ble.advertisement") == [("ble.advertisement", ONE), ("ble.advertisement", "C0:00:5E:00:53:02")]


@needs_bus
def test_a_rescan_says_that_it_transmits_and_is_written_down(ground, tmp_path, capfd):
    pytest.importorskip("bleak")
    assert main(["air", "--rescan", "--output", str(tmp_path / "check"), "--lang", "fr"]) == 3
    assert "cet ordinateur émet" in capfd.readouterr().err
    assert [line.split()[0] for line in asked(ground)[:-1]] == ["SetDiscoveryFilter", "StartDiscovery", "StopDiscovery", "SetDiscoveryFilter"]
    assert "RequestScan" in asked(ground)[-1]
    bodies = [entry.body for entry in chain.read(tmp_path / "check").entries]
    assert [each.why for each in bodies if hasattr(each, "why")] == ["the person consented"]
    assert len(entries(tmp_path / "check", "ble.advertisement")) == 3


@pytest.mark.timeout(20)
def test_a_computer_that_tells_nothing_says_why_at_once(tmp_path, monkeypatch, capfd):
    async def nothing(*, consented=False):
        return ()

    async def silence(seconds, *, active):
        return Hearing(None, SWITCHED_OFF)

    monkeypatch.setattr(listed, "_SECONDS", 60.0)
    monkeypatch.setattr(airlist, "look", nothing)
    monkeypatch.setattr(bluetooth, "hear", silence)
    assert main(["air", "--output", str(tmp_path / "check")]) == 4
    err = capfd.readouterr().err
    assert NO_LIST in err
    assert SWITCHED_OFF in err
    assert not (tmp_path / "check").exists()


def test_a_list_without_bluetooth_is_a_check_with_a_gap(tmp_path, monkeypatch, capfd):
    async def points(*, consented=False):
        return (Listed(ssid="Guest House", quality=40),)

    async def silence(seconds, *, active):
        return Hearing(None, SWITCHED_OFF)

    monkeypatch.setattr(listed, "_SECONDS", 0.0)
    monkeypatch.setattr(airlist, "look", points)
    monkeypatch.setattr(bluetooth, "hear", silence)
    assert main(["air", "--output", str(tmp_path / "check")]) == 4
    out, err = capfd.readouterr()
    assert 'network ?: "Guest House"' in out
    assert SWITCHED_OFF in err
    assert entries(tmp_path / "check", "wifi.ap", "wifi.bssid") == [("wifi.ap", "Guest House")]
