"""The router, and small innocent things of a home."""

import json

from tests.lab.device import SERVERS, Device, Fittings, Identity, innocent
from tests.lab.devices.parts import LAB_PYTHON, lighttpd
from tests.lab.machine import Service


class Router(Device):
    """dnsmasq for DHCP and names, and a page by lighttpd. It knows the name of every lease. It has no uplink."""

    prefixes = ("98:9b:cb", "bc:05:43")  # AVM
    truth = innocent("router", "access point")
    knows_leases = True

    def fit(self, me: Identity) -> Fittings:
        conf = me.write(
            "dnsmasq.conf",
            "keep-in-foreground\nno-resolv\nno-hosts\ninterface=eth0\nbind-interfaces\nlog-facility=-\nuser=root\n"
            "domain=fritz.box\nlocal=/fritz.box/\nexpand-hosts\nleasefile-ro\nbogus-priv\n"
            f"dhcp-range={me.ip.rsplit('.', 1)[0]}.200,{me.ip.rsplit('.', 1)[0]}.249,1h\n"
            f"addn-hosts={me.home}/names\npid-file={me.home}/dnsmasq.pid\n"
            f"address=/fritz.box/{me.ip}\n",
        )
        me.write("names", f"{me.ip} fritz.box\n")
        page = '<html><head><title>FRITZ!Box</title></head><body><div id="login">FRITZ!Box 7590</div></body></html>'
        return Fittings(
            hostname="fritz.box",
            services=[
                Service(name="dnsmasq", argv=["dnsmasq", "-C", conf], ready=[("udp", 53), ("udp", 67)]),
                lighttpd(me, 80, {"index.html": page}, server="FRITZ!Box"),
            ],
        )


class RefusingRouter(Router):
    """The same without a name for any lease: it answers REFUSED to reverse lookups."""

    knows_leases = False


class HomeKitBulb(Device):
    """HAP-python's accessory with a bulb's category."""

    prefixes = ("c4:29:96", "00:17:88")  # Signify, Philips Lighting
    truth = innocent("bulb", "hub")

    def fit(self, me: Identity) -> Fittings:
        settings = {
            "ip": me.ip,
            "port": me.dice.randrange(51000, 59000),
            "mac": me.mac.upper(),
            "name": f"Bulb {me.serial(4)}",
            "store": str(me.home / "bulb.state"),
        }
        return Fittings(
            services=[
                Service(
                    name="bulb",
                    argv=[LAB_PYTHON, str(SERVERS / "homekit_bulb.py"), json.dumps(settings)],
                    ready=[("tcp", settings["port"]), ("udp", 5353)],
                )
            ]
        )
