"""The guided lookup of one person: its question, its case and its advice at every moment.

A guide is a value: every answer gives a new one. What it tells is worked out from the answers
alone, so going back, or changing any answer, needs no undoing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from toolkit.case.advice import Action, Advice
from toolkit.case.advise import advise, calendar_of
from toolkit.case.case import Case, Event, Given, Held
from toolkit.case.days import Calendar
from toolkit.case.entry import add_event
from toolkit.problem import Problem, Refused, did_you_mean
from toolkit.procedure.procedure import Procedure
from tui.guide.ask import Ask
from tui.guide.happening import Possible, possible
from tui.guide.lookup import FACT, PROCEDURE, ROLE, Lookup
from tui.guide.opening import ask_fact, ask_procedure, followable, opening, taken_over

Shelf = Callable[[], tuple[Procedure, ...]]
"""Gives the procedures that there are."""

Calendars = Callable[[Procedure, Case], Calendar]
"""Gives the calendar of a case."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that has been answered, and the answer in words."""

    ask: Ask
    value: Held | None
    words: str


@dataclass(frozen=True)
class Guide:
    """A guided lookup.

    Attributes:
        shelf: The procedures that there are.
        on: The day of the advice.
        lookup: What has been answered.
        calendars: Which days count.
    """

    shelf: Shelf
    on: date
    lookup: Lookup = field(default_factory=Lookup)
    calendars: Calendars = calendar_of

    @cached_property
    def procedure(self) -> Procedure | None:
        """The procedure, once it is chosen."""
        wanted = self.lookup.value(PROCEDURE)
        return next((item for item in self.shelf() if item.id == wanted), None)

    @cached_property
    def case(self) -> Case | None:
        """The case that the answers make, without a name or a subject."""
        procedure = self.procedure
        if procedure is None:
            return None
        facts = {
            answer.key.removeprefix(FACT): Given(value=answer.value)
            for answer in self.lookup.answers
            if answer.key.startswith(FACT) and answer.value is not None
        }
        return Case(
            procedure=procedure.id,
            version=procedure.header.version,
            facts=facts,
            taken_over=taken_over(procedure, self.lookup, self.on),
            events=self.lookup.events,
        )

    @cached_property
    def calendar(self) -> Calendar | None:
        """Which days count."""
        if self.procedure is None or self.case is None:
            return None
        return self.calendars(self.procedure, self.case)

    @cached_property
    def advice(self) -> Advice | None:
        """The answer so far; ``None`` until the procedure is chosen."""
        if self.procedure is None or self.case is None:
            return None
        return advise(self.procedure, self.case, self.on, self.calendar)

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        """Every question that has a place here, answered or not, the most decisive first."""
        found = [ask_procedure(self.shelf())]
        procedure, advice = self.procedure, self.advice
        if procedure is None or advice is None:
            return tuple(found)
        found.extend(opening(procedure, self.lookup, self.on))
        keys = {ask.key for ask in found}
        for question in advice.questions:
            key = f"{FACT}{question.fact}"
            if key not in keys:
                fact = procedure.facts[question.fact]
                found.append(ask_fact(procedure, fact, question.why))
                keys.add(key)
        return tuple(found)

    @cached_property
    def ask(self) -> Ask | None:
        """The question to answer next; ``None`` where none is left, or no more are wanted."""
        if self.lookup.enough:
            return None
        return next((ask for ask in self.asks if not self.lookup.has(ask.key)), None)

    @property
    def left(self) -> int:
        """How many questions are open."""
        return sum(1 for ask in self.asks if not self.lookup.has(ask.key))

    def asked(self) -> Iterator[Answered]:
        """Yield the questions that have been answered, in the order in which they were."""
        by_key = {ask.key: ask for ask in self.asks}
        for answer in self.lookup.answers:
            ask = by_key.get(answer.key) or self._settled(answer.key)
            if ask is not None:
                yield Answered(ask, answer.value, ask.in_words(self.procedure, answer.value))

    def _settled(self, key: str) -> Ask | None:
        """Give a question that the advice no longer asks, because it has been answered."""
        fact = self.procedure.facts.get(key.removeprefix(FACT)) if self.procedure else None
        if fact is None or self.procedure is None or not key.startswith(FACT):
            return None
        return ask_fact(self.procedure, fact)

    # Transitions

    def answered(self, value: Held, key: str = "") -> Guide:
        """Give the guide with an answer.

        Args:
            value: The answer.
            key: The question; the one that is asked now where empty.

        Raises:
            Refused: There is no such question, or this cannot be its answer.
        """
        ask = self._asked_for(key)
        _check(ask, value)
        guide = self._with(self.lookup.answered(ask.key, value))
        if ask.key == PROCEDURE and guide.procedure is None:
            raise _refused("no-such-procedure", f"there is no procedure '{value}'", "choose one")
        return guide

    def unknown(self, key: str = "") -> Guide:
        """Give the guide with "I don't know" as the answer.

        Raises:
            Refused: The question has to be answered, or there is none.
        """
        ask = self._asked_for(key)
        if not ask.open_:
            raise _refused(
                "has-to-be-answered", "this has to be answered before anything can be said",
                "choose one of the answers",
            )  # fmt: skip
        return self._with(self.lookup.answered(ask.key, None))

    def back(self) -> Guide:
        """Give the guide as it was before the last answer or event."""
        return self._with(self.lookup.back())

    def ended(self) -> Guide:
        """Give the guide with no more questions wanted."""
        return self._with(self.lookup.ended())

    def happened(self, event: Event) -> Guide:
        """Give the guide with something that has happened.

        Raises:
            Refused: The procedure does not allow it here; the message quotes the clause.
            BadData: It names what the procedure does not have.
        """
        if self.procedure is None or self.case is None:
            raise _refused("no-procedure", "no procedure is chosen yet", "choose one first")
        add_event(self.procedure, self.case, event, self.calendar)
        return self._with(self.lookup.happened(event))

    def events(self, *, all_: bool = False) -> tuple[Possible, ...]:
        """Give the events that may be recorded here; with ``all_`` those that may not, too."""
        if self.procedure is None or self.case is None or self.calendar is None:
            return ()
        return possible(self.procedure, self.case, self.on, self.calendar, all_=all_)

    def mine(self, action: Action) -> str:
        """Say whether an action is for the role of the person who asks: yours, or perhaps so.

        It is perhaps theirs where the text names a wider role that theirs belongs to.
        """
        role = self.lookup.value(ROLE)
        if self.procedure is None or not isinstance(role, str):
            return ""
        if role in action.roles:
            return "yours"
        roles = self.procedure.roles
        wider = any(actor in roles and role in roles[actor].includes for actor in action.roles)
        return "perhaps yours" if wider else ""

    def _with(self, lookup: Lookup) -> Guide:
        return self if lookup is self.lookup else replace(self, lookup=lookup)

    def _asked_for(self, key: str) -> Ask:
        if not key:
            if self.ask is None:
                raise _refused("nothing-asked", "no question is open", "go back to change one")
            return self.ask
        for ask in self.asks:
            if ask.key == key:
                return ask
        settled = self._settled(key) if self.lookup.has(key) else None
        if settled is None:
            raise _refused("nothing-asked", f"there is no question '{key}' here", "")
        return settled


