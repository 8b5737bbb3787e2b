"""The events that a case's position allows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toolkit.case.case import Case, Event
from toolkit.case.days import Calendar
from toolkit.case.fold import Folded, fold, refusal
from toolkit.case.legality import DECIDED, objection_to, words_of
from toolkit.case.road import open_here
from toolkit.case.view import InView, survey
from toolkit.procedure.base import Model
from toolkit.procedure.procedure import Procedure


class Allowed(Model):
    """An event that may be recorded now.

    Attributes:
        event: The event.
        does: What it means.
        relation: ``now``, ``duty``, ``may`` or ``letter``.
        outcomes: The outcomes that it may carry.
        data: What it should carry.
    """

    event: str
    does: str
    relation: str
    outcomes: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


class Closed(Model):
    """An event that the procedure does not allow now.

    Attributes:
        event: The event.
        does: What it means.
        because: Why it is not allowed.
        clauses: The clauses that say so.
    """

    event: str
    does: str
    because: str
    clauses: tuple[str, ...] = ()


def closed(procedure: Procedure, case: Case, on: date, calendar: Calendar) -> tuple[Closed, ...]:
    """Give the events of steps that may not be recorded on a day, each with the reason.

    A right that has lapsed is left out: using it late is no refused act.
    """
    folded = fold(procedure, case, on, calendar)
    lapsed = {lapse.was.step for lapse in folded.situation.lapses}
    found = []
    for step in procedure.steps.values():
        keys = [item.key for item in folded.situation.open if item.step == step.id] or [""]
        for word in words_of(procedure, step):
            events = [Event(event=f"{step.id}.{word}", date=on, key=key) for key in keys]
            objections = [
                refusal(procedure, case, event, calendar)
                if step.id in lapsed
                else objection_to(folded.situation, folded.knowledge, event)
                for event in events
            ]
            if objections[0] is not None and None not in objections:
                found.append(
                    Closed(
                        event=events[0].event,
                        does=step.does,
                        because=objections[0].message,
                        clauses=objections[0].clauses,
                    )
                )
    return tuple(found)


def late(procedure: Procedure, case: Case, on: date, calendar: Calendar) -> tuple[Allowed, ...]:
    """Give the events of rights that have lapsed by a day and may still be recorded, as late."""
    folded = fold(procedure, case, on, calendar)
    found: dict[str, Allowed] = {}
    for lapse in folded.situation.lapses:
        step = procedure.steps[lapse.was.step]
        for word in words_of(procedure, step):
            event = Event(event=f"{step.id}.{word}", date=on, key=lapse.was.key)
            if refusal(procedure, case, event, calendar) is None:
                found[event.event] = Allowed(
                    event=event.event,
                    does=step.does,
                    relation="late",
                    data=tuple(datum.name for datum in step.data),
                )
    return tuple(found.values())


def allowed(procedure: Procedure, case: Case, on: date, calendar: Calendar) -> tuple[Allowed, ...]:
    """Give the events that may be recorded on a day: of open steps, duties, powers and letters."""
    folded = fold(procedure, case, on, calendar)
    view = survey(folded)
    found = {
        item.event: item
        for item in (*_approvals(folded), *_of_steps(folded, view, on), *_letters(folded, view))
    }
    return tuple(found.values())


def _of_steps(folded: Folded, view: tuple[InView, ...], on: date) -> Iterator[Allowed]:
    for item in view:
        if item.relation not in ("now", "duty", "may"):
            continue
        for word in words_of(folded.situation.procedure, item.step):
            event = Event(event=f"{item.step.id}.{word}", date=on, key=item.key)
            if objection_to(folded.situation, folded.knowledge, event) is not None:
                continue
            deciding = word == DECIDED
            yield Allowed(
                event=event.event,
                does=item.step.does,
                relation=item.relation,
                outcomes=tuple(outcome.id for outcome in open_here(folded, item.step))
                if deciding
                else (),
                data=tuple(datum.name for datum in item.step.data),
            )


def _approvals(folded: Folded) -> Iterator[Allowed]:
    for record in folded.situation.records:
        outcome = folded.situation.procedure.outcomes[record.outcome]
        if record.state == "pending" and outcome.approve is not None and record.approved is None:
            for word in ("approved", "refused"):
                yield Allowed(
                    event=f"{outcome.id}.{word}", does=f"{outcome.title()}: {word}", relation="now"
                )


def _letters(folded: Folded, view: tuple[InView, ...]) -> Iterator[Allowed]:
    procedure = folded.situation.procedure
    names = [
        use.letter for item in view if item.relation in ("now", "duty", "done")
        for use in item.step.letter
    ]  # fmt: skip
    for record in folded.situation.records:
        outcome = procedure.outcomes[record.outcome]
        names += [use.letter for use in outcome.letter]
        names += [
            use.letter for at in outcome.at if at.step == record.step for use in at.letter or ()
        ]
    for name in dict.fromkeys(names):
        letter = procedure.letters.get(name)
        for word in letter.timed if letter else ():
            if folded.situation.last(f"{name}.{word}") is None and letter is not None:
                means = "is dated" if word == "dated" else "is received"
                yield Allowed(
                    event=f"{name}.{word}", does=f"{letter.name} {means}", relation="letter"
                )
