"""Every error that a person may meet, as one tree.

RoomcheckError            one sentence what happened, one what to do
├── UsageError            exit 2: the command was not understood
├── NotAllowed            exit 4: no permission, or a namespace that is not the lab's
├── NoNetwork             exit 4: no interface, no address, link down
├── OutOfScope            exit 1: something was about to leave the link; nothing was sent
├── RecordingError        exit 1: a recording that cannot be read or written
│   └── ChainBroken       exit 1: a recording that was altered, and is not judged; 3 would say that a camera was found
├── SignatureError        exit 1: a signature file that does not hold
├── ImportFailed          exit 1: a capture or file of others that cannot be read
├── SealFailed            exit 1: a bundle that was not made
├── ReportError           exit 1: a page that could not be laid out (in `report/pdf.py`)
└── BundleError           exit 4: a bundle that cannot be checked
"""

from enum import IntEnum


class Exit(IntEnum):
    """The exit statuses that others rely on."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    FOUND = 3
    """A `camera` or a `suspect`; of `verify`, an alteration."""
    TOO_LITTLE_COVERAGE = 4
    """Too little was checked to say anything; of `verify`, a bundle that cannot be checked."""


class RoomcheckError(Exception):
    """What happened, in one sentence, and what the person can do, in another."""

    exit: Exit = Exit.FAILED

    def __init__(self, happened: str, advice: str) -> None:
        super().__init__(f"{happened} {advice}")
        self.happened = happened
        self.advice = advice


class UsageError(RoomcheckError):
    exit = Exit.USAGE


class NotAllowed(RoomcheckError):
    exit = Exit.TOO_LITTLE_COVERAGE


class NoNetwork(RoomcheckError):
    exit = Exit.TOO_LITTLE_COVERAGE


class OutOfScope(RoomcheckError):
    """A packet was about to leave the link. It was not sent."""


class RecordingError(RoomcheckError):
    pass


class ChainBroken(RecordingError):
    pass


class SignatureError(RoomcheckError):
    pass


class ImportFailed(RoomcheckError):
    pass


class SealFailed(RoomcheckError):
    """Nothing was sealed; what stood at the place of the bundle before stands there still."""


class BundleError(RoomcheckError):
    exit = Exit.TOO_LITTLE_COVERAGE
