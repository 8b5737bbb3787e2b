"""F1: what can be done here, made from the registry of actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tui.app.actions import Action, grouped, keys_of, of_scope, shown_key
from tui.app.places import TITLES
from tui.app.pointing import hung


def scopes_of(screen: Screen[Any]) -> tuple[str, ...]:
    """Give the scopes that hold for what is focused: the widget's first, the app's last."""
    start = screen.focused or screen
    found = [getattr(node, "SCOPE", "") for node in start.ancestors_with_self]
    if "app" in found and len(found) > 1:
        found.insert(found.index("app"), "page")
    return tuple(dict.fromkeys(scope for scope in found if scope))


def actions_here(screen: Screen[Any]) -> tuple[Action, ...]:
    """Give the actions that hold for what is focused."""
    return tuple(action for scope in scopes_of(screen) for action in of_scope(scope))


def lines(actions: tuple[Action, ...], keys: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Give the help as rows: a group's name alone, or keys, title and sentence."""
    rows = []
    for group, members in grouped(actions).items():
        rows.append((group, "", ""))
        for action in members:
            shown = " ".join(shown_key(key) for key in keys_of(action, keys))
            rows.append((shown, action.title, action.help))
    return rows


class HelpScreen(ModalScreen[None]):
    """The help for what was focused.

    Args:
        under: The screen that was open.
        keys: Keys by action, as the user changed them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,enter", "dismiss", "Close", show=False)
    ]

    def __init__(self, under: Screen[Any], keys: Mapping[str, str]) -> None:
        super().__init__(classes="dialog -large")
        scopes = scopes_of(under)
        self._title = next((TITLES[scope] for scope in scopes if scope in TITLES), "Help")
        self._rows = lines(actions_here(under), keys)

    def compose(self) -> ComposeResult:
        """Put the title above the rows."""
        with Vertical():
            yield Static(Content(f"{self._title}: what can be done here  (Esc closes)"),
                         classes="title")  # fmt: skip
            with VerticalScroll():
                yield Static(id="help")

    def on_resize(self) -> None:
        """Show the rows, group by group, each sentence beside its key."""
        self.call_after_refresh(self._write)

    def _write(self) -> None:
        listing = self.query_one("#help", Static)
        text: list[Content] = []
        for first, title, sentence in self._rows:
            if not title:
                text.append(Content.styled(first, "$primary bold underline"))
                continue
            lead = f"{first:>12}  "
            words = Content.styled(title, "bold") + Content(f" — {sentence}")
            broken = hung(words, lead, listing.size.width - 1)  # less the bar for scrolling
            text.append(broken.stylize("$text-accent bold", 0, len(lead)))
        listing.update(Content("\n").join(text))
