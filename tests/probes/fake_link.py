"""A link in memory: devices as scripts, and every byte that a probe sends kept for the test to look at."""

from collections.abc import AsyncIterator, Callable, Iterable

from roomcheck.model import limits
from roomcheck.model.network import Interface, Neighbour, Network, OwnAddress
from roomcheck.net.link import FORBIDDEN_PORTS, Datagram, Frame, OpenPort, Presence, Question

AT = "2026-01-02T03:04:05.000000Z"


class FakeClock:
    def now(self) -> str:
        return AT

    def monotonic(self) -> float:
        return 0.0


class FakeConversation:
    """Each question, as it was sent, is answered by `serve`; the answer comes in segments of `segment` bytes."""

    def __init__(self, link: "FakeLink", ip: str, port: int, serve: Callable[[bytes], bytes]) -> None:
        self.exchange = f"tcp-{ip}-{port}"
        self.broken: str | None = None
        self._link, self._ip, self._port, self._serve = link, ip, port, serve
        self._pending = serve(b"")
        self.closed = False

    async def send(self, data: bytes) -> bool:
        self._link.sent.append((self._ip, self._port, data))
        self._pending += self._serve(data)
        return True

    async def read(self, *, until: bytes | None = None, limit: int = limits.ANSWER, seconds: float = 2.0) -> bytes:
        assert seconds <= 5
        end = min(len(self._pending), limit)
        if until is not None and (at := self._pending.find(until)) >= 0:
            end = min(at + len(until), limit)
        data, self._pending = self._pending[:end], self._pending[end:]
        self._link.read_bytes += len(data)
        return data

    async def start_tls(self, *, seconds: float = 2.0) -> bytes | None:
        return self._link.certificates.get((self._ip, self._port))

    async def close(self) -> None:
        self.closed = True


class FakeLink:
    privileged = False

    def __init__(self, *, own: str = "192.0.2.2", gateway: str | None = "192.0.2.1") -> None:
        self.network = Network(
            interface=Interface(name="lab0", index=2, mac="02:00:00:00:00:02", addresses=(OwnAddress(own, 24),)),
            gateway4=gateway,
        )
        self.clock = FakeClock()
        self.servers: dict[tuple[str, int], Callable[[bytes], bytes]] = {}
        self.certificates: dict[tuple[str, int], bytes] = {}
        self.answers: Callable[[Question], list[tuple[bytes, str, int]]] = lambda _question: []
        self.overheard: dict[int, list[tuple[bytes, str]]] = {}
        self.live: list[bytes] = []
        self.presences: list[Presence] = []
        self.refusing: set[str] = set()
        self.questions: list[Question] = []
        self.sent: list[tuple[str, int, bytes]] = []
        self.conversations: list[FakeConversation] = []
        self.read_bytes = 0

    async def ask(self, question: Question) -> AsyncIterator[Datagram]:
        self.questions.append(question)
        for data, ip, port in self.answers(question):
            yield Datagram(data=data, ip=ip, port=port, at=AT, exchange="q1", length=len(data))

    async def hear(
        self, *, via: str, port: int, join: tuple[str, ...] = (), seconds: float | None = None
    ) -> AsyncIterator[Datagram]:
        for data, ip in self.overheard.get(port, []):
            yield Datagram(data=data, ip=ip, port=port, at=AT, exchange=None, length=len(data))

    async def connect(self, ip: str, port: int, *, via: str, seconds: float = 2.0) -> FakeConversation | None:
        assert port not in FORBIDDEN_PORTS
        serve = self.servers.get((ip, port))
        if serve is None:
            return None
        self.conversations.append(FakeConversation(self, ip, port, serve))
        return self.conversations[-1]

    async def knock(self, doors: Iterable[tuple[str, int]], *, via: str) -> AsyncIterator[OpenPort]:
        for ip, port in doors:
            assert port not in FORBIDDEN_PORTS
            is_open = (ip, port) in self.servers
            state = "open" if is_open else "refused" if ip in self.refusing else "silent"
            rtt = 0.001 if is_open else None
            yield OpenPort(ip=ip, port=port, state=state, at=AT, exchange=f"k{port}", rtt=rtt)

    async def sweep(self, *, via: str, addresses: Iterable[str] | None = None) -> AsyncIterator[Presence]:
        for presence in self.presences:
            yield presence

    async def solicit(self, *, via: str) -> AsyncIterator[Presence]:
        for presence in self.presences:
            yield presence

    async def frames(self) -> AsyncIterator[Frame]:
        for data in self.live:
            yield Frame(data=data, at=AT, length=len(data))

    def neighbours(self) -> tuple[Neighbour, ...]:
        return ()

    async def change(self) -> str | None:
        return None

    def in_scope(self, ip: str) -> bool:
        return ip.startswith("192.0.2.")
