"""The events that a case's position allows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toolkit.case.case import Case, Event
from toolkit.case.days import Calendar
from toolkit.case.fold import Folded, fold
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
