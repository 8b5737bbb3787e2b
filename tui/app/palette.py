"""The command palette: everything that has a name, found by typing a part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.app.actions import keys_of, shown_key
from tui.app.help import actions_here
from tui.app.places import Place
from tui.app.themes import THEMES

if TYPE_CHECKING:
    from tui.app.app import ToolkitApp


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the palette.

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
        """Gather what there is."""
        self._entries = list(self._actions())

    @property
    def _toolkit(self) -> ToolkitApp:
        return cast("ToolkitApp", self.app)

    def _actions(self) -> Iterator[Entry]:
        keys = self._toolkit.settings.keys
        for action in actions_here(self.screen):
            shown = " ".join(shown_key(key) for key in keys_of(action, keys))
            yield Entry(
                f"{action.group}: {action.title}", f"{action.help} Key: {shown}",
                partial(self._run, action.scope, action.method),
            )  # fmt: skip
        for name in THEMES:
            yield Entry(f"Colours: {name}", "", partial(self._toolkit.use_theme, name))

    async def _run(self, scope: str, method: str) -> None:
        """Do an action on the widget, screen or app that has it."""
        start = self.screen.focused or self.screen
        for node in start.ancestors_with_self:
            if scope in (getattr(node, "SCOPE", ""), "page") and hasattr(node, f"action_{method}"):
                await self.app.run_action(method, node)
                return

    def _go(self, place: Place) -> None:
        self._toolkit.go(place)

    async def discover(self) -> Hits:
        """Give what can be done here, before anything is typed."""
        for entry in self._entries:
            yield DiscoveryHit(entry.name, entry.run, help=entry.help)

    async def search(self, query: str) -> Hits:
        """Give what fits what was typed."""
        matcher = self.matcher(query)
        for entry in self._entries:
            if (score := matcher.match(entry.name)) > 0:
                yield Hit(score, matcher.highlight(entry.name), entry.run, help=entry.help)
