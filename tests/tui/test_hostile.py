"""What devices call themselves never reaches the terminal as anything but text."""

import asyncio
import re

import msgspec
import pytest
from rich.cells import cell_len

from roomcheck.model.assessment import Addresses
from roomcheck.model.observation import Source, observe
from roomcheck.tui.saying import Saying
from roomcheck.tui.widgets.raw import dump, escaped
from roomcheck.tui.widgets.rows import row_of
from tests.tui.world import app_of, assessment, settle

HOSTILE = {
    "escape": "\x1b[2J\x1b]0;owned\x07\x1b[31mred",
    "bidi": "camera\u202egpj.exe\u2066\u2069",
    "markup": "[bold red]x[/] [link=http://evil.example]y[/link] [@click=app.quit]z[/]",
    "unclosed": "[/] [] [[ \\[ ]",
    "long": "A" * 10_000,
    "lines": "one\r\ntwo\tthree\x0bfour\x85five\u2028six",
    "wide": "全角" * 200 + "👩‍👩‍👧‍👦" * 50,
    "combining": "e" + "\u0301" * 3_000,
    "nul": "\x00\x7f\x9b31m",
    "lone surrogate": "\ud800\udfff",
    "braces": "{device} {0} %s %(x)s",
    "tags": "\U000e0041\U000e0042\ufeff\ufffa",
}
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)


def poisoned(name):
    found = assessment()
    first = found.devices[0]
    piece = msgspec.structs.replace(first.evidence[0], saw=name, maker=name, model=name)
    bad = msgspec.structs.replace(
        first,
        names=(name,),
        vendor=name,
        maker=name,
        model=name,
        notes=(name,),
        marked_by=name,
        known=True,
        evidence=(piece, *first.evidence[1:]),
        addresses=Addresses(mac=first.addresses.mac, ipv4=first.addresses.ipv4, ipv6=(name,)),
    )
    return msgspec.structs.replace(found, devices=(bad, *found.devices[1:]))


def screen_text(app):
    return "\n".join("".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips())


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_name_escapes_on_any_screen(tmp_path, name):
    app = app_of(tmp_path, fixed=poisoned(name))
    for at, entry in enumerate(app.session.entries):
        if (
            getattr(entry.body, "source", None)
            and entry.body.source.mac == app.session.assessment.devices[0].addresses.mac
        ):
            body = observe(
                "dhcp.hostname",
                name.encode("utf-8", "surrogatepass"),
                at=entry.body.at,
                via="dhcp",
                source=Source(mac=entry.body.source.mac, name=name),
            )
            app.session.entries[at] = msgspec.structs.replace(entry, body=body)
            break

    async def run():
        shown = []
        async with app.run_test(size=(120, 40)) as pilot:
            await settle(pilot)
            for keys in (("2",), ("enter",), ("right",), ("right",), ("tab", "enter"), ("3",), ("4",)):
                await pilot.press(*keys)
                await settle(pilot)
                shown.append(screen_text(app))
            assert app.return_code in (None, 0)
        return shown

    for screen in asyncio.run(run()):
        assert not FORBIDDEN.search(screen), repr(FORBIDDEN.search(screen))
        assert max(cell_len(line) for line in screen.split("\n")) <= 120


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_rows_are_bounded(name):
    row = row_of(poisoned(name).devices[0], Saying("en"))
    for column in ("verdict", "address", "kind", "maker", "name", "mark"):
        text = getattr(row, column).text
        assert len(text) <= 80
        assert not FORBIDDEN.search(text)


def test_bytes_are_shown_as_printable_ascii_alone():
    data = bytes(range(256)) * 40
    for line in (*dump(data), *escaped(data)):
        assert line.isascii()
        assert line.isprintable() or not line
    assert len(dump(data)) == 2_048 // 16
