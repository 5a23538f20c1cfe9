"""With what this computer can hear the air by itself: interfaces in monitor mode, and the right to listen on them."""

from roomcheck.net.air import monitor
from roomcheck.net.air.monitor import Monitor


class Ears:
    """The monitor interfaces of this machine. A test has ears of its own."""

    def interfaces(self) -> tuple[str, ...]:
        """Those that are in monitor mode now, by name."""
        return monitor.interfaces()

    def allowed(self) -> bool:
        """Whether this process may listen at all."""
        return monitor.may_hear()

    def open(self, interface: str) -> Monitor:
        """Begins to listen; sends nothing. Raises NoNetwork or NotAllowed."""
        return Monitor(interface)
