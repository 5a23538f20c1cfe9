"""Whatever is sent becomes an entry, with the number of its exchange."""

from collections.abc import Callable

from roomcheck.model import limits
from roomcheck.model.entry import NotExamined, Sent
from roomcheck.model.observation import raw_fields
from roomcheck.model.vocabulary import Reason


class Ledger:
    def __init__(self, recorder: Callable[[Sent | NotExamined], None]) -> None:
        self._record = recorder
        self._exchanges = 0

    def exchange(self) -> str:
        """A new exchange: x1, x2, ..."""
        self._exchanges += 1
        return f"x{self._exchanges}"

    def sent(
        self, exchange: str, *, via: str, transport: str, to: str, port: int | None = None, data: bytes | None = None,
        count: int = 1,
    ) -> None:
        """Records a packet, or `count` alike ones, of which at most `limits.SENT` bytes are kept."""
        raw, raw_hex = (None, None) if data is None else raw_fields(data[: limits.SENT])
        self._record(
            Sent(
                exchange=exchange, via=via, transport=transport, to=to, port=port, raw=raw, raw_hex=raw_hex,
                count=count, length=len(data) if data is not None and len(data) > limits.SENT else None,
            )
        )

    def absent(self, *, via: str, subject: str, reason: Reason, detail: str = "") -> None:
        self._record(NotExamined(via=via, subject=subject, reason=reason, detail=detail))