def begin(shelf: Shelf, on: date, procedure: str = "", calendars: Calendars = calendar_of) -> Guide:
    """Begin a guided lookup.

    Args:
        shelf: The procedures that there are.
        on: The day of the advice.
        procedure: Id of the procedure; asked for where empty, unless there is only one.
        calendars: Which days count.

    Raises:
        Refused: There is no such procedure, or it holds none to follow.
    """
    guide = Guide(shelf, on, calendars=calendars)
    usable = [item.id for item in shelf() if followable(item)]
    if not procedure and len(usable) == 1:
        procedure = usable[0]
    if not procedure:
        return guide
    known = [item.id for item in shelf()]
    if procedure not in known:
        hint = did_you_mean(procedure, known) or f"choose one of {', '.join(usable)}"
        raise _refused("no-such-procedure", f"there is no procedure '{procedure}'", hint)
    if procedure not in usable:
        raise _refused(
            "nothing-to-follow",
            f"'{procedure}' holds no procedure to follow",
            f"choose one of {', '.join(usable)}" if usable else "there is none",
        )
    return guide.answered(procedure)


def _check(ask: Ask, value: Held) -> None:
    """Refuse what cannot be an answer to a question."""
    values = [(type(choice.value), choice.value) for choice in ask.choices]
    fits = {
        "one": lambda: (type(value), value) in values,
        "many": lambda: (
            isinstance(value, tuple)
            and bool(value)
            and all((type(item), item) in values for item in value)
        ),
        "number": lambda: isinstance(value, int) and not isinstance(value, bool),
        "date": lambda: isinstance(value, date),
        "text": lambda: isinstance(value, str) and bool(value.strip()),
    }
    if not fits[ask.kind]():
        raise _refused("bad-answer", f"this cannot be the answer to “{ask.words}”", "choose again")


def _refused(code: str, message: str, suggestion: str) -> Refused:
    return Refused([Problem(code, message, suggestion=suggestion)])
