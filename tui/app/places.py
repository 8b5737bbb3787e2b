"""Places in the app: what is open where, to go there, come back, and go on tomorrow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MODES = ("home", "guide", "cases", "case", "search", "procedures", "letters", "answer")
"""The screens, by the word that places and actions use."""

TITLES = {
    "home": "Home",
    "guide": "Guide",
    "cases": "Cases",
    "case": "Case",
    "search": "Search",
    "procedures": "Procedures",
    "letters": "Letters",
    "answer": "Answer",
}
"""What each screen is called."""

WITHIN = {"case": "cases", "answer": "home"}
"""Screens that no key opens, each with the one that it is opened from."""

TABS = tuple(mode for mode in MODES if mode not in WITHIN)
"""The screens that have a key and a name in the bar."""

RECENT = 12
"""How many recent places are kept."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the app.

    Attributes:
        mode: The screen.
        what: What it shows: a procedure's id, a case's file, a question; or empty.
        detail: Where in it: a clause's reference, a letter's id; or empty.
        title: What people call it, for lists; it takes no part in comparing.
        at: What is chosen there, for coming back to it; it takes no part in comparing either.
    """

    mode: str
    what: str = ""
    detail: str = ""
    title: str = ""
    at: str = ""

    def same(self, other: Place) -> bool:
        """Whether both are one place, whatever they are called."""
        return (self.mode, self.what, self.detail) == (other.mode, other.what, other.detail)

    def named(self) -> str:
        """Give its name for lists."""
        return self.title or " ".join(filter(None, (TITLES[self.mode], self.detail or self.what)))

    def is_gone(self) -> bool:
        """Whether it is a file that is no longer there."""
        from pathlib import Path

        file = self.detail if self.mode == "answer" else self.what
        return file.endswith((".yaml", ".yml", ".json")) and not Path(file).is_file()

    def as_data(self) -> dict[str, str]:
        """Give it as plain data."""
        return {
            "mode": self.mode, "what": self.what, "detail": self.detail, "title": self.title,
            "at": self.at,
        }  # fmt: skip


def place_from(data: object) -> Place | None:
    """Read a place from plain data; ``None`` where it is none."""
    if not isinstance(data, Mapping) or data.get("mode") not in MODES:
        return None
    words = {key: data.get(key, "") for key in ("mode", "what", "detail", "title", "at")}
    if not all(isinstance(word, str) for word in words.values()):
        return None
    return Place(**words)


def visited(recent: Iterable[Place], place: Place) -> tuple[Place, ...]:
    """Give recent places with one more at the front; those without content are not kept."""
    if not place.what:
        return tuple(recent)
    others = (old for old in recent if not old.same(place))
    return (place, *others)[:RECENT]
