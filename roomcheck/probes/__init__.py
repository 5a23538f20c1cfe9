"""One file per protocol that asks. A probe yields observations; it never judges."""

from typing import Final

from roomcheck.probes.arp import ArpProbe
from roomcheck.probes.banner import BannerProbe
from roomcheck.probes.http import HttpProbe
from roomcheck.probes.makers import MAKERS
from roomcheck.probes.mdns import MdnsProbe
from roomcheck.probes.ndp import NdpProbe
from roomcheck.probes.netbios import NETBIOS
from roomcheck.probes.onvif import OnvifProbe
from roomcheck.probes.probe import Probe
from roomcheck.probes.reverse import ReverseProbe
from roomcheck.probes.rtsp import RtspProbe
from roomcheck.probes.sip import SIP
from roomcheck.probes.snmp import SNMP
from roomcheck.probes.ssdp import SsdpProbe
from roomcheck.probes.tcp import TcpProbe
from roomcheck.probes.tls import TlsProbe
from roomcheck.probes.upnp import UpnpProbe
from roomcheck.probes.wsd import WsdProbe

GENERAL: Final[tuple[Probe, ...]] = (
    ArpProbe(), WsdProbe(), SsdpProbe(), MdnsProbe(), NdpProbe(), TcpProbe(), RtspProbe(), OnvifProbe(), UpnpProbe(),
    HttpProbe(), TlsProbe(), BannerProbe(), ReverseProbe(), NETBIOS, SIP, SNMP,
)

PROBES: Final[tuple[Probe, ...]] = (*GENERAL, *MAKERS)
