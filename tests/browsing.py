"""Driving a browser without a window in tests: Chromium, by its own debugging protocol.

Every wait ends by itself, and what was started is ended with all its children.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
TRIES = 3
LIMIT = 60.0
"""Seconds for whatever is waited for; a machine at work may need many."""

_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage",
    "--no-first-run", "--no-default-browser-check", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--window-size=900,560", "--remote-debugging-port=0",
)  # fmt: skip

_CATCH_TERMINAL = """
Object.defineProperty(Object.prototype, "websocket_url", {
  configurable: true,
  set(address) {
    window.shown = this;
    Object.defineProperty(this, "websocket_url", {value: address, writable: true});
  },
});
"""
"""Keeps hold of the page's terminal, which its script has for itself alone."""

_READ_TERMINAL = """
(() => {
  const buffer = window.shown?.terminal.buffer.active;
  if (!buffer) return [];
  const rows = [...Array(window.shown.terminal.rows).keys()];
  return rows.map(row => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? "");
})()
"""

_KEYS = {"Enter": 13, "ArrowDown": 40, "F5": 116}


class NoBrowser(Exception):
    """Chromium does not start on this machine."""


def until(holds: Callable[[], object], limit: float = LIMIT) -> bool:
    """Wait until something holds, and tell whether it came to hold."""
    end = monotonic() + limit
    while not holds():
        if monotonic() > end:
            return False
        sleep(0.05)
    return True


@contextmanager
def running(words: list[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """Run a program as the head of a group of processes, and end the whole group afterwards."""
    process = subprocess.Popen(
        words, stderr=subprocess.DEVNULL, text=True, start_new_session=True, **options
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()


@contextmanager
def browser(folder: Path) -> Iterator[str]:
    """Run Chromium with nobody's profile, and give the address of its debugger.

    Args:
        folder: An empty one for its profiles.

    Raises:
        NoBrowser: It was tried some times, and did not start.
    """
    for number in range(TRIES):
        profile = folder / f"profile-{number}"
        profile.mkdir()
        told = profile / "DevToolsActivePort"
        words = [CHROMIUM, *_OPTIONS, f"--user-data-dir={profile}", "about:blank"]
        with running(words, stdout=subprocess.DEVNULL) as process:
            until(lambda: process.poll() is not None or _port(told))  # noqa: B023 - called at once
            if process.poll() is None and (port := _port(told)):
                yield f"http://127.0.0.1:{port}"
                return
    raise NoBrowser


def _port(told: Path) -> str:
    """Give the port in the file that Chromium writes; nothing before it is whole."""
    lines = told.read_text().split("\n") if told.is_file() else []
    return lines[0] if len(lines) > 1 else ""


class Page:
    """A page of the browser, with the terminal that it shows.

    Args:
        line: To the page's debugger.

    Attributes:
        asked: The addresses that it has asked for, those of web sockets among them.
        refused: What the browser has refused it, and errors of its script.
    """

    def __init__(self, line: ClientWebSocketResponse) -> None:
        self.asked: list[str] = []
        self.refused: list[str] = []
        self._line = line
        self._numbers = count(1)

    async def do(self, method: str, **what: object) -> dict[str, Any]:
        """Send a command, and give what comes of it."""
        number = next(self._numbers)
        await self._line.send_json({"id": number, "method": method, "params": what})
        while True:
            said = await self._line.receive_json(timeout=LIMIT)
            if said.get("id") == number:
                assert "error" not in said, said
                return said["result"]  # type: ignore[no-any-return]
            self._note(said.get("method", ""), said.get("params", {}))

    def _note(self, event: str, about: dict[str, Any]) -> None:
        if event == "Network.requestWillBeSent":
            self.asked.append(about["request"]["url"])
        elif event == "Network.webSocketCreated":
            self.asked.append(about["url"])
        elif event == "Network.loadingFailed" and about.get("blockedReason"):
            self.refused.append(about["blockedReason"])
        elif event == "Log.entryAdded" and about["entry"]["source"] in ("security", "violation"):
            self.refused.append(about["entry"]["text"])
        elif event == "Runtime.exceptionThrown":
            self.refused.append(json.dumps(about["exceptionDetails"])[:500])

    async def open(self, address: str) -> None:
        """Go to an address."""
        for domain in ("Network", "Page", "Log", "Runtime"):
            await self.do(f"{domain}.enable")
        await self.do("Page.addScriptToEvaluateOnNewDocument", source=_CATCH_TERMINAL)
        assert "errorText" not in await self.do("Page.navigate", url=address)

    async def screen(self) -> str:
        """Give the text that stands in the terminal."""
        made = await self.do("Runtime.evaluate", expression=_READ_TERMINAL, returnByValue=True)
        return "\n".join(made["result"].get("value", []))

    async def shows(self, *words: str) -> str:
        """Wait until all of some words stand in the terminal, and give its text."""
        end = monotonic() + LIMIT
        while True:
            text = await self.screen()
            if all(each in text for each in words):
                return text
            assert monotonic() < end, f"{words} never came; this stands there:\n{text}"
            await asyncio.sleep(0.05)

    async def type(self, text: str) -> None:
        """Type some text."""
        for letter in text:
            await self.do("Input.insertText", text=letter)

    async def press(self, key: str) -> None:
        """Press a key that is no letter."""
        about = {"key": key, "code": key, "windowsVirtualKeyCode": _KEYS[key]}
        written = {"text": "\r"} if key == "Enter" else {}
        await self.do("Input.dispatchKeyEvent", type="keyDown", **about, **written)
        await self.do("Input.dispatchKeyEvent", type="keyUp", **about)

    async def picture(self) -> bytes:
        """Give a picture of the page."""
        return b64decode((await self.do("Page.captureScreenshot"))["data"])


async def first_page(session: ClientSession, debugger: str) -> Page:
    """Give the page that the browser has open."""
    end = monotonic() + LIMIT
    while True:
        async with session.get(f"{debugger}/json") as answer:
            pages = [each for each in await answer.json() if each["type"] == "page"]
        if pages:
            return Page(await session.ws_connect(pages[0]["webSocketDebuggerUrl"]))
        assert monotonic() < end, "the browser opened no page"
        await asyncio.sleep(0.05)
