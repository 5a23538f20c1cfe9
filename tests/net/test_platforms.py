"""The adapters' parsers on outputs that public repositories and pages hold; each is named by its source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomcheck.model.network import Medium, Neighbour, OwnAddress
from roomcheck.net import darwin, linux, netlink, windows
from roomcheck.net.interfaces import own_address

# kellyjonbrazil/jc: tests/fixtures/osx-10.14.6/arp-a.out (some lines), MIT
ARP = """\
xxx.attlocal.net (192.168.1.63) at e0:33:8e:67:38:d6 on en0 ifscope [ethernet]
mbp.attlocal.net (192.168.1.74) at f0:18:98:5:d8:39 on en0 ifscope [ethernet]
mac.attlocal.net (192.168.1.222) at a4:83:e7:2d:63:8f on en0 ifscope permanent [ethernet]
? (224.0.0.251) at 1:0:5e:0:0:fb on en0 ifscope permanent [ethernet]
? (239.255.255.250) at 1:0:5e:7f:ff:fa on en0 ifscope permanent [ethernet]
"""
# real-world-systems.com/docs/arp.1.html
ARP_OLD = """\
? (169.254.77.120) at (incomplete) on en1 [ethernet]
rtr.germans (192.168.1.1) at 0:18:1:8f:23:ed on en1 ifscope [ethernet]
? (192.168.1.2) at 0:1b:21:a4:32:bd on en1 ifscope [ethernet]
"""
# A comment with a recorded output in a Rust network tool
NDP = """\
Neighbor                                Linklayer Address  Netif Expire    St Flgs Prbs
2409:8a6c:1763:4351::1000               de:cb:f1:62:24:68    en0 permanent R
fe80::1%lo0                             (incomplete)         lo0 permanent R
fe80::1234:5678:abcd:ef01%en0           (incomplete)         en0 expired   N
fe80::1807:d761:578a:6885%en0           42:6c:f:e9:a8:65     en0 21h58m44s S
fe80::6e16:29ff:fe00:fd5b%en0           6c:16:29:0:fd:5b     en0 21h46m41s S
"""
# KoukeNeko/Plaitway, "captured read-only from an Apple silicon Mac", macOS 27 (some blocks)
PORTS = """
Hardware Port: AX88179A
Device: en6
Ethernet Address: 00:00:5e:00:53:03

Hardware Port: Thunderbolt Bridge
Device: bridge0
Ethernet Address: 00:00:5e:00:53:05

Hardware Port: Wi-Fi
Device: en0
Ethernet Address: 00:00:5e:00:53:06

VLAN Configurations
===================
"""
# kellyjonbrazil/jc: tests/fixtures/osx-10.14.6/ifconfig.out (some blocks), MIT
IFCONFIG = """\
lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384
\toptions=1203<RXCSUM,TXCSUM,TXSTATUS,SW_TIMESTAMP>
\tinet 127.0.0.1 netmask 0xff000000
stf0: flags=0<> mtu 1280
en5: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500
\tether ac:de:48:00:13:23
\tstatus: active
en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500
\tether f0:18:98:03:d9:30
\tinet 192.168.1.72 netmask 0xffffff00 broadcast 192.168.1.255
\tstatus: active
awdl0: flags=8943<UP,BROADCAST,RUNNING,PROMISC,SIMPLEX,MULTICAST> mtu 1484
\tether 1e:06:52:da:9b:86
bridge0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500
\tether 02:00:31:81:94:02
utun1: flags=8051<UP,POINTOPOINT,RUNNING,MULTICAST> mtu 1380
\tinet6 fe80::cf42:647e:9077:7bcb%utun1 prefixlen 64 scopeid 0x11
"""
# The shape of `system_profiler SPAirPortDataType`, from the tests of a network tool,
# whose author took names and addresses out
PROFILER = """\
Wi-Fi:

      Software Versions:
          CoreWLAN: 16.0 (1657)
      Interfaces:
        en0:
          Card Type: Wi-Fi  (0x14E4, 0x4387)
          MAC Address: aa:bb:cc:00:00:99
          Status: Connected
          Current Network Information:
            TestNet:
              PHY Mode: 802.11ax
              Channel: 40 (5GHz, 80MHz)
              Security: WPA3 Personal
              Signal / Noise: -57 dBm / -91 dBm
              Transmit Rate: 720
          Other Local Wi-Fi Networks:
            NeighbourNet:
              PHY Mode: 802.11a/n/ac/ax
              Signal / Noise: -51 dBm / -93 dBm
