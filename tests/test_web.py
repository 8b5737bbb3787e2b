"""The app in a browser: for this machine alone, and with nothing from outside."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from base64 import b64decode
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, CookieJar, WSServerHandshakeError, web
from click.testing import CliRunner

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


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    for _ in range(600):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come")


def listens(port: int) -> bool:
    """Whether a server listens on a port."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Run ``toolkit serve`` as a process of its own, and give the address that it prints."""
    words = [sys.executable, "-c", "from tui.cli import run; run()", "serve"]
    process = subprocess.Popen(
        [*words, "--port", str(free_port()), "--cases", str(folder)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        assert first.startswith("The app is at http://127.0.0.1:"), first
        address = first.split()[-1]
        until(lambda: listens(int(address.rpartition(":")[2].split("/")[0])))
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        process.stdout.close()


def test_app_comes_up(tmp_path: Path) -> None:
    """A page that was handed out gets the app itself."""

    async def journey(address: str) -> bytes:
        seen = b""
        root = address.partition("/?")[0]
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
            async with session.get(address) as answer:
                assert answer.status == 200
            async with session.ws_connect(f"{root}/ws?width=80&height=24") as line:
                while b"To do today" not in seen:
                    message = await line.receive(timeout=30)
                    assert isinstance(message.data, bytes | str), seen[-300:]
                    held = message.data
                    seen += held if isinstance(held, bytes) else held.encode()
        return seen

    with served(tmp_path) as address:
        assert b"To do today" in asyncio.run(journey(address))


@contextmanager
def browser(profile: Path) -> Iterator[str]:
    """Run Chromium without a window, and give the address of its debugger."""
    process = subprocess.Popen(
        [
            "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--window-size=900,560", f"--user-data-dir={profile}", "--remote-debugging-port=0",
            "about:blank",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        port = profile / "DevToolsActivePort"
        until(lambda: port.is_file() and port.read_text().count("\n"))
        yield f"http://{HOST}:{port.read_text().split()[0]}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium is not installed")
def test_in_a_browser(tmp_path: Path) -> None:
    """A browser shows the app, and its page asks no host but this machine."""

    async def journey(address: str, debugger: str) -> tuple[list[str], bytes]:
        asked: list[str] = []
        async with ClientSession() as session:
            async with session.get(f"{debugger}/json") as answer:
                pages = await answer.json()
            line = await session.ws_connect(
                next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page")
            )
            numbers = count(1)

            async def do(method: str, **what: object) -> dict[str, Any]:
                number = next(numbers)
                await line.send_json({"id": number, "method": method, "params": what})
                while True:
                    said = await line.receive_json(timeout=30)
                    if said.get("method") == "Network.requestWillBeSent":
                        asked.append(said["params"]["request"]["url"])
                    if said.get("method") == "Network.webSocketCreated":
                        asked.append(said["params"]["url"])
                    if said.get("id") == number:
                        return said.get("result", {})  # type: ignore[no-any-return]

            await do("Network.enable")
            await do("Page.navigate", url=address)
            picture = b""
            for _ in range(100):
                held = await do("Page.captureScreenshot")
                picture = b64decode(held.get("data", ""))
                if len(picture) > DRAWN:
                    break
                await asyncio.sleep(0.1)
        return asked, picture

    with served(tmp_path) as address, browser(tmp_path / "profile") as debugger:
        asked, picture = asyncio.run(journey(address, debugger))
    root = address.partition("/?")[0]
    assert len(asked) >= 4
    assert all(url.startswith((f"{root}/", f"ws{root[4:]}/", "data:")) for url in asked), asked
    assert f"ws{root[4:]}/ws" in " ".join(asked)
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
