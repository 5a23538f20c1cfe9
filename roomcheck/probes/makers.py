"""The probes for the makers' own discovery protocols, in the order in which they are asked."""

from typing import Final

from roomcheck.probes.probe import Probe

MAKERS: Final[tuple[Probe, ...]] = ()