"""
# From the tests of a network switcher for Windows, whose author replaced the addresses
WLAN = """
There is 1 interface on the system:

    Name                   : Wi-Fi
    Description            : Intel(R) Wi-Fi 6 AX201 160MHz
    GUID                   : 8f2c1a44-1c0e-4a1b-9e3e-2f0b6d5a7c11
    Physical address       : 3c:58:c2:11:22:33
    State                  : connected
    SSID                   : HomeNet
    BSSID                  : a4:2b:b0:44:55:66
    Network type           : Infrastructure
    Radio type             : 802.11ax
    Authentication         : WPA2-Personal
    Cipher                 : CCMP
    Connection mode        : Profile
    Band                   : 5 GHz
    Channel                : 44
    Receive rate (Mbps)    : 1201
    Transmit rate (Mbps)   : 1201
    Signal                 : 92%
    Profile                : HomeNet
"""
# A connector's test with a recorded output
WLAN_OFF = """There is 1 interface on the system:

    Name                   : WiFi
    Description            : D-Link DWA-132 Wireless N USB Adapter(rev.B)
    GUID                   : b023475e-7b92-4714-9cb2-0d15bc7c182b
    Physical address       : 78:54:2e:df:1b:01
    State                  : disconnected
    Radio status           : Hardware On
                             Software On

    Hosted network status  : Not available"""
# A recorded `Get-NetNeighbor`, from a course on IPv6 and one on virtual machines
NEIGHBOURS = """\
ifIndex IPAddress                     LinkLayerAddress      State       PolicyStore
------- ---------                     ----------------      -----       -----------
49      ff02::1:ff11:1111             33-33-FF-11-11-11     Permanent   ActiveStore
49      fe80::11ff:fe11:1111          02-00-11-11-11-11     Reachable   ActiveStore
49      ff02::1                       33-33-00-00-00-01     Permanent   ActiveStore
60      172.26.137.156                                     00-15-5D-25-05-1D     Reachable   ActiveStore
29      172.20.68.230                                      00-15-5D-00-3F-24     Permanent   ActiveStore
"""

# Microsoft's documentation of Azure SQL, "Connect your application", `route print -4`
ROUTES = """\
===========================================================================
Interface List
   14...54 ee 75 67 6b 39 ......Intel(R) Ethernet Connection (3) I218-LM
   57...........................rndatavnet
   18...94 65 9c 7d e5 ce ......Intel(R) Dual Band Wireless-AC 7265
   1...........................Software Loopback Interface 1
