"""Driving the app in tests: a fixed day, folders of the test's own, screens as text.

Screens are compared with files in ``tests/screens``; TOOLKIT_SNAPSHOTS=1 writes them anew.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.worker import WorkerCancelled, WorkerFailed

from tests.answering import plain_ask
from toolkit.procedure.library import load_all
from tui.app.app import ToolkitApp
from tui.app.places import Place
from tui.app.seams import Seams

ROOT = Path(__file__).parent.parent
SCREENS = Path(__file__).parent / "screens"
TODAY = date(2026, 3, 20)
SIZES = ((80, 24), (60, 20), (120, 40))

_LINES = dict.fromkeys(map(ord, "│▌┃╭╮╰╯─▏▎▊"), " ")
"""Lines and bars, which are no words."""

Journey = Callable[["Driver"], Awaitable[None]]


class Hits(list[Any]):
    """Hits as the index gives them."""

    did_you_mean = ""


def plain_search(query: str, limit: int = 10, **_: object) -> Hits:
    """Search as the index does, as far as the app sees it: clauses that hold every word."""
    words = query.casefold().split()
    found = Hits()
    for procedure in load_all():
        for clause in procedure.clauses:
            text = " ".join(clause.text.split())
            if all(word in f"{clause.ref} {text}".casefold() for word in words):
                at = max(text.casefold().find(words[0]), 0)
                end = at + len(words[0])
                snippet = f"… {text[:at][-20:]}**{text[at:end]}**{text[end : end + 60]} …"
                found.append(
                    SimpleNamespace(
                        ref=clause.ref, procedure=procedure.id, path=clause.path, text=text,
                        snippet=snippet, score=1.0, rules=(),
                    )
                )  # fmt: skip
    if query == "heering":
        found.did_you_mean = "hearing"
    return Hits(found[:limit]) if not found.did_you_mean else found


@dataclass
class Driver:
    """The app under test, and what a user does with it."""

    app: ToolkitApp
    pilot: Pilot[None]
    size: tuple[int, int]
    copies: list[str]

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other, and wait until all is done."""
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type a text as fast as it goes: all of it is there before the app draws again."""
        driver = self.app._driver
        assert driver is not None
        for char in text:
            key = "space" if char == " " else char if char.isalnum() else _character_to_key(char)
            event = events.Key(key, char)
            event.set_sender(self.app)
            driver.send_message(event)
        await self.settle()

    async def settle(self) -> None:
        """Wait until no work is under way and all messages are dealt with."""
        for _ in range(3):
            # What fails behind the scenes is the app's to show; the journey looks at that.
            with suppress(WorkerFailed, WorkerCancelled):
                await self.app.workers.wait_for_complete()
            await self.pilot.pause()

    async def until(self, holds: Callable[[], object], what: str = "it") -> None:
        """Wait until something holds."""
        for _ in range(200):
            await self.settle()
            if holds():
                return
        raise AssertionError(f"{what} did not come; the screen is\n{self.text}")

    @property
    def text(self) -> str:
        """The screen as text."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join("".join(part.text for part in line).rstrip() for line in lines)

    def shows(self, *words: str) -> None:
        """Hold the screen to showing some words, however its lines are broken."""
        shown = " ".join(self.text.translate(_LINES).split())
        for word in words:
            assert word in shown, f"{word!r} is not on the screen\n{self.text}"

    def told(self, words: str) -> None:
        """Hold the app to having said something in passing."""
        notes = [note.message for note in self.app._notifications]
        assert any(words in note for note in notes), notes

    def matches(self, name: str) -> None:
        """Hold the screen to its picture in words."""
        file = SCREENS / f"{name}-{self.size[0]}x{self.size[1]}.txt"
        if os.environ.get("TOOLKIT_SNAPSHOTS"):
            SCREENS.mkdir(exist_ok=True)
            file.write_text(self.text + "\n", "utf-8")
        assert file.is_file(), f"there is no {file.name}; write it with TOOLKIT_SNAPSHOTS=1"
        assert self.text + "\n" == file.read_text("utf-8")


def drive(
    journey: Journey,
    folder: Path,
    size: tuple[int, int] = (80, 24),
    *,
    start: Place | None = None,
    search: Callable[..., Any] = plain_search,
    ask: Callable[..., Any] | None = plain_ask,
    settings: str = "",
) -> ToolkitApp:
    """Run the app through a journey, with the example case in its folder of cases.

    Args:
        journey: What the user does.
        folder: The test's own folder; cases lie in ``cases``, settings in ``config``.
        size: Columns and rows.
        start: Where to begin.
        search: Searches.
        ask: Answers; the index's own where there is none.
        settings: The content of ``app.yaml``.
    """
    cases, config = folder / "cases", folder / "config"
    if not cases.exists():
        cases.mkdir()
        shutil.copy(ROOT / "docs" / "example-case.yaml", cases / "example.yaml")
    config.mkdir(exist_ok=True)
    if settings:
        (config / "app.yaml").write_text(settings, "utf-8")
    copies: list[str] = []

    def copy(text: str) -> str:
        copies.append(text)
        return "test"

    seams = Seams(
        today=lambda: TODAY, cases=cases, config=config, copy=copy, search=search, ask=ask
    )
    app = ToolkitApp(seams, start)

    async def run() -> None:
        async with app.run_test(size=size, notifications=True) as pilot:
            driver = Driver(app, pilot, size, copies)
            await driver.settle()
            await journey(driver)

    asyncio.run(run())
    return app
