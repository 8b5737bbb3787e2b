"""How far a guided lookup is: what has been answered, in order. It is replaced, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from toolkit.case.case import Event, Held

PROCEDURE, ROLE, STAGE, STANDING = "procedure", "role", "stage", "standing"
SINCE, RECORD, IMPOSED = "since", "record", "imposed:"
FACT = "fact:"

_FORGET = {
    PROCEDURE: ("",),
    STAGE: (STANDING, SINCE, RECORD, IMPOSED),
    STANDING: (SINCE, RECORD, IMPOSED),
    RECORD: (IMPOSED,),
}
"""What is forgotten when an answer changes: the answers whose keys begin so."""

_PLACING = frozenset({PROCEDURE, STAGE, STANDING, SINCE})
"""Answers that say where a case stands; with another, what has happened since no longer holds."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question; its value is ``None`` where it is not known."""

    key: str
    value: Held | None


Entry = Answer | Event


@dataclass(frozen=True, slots=True)
class Lookup:
    """What has been answered and what is said to have happened, in the order of telling.

    Attributes:
        entries: Answers and events.
        enough: Whether no more questions are wanted.
    """

    entries: tuple[Entry, ...] = ()
    enough: bool = False

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers, without the events."""
        return tuple(entry for entry in self.entries if isinstance(entry, Answer))

    @property
    def events(self) -> tuple[Event, ...]:
        """The events, without the answers."""
        return tuple(entry for entry in self.entries if isinstance(entry, Event))

    def has(self, key: str) -> bool:
        """Whether a question has been answered, if only by "I don't know"."""
        return any(answer.key == key for answer in self.answers)

    def value(self, key: str) -> Held | None:
        """Give the answer to a question, or ``None`` where it is not known."""
        return next((answer.value for answer in self.answers if answer.key == key), None)

    def answered(self, key: str, value: Held | None) -> Lookup:
        """Give the lookup with an answer: in the place of an earlier one, else at the end."""
        new = Answer(key, value)
        if not self.has(key):
            return replace(self, entries=(*self.entries, new))
        if self.value(key) == value and type(self.value(key)) is type(value):
            return self
        kept: list[Entry] = []
        for entry in self.entries:
            if isinstance(entry, Event):
                if key not in _PLACING:
                    kept.append(entry)
            elif entry.key == key:
                kept.append(new)
            elif not any(entry.key.startswith(start) for start in _FORGET.get(key, ())):
                kept.append(entry)
        return replace(self, entries=tuple(kept), enough=False)

    def happened(self, event: Event) -> Lookup:
        """Give the lookup with something that has happened."""
        return replace(self, entries=(*self.entries, event))

    def back(self) -> Lookup:
        """Give the lookup as it was before the last entry; or before it was said to be enough."""
        if self.enough:
            return replace(self, enough=False)
        return replace(self, entries=self.entries[:-1])

    def as_data(self) -> list[dict[str, Any]]:
        """Give it as plain data, to be taken up again."""
        return [_data(entry) for entry in self.entries]

    def ended(self) -> Lookup:
        """Give the lookup with no more questions wanted."""
        return replace(self, enough=True)


def lookup_from(data: object) -> Lookup:
    """Read a lookup from plain data; an empty one where it is none."""
    if not isinstance(data, Iterable) or isinstance(data, str | bytes):
        return Lookup()
    try:
        return Lookup(tuple(_entry(item) for item in data))
    except (TypeError, KeyError, ValueError):
        return Lookup()


def _data(entry: Entry) -> dict[str, Any]:
    if isinstance(entry, Event):
        return {"event": entry.model_dump(mode="json", by_alias=True, exclude_defaults=True)}
    value = entry.value
    if isinstance(value, date):
        return {"key": entry.key, "date": value.isoformat()}
    return {"key": entry.key, "value": list(value) if isinstance(value, tuple) else value}


def _entry(data: Any) -> Entry:
    if "event" in data:
        return Event.model_validate(data["event"])
    if "date" in data:
        return Answer(data["key"], date.fromisoformat(data["date"]))
    value = data["value"]
    if not isinstance(value, str | int | bool | list | None):
        raise TypeError(f"{value!r} is no answer")
    return Answer(str(data["key"]), tuple(value) if isinstance(value, list) else value)
