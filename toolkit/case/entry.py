"""Entering an event into a case, or refusing it with the clause that forbids it."""

from __future__ import annotations

from toolkit.case.advise import calendar_of
from toolkit.case.case import Case, Event
from toolkit.case.days import Calendar
from toolkit.case.fold import refusal
from toolkit.case.objection import Objection
from toolkit.case.validity import check_case, check_event
from toolkit.problem import BadData, Problem, Refused
from toolkit.procedure.procedure import Procedure


def add_event(
    procedure: Procedure, case: Case, event: Event, calendar: Calendar | None = None
) -> Case:
    """Give the case with one more event.

    Args:
        procedure: The procedure of the case.
        case: The case.
        event: The event; with ``depart`` it is entered even where the procedure forbids it.
        calendar: Which days count.

    Raises:
        BadData: The event or the case names what the procedure does not have.
        Refused: The procedure does not allow the event here; the message quotes the clause.
    """
    if problems := [*check_case(procedure, case), *check_event(procedure, event)]:
        raise BadData(problems)
    if not event.depart:
        calendar = calendar or calendar_of(procedure, case)
        if (objection := refusal(procedure, case, event, calendar)) is not None:
            quoted = "\n".join(
                f'{ref}: "{procedure.quote(ref)}"'
                for ref in tuple(dict.fromkeys(objection.clauses))[:3]
                if ref in procedure.clause_by_ref
            )
            raise Refused([_problem(objection, quoted)])
    return case.with_event(event)


def _problem(objection: Objection, quoted: str) -> Problem:
    return Problem(
        "not-allowed",
        objection.message,
        clause=objection.clauses[0] if objection.clauses else "",
        suggestion="if it happened all the same, record it with a reason (--depart)",
        excerpt=quoted,
    )
