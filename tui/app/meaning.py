"""What a line typed on Home means: a clause, a name, a command, a question, or words to search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from tui.app.actions import ACTIONS, Action
from tui.app.names import Name, exactly, meant

Kind = Literal["clause", "name", "command", "question", "words"]

MOST = 8
"""How many names are offered."""

TELLING = 4
"""So many words or more tell what happened, where they are no name."""

_SEARCHED = re.compile(r'"|“|\w\*')
"""Signs of those who search: words in quotes, the beginning of a word."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a line may mean.

    Attributes:
        kind: What it means most likely.
        names: The names that it may be, the likeliest first.
        commands: The commands that it may be.
    """

    kind: Kind
    names: Sequence[Name]
    commands: Sequence[Action]


def meaning(typed: str, names: Iterable[Name], actions: Iterable[Action] | None = None) -> Meaning:
    """Say what a line means.

    A reference means its clause, and a whole name what it names. A question is answered; so is what
    somebody tells in a few words, unless it is the beginning of a name or of a command. All else
    is searched for.

    Args:
        typed: The line.
        names: Everything that has a name.
        actions: What can be done; by default what can be done everywhere.
    """
    words = " ".join(typed.split())
    found = meant(words, names, MOST)
    known = ACTIONS.values() if actions is None else actions
    commands = [action for action in known if _is_begun(action, words.casefold())]
    return Meaning(_kind(words, found, commands), found, commands)


def _kind(words: str, found: Sequence[Name], commands: Sequence[Action]) -> Kind:
    if found and exactly(words, found[0].words, found[0].place):
        return "clause" if found[0].about == "clause" else "name"
    if asks(words):
        return "question"
    if found:
        return "name"
    if commands:
        return "command"
    if len(words.split()) >= TELLING and not _SEARCHED.search(words):
        return "question"
    return "words"


def asks(words: str) -> bool:
    """Whether words ask something, by how they begin or end."""
    from index.answers.kind import is_statement

    return not is_statement(words) and not _SEARCHED.search(words)


def _is_begun(action: Action, begins: str) -> bool:
    """Whether an action is a command of which a word begins like this."""
    return (
        action.scope == "app"
        and action.group != "Screens"
        and any(word.startswith(begins) for word in action.title.casefold().split())
    )
