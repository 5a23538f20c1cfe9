"""Web pages and mute ports of a device that speaks nothing of its own.

Settings: `http`: port -> {server, pages: path -> [content type, text] or [status, headers, text]}; `mute`: ports.
"""

from collections.abc import Mapping
from typing import Any

from tests.lab.emulators import doors
from tests.lab.emulators.http_page import Page, serve


def page(words: list[Any], server: str | None) -> Page:
    own = {"Server": server} if server else {}
    if len(words) == 2:
        return 200, {**own, "Content-Type": words[0]}, words[1].encode()
    return words[0], {**own, **words[1]}, words[2].encode()


def sites(http: Mapping[str, Any]) -> list[Any]:
    return [
        serve(int(port), {path: page(words, site["server"]) for path, words in site["pages"].items()})
        for port, site in http.items()
    ]


if __name__ == "__main__":
    told = doors.settings()
    doors.live(*sites(told["http"]), *[doors.mute(port) for port in told["mute"]])
