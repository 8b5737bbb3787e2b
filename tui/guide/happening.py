"""Entering an event by choosing: what happened, when, what was decided, and what it carries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from toolkit.case.allowed import Allowed, allowed, closed, late
from toolkit.case.case import Case, Event, Held
from toolkit.case.citing import cite
from toolkit.case.days import Calendar
from toolkit.case.fold import fold
from toolkit.case.legality import DONE
from toolkit.case.situation import OpenStep
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Step
from toolkit.procedure.shape import Data
from tui.guide.ask import YES_NO, Ask, Choice, Kind

EVENT, DATE, WHICH, OUTCOMES, DATUM = "event", "date", "which", "outcomes", "data:"

GROUPS = {
    "now": "What is open",
    "letter": "Letters",
    "duty": "Duties",
    "may": "Possible at any time",
    "late": "Late: the time for it is over",
    "closed": "Not open here",
}
"""The headings under which events stand, by their relation."""

Answers = Mapping[str, object]
"""What has been answered about an event, by key; ``None`` where it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """An event that may be recorded, or may not, and why.

    Attributes:
        event: The event.
        words: What it means.
        group: The heading that it stands under.
        because: Why it is not allowed here; empty where it is.
        clauses: The clauses that say so.
        outcomes: The outcomes that it may carry.
        which: Where its step is open several times: the word for each time.
    """

    event: str
    words: str
    group: str
    because: str = ""
    clauses: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    which: tuple[str, ...] = ()


def possible(
    procedure: Procedure, case: Case, on: date, calendar: Calendar, *, all_: bool = True
) -> tuple[Possible, ...]:
    """Give the events that may be recorded on a day, and those that may not with the reason.

    Args:
        procedure: The procedure of the case.
        case: The case.
        on: The day.
        calendar: Which days count.
        all_: Whether those that may not are wanted too.
    """
    open_ = (*allowed(procedure, case, on, calendar), *late(procedure, case, on, calendar))
    order = list(GROUPS)
    waiting = fold(procedure, case, on, calendar).situation.open
    found = [
        Possible(
            event=item.event,
            words=_words(procedure, item),
            group=GROUPS[item.relation],
            outcomes=item.outcomes,
            which=_which(procedure, item.event, waiting),
        )
        for item in sorted(open_, key=lambda item: order.index(item.relation))
    ]
    if all_:
        found += [
            Possible(
                event=item.event,
                words=event_words(procedure, item.event, item.does),
                group=GROUPS["closed"],
                because=item.because,
                clauses=item.clauses,
            )
            for item in closed(procedure, case, on, calendar)
        ]
    return tuple(found)


def _which(procedure: Procedure, event: str, waiting: Iterable[OpenStep]) -> tuple[str, ...]:
    """Give the words for the several times that the step of an event is open."""
    rule, _ = procedure.split_event(event) or ("", "")
    keys = [item.key for item in waiting if item.step == rule]
    return tuple(dict.fromkeys(keys)) if len(set(keys)) > 1 else ()


def event_words(procedure: Procedure, event: str, does: str) -> str:
    """Say in words what an event means: what is done, and how it ends."""
    split = procedure.split_event(event)
    if split is None or split[1] == DONE:
        return does
    return f"{does}: {split[1].replace('-', ' ')}"


def _words(procedure: Procedure, item: Allowed) -> str:
    rule, _ = procedure.split_event(item.event) or ("", "")
    return event_words(procedure, item.event, item.does) if rule in procedure.steps else item.does


def happened_words(procedure: Procedure, event: str) -> str:
    """Say in words what an event of a case was."""
    rule, word = procedure.split_event(event) or (event, "")
    known = word.replace("-", " ")
    if rule in procedure.steps:
        return event_words(procedure, event, procedure.steps[rule].does)
    if rule in procedure.letters:
        return f"{procedure.letters[rule].name}: {known}"
    if rule in procedure.outcomes:
        return f"{procedure.outcomes[rule].title()}: {known}"
    return event


