"""How far a guided lookup is: what has been answered, in order. It is replaced, never changed."""

from __future__ import annotations

from dataclasses import dataclass, replace

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

    def ended(self) -> Lookup:
        """Give the lookup with no more questions wanted."""
        return replace(self, enough=True)
