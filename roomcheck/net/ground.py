"""What every way of looking for hosts on one link stands on."""

import msgspec

from roomcheck.model.network import Network
from roomcheck.net.hosts import Hosts
from roomcheck.net.ledger import Ledger
from roomcheck.net.link import Clock
from roomcheck.net.pace import Pace
from roomcheck.net.scope import Scope


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """The network, what may be sent on it and how fast, where that is written down, and what is known of its hosts."""

    network: Network
    scope: Scope
    ledger: Ledger
    clock: Clock
    pace: Pace
    hosts: Hosts
