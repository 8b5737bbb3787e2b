"""The time limits that a clause sets, worked out from a day or back from one.

This answers "when, under this clause?" without a case. `toolkit.case.advise` answers it for a case.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from toolkit.case.advice import Alternate, Deadline
from toolkit.case.citing import cite
from toolkit.case.days import Calendar, in_full
from toolkit.case.limit_words import BOUNDS, Bound, events_words, limit_words
from toolkit.case.reckoning import Day, Reckoning, expiry, reckon, reckon_back
from toolkit.plain import Frozen, kebab
from toolkit.problem import Problem, Refused
from toolkit.procedure.limit import Limit
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.readings import variants
from toolkit.procedure.rule import Conflict, Outcome, Step
from toolkit.procedure.shape import Rule, Side
from toolkit.procedure.wording import phrase

_DATELESS = ("no-number", "counted-unit", "length-not-fixed")


class Found(Frozen):
    """A limit of a rule, under the reading that is followed.

    Attributes:
        rule: The rule as it is read.
        key: The key that the limit stands under.
        limit: The limit.
        others: The readings that are not followed, with their limits.
    """

    rule: Rule
    key: str
    limit: Limit
    others: tuple[tuple[Conflict, Side, Limit], ...] = ()


def deadlines(
    procedure: Procedure,
    clause: str,
    *,
    start: date | None = None,
    by: date | None = None,
    event: str = "",
    calendar: Calendar | None = None,
) -> tuple[Deadline, ...]:
    """Work out the limits of the rules that stand under a clause or cite it.

    Args:
        procedure: The procedure.
        clause: Reference of the clause, as the procedure writes it.
        start: The day of the event that starts the clocks.
        by: The day on or before which they must end; ``from_date`` is then the latest start.
        event: Look only at limits whose clock this event starts.
        calendar: Which days count; the procedure's own where none is given.

    Returns:
        One deadline a limit, those of rules under the clause first; without dates where neither
        ``start`` nor ``by`` is given or the text gives no number.

    Raises:
        Refused: The clause sets no limit, none is started by the event, or the calendar does not
            reach that far.
    """
    found = tuple(limits_of(procedure, clause))
    if not found:
        raise Refused(
            [
                Problem(
                    "no-limit", f"no time limit stands under {clause}, and none cites it",
                    suggestion=_nearby(procedure, clause),
                )
            ]
        )  # fmt: skip
    if event:
        starts = list(dict.fromkeys(name for item in found for name in item.limit.after))
        found = tuple(item for item in found if event in item.limit.after)
        if not found:
            here = f"the clocks here start with: {', '.join(starts)}" if starts else (
                "the text names no event that starts a clock here"
            )  # fmt: skip
            raise Refused(
                [Problem("no-such-start", f"no limit of {clause} runs from '{event}'",
                         suggestion=here)]
            )  # fmt: skip
    calendar = calendar or Calendar(procedure.header.calendar)
    return tuple(
        _deadline(procedure, item, start=start, by=by, event=event, calendar=calendar)
        for item in found
    )


def limits_of(procedure: Procedure, clause: str) -> Iterator[Found]:
    """Yield the limits under a clause, those that cite it, and those its conflicts are about."""
    under: list[Found] = []
    citing: list[Found] = []
    disputed: list[Found] = []
    about = _about(procedure, clause)
    for rule in procedure.rules:
        for key, limit in rule_limits(rule):
            item = _read(procedure, rule, key, limit)
            if rule.place.clause == clause:
                under.append(item)
            elif clause in (*rule.cites, *limit.cites):
                citing.append(item)
            elif rule.id in about or f"{rule.id}.{key}" in about:
                disputed.append(item)
    yield from under
    yield from citing
    yield from disputed


def rule_limits(rule: Rule) -> Iterator[tuple[str, Limit]]:
    """Yield the limits of a rule, each with the key that it stands under."""
    if isinstance(rule, Step):
        yield from rule.limits()
    elif isinstance(rule, Outcome):
        if isinstance(rule.lasts, Limit):
            yield "lasts", rule.lasts
        if rule.standstill is not None:
            yield "standstill", rule.standstill
        if rule.hold_back is not None:
            yield "hold-back", rule.hold_back.lasts


def _about(procedure: Procedure, clause: str) -> frozenset[str]:
    """Give what the conflicts under a clause, or with a side that cites it, are about."""
    return frozenset(
        target
        for conflict in procedure.conflicts.values()
        if clause in conflict.clauses or any(clause in side.cites for side in conflict.sides)
        for target in (*conflict.about, *(key for side in conflict.sides for key in side.set))
    )


def _read(procedure: Procedure, rule: Rule, key: str, limit: Limit) -> Found:
    """Give a limit as the procedure follows it, with the other readings of it."""
    others = []
    for variant in variants(procedure, rule.id, key):
        changed = dict(rule_limits(variant.rule))
        if key in changed:
            others.append((variant.conflict, variant.side, changed[key]))
    return Found(rule, key, limit, tuple(others))


def _deadline(
    procedure: Procedure,
    found: Found,
    *,
    start: date | None,
    by: date | None,
    event: str,
    calendar: Calendar,
) -> Deadline:
    rule, limit = found.rule, found.limit
    kind = BOUNDS[found.key]
    worked = _work(limit, kind, start, by, calendar)
    assumed = ""
    if limit.data and start:
        assumed = f"the number is fixed case by case, as '{limit.data}'"
    elif not limit.after and worked.date and kind != "length":
        assumed = "the clock starts on the day given; the text does not say when"
    return Deadline(
        what=rule.does if isinstance(rule, Step) else _title(rule),
        step=rule.id,
        which="",
        key=found.key,
        date=worked.date,
        first=worked.first,
        count=limit.count,
        unit=limit.unit,
        from_=_from(procedure, rule, limit, event),
        from_date=worked.start,
        direction=kind,
        words=limit_words(procedure, found.key, limit, event),
        working=worked.working,
        hedge=limit.hedge,
        assumed=assumed,
        note=worked.note,
        state="running" if worked.date else "not-started",
        unless=phrase(procedure, limit.unless) if limit.unless else "",
        alternates=tuple(_alternates(procedure, found, kind, start, by, calendar)),
        clauses=cite(procedure, (*rule.clauses, *limit.cites)),
    )


def _from(procedure: Procedure, rule: Rule, limit: Limit, event: str) -> str:
    names = (event,) if event else limit.after
    if not names and isinstance(rule, Outcome):
        return f"{rule.title()} imposed"
    return events_words(procedure, names) or "not stated"


class _Worked(Frozen):
    """What a limit gives: its start, its day, the working, and what the reader must know."""

    start: date | None = None
    first: date | None = None
    date: date | None = None
    working: tuple[Day, ...] = ()
    note: str = ""


def _work(
    limit: Limit, kind: Bound, start: date | None, by: date | None, calendar: Calendar
) -> _Worked:
    """Reckon a limit, forwards or backwards."""
    if start is None and by is None:
        return _Worked()
    if limit.immediately and limit.count is None:
        day = start or by
        return _Worked(day, None, day)
    try:
        reckoning = _reckoned(limit, kind, start, by, calendar)
        day = reckoning.last if kind == "latest" else reckoning.date
        if kind == "length":
            day = expiry(limit, reckoning.start, calendar)
    except Refused as refusal:
        if all(problem.code in _DATELESS for problem in refusal.problems):
            return _Worked(start)
        raise
    send_by = "" if by is None else _send_by(reckoning.start, calendar)
    first = reckoning.date if reckoning.latest else None
    return _Worked(reckoning.start, first, day, reckoning.working, send_by or reckoning.note)


def _send_by(start: date, calendar: Calendar) -> str:
    """Name the working day before a start on which nobody sends letters."""
    skipped = calendar.skipped(start)
    if skipped is None:
        return ""
    before = in_full(calendar.working_day_until(start))
    return f"{in_full(start)} is no working day ({skipped}); the last before it is {before}"


def _reckoned(
    limit: Limit, kind: Bound, start: date | None, by: date | None, calendar: Calendar
) -> Reckoning:
    direction: Literal["latest", "earliest"] = "earliest" if kind == "earliest" else "latest"
    if start is not None:
        return reckon(limit, start, calendar, direction)
    assert by is not None
    return reckon_back(limit, by, calendar, direction)


def _alternates(
    procedure: Procedure,
    found: Found,
    kind: Bound,
    start: date | None,
    by: date | None,
    calendar: Calendar,
) -> Iterator[Alternate]:
    for conflict, side, limit in found.others:
        worked = _work(limit, kind, start, by, calendar)
        yield Alternate(
            conflict=conflict.id,
            reading=side.name,
            date=worked.date if by is None else worked.start,
            words=limit_words(procedure, found.key, limit),
            clauses=cite(procedure, side.cites),
        )


def _title(rule: Rule) -> str:
    return rule.title() if isinstance(rule, Outcome) else kebab(rule.id)


def _nearby(procedure: Procedure, clause: str) -> str:
    """Name the clauses under the same heading that do set limits."""
    here = procedure.clause_by_ref.get(clause)
    refs = [
        rule.place.clause
        for rule in procedure.rules
        if next(rule_limits(rule), None)
        and here is not None
        and (place := procedure.clause_by_ref.get(rule.place.clause)) is not None
        and place.path == here.path
    ]
    return f"limits near it stand under {', '.join(dict.fromkeys(refs))}" if refs else ""
