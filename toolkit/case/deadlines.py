"""The limits of the steps in view, worked out where their clocks have started."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from toolkit.case.advice import Alternate, Deadline
from toolkit.case.clock import last_day
from toolkit.case.context import Context
from toolkit.case.legality import because
from toolkit.case.limit_words import BOUNDS, events_words, limit_words
from toolkit.case.reckoning import Reckoning, reckon
from toolkit.case.view import InView
from toolkit.problem import Refused
from toolkit.procedure.limit import Limit
from toolkit.procedure.readings import variants
from toolkit.procedure.shape import Rule


def deadlines(context: Context) -> tuple[Deadline, ...]:
    """Give every limit in view; those with a date first, in order of date."""
    found = [
        _deadline(context, item, key, limit)
        for item in context.view
        if item.relation != "may" and item.certain
        for key, limit in item.step.limits()
    ]
    found.extend(_records(context))
    found.extend(_terms(context))
    return tuple(sorted(found, key=lambda item: (item.date is None, item.date or context.on)))


def _deadline(context: Context, item: InView, key: str, limit: Limit) -> Deadline:
    start, assumed = _start(context, item, limit)
    limit, fixed = _fixed(context, limit)
    reckoning, trouble = _reckon(context, limit, None if fixed else start, key)
    day = fixed or _day(reckoning, key)
    running_on = _after_pause(context, item, key, limit, day)
    done = item.closed.on if item.closed and not item.closed.event.endswith(".lapsed") else None
    return Deadline(
        what=item.step.does,
        step=item.step.id,
        which=item.key,
        key=key,
        date=running_on or day,
        first=reckoning.date if reckoning and reckoning.latest else None,
        count=limit.count,
        unit=limit.unit,
        from_=_from(context, limit),
        from_date=start,
        direction=BOUNDS[key],
        words=_words(context, key, limit, trouble),
        working=reckoning.working if reckoning else (),
        hedge=limit.hedge,
        note=reckoning.note if reckoning else "",
        assumed=f"the pause is not counted; counted, it is {day}" if running_on else assumed,
        state=_state(context, item, key, running_on or day, done),
        done_on=done,
        unless=_unless(context, limit),
        alternates=tuple(_alternates(context, item, key, limit, done)),
        clauses=context.cite((*item.step.clauses, *limit.cites)),
    )


def _after_pause(
    context: Context, item: InView, key: str, limit: Limit, day: date | None
) -> date | None:
    """Give the day on which a limit ends that a pause has held up, or ``None`` where none has."""
    if key != "within" or item.item is None or day is None:
        return None
    held = last_day(context.situation, limit, item.item)
    return held if held is not None and held != day else None


def _fixed(context: Context, limit: Limit) -> tuple[Limit, date | None]:
    """Give the limit with the number, or the day itself, that its event's data fix."""
    if limit.data is None:
        return limit, None
    for record in reversed(context.situation.records):
        if f"{record.outcome}.imposed" in limit.after and limit.data in record.data:
            held = record.data[limit.data]
            if isinstance(held, date):
                return limit, held
            if isinstance(held, int) and not isinstance(held, bool) and held > 0:
                return limit.model_copy(update={"count": held}), None
    return limit, None


def _day(reckoning: Reckoning | None, key: str) -> date | None:
    if reckoning is None:
        return None
    return reckoning.last if key == "within" else reckoning.date


def _start(context: Context, item: InView, limit: Limit) -> tuple[date | None, str]:
    """Give the day on which the clock started; today, where a letter due now would start it."""
    if item.relation == "then":
        due_now = _letters_of(context, ("now", "duty"))
        for event in limit.after:
            letter, _, word = event.rpartition(".")
            if letter in due_now and word == "dated":
                name = context.procedure.letters[letter].name
                return context.on, f"if '{name}' is dated today"
        if any(_still_ahead(context, event) for event in limit.after):
            return None, ""
    happening = context.situation.start_of(limit, item.item)
    if happening is None:
        return None, ""
    # What recurs is counted from the last time that it was done.
    again = item.item is not None and limit == item.step.every
    return max(happening.on, item.item.since) if item.item and again else happening.on, ""


def _still_ahead(context: Context, event: str) -> bool:
    """Whether an event is still to come on this road, so that an earlier one of it is another's."""
    split = context.procedure.split_event(event)
    if split is None:
        return False
    maker = split[0]
    if maker in _letters_of(context, ("now", "duty", "then")):
        return True
    steps = {other.step.id for other in context.view if other.relation in ("now", "then")}
    imposed = context.procedure.imposed_at
    return maker in steps or any(maker in imposed.get(step, ()) for step in steps)


