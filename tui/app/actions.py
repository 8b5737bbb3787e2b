"""The one registry of what can be done in the app.

An action is one row of `ACTIONS`. From it come the key bindings, the footer, the command palette,
the help, and the table in the docs. ``reader.next-match`` is done by the method
``action_next_match`` of the widget, screen or app whose ``SCOPE`` is ``reader``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.app.action_table import ROWS

if TYPE_CHECKING:
    from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done.

    Attributes:
        id: ``SCOPE.NAME``; also what its key is changed by in the settings.
        title: What it does, in a few words.
        group: Under what it stands in the help and the palette.
        keys: Its keys in Textual's names, separated by commas; the first is the one shown.
        help: What it does, in a sentence.
        footer: The word in the footer; empty where it does not stand there.
        together: Whether it shares its word in the footer with the action before or after it.
    """

    id: str
    title: str
    group: str
    keys: str
    help: str
    footer: str = ""
    together: bool = False

    @property
    def scope(self) -> str:
        """Where it holds: ``app``, ``page``, a screen, or a widget."""
        return self.id.partition(".")[0]

    @property
    def method(self) -> str:
        """The name after ``action_`` of the method that does it."""
        return self.id.partition(".")[2].replace("-", "_")


ACTIONS: dict[str, Action] = {row[0]: Action(*row) for row in ROWS}
"""All actions by id, in the order of the help."""

SCOPES = tuple(dict.fromkeys(action.scope for action in ACTIONS.values()))
"""Where actions hold."""


def of_scope(scope: str) -> tuple[Action, ...]:
    """Give the actions that hold in a scope."""
    return tuple(action for action in ACTIONS.values() if action.scope == scope)


def bindings(*scopes: str) -> list[Binding]:
    """Give the key bindings of scopes, for ``BINDINGS`` of the class that does them."""
    from textual.binding import Binding

    return [
        Binding(
            action.keys,
            action.method,
            action.footer or action.title,
            show=bool(action.footer),
            tooltip=action.help,
            id=action.id,
            group=Binding.Group(action.footer, compact=True) if action.together else None,
            priority=action.scope == "app",
        )
        for scope in scopes
        for action in of_scope(scope)
    ]


def keys_of(action: Action, changed: Mapping[str, str]) -> tuple[str, ...]:
    """Give an action's keys, those that the user changed them to where they did."""
    return tuple(key.strip() for key in changed.get(action.id, action.keys).split(",") if key)


_SHOWN = {
    "escape": "Esc", "enter": "Enter", "space": "Space", "tab": "Tab", "up": "↑", "down": "↓",
    "left": "←", "right": "→", "pageup": "PgUp", "pagedown": "PgDn", "slash": "/",
    "question_mark": "?", "left_square_bracket": "[", "right_square_bracket": "]", "delete": "Del",
    "backspace": "Backspace", "home": "Home", "end": "End", "plus": "+", "minus": "-",
    "full_stop": ".", "comma": ",",
}  # fmt: skip


def shown_key(key: str) -> str:
    """Write a key as people do: ``Ctrl+P``, ``F1``, ``/``."""
    *modifiers, last = key.split("+")
    if len(last) == 1 and last.isalpha() and not modifiers:
        return last
    word = _SHOWN.get(last, last.upper() if len(last) <= 3 else last.capitalize())
    return "+".join([*(modifier.capitalize() for modifier in modifiers), word])


def grouped(actions: Iterable[Action]) -> dict[str, list[Action]]:
    """Give actions by their group, in order."""
    groups: dict[str, list[Action]] = {}
    for action in actions:
        groups.setdefault(action.group, []).append(action)
    return groups


def clashes(changed: Mapping[str, str]) -> list[str]:
    """Say which keys two actions of one scope, or of a scope and the app, share.

    Args:
        changed: Keys by action, as the user changed them.
    """
    found = []
    app = {key: action for action in of_scope("app") for key in keys_of(action, changed)}
    for scope in SCOPES:
        taken = {} if scope == "app" else dict(app)
        for action in of_scope(scope):
            for key in keys_of(action, changed):
                other = taken.setdefault(key, action)
                if other is not action:
                    found.append(f"{shown_key(key)} is the key of {other.id} and of {action.id}")
    return found
