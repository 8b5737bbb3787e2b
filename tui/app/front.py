"""What Home shows, as data: what is to be done, recent places, ways to begin; offers for a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.app.actions import Action
from tui.app.places import TITLES, Place

if TYPE_CHECKING:
    from tui.app.names import Name
    from tui.cases.agenda import Due

MOST_DUE = 9


@dataclass(frozen=True, slots=True)
class Row:
    """A line of Home.

    Attributes:
        words: What it says.
        after: What stands behind it, quieter.
        sign: A word before it that must be seen, such as OVERDUE.
        place: Where it leads; ``None`` for a heading or a note, or where it does something.
        action: The action that it does.
        heading: Whether it is a heading.
        due: Whether it is something to be done, of which nothing may be cut off.
    """

    words: str
    after: str = ""
    sign: str = ""
    place: Place | None = None
    action: Action | None = None
    heading: bool = False
    due: bool = False


BEGIN = (
    ("guide", "Answer questions one at a time and see what to do"),
    ("procedures", "Read a policy"),
    ("cases", "Open or begin a case"),
    ("letters", "See the letters"),
)
"""Ways to begin, for those who have neither cases nor recent places."""


def overview(
    due: Iterable[Due] | None, recent: Iterable[Place], left: Place | None = None
) -> list[Row]:
    """Give what Home shows while nothing is typed.

    Args:
        due: What is to be done, or ``None`` while that is being looked up.
        recent: Recent places.
        left: Where the user was last; what is gone from there is not offered.
    """
    rows: list[Row] = []
    if left is not None and not left.is_gone():
        rows += [Row("Where you were", heading=True)]
        rows += [Row(left.named(), TITLES[left.mode].lower(), place=left)]
    rows.append(Row("To do today", heading=True))
    if due is None:
        rows.append(Row("Looking through your cases …"))
    else:
        items = list(due)
        rows += [_due(item) for item in items[:MOST_DUE]]
        if len(items) > MOST_DUE:
            more = f"… and {len(items) - MOST_DUE} more, in the list of cases"
            rows.append(Row(more, place=Place("cases")))
        if not items:
            rows.append(Row("Nothing: no case here is waiting for anybody."))
    places = [place for place in recent if place.mode != "home" and not (left and place.same(left))]
    if places:
        rows.append(Row("Recent", heading=True))
        rows += [Row(place.named(), TITLES[place.mode].lower(), place=place) for place in places]
    rows.append(Row("Begin", heading=True))
    rows += [Row(words, TITLES[mode], place=Place(mode)) for mode, words in BEGIN]
    return rows


def _due(item: Due) -> Row:
    sign = "OVERDUE" if item.overdue else ""
    return Row(f"{item.who}: {item.what}", item.when, sign, item.place, due=True)


def offers(typed: str, names: Iterable[Name], actions: Iterable[Action] | None = None) -> list[Row]:
    """Give what a line may mean, the likeliest first; an answer and a search are always among it.

    Args:
        typed: The line.
        names: Everything that has a name.
        actions: What can be done from Home; by default what can be done everywhere.
    """
    from tui.app.meaning import meaning

    words = " ".join(typed.split())
    if not words:
        return []
    held = meaning(words, names, actions)
    answer = Row(f"Answer “{words}”", "from the rules, with the clauses", place=asked(words))
    search = Row(f"Search the policies for “{words}”", place=Place("search", words))
    found = [Row(name.words, name.about, place=name.place) for name in held.names]
    commands = [
        Row(action.title, f"command: {action.help}", action=action) for action in held.commands
    ]
    if held.kind == "question":
        return [answer, search, *found, *commands]
    if held.kind == "clause":
        return [found[0], search, *found[1:], *commands, answer]
    return [*found, *commands, search, answer]


def asked(words: str) -> Place:
    """Give the place where a question is answered."""
    return Place("answer", words, "", f"Answer: {words}")


def other(rows: Sequence[Row]) -> Place | None:
    """Give where the other key leads: to the search, where Enter answers; else to the answer."""
    places = [row.place.mode if row.place else "" for row in rows]
    wanted = "search" if places[:1] == ["answer"] else "answer"
    return next((row.place for row in rows if row.place and row.place.mode == wanted), None)
