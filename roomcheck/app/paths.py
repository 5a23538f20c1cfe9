"""Where files go on this machine, by platformdirs. The key of a seal alone has a place of its own (`seal.key`)."""

from pathlib import Path

import msgspec
import platformdirs


class Paths(msgspec.Struct, frozen=True):
    """The folders of one person on one machine."""

    data: Path
    """What the person keeps."""
    cache: Path
    """What can be made again."""

    @property
    def checks(self) -> Path:
        """One folder a check."""
        return self.data / "checks"

    @property
    def demonstrations(self) -> Path:
        """Where replays of the shipped recording go, apart from checks of real places."""
        return self.data / "demonstrations"

    @property
    def known(self) -> Path:
        """Devices marked as known or disclosed, for the next visit."""
        return self.data / "known.json"


def usual() -> Paths:
    """The folders that the system gives to programs of this person."""
    return Paths(Path(platformdirs.user_data_dir("roomcheck")), Path(platformdirs.user_cache_dir("roomcheck")))
