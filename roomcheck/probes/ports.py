"""The TCP ports that are tried, what is known to speak there, and therefore what is asked.

`rtsp`, `http` and `https` get their read-only questions; `both` gets RTSP's and HTTP's, because cameras mix them up;
`tls` only shows its certificate; `read` is connected to and only read, because what speaks there is a maker's binary
protocol or greets by itself; `open` is not connected to again: that it is open is all one wants to know.
"""

from typing import Final

from roomcheck.net.link import FORBIDDEN_PORTS

CAMERA_PORTS: Final[dict[int, str]] = {
    554: "rtsp",     # RTSP (RFC 2326)
    80: "both",      # web page; RTSP too on Tuya cameras
    8554: "rtsp",    # RTSP, the usual second choice
    443: "https",    # web page
    8000: "http",    # Hikvision's SDK, or a web page
    8080: "both",    # web page, motion's page
    37777: "read",   # Dahua's SDK
    34567: "read",   # Xiongmai's DVRIP
    8899: "http",    # ONVIF on Xiongmai and V380
    2020: "http",    # ONVIF on Tapo and VIGI; Freebox
    10554: "rtsp",   # RTSP of VStarcam and others
    5554: "rtsp",    # RTSP
    7070: "rtsp",    # RTSP
    88: "both",      # web page of Foscam
    81: "both",      # web page; the stream of ESP32-CAM
    8800: "http",    # Tapo's Streamd; V380's binary protocol
    10443: "https",  # Tapo of 2026 (JurajNyiri/HomeAssistant-Tapo-Control#1414)
    20443: "https",  # the same
    9000: "read",    # Reolink's Baichuan; televisions
    1935: "read",    # RTMP
    6001: "rtsp",    # RTSP of Reolink and others
    5000: "both",    # RTSP of AirPlay, web page of storage
    554 + 1: "rtsp",  # RTSP, the second channel's port
    1554: "rtsp",    # RTSP
    5544: "rtsp",    # RTSP
    7447: "rtsp",    # RTSP of UniFi Protect
    8555: "rtsp",    # RTSP of go2rtc and others
    9554: "rtsp",    # RTSP
    8086: "both",    # Imou
    8888: "both",    # web page of Reolink and others
    9010: "read",    # Hikvision
    835: "read",     # Tuya and Merkury cameras
    6668: "read",    # Tuya's local protocol: cameras and plugs alike
    23: "telnet",    # telnet of HiSilicon cameras
    2323: "telnet",  # the same
    9527: "read",    # Xiongmai's console
    9530: "read",    # Xiongmai
    12901: "read",   # Xiongmai
    34599: "read",   # Xiongmai
    37778: "read",   # Dahua
    35000: "read",   # Lorex
    23000: "read",   # Xiongmai
    82: "http",      # web page
    83: "http",      # web page
    85: "http",      # web page
    8001: "http",    # web page; Samsung televisions
    8081: "both",    # motion's stream page
    8082: "http",    # web page
    8090: "http",    # web page
    8181: "http",    # web page
    8443: "https",   # web page
    4443: "https",   # web page
    7443: "https",   # UniFi Protect
    49152: "http",   # UPnP descriptions
    49153: "http",   # UPnP descriptions
    49154: "http",   # UPnP descriptions of Axis
}

COMMON_PORTS: Final[dict[int, str]] = {
    21: "ftp",       # FTP
    22: "ssh",       # SSH
    53: "open",      # DNS: a router
    111: "open",     # portmapper
    135: "open",     # Windows
    139: "open",     # NetBIOS sessions
    445: "open",     # SMB
    548: "open",     # AFP
    631: "http",     # IPP: a printer
    1400: "http",    # Sonos
    1883: "open",    # MQTT
    3000: "http",    # web page; LG televisions
    3001: "tls",     # LG televisions
    3389: "open",    # Windows remote desktop
    3689: "open",    # DAAP
    5001: "https",   # storage
    5357: "http",    # Windows' WSDAPI
    5555: "open",    # Android's debug bridge
    5900: "read",    # VNC greets by itself
    6466: "tls",     # Android TV remote
    6467: "tls",     # Android TV remote
    7000: "both",    # AirPlay, which speaks RTSP
    7100: "open",    # AirPlay mirroring
    8002: "tls",     # Samsung televisions
    8008: "http",    # Google Cast
    8009: "tls",     # Google Cast
    8060: "http",    # Roku
    8096: "http",    # Jellyfin
    8123: "http",    # Home Assistant
    8200: "http",    # MiniDLNA
    8883: "tls",     # MQTT over TLS
    9080: "http",    # web page
    9090: "http",    # web page
    9091: "http",    # web page
    9197: "http",    # Samsung televisions' UPnP
    10000: "http",   # web page
    32400: "http",   # Plex
    62078: "open",   # iPhone and iPad
}

SPEAKS: Final[dict[int, str]] = {**CAMERA_PORTS, **COMMON_PORTS}

ALL_PORTS: Final = tuple(port for port in range(1, 65_536) if port not in FORBIDDEN_PORTS)


def speaks(port: int) -> str:
    """What is asked at an open port; a port that is not listed is asked for RTSP and HTTP."""
    return SPEAKS.get(port, "both")
