"""Serves the application to one browser on this computer.

It listens on loopback only. The address that is printed holds a secret that opens once and is then exchanged for a
cookie; every other request without that cookie, or under another host name, is refused. All that the page needs comes
from this computer, and the page's own policy allows nothing else.
"""

import html
import secrets
import shlex
import socket
import string
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from aiohttp import web
from textual_serve.server import Server as TextualServer

from roomcheck.tui.saying import Saying

HOST: Final = "127.0.0.1"
COOKIE: Final = "roomcheck"
_HERE: Final = Path(__file__).parent
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self' ws://{host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Door:
    """One secret that opens once, and the cookie that it is exchanged for."""

    def __init__(self) -> None:
        self.secret = secrets.token_urlsafe(32)
        self._cookie = secrets.token_urlsafe(32)
        self._opened = False

    def exchange(self, offered: str) -> str | None:
        """The cookie, for the secret, once."""
        if self._opened or not secrets.compare_digest(offered.encode(), self.secret.encode()):
            return None
        self._opened = True
        return self._cookie

    def knows(self, cookie: str) -> bool:
        return self._opened and secrets.compare_digest(cookie.encode(), self._cookie.encode())


class Server(TextualServer):
    """`arguments` are those of the roomcheck that is shown; `told` is called with the address to open."""

    def __init__(self, port: int, language: str, told: Callable[[str], None], arguments: tuple[str, ...] = ()) -> None:
        self._socket = socket.create_server((HOST, port))
        self.door = Door()
        self._told = told
        self._saying = Saying(language)
        command = shlex.join((sys.executable, "-m", "roomcheck.cli.main", *arguments))
        super().__init__(command, host=HOST, port=self._socket.getsockname()[1], title="roomcheck")

    @property
    def address(self) -> str:
        """The address that opens the application, once."""
        return f"{self.public_url}/open/{self.door.secret}"

    def serve(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002  the signature of the base
        """Serves until it is interrupted."""
        web.run_app(self._make_app(), sock=self._socket, print=None, access_log=None, handle_signals=True)

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard])
        app.add_routes(
            [
                web.get("/open/{secret}", self._open),
                web.get("/", self.handle_index, name="index"),
                web.get("/ws", self.handle_websocket, name="websocket"),
                web.static("/static", self.statics_path),
                web.static("/own", _HERE / "static"),
            ]
        )
        app.on_startup.append(self.on_startup)
        return app

    async def on_startup(self, app: web.Application) -> None:  # noqa: ARG002
        self._told(self.address)

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Lets through who came under this computer's own address and holds the cookie, or the secret."""
        host = f"{HOST}:{self.port}"
        if request.host != host or request.headers.get("Origin", self.public_url) != self.public_url:
            raise web.HTTPForbidden(text="This is not the address that roomcheck printed.")
        if not request.path.startswith("/open/") and not self.door.knows(request.cookies.get(COOKIE, "")):
            raise web.HTTPForbidden(text="Open the address that roomcheck printed. It works once.")
        response = await handler(request)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = _POLICY.format(host=host)
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["X-Content-Type-Options"] = "nosniff"
            response.headers["Cache-Control"] = "no-store"
        return response

    async def _open(self, request: web.Request) -> web.StreamResponse:
        cookie = self.door.exchange(request.match_info["secret"])
        if cookie is None:
            raise web.HTTPForbidden(text="This address was opened before. Start `roomcheck serve` again.")
        response = web.HTTPFound("/")
        response.set_cookie(COOKIE, cookie, httponly=True, samesite="Strict", path="/")
        return response

    async def handle_index(self, request: web.Request) -> web.Response:  # noqa: ARG002
        """The page, filled with this language's sentences."""
        say = self._saying.say
        filled = string.Template((_HERE / "page.html").read_text("utf-8")).substitute(
            language=self._saying.language,
            socket=f"ws://{HOST}:{self.port}/ws",
            waiting=html.escape(say("The application is starting.")),
            closed=html.escape(say("The application was closed.")),
            again=html.escape(say("Open it again")),
        )
        return web.Response(text=filled, content_type="text/html")
