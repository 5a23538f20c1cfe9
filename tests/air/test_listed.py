"""Access points and Bluetooth: against python-dbusmock's NetworkManager and BlueZ on a bus of our own, and outputs."""

import asyncio
import os
import re
import shutil
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.listeners.air import observations_of_point
from roomcheck.net import airlist
from roomcheck.net.airlist import Listed, network_manager, parse_iw, parse_netsh, parse_system_profiler, rescan

PYTHON = "/usr/bin/python3"


def mocked() -> bool:
    if sys.platform != "linux" or not shutil.which("dbus-daemon"):
        return False
    return subprocess.run([PYTHON, "-c", "import dbusmock"], capture_output=True).returncode == 0


needs_mock = pytest.mark.skipif(not mocked(), reason="python3-dbusmock is not installed")


@pytest.fixture
def bus(tmp_path):
    """A bus of our own, to which nothing of this machine speaks."""
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address", f"--address=unix:path={tmp_path}/bus"],
        stdout=subprocess.PIPE, text=True,
    )
    address = daemon.stdout.readline().strip()
    running = [daemon]

    def mock(template: str) -> str:
        env = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": address, "DBUS_SESSION_BUS_ADDRESS": address}
        started = subprocess.Popen([PYTHON, "-m", "dbusmock", "--system", "--template", template], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        running.append(started)
        return address

    yield mock, address
    for process in reversed(running):
        process.kill()
        process.wait()


def call(address: str, name: str, path: str, method: str, *words: str) -> None:
    for _ in range(50):
        done = subprocess.run(
            ["gdbus", "call", "--address", address, "--dest", name, "--object-path", path, "--method", method, *words],
            capture_output=True, text=True,
        )
        if done.returncode == 0:
            return
        asyncio.run(asyncio.sleep(0.1))
    raise AssertionError(done.stderr)


@needs_mock
def test_network_manager_by_dbus(bus):
    mock, _ = bus
    address = mock("networkmanager")
    nm, top, mocker = "org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager", "org.freedesktop.NetworkManager"
    call(address, nm, top, "org.freedesktop.DBus.Mock.AddWiFiDevice", "wifi", "wlan0", "100")
    device = f"{top}/Devices/wifi"
    call(address, nm, top, "org.freedesktop.DBus.Mock.AddAccessPoint", device, "one", "IPCAM-A1B2C3", "00:23:F8:7E:12:BB", "2", "2437", "54000", "82", "768")
    call(address, nm, top, "org.freedesktop.DBus.Mock.AddAccessPoint", device, "two", "", "00:23:F8:7E:12:BC", "2", "5180", "54000", "40", "768")
    found = {each.bssid: each for each in asyncio.run(network_manager(address))}
    assert set(found) == {"00:23:f8:7e:12:bb", "00:23:f8:7e:12:bc"}
    one, two = found["00:23:f8:7e:12:bb"], found["00:23:f8:7e:12:bc"]
    assert (one.ssid, one.frequency, one.quality, one.hidden) == ("IPCAM-A1B2C3", 2437, 82, False)
    assert (two.ssid, two.hidden) == (None, True)
    assert mocker == nm


@needs_mock
def test_a_rescan_wants_consent(bus):
    mock, _ = bus
    address = mock("networkmanager")
    call(address, "org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager", "org.freedesktop.DBus.Mock.AddWiFiDevice", "wifi", "wlan0", "100")
    assert asyncio.run(rescan(consented=False, address=address)) is False
    assert asyncio.run(rescan(consented=True, address=address)) is True


def test_no_bus_is_no_access_point(tmp_path):
    assert asyncio.run(network_manager(f"unix:path={tmp_path}/none")) == ()


IW = """BSS 00:11:22:33:44:55(on wlan0)
\tlast seen: 1234.567s [boottime]
\tTSF: 1234567890 usec (0d, 00:20:34)
\tfreq: 2437
\tbeacon interval: 100 TUs
\tsignal: -48.00 dBm
\tlast seen: 120 ms ago
\tSSID: Caf\\xc3\\xa9
BSS 00:11:22:33:44:56(on wlan0) -- associated
\tfreq: 5180.0
\tsignal: -71.00 dBm
\tSSID: \\x00\\x00\\x00
"""
"""In the shape of iw's scan.c; no machine here has Wi-Fi."""


def test_iw_scan_dump():
    one, two = parse_iw(IW)
    assert one == Listed(bssid="00:11:22:33:44:55", ssid="Café", frequency=2437, signal_dbm=-48, via="iw")
    assert two.hidden
    assert two.frequency == 5180


NETSH = """
Interface name : Wi-Fi
There are 2 networks currently visible.

SSID 1 : Guest House
    Network type            : Infrastructure
    Authentication          : WPA2-Personal
    Encryption              : CCMP
    BSSID 1                 : 00:11:22:33:44:55
         Signal             : 83%
         Radio type         : 802.11n
         Channel            : 6
         Basic rates (Mbps) : 1 2 5.5 11
    BSSID 2                 : 00:11:22:33:44:57
         Signal             : 40%
         Radio type         : 802.11ac
         Channel            : 36

SSID 2 :
    Network type            : Infrastructure
    BSSID 1                 : 00:11:22:33:44:58
         Signal             : 20%
         Channel            : 11
"""
"""In the shape of Microsoft's documentation of the command."""


def test_netsh_in_english_and_german():
    for text in (NETSH, re.sub("Channel ", "Kanal   ", NETSH.replace("Signal  ", "Signal  ").replace("Radio type", "Funktyp   "))):
        found = parse_netsh(text)
        assert [(each.bssid, each.ssid, each.quality, each.channel) for each in found] == [
            ("00:11:22:33:44:55", "Guest House", 83, 6), ("00:11:22:33:44:57", "Guest House", 40, 36),
            ("00:11:22:33:44:58", None, 20, 11),
        ]
        assert found[2].hidden


PROFILER = """
      Interfaces:
        en0:
          Other Local Wi-Fi Networks:
            Guest House:
              PHY Mode: 802.11n
              BSSID: 00:11:22:33:44:55
              Channel: 6 (2GHz, 20MHz)
              Security: WPA2 Personal
              Signal / Noise: -61 dBm / -92 dBm
            <redacted>:
              PHY Mode: 802.11ac
              Channel: 36
"""


def test_system_profiler_lists_what_it_does_not_withhold():
    assert parse_system_profiler(PROFILER) == (
        Listed(bssid="00:11:22:33:44:55", ssid="Guest House", channel=6, signal_dbm=-61, via="system_profiler"),
    )


@given(st.text(max_size=600))
def test_any_output_is_read_or_not(text):
    for parse in (parse_iw, parse_netsh, parse_system_profiler):
        parse(text)
        parse("BSS 00:11:22:33:44:55" + text)


def test_the_strongest_is_kept_once_and_told(monkeypatch):
    weak = Listed(bssid="00:11:22:33:44:55", ssid="A", signal_dbm=-80)
    strong = Listed(bssid="00:11:22:33:44:55", ssid="A", signal_dbm=-50)
    assert list(airlist._once([weak, strong])) == [strong]
    kinds = [each.kind for each in observations_of_point(strong, "2026-11-22T00:00:00Z")]
    assert kinds == ["wifi.ap", "wifi.bssid"]
