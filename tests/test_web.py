"""The app in a browser: for this machine alone, and with nothing from outside."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar, WSServerHandshakeError, web
from click.testing import CliRunner

from tests.browsing import (
    CHROMIUM,
    LIMIT,
    TRIES,
    NoBrowser,
    Page,
    browser,
    first_page,
    running,
    until,
)
from tui.cli import main
from tui.web.server import HOST, LocalServer, app_command

DRAWN = 9_000
"""Bytes of a picture with the app in it; an empty page has 2,000."""

Visit = Callable[[ClientSession, LocalServer], Awaitable[None]]


def free_port() -> int:
    """Give a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def visit(journey: Visit, command: str = "") -> None:
    """Run a server and visit it."""

    async def run() -> None:
        server = LocalServer(command or app_command(None), free_port(), "secret")
        runner = web.AppRunner(await server._make_app())
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, server.port).start()
            async with ClientSession() as session:
                await journey(session, server)
        finally:
            await runner.cleanup()

    asyncio.run(run())


def test_page_asks_nobody_else() -> None:
    """The page names no other host, and forbids itself to ask any."""

    async def journey(session: ClientSession, server: LocalServer) -> None:
        async with session.get(server.address) as answer:
            page = await answer.text()
            policy = answer.headers["Content-Security-Policy"]
        assert "https://" not in page
        assert page.count("http://") == page.count(f"http://{HOST}:{server.port}/static/")
        assert f"ws://{HOST}:{server.port}/ws" in page
        assert policy.startswith("default-src 'self';")
        for name in ("css/xterm.css", "js/textual.js", "fonts/RobotoMono-VariableFont_wght.ttf"):
            async with session.get(f"{server.public_url}/static/{name}") as answer:
                assert answer.status == 200

    visit(journey)


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {}),
        ("/?key=guess", {}),
        ("/ws", {}),
        ("/?key=secret", {"Host": "evil.example:80"}),
        ("/?key=secret", {"Origin": "http://evil.example"}),
        ("/ws?key=secret", {"Origin": "http://evil.example"}),
        ("/ws?key=secret", {"Origin": "null"}),
    ],
)
def test_turned_away(path: str, headers: dict[str, str]) -> None:
    """Without the key, under another name, or from another page nobody gets in."""

    async def journey(session: ClientSession, server: LocalServer) -> None:
        async with session.get(server.public_url + path, headers=headers) as answer:
            assert answer.status == 403
            assert "key" in (text := await answer.text()) or "this machine" in text
        if path.startswith("/ws"):
            with pytest.raises(WSServerHandshakeError):
                await session.ws_connect(server.public_url + path, headers=headers)

    visit(journey)


def listens(port: int) -> bool:
    """Whether a server listens on a port."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Run ``toolkit serve`` as a process of its own, and give the address that it prints."""
    words = [sys.executable, "-c", "from tui.cli import run; run()", "serve"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    for _ in range(TRIES):  # another process may take the port that was free
        port = free_port()
        options = ["--port", str(port), "--cases", str(folder)]
        with running([*words, *options], stdout=subprocess.PIPE, env=environment) as process:
            until(lambda: process.poll() is not None or listens(port))  # noqa: B023 - called at once
            if process.poll() is None and listens(port):
                assert process.stdout is not None
                first = process.stdout.readline()  # said before it listens
                assert first.startswith("The app is at http://127.0.0.1:"), first
                yield first.split()[-1]
                return
    raise AssertionError("toolkit serve did not start")


def test_app_comes_up(tmp_path: Path) -> None:
    """A page that was handed out gets the app itself."""

    async def journey(address: str) -> bytes:
        seen = b""
        root = address.partition("/?")[0]
        jar = CookieJar(unsafe=True)
        async with asyncio.timeout(120), ClientSession(cookie_jar=jar) as session:
            async with session.get(address) as answer:
                assert answer.status == 200
            async with session.ws_connect(f"{root}/ws?width=80&height=24") as line:
                while b"To do today" not in seen:
                    message = await line.receive(timeout=LIMIT)
                    assert isinstance(message.data, bytes | str), seen[-300:]
                    held = message.data
                    seen += held if isinstance(held, bytes) else held.encode()
        return seen

    with served(tmp_path) as address:
        assert b"To do today" in asyncio.run(journey(address))


@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")
def test_in_a_browser(tmp_path: Path) -> None:
    """In a browser a clause is found by keyboard alone, and no host but this machine is asked."""

    async def journey(address: str, debugger: str) -> tuple[Page, bytes]:
        async with asyncio.timeout(240), ClientSession() as session:
            page = await first_page(session, debugger)
            await page.open(address)
            await page.shows("To do today", "Procedures")
            await page.press("F5")
            await page.shows("▸F5 Search")
            await page.type("give five working days' notice of the stage 2 hearing")
            await page.shows("LDPP 5.13", "giving five working days' notice")
            return page, await page.picture()

    try:
        with served(tmp_path) as address, browser(tmp_path) as debugger:
            page, picture = asyncio.run(journey(address, debugger))
    except NoBrowser:
        pytest.skip("Chromium is installed but does not start here")
    root = address.partition("/?")[0]
    assert {f"{root}/static/js/textual.js", f"{root}/static/css/xterm.css"} <= set(page.asked)
    assert any(url.startswith(f"ws{root[4:]}/ws?") for url in page.asked)
    own = (f"{root}/", f"ws{root[4:]}/", "data:")
    assert [url for url in page.asked if not url.startswith(own)] == []
    assert page.refused == []
    if keep := os.environ.get("APP_PICTURE"):
        Path(keep).write_bytes(picture)
    assert len(picture) > DRAWN


def test_port_in_use() -> None:
    """A port that is in use is refused with what to do."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = CliRunner().invoke(main, ["serve", "--port", str(port)])
    assert done.exit_code == 1
    assert done.stderr == f"port {port} is in use; choose another with --port, such as 8632\n"


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the command says what to install."""
    monkeypatch.setitem(sys.modules, "tui.web.server", None)
    done = CliRunner().invoke(main, ["serve"])
    assert done.exit_code == 1
    assert done.stderr == (
        "showing the app in a browser needs tui.web.server, which is not here; install it with: "
        "pip install 'procedure-toolkit[web]'\n"
    )