===========================================================================
"""


def test_arp_of_macos():
    assert darwin.parse_arp(ARP, "en0") == (
        Neighbour("192.168.1.63", "e0:33:8e:67:38:d6", "stale"),
        Neighbour("192.168.1.74", "f0:18:98:05:d8:39", "stale"),
        Neighbour("192.168.1.222", "a4:83:e7:2d:63:8f", "stale"),
    )
    assert darwin.parse_arp(ARP, "en1") == ()
    assert darwin.parse_arp(ARP_OLD, "en1") == (
        Neighbour("169.254.77.120", None, "incomplete"),
        Neighbour("192.168.1.1", "00:18:01:8f:23:ed", "stale"),
        Neighbour("192.168.1.2", "00:1b:21:a4:32:bd", "stale"),
    )


def test_ndp_of_macos():
    assert darwin.parse_ndp(NDP, "en0") == (
        Neighbour("2409:8a6c:1763:4351::1000", "de:cb:f1:62:24:68", "reachable"),
        Neighbour("fe80::1234:5678:abcd:ef01", None, "none"),
        Neighbour("fe80::1807:d761:578a:6885", "42:6c:0f:e9:a8:65", "stale"),
        Neighbour("fe80::6e16:29ff:fe00:fd5b", "6c:16:29:00:fd:5b", "stale"),
    )


def test_cards_of_macos():
    ports = darwin.parse_hardware_ports(PORTS)
    assert ports == {"en6": "AX88179A", "bridge0": "Thunderbolt Bridge", "en0": "Wi-Fi"}
    cards = {card.name: card for card in darwin.parse_cards(IFCONFIG, ports)}
    assert {name: card.medium for name, card in cards.items()} == {
        "lo0": Medium.LOOPBACK, "stf0": Medium.VPN, "en5": Medium.WIRED, "en0": Medium.WIFI, "awdl0": Medium.UNKNOWN,
        "bridge0": Medium.UNKNOWN, "utun1": Medium.VPN,
    }
    assert cards["en0"].mac == "f0:18:98:03:d9:30"
    assert cards["lo0"].mac is None
    assert cards["utun1"].mtu == 1380
    assert not cards["stf0"].up
    assert cards["en0"].up


def test_air_of_macos():
    air = darwin.parse_air(PROFILER, "en0")
    assert (air.ssid, air.signal_dbm, air.bssid) == ("TestNet", -57, None)
    assert darwin.parse_air(PROFILER.replace("TestNet", "<redacted>"), "en0").ssid is None
    assert darwin.parse_air(PROFILER, "en1").ssid is None


def test_wlan_of_windows():
    (one,) = windows.parse_wlan(WLAN)
    assert one == windows.Wireless(
        name="Wi-Fi", guid="8F2C1A44-1C0E-4A1B-9E3E-2F0B6D5A7C11", mac="3c:58:c2:11:22:33", ssid="HomeNet",
        bssid="a4:2b:b0:44:55:66", quality=92,
    )
    newer = WLAN.replace("    BSSID   ", "    AP BSSID")  # Windows 11 names it so
    assert windows.parse_wlan(newer) == (one,)
    (off,) = windows.parse_wlan(WLAN_OFF)
    assert (off.name, off.ssid, off.bssid, off.mac) == ("WiFi", None, None, "78:54:2e:df:1b:01")
    assert [windows.dbm_of(quality) for quality in (0, 92, 100)] == [-100, -54, -50]


def test_adapters_of_windows():
    assert windows.parse_adapters(ROUTES) == (
        windows.Adapter(index=14, mac="54:ee:75:67:6b:39", description="Intel(R) Ethernet Connection (3) I218-LM"),
        windows.Adapter(index=57, mac=None, description="rndatavnet"),
        windows.Adapter(index=18, mac="94:65:9c:7d:e5:ce", description="Intel(R) Dual Band Wireless-AC 7265"),
        windows.Adapter(index=1, mac=None, description="Software Loopback Interface 1"),
    )


def test_neighbours_of_windows():
    assert windows.parse_neighbours(NEIGHBOURS, 49) == (
        Neighbour("fe80::11ff:fe11:1111", "02:00:11:11:11:11", "reachable"),
    )
    assert windows.parse_neighbours(NEIGHBOURS, 60) == (
        Neighbour("172.26.137.156", "00:15:5d:25:05:1d", "reachable"),
    )


@pytest.mark.parametrize(
    ("address", "mask", "expected"),
    [
        ("192.168.1.5", "255.255.255.0", OwnAddress("192.168.1.5", 24)),
        ("10.0.0.1", None, OwnAddress("10.0.0.1", 32)),
        ("fe80::1%en0", "ffff:ffff:ffff:ffff::/64", OwnAddress("fe80::1", 64)),
        ("fe80::1", "ffff:ffff:ffff:ffff::", OwnAddress("fe80::1", 64)),
        ("::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", OwnAddress("::1", 128)),
        ("nonsense", "255.0.0.0", None),
        ("10.0.0.1", "nonsense", None),
    ],
)
def test_own_addresses(address, mask, expected):
    assert own_address(address, mask) == expected


@given(st.text(max_size=400), st.sampled_from([ARP, NDP, PORTS, IFCONFIG, PROFILER, WLAN, ROUTES, NEIGHBOURS]), st.integers(0, 900))
def test_parsers_never_raise(noise, real, at):
    for text in (noise, real[:at] + noise + real[at:], real[at:]):
        darwin.parse_arp(text, "en0")
        darwin.parse_ndp(text, "en0")
        darwin.parse_cards(text, darwin.parse_hardware_ports(text))
        darwin.parse_air(text, "en0")
        windows.parse_wlan(text)
        windows.parse_neighbours(text, 49)
        windows.parse_adapters(text)
        linux.parse_iw_link(text)


@given(st.binary(max_size=300))
def test_netlink_never_raises(data):
    list(netlink.messages(data))
    netlink.link_of(data)
    netlink.neighbour_of(data)
