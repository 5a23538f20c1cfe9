# ruff: noqa: INP001 - a script that stands alone
"""Exports the screenshots of the README from the demonstration: `python scripts/pictures.py`.

They are SVG files without a link to anything elsewhere: the font is whatever the reader has.
"""

import asyncio
import datetime as dt
import re
import tempfile
from pathlib import Path

from roomcheck.app.paths import Paths
from roomcheck.model.network import Interface, Medium, Network, OwnAddress
from roomcheck.tui.app import RoomcheckApp
from roomcheck.tui.session import State

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SIZE = (100, 30)
SHOWN = {"check": ("2",), "device": ("enter",), "walk": ("3",), "report": ("4",), "start": ("1",)}
"""Each picture, and the keys that lead to it from the one before."""

NETWORK = Network(
    interface=Interface(
        name="wlan0", index=3, medium=Medium.WIFI, ssid="Guest house", addresses=(OwnAddress("192.168.171.43", 24),)
    ),
    gateway4="192.168.171.1",
)


async def export(language: str) -> None:
    """Writes one picture of each screen in a language."""
    folder = Path(tempfile.mkdtemp())
    app = RoomcheckApp(
        Paths(folder, folder),
        language,
        look=lambda: (NETWORK,),
        now=lambda: dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC),
    )
    async with app.run_test(size=SIZE) as pilot:
        app.session.replay(folder / "demonstration", 0.5)
        while app.session.state is not State.OVER:
            await pilot.pause(0.2)
        for name, keys in SHOWN.items():
            await pilot.press(*keys)
            for _ in range(3):
                await pilot.app.workers.wait_for_complete()
                await pilot.pause(0.4)
            path = FOLDER / f"{name}-{language}.svg"
            path.write_text(without_links(app.export_screenshot(title="roomcheck")), encoding="utf-8")
            print(path)  # noqa: T201  a command


def without_links(svg: str) -> str:
    """The picture without its web fonts."""
    svg = re.sub(r"\s*@font-face\s*\{[^}]*\}", "", svg)
    return re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL).replace("Fira Code", "DejaVu Sans Mono")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for each in ("en", "fr"):
        asyncio.run(export(each))
