"""When time acts: the day on which a right lapses, and on which a pending outcome takes effect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from toolkit.case.days import ONE_DAY, Calendar, Closure
from toolkit.case.knowledge import Knowledge, with_number
from toolkit.case.reckoning import reckon
from toolkit.case.situation import OpenStep, Pause, Record, Situation
from toolkit.problem import Refused
from toolkit.procedure.limit import Limit
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.readings import variants
from toolkit.procedure.rule import Outcome, Step


def lapses(knowledge: Knowledge, item: OpenStep) -> date | None:
    """Give the day on which an unused right is lost: the day after the latest reading's last.

    Nothing that must or should be done lapses. A right is not closed while the clock of a reading
    has not started, while an exception to its limit may apply, or while its track is paused.

    Args:
        knowledge: What is known on the day that is looked at.
        item: The open step.
    """
    situation = knowledge.situation
    step = situation.procedure.steps[item.step]
    if step.modality != "may" or step.within is None or "lapsed" not in step.results:
        return None
    if any(track.limits != "run" for track in situation.pausing(step.track)):
        return None
    ends = []
    for limit in _readings(knowledge, step):
        if limit.unless is not None and knowledge.truth(limit.unless) is not False:
            return None
        end = last_day(situation, limit, item)
        if end is None:
            return None
        ends.append(end)
    return max(max(ends) + ONE_DAY, item.since)


def takes_effect(situation: Situation, record: Record) -> date | None:
    """Give the day on which a pending outcome takes effect, or ``None`` where that is not known."""
    outcome = situation.procedure.outcomes[record.outcome]
    if outcome.approve is not None and record.approved is None:
        return None
    settled = record.approved or record.imposed
    if outcome.standstill is None:
        return settled
    limit = with_number(outcome.standstill, record.data)
    start = _standstill_from(situation.procedure, situation, outcome, limit, record)
    if start is None or limit.count is None or limit.counted:
        return None
    try:
        return max(reckon(limit, start, situation.calendar, "earliest").date, settled)
    except Refused:
        return None


def _readings(knowledge: Knowledge, step: Step) -> Iterator[Limit]:
    """Yield the limit as encoded and as each other reading has it, where that matters."""
    procedure = knowledge.procedure
    if step.within is not None:
        yield step.within
    for variant in variants(procedure, step.id, "within"):
        if knowledge.truth(variant.conflict.when) is False:
            continue
        if isinstance(variant.rule, Step) and variant.rule.within is not None:
            yield variant.rule.within


def last_day(situation: Situation, limit: Limit, item: OpenStep) -> date | None:
    """Give the last day of an open step's limit, pauses of its track that stop clocks left out.

    Args:
        situation: The situation.
        limit: The limit, in the reading that is wanted.
        item: The open step.

    Returns:
        The day, or ``None`` where the clock has not started or no number is given.
    """
    if limit.count is None or limit.counted:
        return None
    start = situation.start_of(limit, item)
    if start is None:
        return None
    track = situation.procedure.steps[item.step].track
    stops = tuple(_stops(situation, track, start.on))
    skips = limit.unit in ("working-days", "school-days")
    calendar = _without(situation.calendar, stops) if skips else situation.calendar
    try:
        end = reckon(limit, start.on, calendar, "latest").last
    except Refused:
        return None
    for stop in () if skips else stops:
        if stop.since <= end and stop.until is not None:
            end += stop.until - stop.since
    return end


def _stops(situation: Situation, track: str, start: date) -> Iterator[Pause]:
    """Yield the times since a clock's start in which the track's clocks stood still.

    The day on which a pause begins stands still, the day on which it ends does not. Where the text
    does not say whether limits stop, they do: a right is lost under the latest reading only.
    """
    for pause in situation.pauses:
        other = situation.procedure.tracks[pause.track]
        if track in other.pauses and other.limits != "run" and pause.until is not None:
            since = max(pause.since, start)
            if since < pause.until:
                yield replace(pause, since=since)


def _without(calendar: Calendar, stops: tuple[Pause, ...]) -> Calendar:
    closures = (Closure(stop.since, stop.until - ONE_DAY, "paused") for stop in stops if stop.until)
    return replace(calendar, closures=(*calendar.closures, *closures))


def _standstill_from(
    procedure: Procedure, situation: Situation, outcome: Outcome, limit: Limit, record: Record
) -> date | None:
    """Give the start of a waiting period; a letter of an earlier decision does not start it."""
    entry = record.at
    uses = outcome.letter if entry is None or entry.letter is None else entry.letter
    own = {use.letter for use in uses}
    days = [
        happening.on
        for happening in situation.happened
        if happening.event in limit.after
        and (not record.key or happening.key in ("", record.key))
        and (
            happening.on >= record.imposed
            or (procedure.split_event(happening.event) or ("", ""))[0] not in own
        )
    ]
    return max(days, default=None)
