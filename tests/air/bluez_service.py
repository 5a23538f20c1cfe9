"""BlueZ as far as listening goes, on a bus of the test's own: run by Debian's Python, which has dbus-python.

`bluez_service.py ADDRESS LOG [off|plain|refuses]`: every call that arrives is a line of LOG. Paths, names and types are
those of BlueZ's own documentation (doc/org.bluez.Adapter, .Device, .AdvertisementMonitor and .AdvertisementMonitorManager).
python-dbusmock's template will not do: its devices carry lists where BlueZ has dictionaries of numbers, its adapter has
no Roles, and it has no monitors.
"""

# ruff: noqa: N802  methods have the names of the D-Bus interfaces

import sys
from pathlib import Path

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

OBJECTS = "org.freedesktop.DBus.ObjectManager"
PROPERTIES = "org.freedesktop.DBus.Properties"
ADAPTER, DEVICE = "org.bluez.Adapter1", "org.bluez.Device1"
MONITORS, MONITOR = "org.bluez.AdvertisementMonitorManager1", "org.bluez.AdvertisementMonitor1"
HCI = "/org/bluez/hci0"

MODE = sys.argv[3] if len(sys.argv) > 3 else ""
LOG = Path(sys.argv[2])


def log(*words):
    with LOG.open("a") as file:
        file.write(" ".join(str(word) for word in words) + "\n")


def makers(data):
    one = {dbus.UInt16(number): dbus.Array(list(value), signature="y", variant_level=1) for number, value in data.items()}
    return dbus.Dictionary(one, signature="qv", variant_level=1)


def device(address, kind, flags, **more):
    properties = {
        "Address": address, "AddressType": kind, "Adapter": dbus.ObjectPath(HCI), "Alias": address.replace(":", "-"),
        "Paired": False, "Connected": False, "Trusted": False, "Blocked": False, "LegacyPairing": False,
        "ServicesResolved": False, "UUIDs": dbus.Array([], signature="s"), **more,
    }
    if flags is not None:
        properties["AdvertisingFlags"] = dbus.Array([flags], signature="y")
    return f"{HCI}/dev_{address.replace(':', '_')}", flags, properties


DEVICES = [
    device(
        "00:00:5E:00:53:01", "public", 0x06, Name="Example\x1b[1m-1A2B", RSSI=dbus.Int16(-47), ManufacturerData=makers({0x004C: b"\x02\x15"}),
        UUIDs=dbus.Array(["0000fe9f-0000-1000-8000-00805f9b34fb"], signature="s"),
    ),
    device("C0:00:5E:00:53:02", "random", 0x1A, RSSI=dbus.Int16(-80), ManufacturerData=makers({0x0006: b"\x01"})),
    device("00:00:5E:00:53:03", "public", None, Name="a beacon without flags", RSSI=dbus.Int16(-60)),
]
QUIET = device("00:00:5E:00:53:04", "public", 0x06, Name="known from before, and silent")


class Adapter(dbus.service.Object):
    def __init__(self, bus):
        self.bus = bus
        self.top = Top(bus, self)
        super().__init__(bus, HCI)

    def interfaces(self):
        return {ADAPTER: self.properties()}

    def properties(self):
        return {
            "Address": "00:00:5E:00:53:FF", "AddressType": "public", "Name": "guest", "Alias": "guest", "Class": dbus.UInt32(0),
            "Powered": MODE != "off", "Discovering": False, "Discoverable": False, "Pairable": False,
            "UUIDs": dbus.Array([], signature="s"), "Roles": dbus.Array(["central", "peripheral"], signature="s"),
        }

    @dbus.service.method(ADAPTER, in_signature="a{sv}", out_signature="")
    def SetDiscoveryFilter(self, wanted):
        log("SetDiscoveryFilter", sorted(wanted))

    @dbus.service.method(ADAPTER, in_signature="", out_signature="")
    def StartDiscovery(self):
        log("StartDiscovery")
        for path, _, properties in DEVICES:
            GLib.timeout_add(50, self.top.advertise, path, properties)

    @dbus.service.method(ADAPTER, in_signature="", out_signature="")
    def StopDiscovery(self):
        log("StopDiscovery")

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        return self.properties() if interface == ADAPTER else {}


class Experimental(Adapter):
    """With AdvertisementMonitorManager1, as BlueZ has it when it runs with its experimental interfaces."""

    def interfaces(self):
        types = dbus.Array(["or_patterns"], signature="s")
        return {**super().interfaces(), MONITORS: {"SupportedMonitorTypes": types, "SupportedFeatures": dbus.Array([], signature="s")}}

    @dbus.service.method(MONITORS, in_signature="o", out_signature="", sender_keyword="sender")
    def RegisterMonitor(self, application, sender=None):
        log("RegisterMonitor", application)
        client = dbus.Interface(self.bus.get_object(sender, application, introspect=False), OBJECTS)
        client.GetManagedObjects(
            reply_handler=lambda managed: self.found(sender, managed), error_handler=lambda error: log("error", error)
        )

    @dbus.service.method(MONITORS, in_signature="o", out_signature="")
    def UnregisterMonitor(self, application):
        log("UnregisterMonitor", application)

    def found(self, sender, managed):
        for path, interfaces in sorted(managed.items()):
            ear = dbus.Interface(self.bus.get_object(sender, path, introspect=False), MONITOR)
            wanted = interfaces.get(MONITOR, {})
            patterns = wanted.get("Patterns", [])
            sound = wanted.get("Type") == "or_patterns" and 0 < len(patterns) <= 16 and patterns.signature == "(yyay)"
            log("monitor", path, "sound" if sound else "unsound", len(patterns))
            if not sound or MODE == "refuses":
                ear.Release(ignore_reply=True)
                continue
            ear.Activate(ignore_reply=True)
            flags = {bytes(content)[0] for start, kind, content in patterns if (start, kind) == (0, 1)}
            for place, flag, properties in DEVICES:
                if flag in flags:
                    GLib.timeout_add(50, self.top.advertise, place, properties)
                    GLib.timeout_add(60, lambda ear=ear, place=place: ear.DeviceFound(dbus.ObjectPath(place), ignore_reply=True))


class Top(dbus.service.Object):
    def __init__(self, bus, adapter):
        self.adapter = adapter
        super().__init__(bus, "/")

    @dbus.service.method(OBJECTS, in_signature="", out_signature="a{oa{sa{sv}}}")
    def GetManagedObjects(self):
        return {HCI: self.adapter.interfaces(), QUIET[0]: {DEVICE: QUIET[2]}}

    @dbus.service.signal(OBJECTS, signature="oa{sa{sv}}")
    def InterfacesAdded(self, path, interfaces):
        pass

    def advertise(self, path, properties):
        self.InterfacesAdded(dbus.ObjectPath(path), {DEVICE: properties})


def main():
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus = dbus.bus.BusConnection(sys.argv[1])
    adapter = Adapter(bus) if MODE == "plain" else Experimental(bus)
    name = dbus.service.BusName("org.bluez", bus)
    log("ready", name.get_name(), adapter.top.adapter.properties()["Name"])
    GLib.MainLoop().run()


main()
