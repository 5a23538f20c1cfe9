"""Access points as this system knows them: what is asked for them, on a bus of the test's own, and what is never asked."""

import asyncio
import sys
import threading
import time
from pathlib import Path

import pytest

from roomcheck.listeners.air import observations_of_point
from roomcheck.net.air import airlist, network_manager
from roomcheck.net.air.airlist import Listed
from tests.air.buses import a_bus, needs_bus
from tests.air.test_lists import LISTS, ONE, THREE, TWO

NM, TOP = "org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager"
WIRELESS, MOCK = "org.freedesktop.NetworkManager.Device.Wireless", "org.freedesktop.DBus.Mock"
ADAPTER = f"{TOP}/Devices/wlan0"


@pytest.fixture
def ground(tmp_path, monkeypatch):
    with a_bus(tmp_path) as ground:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", ground.address)
        yield ground


@pytest.fixture
def manager(ground):
    """NetworkManager with one Wi-Fi adapter."""
    ground.mock("networkmanager", NM)
    ground.tell(NM, TOP, f"{MOCK}.AddWiFiDevice", "ssi", "wlan0", "wlan0", 100)
    return ground


def add(ground, name, ssid, bssid, frequency, percent, adapter=ADAPTER):
    ground.tell(NM, TOP, f"{MOCK}.AddAccessPoint", "ssssuuuyu", adapter, name, ssid, bssid, 2, frequency, 54000, percent, 768)


def set_point(ground, name, **properties):
    from dbus_fast import Variant

    kinds = {"Strength": "y", "LastSeen": "i", "Ssid": "ay"}
    changed = {key: Variant(kinds[key], value) for key, value in properties.items()}
    ground.tell(NM, f"{TOP}/AccessPoint/{name}", f"{MOCK}.UpdateProperties", "sa{sv}", f"{NM}.AccessPoint", changed)


def look(**more):
    return airlist.access_points(**more)


@needs_bus
def test_every_band_of_every_adapter_out_of_the_cache(manager):
    manager.tell(NM, TOP, f"{MOCK}.AddWiFiDevice", "ssi", "wlan1", "wlan1", 100)
    manager.tell(NM, TOP, f"{MOCK}.AddEthernetDevice", "ssi", "eth", "eth7", 100)
    add(manager, "one", "IPCAM-A1B2C3", ONE.upper(), 2437, 82)
    add(manager, "two", "", TWO.upper(), 5180, 40)
    add(manager, "three", "Six", THREE.upper(), 5955, 61, f"{TOP}/Devices/wlan1")
    set_point(manager, "two", LastSeen=int(time.clock_gettime(time.CLOCK_BOOTTIME)) - 30)
    set_point(manager, "three", LastSeen=-1, Ssid="Caf\u00e9".encode("latin-1"))
    one, three, two = look()
    assert (one.bssid, one.ssid, one.frequency, one.quality, one.hidden) == (ONE, "IPCAM-A1B2C3", 2437, 82, False)
    assert (two.bssid, two.ssid, two.frequency, two.hidden) == (TWO, None, 5180, True)
    assert two.seen_s in range(29, 35)
    assert (three.bssid, three.ssid, three.frequency, three.seen_s) == (THREE, "Café", 5955, None)
    asked = " ".join(manager.calls())
    assert "GetAllAccessPoints" in asked
    assert "RequestScan" not in asked


@needs_bus
def test_strength_over_time_out_of_the_cache(manager):
    add(manager, "one", "A", ONE, 2437, 82)
    add(manager, "two", "B", TWO, 2437, 40)

    async def hear():
        told = []
        async for changed in airlist.changes(0.5, every=0.2):
            told.append([(each.bssid, each.quality) for each in changed])
            if len(told) == 1:
                await asyncio.to_thread(set_point, manager, "one", Strength=60)
        return told

    first, second, *rest = asyncio.run(hear())
    assert first == [(ONE, 82), (TWO, 40)]
    assert second == [(ONE, 60)]
    assert not any(rest)
    assert "RequestScan" not in " ".join(manager.calls())


@needs_bus
def test_a_rescan_wants_consent(manager):
    assert asyncio.run(airlist.rescan(consented=False)) is False
    assert "RequestScan" not in " ".join(manager.calls())
    assert asyncio.run(airlist.rescan(consented=True)) is True
    assert sum("RequestScan" in line for line in manager.calls()) == 1


@needs_bus
def test_a_rescan_is_waited_for(manager):
    from dbus_fast import Variant

    def scanned(at):
        manager.tell(NM, ADAPTER, f"{MOCK}.UpdateProperties", "sa{sv}", WIRELESS, {"LastScan": Variant("x", at)})

    manager.tell(NM, ADAPTER, f"{MOCK}.AddProperty", "ssv", WIRELESS, "LastScan", Variant("x", 1_000))
    later = threading.Timer(0.7, scanned, (2_000,))
    begun = time.monotonic()
    later.start()
    assert asyncio.run(airlist.rescan(consented=True)) is True
    later.join()
    assert 0.7 <= time.monotonic() - begun < 8