def _letters_of(context: Context, relations: tuple[str, ...]) -> frozenset[str]:
    return frozenset(
        use.letter
        for other in context.view
        if other.relation in relations and other.certain
        for use in other.step.letter
    )


def _reckon(
    context: Context, limit: Limit, start: date | None, key: str
) -> tuple[Reckoning | None, str]:
    if start is None or limit.count is None or limit.counted:
        return None, ""
    direction: Literal["latest", "earliest"] = (
        "earliest" if key in ("notice", "standstill") else ("latest")
    )
    try:
        return reckon(limit, start, context.calendar, direction), ""
    except Refused as error:
        return None, error.problems[0].message


def _state(
    context: Context, item: InView, key: str, day: date | None, done: date | None
) -> Literal["running", "overdue", "met", "missed", "not-started"]:
    if day is None:
        return "not-started"
    if done is not None and key in ("within", "notice"):
        kept = done <= day if key == "within" else done >= day
        return "met" if kept else "missed"
    if item.closed is not None and item.closed.event.endswith(".lapsed"):
        return "missed"
    return "overdue" if key == "within" and context.on > day else "running"


def _from(context: Context, limit: Limit) -> str:
    if not limit.after:
        return "not stated"
    return events_words(context.procedure, limit.after)


def _words(context: Context, key: str, limit: Limit, trouble: str) -> str:
    text = limit_words(context.procedure, key, limit)
    return f"{text}; {trouble}" if trouble else text


def _unless(context: Context, limit: Limit) -> str:
    if limit.unless is None:
        return ""
    words = context.in_words(limit.unless)
    truth = context.knowledge.truth(limit.unless)
    if truth is True:
        return f"does not bind here: {words}"
    if truth is None:
        return f"unless {words}"
    reason = because(context.procedure, context.knowledge, limit.unless)
    return f"the exception ({words}) does not apply: {reason}"


def _alternates(
    context: Context, item: InView, key: str, limit: Limit, done: date | None
) -> Iterator[Alternate]:
    for variant in variants(context.procedure, item.step.id, key):
        other: Limit | None = getattr(variant.rule, key)
        if other is None or other == limit:
            continue
        start, assumed = _start(context, item, other)
        reckoning, trouble = _reckon(context, other, start, key)
        day = _day(reckoning, key)
        state = _state(context, item, key, day, done)
        words = _words(context, key, other, trouble)
        yield Alternate(
            conflict=variant.conflict.id,
            reading=variant.side.name,
            date=day,
            words=f"{words}; {assumed}" if assumed else words,
            state=state,
            clauses=context.cite(variant.side.cites),
        )


def _records(context: Context) -> Iterator[Deadline]:
    """Yield how long the outcomes on record last, stated or not."""
    for record in context.situation.records:
        outcome = context.procedure.outcomes[record.outcome]
        if record.state not in ("running", "held-back", "pending") or outcome.lasts is None:
            continue
        limit = outcome.lasts if isinstance(outcome.lasts, Limit) else None
        yield Deadline(
            what=f"{outcome.title()} ends",
            step=outcome.id,
            which="",
            key="lasts",
            date=record.ends,
            count=limit.count if limit else None,
            unit=limit.unit if limit else "",
            from_=f"{outcome.title()} imposed",
            from_date=record.imposed,
            direction="length",
            words=limit.words() if limit else "not stated: the policy gives it no end",
            state="running",
            hedge=limit.hedge if limit else "",
            clauses=context.cite(outcome.clauses),
        )


def _terms(context: Context) -> Iterator[Deadline]:
    """Yield waiting periods of outcomes that have been imposed and do not yet take effect."""
    for record in context.situation.records:
        outcome = context.procedure.outcomes[record.outcome]
        if record.state != "pending" or outcome.standstill is None:
            continue
        limit = outcome.standstill
        start = context.situation.last_of(limit.after, record.key)
        reckoning, trouble = _reckon(context, limit, start.on if start else None, "standstill")
        yield Deadline(
            what=f"{outcome.title()} takes effect",
            step=outcome.id,
            which="",
            key="standstill",
            date=record.effect or (reckoning.date if reckoning else None),
            count=limit.count,
            unit=limit.unit,
            from_=_from(context, limit),
            from_date=start.on if start else None,
            direction="earliest",
            words=_words(context, "standstill", limit, trouble),
            working=reckoning.working if reckoning else (),
            state="running" if record.effect or reckoning else "not-started",
            clauses=context.cite((*outcome.clauses, *limit.cites)),
        )


def unit_of(rule: Rule) -> Iterator[str]:
    """Yield the units of a rule's limits."""
    for key in ("within", "notice", "every", "lasts", "standstill"):
        limit = getattr(rule, key, None)
        if isinstance(limit, Limit):
            yield limit.unit