def event_asks(
    procedure: Procedure, events: tuple[Possible, ...], answers: Answers, on: date
) -> tuple[Ask, ...]:
    """Give the questions about an event, with those that follow from the answers so far.

    Args:
        procedure: The procedure of the case.
        events: The events that may be chosen.
        answers: What has been answered.
        on: The day that is offered.
    """
    found = [
        Ask(
            key=EVENT,
            words="What has happened?",
            kind="one",
            choices=tuple(
                Choice(
                    value=item.event,
                    words=item.words,
                    group=item.group,
                    also=(item.event,),
                    shut=_why_shut(item),
                )
                for item in events
            ),
            open_=False,
        )
    ]
    chosen = next((item for item in events if item.event == answers.get(EVENT)), None)
    if chosen is None:
        return tuple(found)
    found.append(Ask(key=DATE, words="On which day?", kind="date", default=on, open_=False))
    if chosen.which:
        found.append(_ask_which(chosen.which))
    if chosen.outcomes:
        found.append(_ask_outcomes(procedure, chosen.outcomes))
    found += map(_ask_datum, data_of(procedure, chosen.event, answers.get(OUTCOMES)))
    return tuple(found)


def _why_shut(item: Possible) -> str:
    """Say why an event may not be recorded, with the first clauses that say so."""
    refs = f" [{', '.join(item.clauses[:3])}]" if item.clauses else ""
    return f"{item.because}{refs}" if item.because else ""


def _ask_which(which: tuple[str, ...]) -> Ask:
    """Ask which of several it concerns; one of them may have no word of its own."""
    return Ask(
        key=WHICH,
        words="Which one does it concern?",
        kind="one",
        choices=tuple(
            Choice(value=key, words=key.replace("-", " ") or "the one without a name of its own")
            for key in which
        ),
        hint="This is open several times.",
        open_=False,
    )


def _ask_outcomes(procedure: Procedure, outcomes: tuple[str, ...]) -> Ask:
    known = [procedure.outcomes[name] for name in outcomes]
    return Ask(
        key=OUTCOMES,
        words="What was decided?",
        kind="many",
        choices=tuple(Choice(value=item.id, words=item.title()) for item in known),
        open_=False,
        clauses=cite(procedure, (item.place.clause for item in known)),
    )


def data_of(procedure: Procedure, event: str, outcomes: object = ()) -> tuple[Data, ...]:
    """Give what an event carries: by its step, and by the outcomes that it imposes."""
    rule, _ = procedure.split_event(event) or ("", "")
    step = procedure.rule_by_id.get(rule)
    found = {datum.name: datum for datum in step.data} if isinstance(step, Step) else {}
    for name in outcomes if isinstance(outcomes, tuple) else ():
        if name in procedure.outcomes:
            found.update({datum.name: datum for datum in procedure.outcomes[name].data})
    return tuple(found.values())


def _ask_datum(datum: Data) -> Ask:
    kinds: dict[str, Kind] = {"number": "number", "date": "date", "yes-no": "one"}
    words = datum.ask or datum.name.replace("-", " ").capitalize()
    return Ask(
        key=f"{DATUM}{datum.name}",
        words=words if words.endswith("?") else f"{words}:",
        kind=kinds.get(datum.type, "text"),
        choices=YES_NO if datum.type == "yes-no" else (),
        hint=f"For example: {'; '.join(datum.suggest)}." if datum.suggest else "",
    )


def event_of(procedure: Procedure, answers: Answers, depart: str = "") -> Event:
    """Make the event that answers tell of; what is not known is left out.

    Args:
        procedure: The procedure of the case.
        answers: What has been answered; what has happened and when at least.
        depart: Why it is recorded though it is not allowed, if it is.
    """
    name, day = answers[EVENT], answers[DATE]
    assert isinstance(name, str) and isinstance(day, date)
    outcomes = answers.get(OUTCOMES)
    data: dict[str, Held] = {}
    for datum in data_of(procedure, name, outcomes):
        value = cast("Held | None", answers.get(f"{DATUM}{datum.name}"))
        if datum.type == "list" and isinstance(value, str):
            value = tuple(part.strip() for part in value.split(",") if part.strip())
        if value is not None:
            data[datum.name] = value
    return Event(
        event=name,
        date=day,
        outcomes=outcomes if isinstance(outcomes, tuple) else (),
        data=data,
        key=str(answers.get(WHICH, "")),
        depart=depart,
    )
