"""Bluetooth advertisements from BlueZ without asking: by its advertisement monitors (BlueZ 5.56, Linux 5.10).

A discovery (`StartDiscovery`) sends scan requests, so it is never asked for here. A monitor makes the kernel scan
passively and tells whether it was activated; bleak, which is used elsewhere, does not pass that on.
Sources: BlueZ doc/org.bluez.AdvertisementMonitor.rst, org.bluez.AdvertisementMonitorManager.rst, org.bluez.Device.rst.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final

from dbus_fast import Message, MessageType, PropertyAccess, unpack_variants
from dbus_fast.annotations import DBusObjectPath, DBusSignature, DBusStr
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property

from roomcheck.net.air.advertised import MOST, Advertised, advertised
from roomcheck.net.air.dbus import connected, named
from roomcheck.net.air.unheard import NO_PASSIVE, REFUSED, SWITCHED_OFF, Unheard

_BLUEZ: Final = "org.bluez"
_ADAPTER: Final = "org.bluez.Adapter1"
_DEVICE: Final = "org.bluez.Device1"
_MONITORS: Final = "org.bluez.AdvertisementMonitorManager1"
_MONITOR: Final = "org.bluez.AdvertisementMonitor1"
_ROOT: Final = "/org/roomcheck/air"
_PATIENCE: Final = 5.0
"""Seconds in which BlueZ takes a monitor, or refuses it."""
_FLAGS: Final = 0x01
"""The data type `Flags` (Assigned Numbers 2.3)."""
_COMMON: Final = (0x06, 0x02, 0x04, 0x05, 0x1A, 0x18, 0x01, 0x00)
_HEARD: Final = frozenset(
    "RSSI ManufacturerData ServiceData AdvertisingData AdvertisingFlags UUIDs Name TxPower".split()
)
"""Properties whose change means that the device was heard; the others change for reasons of this machine's own."""

Pattern = tuple[int, int, bytes]
"""Where in the data, of which type, which bytes."""


def patterns() -> tuple[tuple[Pattern, ...], ...]:
    """Every value of the five assigned flags, which whoever can be connected to must send; the commonest first.

    A monitor takes sixteen patterns at most (HCI_MAX_ADV_MONITOR_NUM_PATTERNS), so there are two.
    """
    flags = [*_COMMON, *(value for value in range(0x20) if value not in _COMMON)]
    every = [(0, _FLAGS, bytes((value,))) for value in flags]
    return tuple(every[:16]), tuple(every[16:])


class _Ear(ServiceInterface):
    """One monitor, as BlueZ sees it."""

    def __init__(self, wanted: Sequence[Pattern], found: Callable[[str], None]) -> None:
        super().__init__(_MONITOR)
        self._found = found
        self._wanted = [list(each) for each in wanted]
        self.taken: bool | None = None
        self.told = asyncio.Event()

    @dbus_property(access=PropertyAccess.READ)
    def Type(self) -> DBusStr:  # noqa: N802  BlueZ's name
        return "or_patterns"

    @dbus_property(access=PropertyAccess.READ)
    def Patterns(self) -> Annotated[list[Any], DBusSignature("a(yyay)")]:  # noqa: N802  BlueZ's name
        return self._wanted

    @dbus_method()
    def Activate(self) -> None:  # noqa: N802  BlueZ's name
        self.taken = True
        self.told.set()

    @dbus_method()
    def Release(self) -> None:  # noqa: N802  BlueZ's name
        self.taken = False
        self.told.set()

    @dbus_method()
    def DeviceFound(self, device: DBusObjectPath) -> None:  # noqa: N802  BlueZ's name
        self._found(device)

    @dbus_method()
    def DeviceLost(self, device: DBusObjectPath) -> None:  # noqa: N802  BlueZ's name
        """What was heard once was heard."""


