"""The system's message bus (D-Bus, Linux): calls and properties of programs that run, whose failures read as nothing.

No program is started by a call.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from dbus_fast import AuthError, BusType, DBusError, Message, MessageFlag, MessageType, unpack_variants
from dbus_fast.aio import MessageBus

_DAEMON: Final = "org.freedesktop.DBus"


class Bus:
    """A connection, as far as it is needed. `raw` is the library's own, for what is exported and listened to."""

    def __init__(self, raw: MessageBus) -> None:
        self.raw = raw

    async def ask(
        self, to: str, path: str, interface: str, member: str, signature: str = "", body: tuple[object, ...] = ()
    ) -> list[object] | None:
        """The values of the answer without their variants, None where the call failed."""
        message = Message(
            destination=to, path=path, interface=interface, member=member, signature=signature, body=list(body),
            flags=MessageFlag.NO_AUTOSTART,
        )
        try:
            reply = await self.raw.call(message)
        except (DBusError, OSError, EOFError):
            return None
        if reply is None or reply.message_type is not MessageType.METHOD_RETURN:
            return None
        return [unpack_variants(value) for value in reply.body]

    async def first(
        self, to: str, path: str, interface: str, member: str, signature: str = "", body: tuple[object, ...] = ()
    ) -> object:
        """The first value of the answer, None where there is none."""
        values = await self.ask(to, path, interface, member, signature, body)
        return values[0] if values else None

    async def properties(self, to: str, path: str, interface: str) -> dict[str, object]:
        """All properties of an object's interface; empty where there are none."""
        return named(await self.first(to, path, "org.freedesktop.DBus.Properties", "GetAll", "s", (interface,)))

    async def objects(self, to: str) -> dict[str, dict[str, dict[str, object]]]:
        """Path -> interface -> properties of everything that a program manages."""
        found = named(await self.first(to, "/", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects"))
        return {
            path: {name: named(properties) for name, properties in named(interfaces).items()}
            for path, interfaces in found.items()
        }

    async def hear(self, rule: str) -> bool:
        """Asks for the signals that match a rule."""
        return await self.ask(_DAEMON, "/org/freedesktop/DBus", _DAEMON, "AddMatch", "s", (rule,)) is not None


def named(value: object) -> dict[str, object]:
    """A dictionary with words for keys, empty where the value is none."""
    return {str(key): each for key, each in value.items()} if isinstance(value, dict) else {}


@asynccontextmanager
async def connected(address: str | None = None) -> AsyncIterator[Bus | None]:
    """The system's bus, or the one at `address`; None where there is none that would speak with us."""
    raw = None
    try:
        raw = MessageBus(bus_address=address, bus_type=BusType.SYSTEM)
        await raw.connect()
    except (OSError, ValueError, EOFError, AuthError):
        if raw is not None:
            raw.disconnect()
        yield None
        return
    try:
        yield Bus(raw)
    finally:
        raw.disconnect()
