"""What was heard before is not heard again: announcements repeat for ever, and floods are met."""

from typing import Final

_SOURCE: Final = 256
_ALL: Final = 8_192


class Fresh:
    """Remembers what was heard, up to a limit for one source and one for all; beyond it nothing is new any more."""

    def __init__(self) -> None:
        self._heard: dict[str, set[bytes]] = {}
        self._count = 0

    def __call__(self, source: str, data: bytes) -> bool:
        """Whether `data` from `source` is new."""
        heard = self._heard.setdefault(source, set()) if self._count < _ALL else self._heard.get(source, set())
        if data in heard or len(heard) >= _SOURCE or self._count >= _ALL:
            return False
        heard.add(data)
        self._count += 1
        return True
