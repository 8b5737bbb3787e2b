"""Shows the app in a browser: on this machine only, to its own page, with nothing from outside.

Each visitor gets a process of the app, so whoever reaches the page can read and write the user's
cases. Hence the server listens on 127.0.0.1 alone, answers only to that name, and opens the app
only for a page that it has handed out itself to somebody who had the address with its key.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Awaitable, Callable
from hmac import compare_digest
from pathlib import Path
from secrets import token_urlsafe

from aiohttp import web
from textual_serve.server import Server

HOST = "127.0.0.1"
COOKIE = "toolkit-key"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def app_command(cases: Path | None) -> str:
    """Give the command that a visitor's app is run by."""
    words = [sys.executable, "-c", "from tui.cli import run; run()", "tui"]
    return shlex.join([*words, *(["--cases", str(cases)] if cases else [])])


class LocalServer(Server):
    """A server for the user at this machine.

    Args:
        command: Runs the app.
        port: Where it listens.
        key: What the address must carry; by default a new one each time.
    """

    def __init__(self, command: str, port: int, key: str = "") -> None:
        super().__init__(
            command, host=HOST, port=port, title="toolkit", templates_path=Path(__file__).parent
        )
        self.key = key or token_urlsafe(18)

    @property
    def address(self) -> str:
        """The address to open."""
        return f"{self.public_url}/?key={self.key}"

    async def on_startup(self, app: web.Application) -> None:
        """Say where the app is."""
        self.console.print(
            f"The app is at {self.address}\nOnly this machine can reach it. Ctrl+C ends it.",
            highlight=False, soft_wrap=True, markup=False,
        )  # fmt: skip

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard)
        return app

    @property
    def _names(self) -> tuple[str, ...]:
        return (f"{HOST}:{self.port}", f"localhost:{self.port}")

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Turn away what is not meant for this server, or comes from another page."""
        origin = request.headers.get("Origin")
        if request.host not in self._names or origin not in (
            None, *(f"http://{name}" for name in self._names),
        ):  # fmt: skip
            raise web.HTTPForbidden(text="This is for pages of this machine only.")
        if request.path.startswith("/static/"):
            return _sealed(await handler(request), self.port)
        given = request.query.get("key", "") or request.cookies.get(COOKIE, "")
        if not compare_digest(given.encode(), self.key.encode()):
            raise web.HTTPForbidden(
                text="The address lacks its key. Use the whole address that toolkit serve printed."
            )
        response = await handler(request)
        if not response.prepared:
            _sealed(response, self.port)
            response.set_cookie(COOKIE, self.key, httponly=True, samesite="Strict")
        return response


def _sealed(response: web.StreamResponse, port: int) -> web.StreamResponse:
    """Forbid the page to ask anybody else for anything."""
    if not response.prepared:
        response.headers["Content-Security-Policy"] = (
            "default-src 'self'; script-src 'self' 'unsafe-inline'; "
            "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
            f"connect-src 'self' ws://{HOST}:{port}; frame-ancestors 'none'"
        )
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
    return response
