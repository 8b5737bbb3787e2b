"""The command palette: everything that has a name, found by typing a part of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.app.actions import keys_of, shown_key
from tui.app.help import actions_here
from tui.app.names import all_names, meant, of_cases
from tui.app.places import Place
from tui.app.themes import THEMES

if TYPE_CHECKING:
    from tui.app.app import ToolkitApp

MOST_NAMES = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the palette that does something.

    Attributes:
        name: What is typed to find it.
        help: What it is.
        run: Does it.
    """

    name: str
    help: str
    run: Callable[[], object]


class Everything(Provider):
    """Finds actions, screens, procedures, stages, clauses, letters and cases."""

    async def startup(self) -> None:
        """Gather what there is; what has a name is gathered once, the cases each time."""
        app = cast("ToolkitApp", self.app)
        self._entries = list(self._actions(app))
        today = app.seams.today()
        if not app.names:
            app.names = await asyncio.to_thread(all_names, app.cases, today)
        cases = await asyncio.to_thread(lambda: list(of_cases(app.cases, today)))
        others = [name for name in app.names if name.place.mode != "case"]
        app.names = [*cases, *others]
        self._names = app.names

    def _actions(self, app: ToolkitApp) -> Iterator[Entry]:
        keys = app.settings.keys
        for action in actions_here(self.screen):
            shown = " ".join(shown_key(key) for key in keys_of(action, keys))
            yield Entry(
                f"{action.group}: {action.title}",
                f"{action.help}  ({shown})",
                partial(self._run, action.scope, action.method),
            )
        for name in THEMES:
            yield Entry(f"Colours: {name}", "Takes these colours.", partial(app.use_theme, name))

    async def _run(self, scope: str, method: str) -> None:
        """Do an action on the widget, screen or app that has it."""
        start = self.screen.focused or self.screen
        for node in start.ancestors_with_self:
            holds = scope == getattr(node, "SCOPE", "") or (scope == "page" and node is self.screen)
            if holds and hasattr(node, f"action_{method}"):
                await self.app.run_action(method, node)
                return

    def _go(self, place: Place) -> None:
        cast("ToolkitApp", self.app).go(place)

    async def discover(self) -> Hits:
        """Give what can be done here, before anything is typed."""
        for entry in self._entries:
            yield DiscoveryHit(
                Content(entry.name), entry.run, text=entry.name, help=entry.help
            )  # fmt: skip

    async def search(self, query: str) -> Hits:
        """Give what fits what was typed: names by their words, actions by their letters."""
        matcher = self.matcher(query)
        for number, name in enumerate(meant(query, self._names, MOST_NAMES)):
            shown = matcher.highlight(name.words)
            score = 1.0 - number / 100
            yield Hit(score, shown, partial(self._go, name.place), name.words, name.about)
        for entry in self._entries:
            if (score := matcher.match(entry.name)) > 0:
                yield Hit(score, matcher.highlight(entry.name), entry.run, entry.name, entry.help)
