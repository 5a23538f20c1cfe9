"""DNS-SD service types worth asking for: of things that watch, and of innocent devices that name themselves.

They need no probe of their own; the mDNS probe asks for all of them.
"""

from typing import Final

CAMERA_SERVICES: Final = (
    "_hap._tcp.local.",  # HomeKit; TXT ci=17 camera, ci=18 video doorbell (Jc2k/aiohomekit:model/categories.py)
    "_axis-video._tcp.local.",  # Axis, and DoorBird (home-assistant/core:generated/zeroconf.py)
    "_axis-nvr._tcp.local.",  # Axis recorders (home-assistant/core:components/axis)
    "_arec._tcp.local.",  # Arecont Vision (julienblitte/UniversalScanner:Arecont.cs)
    "_dcp._tcp.local.",  # D-Link cameras (home-assistant/core:generated/zeroconf.py)
    "_dhnap._tcp.local.",  # D-Link cameras, and its plugs and hubs (the same)
    "_psia._tcp.local.",  # PSIA, Physical Security Interoperability Alliance (PSIA Service Model 1.0, 5.1)
    "_rtsp._tcp.local.",  # any RTSP server, TVs among them (RFC 2326; IANA service names)
    "_onvif._tcp.local.",  # seen beside WS-Discovery on some cameras and on software that plays one
    "_nvr._tcp.local.",  # recorders of some makers
    "_miio._udp.local.",  # Xiaomi; the instance begins with the product (home-assistant/core:generated/zeroconf.py)
    "_matterc._udp.local.",  # Matter, commissionable: TXT DT= is the device type (Matter Core 4.3.1)
    "_matter._tcp.local.",  # Matter, commissioned (Matter Core 4.3.2)
    "_gopro-web._tcp.local.",  # GoPro on the home network (gopro/OpenGoPro: wifi discovery)
    "_http._tcp.local.",  # a web page; many cameras put their model into the instance's name
    "_https._tcp.local.",
)

INNOCENT_SERVICES: Final = (
    "_googlecast._tcp.local.",  # TV sticks, speakers, displays (home-assistant/core:generated/zeroconf.py)
    "_airplay._tcp.local.",  # Apple TV, TVs, speakers (the same)
    "_raop._tcp.local.",  # AirPlay sound
    "_companion-link._tcp.local.",  # Apple devices among themselves (postlund/pyatv)
    "_apple-mobdev2._tcp.local.",  # iPhone and iPad
    "_androidtvremote2._tcp.local.",  # Android TV (home-assistant/core:generated/zeroconf.py)
    "_amzn-wplay._tcp.local.",  # Fire TV (the same)
    "_spotify-connect._tcp.local.",  # speakers (the same)
    "_sonos._tcp.local.",  # Sonos (the same)
    "_ipp._tcp.local.",  # printers (RFC 8011, IANA)
    "_ipps._tcp.local.",
    "_printer._tcp.local.",
    "_pdl-datastream._tcp.local.",
    "_uscan._tcp.local.",  # scanners (Mopria eSCL)
    "_scanner._tcp.local.",
    "_smb._tcp.local.",  # computers, network storage
    "_afpovertcp._tcp.local.",
    "_adisk._tcp.local.",  # Time Machine storage
    "_device-info._tcp.local.",  # Apple's model names
    "_workstation._tcp.local.",  # Avahi on a computer
    "_ssh._tcp.local.",
    "_sftp-ssh._tcp.local.",
    "_hue._tcp.local.",  # Philips Hue bridge (home-assistant/core:generated/zeroconf.py)
    "_esphomelib._tcp.local.",  # ESPHome; an ESP32-CAM may run it too (the same)
    "_shelly._tcp.local.",  # Shelly plugs and relays (the same)
    "_elg._tcp.local.",  # Elgato lights (the same)
    "_nanoleafapi._tcp.local.",  # Nanoleaf lights (the same)
    "_wled._tcp.local.",  # WLED lights (the same)
    "_ewelink._tcp.local.",  # Sonoff plugs
    "_leap._tcp.local.",  # Lutron (home-assistant/core:generated/zeroconf.py)
    "_homekit._tcp.local.",  # Apple home hubs (postlund/pyatv)
    "_meshcop._udp.local.",  # Thread border routers (home-assistant/core:generated/zeroconf.py)
    "_viziocast._tcp.local.",  # Vizio TVs (the same)
    "_soundtouch._tcp.local.",  # Bose (the same)
    "_touch-able._tcp.local.",  # Apple TV (the same)
    "_plexmediasvr._tcp.local.",  # Plex media server (the same)
    "_mediaremotetv._tcp.local.",  # Apple TV (postlund/pyatv)
    "_nvstream_dbd._tcp.local.",  # computers that stream games (Moonlight, GameStream)
    "_sleep-proxy._udp.local.",  # Apple
    "_octoprint._tcp.local.",  # 3D printers, which may carry a camera (home-assistant/core:generated/zeroconf.py)
)