class _Devices:
    """What BlueZ tells of devices while monitors are active."""

    def __init__(self, adapter: str) -> None:
        self._under = f"{adapter}/"
        self._known: dict[str, dict[str, object]] = {}
        self._heard: set[str] = set()

    def know(self, objects: dict[str, dict[str, dict[str, object]]]) -> None:
        """Devices of before: they are not heard yet, but their names and services are known."""
        for path, interfaces in objects.items():
            if path.startswith(self._under) and _DEVICE in interfaces:
                self._known.setdefault(path, {}).update(interfaces[_DEVICE])

    def find(self, path: str) -> None:
        """BlueZ says that a device was heard."""
        if path.startswith(self._under) and len(self._heard) < MOST:
            self._heard.add(path)

    def take(self, message: Message) -> None:
        """One signal of the bus."""
        if message.message_type is not MessageType.SIGNAL:
            return
        body = [unpack_variants(value) for value in message.body]
        if message.member == "InterfacesAdded" and len(body) == 2:
            self._add(str(body[0]), named(named(body[1]).get(_DEVICE)))
        elif message.member == "PropertiesChanged" and len(body) == 3 and body[0] == _DEVICE:
            self._add(str(message.path), named(body[1]))

    def _add(self, path: str, properties: dict[str, object]) -> None:
        if not path.startswith(self._under) or len(self._known) >= 4 * MOST:
            return
        self._known.setdefault(path, {}).update(properties)
        if not _HEARD.isdisjoint(properties):
            self.find(path)

    def told(self) -> tuple[Advertised, ...]:
        heard = [self._known[path] for path in sorted(self._heard) if path in self._known]
        return tuple(_device(properties) for properties in heard if "Address" in properties)[:MOST]


def _device(properties: dict[str, object]) -> Advertised:
    name, services, makers, rssi = (properties.get(key) for key in ("Name", "UUIDs", "ManufacturerData", "RSSI"))
    return advertised(
        str(properties["Address"]), name=name if isinstance(name, str) else None,
        services=services if isinstance(services, list) else (),
        makers={key: None for key in makers if isinstance(key, int)} if isinstance(makers, dict) else None,
        rssi=rssi if isinstance(rssi, int) else None, random=properties.get("AddressType") == "random",
    )


async def listen(seconds: float, address: str | None = None) -> tuple[Advertised, ...]:
    """What is advertised in that time, each device once. Raises Unheard. Nothing is sent over the air.

    `address` is another bus than the system's, for tests.
    """
    async with connected(address) as bus:
        objects = await bus.objects(_BLUEZ) if bus is not None else {}
        adapter = _adapter(objects)
        if bus is None:
            raise Unheard(SWITCHED_OFF)
        devices = _Devices(adapter)
        bus.raw.add_message_handler(devices.take)
        for rule in ("InterfacesAdded", "PropertiesChanged"):
            await bus.hear(f"type='signal',sender='{_BLUEZ}',member='{rule}'")
        ears = [_Ear(wanted, devices.find) for wanted in patterns()]
        for number, ear in enumerate(ears):
            bus.raw.export(f"{_ROOT}/{number}", ear)
        devices.know(objects)
        if await bus.ask(_BLUEZ, adapter, _MONITORS, "RegisterMonitor", "o", (_ROOT,)) is None:
            raise Unheard(REFUSED)
        try:
            await _activated(ears)
            await asyncio.sleep(seconds)
        finally:
            await bus.ask(_BLUEZ, adapter, _MONITORS, "UnregisterMonitor", "o", (_ROOT,))
        if not any(ear.taken for ear in ears):
            raise Unheard(REFUSED)
        return devices.told()


async def look(address: str | None = None) -> None:
    """Raises Unheard where `listen` could not hear. Sends nothing, and does not listen."""
    async with connected(address) as bus:
        _adapter(await bus.objects(_BLUEZ) if bus is not None else {})


def _adapter(objects: dict[str, dict[str, dict[str, object]]]) -> str:
    """The first adapter that is switched on and takes monitors of patterns. Raises Unheard."""
    on = [path for path, has in sorted(objects.items()) if has.get(_ADAPTER, {}).get("Powered") is True]
    if not on:
        raise Unheard(SWITCHED_OFF)
    for path in on:
        kinds = objects[path].get(_MONITORS, {}).get("SupportedMonitorTypes")
        if isinstance(kinds, list) and "or_patterns" in kinds:
            return path
    raise Unheard(NO_PASSIVE)


async def _activated(ears: Sequence[_Ear]) -> None:
    """Waits until each monitor was taken or refused. Raises Unheard where none was taken."""
    try:
        async with asyncio.timeout(_PATIENCE):
            for ear in ears:
                await ear.told.wait()
    except TimeoutError:
        pass
    if not any(ear.taken for ear in ears):
        raise Unheard(REFUSED)