@needs_bus
def test_a_rescan_that_is_refused_is_none(manager):
    refusal = f'raise dbus.exceptions.DBusException("not now", name="{NM}.Device.NotAllowed")'
    manager.tell(NM, ADAPTER, f"{MOCK}.AddMethod", "sssss", WIRELESS, "RequestScan", "a{sv}", "", refusal)
    assert asyncio.run(airlist.rescan(consented=True)) is False


def test_no_bus_is_no_access_point(tmp_path):
    nowhere = f"unix:path={tmp_path}/none"
    assert asyncio.run(network_manager.points(nowhere)) == ()
    assert asyncio.run(network_manager.rescan(consented=True, address=nowhere)) is False


@pytest.mark.skipif(sys.platform != "linux", reason="iw is Linux's")
@pytest.mark.parametrize("bus", ["none", "without NetworkManager"])
def test_without_network_manager_the_kernels_memory_is_read_and_never_refreshed(bus, tmp_path, monkeypatch, request):
    if bus == "none":
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    else:
        request.getfixturevalue("ground")
    tool, log = tmp_path / "iw", tmp_path / "asked"
    tool.write_text(
        f'#!/bin/sh\necho "$@" >> {log}\ncase "$*" in\n'
        "  dev) printf 'phy#1\\n\\tInterface wlp3s0\\n\\t\\ttype managed\\nphy#0\\n\\tInterface -evil\\n\\tInterface wlan0\\n';;\n"
        f'  "dev wlan0 scan dump") cat {LISTS}/iw-5.19.txt;;\nesac\n'
    )
    tool.chmod(0o755)
    monkeypatch.setattr(airlist.shutil, "which", lambda name, path: str(tool))
    assert [each.bssid for each in look()] == [ONE, THREE, TWO]
    assert log.read_text().splitlines() == ["dev", "dev wlp3s0 scan dump", "dev wlan0 scan dump"]


def test_neither_network_manager_nor_iw(tmp_path, monkeypatch):
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    monkeypatch.setattr(airlist.shutil, "which", lambda name, path: None)
    if sys.platform == "linux":
        assert look() == ()
        assert airlist.missing() == airlist.NO_LIST


def answering(answers, asked):
    def output(*command, seconds=5.0):
        asked.append(command)
        return answers.get(Path(command[0].replace("\\", "/")).name, b"")

    return output


def test_windows_lists_with_netsh_in_the_consoles_code_page(monkeypatch):
    asked = []
    monkeypatch.setattr(airlist.sys, "platform", "win32")
    monkeypatch.setattr(airlist, "_output", answering({"netsh.exe": (LISTS / "netsh-french-cp850.txt").read_bytes()}, asked))
    monkeypatch.setattr(airlist, "console_text", lambda data, page: data.decode({"oem": "cp850"}[page]))
    assert [each.ssid for each in look()] == ["Maison d'été", "Maison d'été", "Voisin"]
    [command] = asked
    assert command[1:] == ("wlan", "show", "networks", "mode=bssid")
    assert asyncio.run(airlist.rescan(consented=True)) is False


def test_macos_is_asked_on_consent_alone(monkeypatch):
    asked = []
    answers = {"system_profiler": (LISTS / "system_profiler-macos13.json").read_bytes()}
    monkeypatch.setattr(airlist.sys, "platform", "darwin")
    monkeypatch.setattr(airlist, "_output", answering(answers, asked))
    assert look() == ()
    assert asked == []
    assert airlist.missing() == airlist.MAY_ASK
    assert [each.id for each in look(consented=True)][:2] == ["OfficeNet", "HomeNetwork"]
    assert [Path(command[0].replace("\\", "/")).name for command in asked] == ["airport", "system_profiler"]
    answers["airport"] = (LISTS / "airport-macos13.txt").read_bytes()
    assert look(consented=True)[0].bssid == TWO


def test_a_tool_that_is_missing_or_hangs_says_nothing(monkeypatch):
    assert airlist._output("/no/such/tool") == b""
    if sys.platform != "win32":
        assert airlist._output("sleep", "5", seconds=0.1) == b""


def test_what_is_told_of_an_access_point():
    point = Listed(bssid=ONE, ssid="A", signal_dbm=-50)
    assert [(each.kind, each.source.mac) for each in observations_of_point(point, "2026-11-22T00:00:00Z")] == [("wifi.ap", ONE), ("wifi.bssid", ONE)]
    [nameless] = observations_of_point(Listed(ssid="A"), "2026-11-22T00:00:00Z")
    assert (nameless.kind, nameless.source.mac, nameless.source.name) == ("wifi.ap", None, "A")
