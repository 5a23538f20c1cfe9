"""The same application for every test: a fixed clock, a fixed network, and a fixed assessment of the shipped recording.

The assessment and the sentences of its signatures were written down once (`fixtures/`), so that a new signature
changes no picture; one of its cameras is shown as a suspect, so that every verdict has a row.
"""

import datetime as dt
import lzma
from functools import cache
from pathlib import Path

import msgspec

from roomcheck.app import demo
from roomcheck.app.paths import Paths
from roomcheck.match import library
from roomcheck.match.registry import Registry
from roomcheck.match.signature import Vocabulary
from roomcheck.model.assessment import Assessment, from_json
from roomcheck.model.network import Interface, Medium, Network, OwnAddress
from roomcheck.recording import chain
from roomcheck.tui.app import RoomcheckApp
from roomcheck.tui.hearing import Hearing
from roomcheck.tui.session import State
from tests.tui.airs import Listening

FIXTURES = Path(__file__).with_name("fixtures")
NETWORK = Network(
    interface=Interface(
        name="wlan0",
        index=3,
        mac="02:00:5e:10:00:01",
        medium=Medium.WIFI,
        ssid="Maison du port",
        addresses=(OwnAddress("192.168.171.43", 24),),
    ),
    gateway4="192.168.171.1",
)


def noon():
    return dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


def assessment() -> Assessment:
    return from_json((FIXTURES / "assessment.json").read_bytes())


def signatures() -> library.Library:
    """A library without signatures, and with the sentences that the fixed assessment uses."""
    words = msgspec.json.decode((FIXTURES / "vocabulary.json").read_bytes(), type=Vocabulary)
    return library.Library(library.NO_IDENTITY, (), words, Registry([], "none"))


@cache
def shipped() -> bytes:
    return lzma.decompress((Path(demo.__file__).parent / demo.SHIPPED).read_bytes())


@cache
def recording():
    return chain.parse(shipped())


def app_of(
    folder: Path, language: str = "en", *, opened: bool = True, look=lambda: (NETWORK,), fixed=None, hearing=lambda session: Hearing(session, Listening(names=()))
) -> RoomcheckApp:
    """The application with the fixed assessment open, as if its check had ended."""
    app = RoomcheckApp(Paths(folder / "data", folder / "cache"), language, look=look, now=noon, hearing=hearing)
    app.loaded._library = signatures()
    app.saying.learn(app.loaded._library.vocabulary)
    app.animation_level = "none"
    if opened:
        session = app.session
        session.folder = folder / "check"
        session.folder.mkdir(parents=True, exist_ok=True)
        (session.folder / chain.FILE).write_bytes(shipped())
        session.entries = list(recording().entries)
        session.assessment = fixed or assessment()
        session.state = State.OVER
        session.version += 1
    return app


async def settle(pilot):
    """Waits until no worker runs and everything that was told has been shown."""
    for _ in range(3):
        await pilot.app.workers.wait_for_complete()
        pilot.app._look_at_session()
        await pilot.pause(0.03)
