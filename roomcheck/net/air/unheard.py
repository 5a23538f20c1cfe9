"""Why Bluetooth could not be listened to, or no access points were told of, in sentences."""

from typing import Final

from roomcheck.words import msg

SWITCHED_OFF: Final = msg("This computer has no Bluetooth, or it is switched off.")
NO_PASSIVE: Final = msg(
    "This system's Bluetooth cannot listen without asking: that needs BlueZ 5.56 with its experimental interfaces."
)
REFUSED: Final = msg("The Bluetooth adapter did not agree to listen without asking.")
ASKS_ALWAYS: Final = msg("This system's Bluetooth cannot listen without asking.")
NO_LIBRARY: Final = msg("Bluetooth cannot be listened to: `roomcheck[bluetooth]` is not installed.")
FAILED: Final = msg("Bluetooth could not be listened to.")
NO_LIST: Final = msg("This computer told of no access points: it has no Wi-Fi, or it is switched off.")
MAY_ASK: Final = msg(
    "macOS does not say whether its list of access points asks the air anew, so it is read with --rescan alone; since "
    "version 14.4 it withholds names and addresses."
)


class Unheard(Exception):
    """Nothing can be heard this way on this system; `why` is one of the sentences of this module."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
