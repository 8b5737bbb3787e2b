"""Time limits worked out day by day, forwards and backwards, with the working shown.

The conventions, all of them:

- The day of the event is day 0, whatever day it is; the next day that counts is day 1.
- Working days skip Saturdays, Sundays, bank holidays and closures. School days also skip whatever
  is outside term.
- Days, weeks, months and years follow the calendar. A date that falls on a Sunday stays there.
- A month or a year from a day ends on the day of the same number, or on the last day of the month
  where there is none: 31 January and one month is 28 or 29 February.
- Hours are rounded up to whole days, because the time of day is not recorded.
- Clear days are one day later: the next day that counts, after the last one of the limit. For
  weeks, months, years and hours it is the next day of the calendar.
- A length ("lasts 6 months") is over on the day that such a limit ends on; see `expiry`.
- A unit such as regattas is counted by recorded events; no date follows from it.
"""

from __future__ import annotations

import datetime
from typing import Literal

from toolkit.case.days import ONE_DAY, WEEKDAYS, Calendar, in_short, refused
from toolkit.plain import Plain
from toolkit.problem import Refused
from toolkit.procedure.limit import Limit

Direction = Literal["latest", "earliest"]
"""Whether a date is the last day on which a thing may be done, or the first."""

_SKIPPING = ("working-days", "school-days")


class Day(Plain):
    """One day of the working.

    Attributes:
        date: The day.
        weekday: Its name, such as ``Friday``.
        counted: Its number in the limit's unit; ``None`` where no unit ends on it.
        skipped: Why it does not count; ``None`` where it does.
    """

    date: datetime.date
    weekday: str
    counted: int | None = None
    skipped: str | None = None


class Reckoning(Plain):
    """A limit worked out from a start.

    Attributes:
        start: The day of the event, day 0.
        date: The day that the limit gives; for a range, the day that its lower number gives.
        latest: For a range, the day that its upper number gives; else ``None``.
        count: The number of units.
        to: The upper number of a range.
        unit: The unit.
        clear: Whether clear days were counted.
        direction: Whether ``date`` is the latest day or the earliest.
        working: Every day from the day after the start up to the last one that was needed.
        note: What the reader must know about the date, or empty.
    """

    start: datetime.date
    date: datetime.date
    latest: datetime.date | None = None
    count: int
    to: int | None = None
    unit: str
    clear: bool = False
    direction: Direction
    working: tuple[Day, ...] = ()
    note: str = ""

    @property
    def last(self) -> datetime.date:
        """The day that ends it: ``latest`` for a range, else ``date``."""
        return self.latest or self.date


def reckon(
    limit: Limit, start: datetime.date, calendar: Calendar, direction: Direction = "latest"
) -> Reckoning:
    """Work a limit out.

    Args:
        limit: How long.
        start: The day of the event that starts the clock.
        calendar: Which days count.
        direction: Whether the date is the latest day for something or the earliest.

    Raises:
        Refused: The limit has no number, its unit is not one of the calendar, or the calendar does
            not reach that far.
    """
    count = _number(limit)
    if limit.unit in _SKIPPING:
        working = _count_off(limit, start, calendar, (limit.to or count) + limit.clear)
        ends = {day.counted: day.date for day in working if day.counted}
        date = ends[count + limit.clear]
        latest = ends[limit.to + limit.clear] if limit.to else None
    else:
        date = _end(limit, start, count)
        latest = _end(limit, start, limit.to) if limit.to else None
        working = _pass_by(limit, start, latest or date)
    hours = f"The time of day is not recorded: whole days are counted for {limit.words()}."
    return Reckoning(
        start=start, date=date, latest=latest, count=count, to=limit.to, unit=limit.unit,
        clear=limit.clear, direction=direction, working=working,
        note=hours if limit.unit == "hours" else "",
    )  # fmt: skip


def reckon_back(
    limit: Limit, by: datetime.date, calendar: Calendar, direction: Direction = "latest"
) -> Reckoning:
    """Find the latest start from which a limit ends in time.

    With ``earliest`` (a notice) it is the latest start whose first possible day is on or before
    ``by``: "for a hearing on that day the letter must be dated no later than". With ``latest`` it
    is the latest start whose last day is on or before ``by``: "to have it end by that day". The two
    differ for ranges only: the first counts the lower number, the second the upper.

    So for every day ``reckon(day).date <= by`` exactly when ``day <= reckon_back(by).start``. The
    start may be a Saturday: a letter dated then gives the same dates as one of the Friday before.
    `Calendar.working_day_until` gives the Friday.

    Args:
        limit: How long.
        by: The day on or before which it must end.
        calendar: Which days count.
        direction: Whether ``by`` is bounded by the first day of the limit or by its last.

    Returns:
        The reckoning forwards from that start; the answer is its ``start``.

    Raises:
        Refused: As `reckon`.
    """
    count = _number(limit)
    if direction == "latest" and limit.to:
        count = limit.to
    start = by
    if limit.unit in _SKIPPING:
        wanted = count + limit.clear
        while wanted:
            wanted -= calendar.skipped(start, school=limit.unit == "school-days") is None
            start = _shift(start, -1)
    else:
        start = _add(limit.unit, _shift(by, -limit.clear), -count)
        # 28 February less one month is 28 January, but the 29th to the 31st lead there as well.
        while _end(limit, _shift(start, 1), count) <= by:
            start = _shift(start, 1)
    return reckon(limit, start, calendar, direction)


def expiry(limit: Limit, start: datetime.date, calendar: Calendar | None = None) -> datetime.date:
    """Give the day on which something that lasts so long is spent.

    It runs from ``start`` through the day before, and no longer counts on the day that is given:
    six months from 10 January run through 9 July, and on 10 July they are over.

    Args:
        limit: How long it lasts.
        start: Its first day.
        calendar: Which days count; only needed for working days and school days.

    Raises:
        Refused: As `reckon`; or the limit is a range, so that its length is not fixed.
    """
    count = _number(limit)
    if limit.to:
        hint = "give the number that was decided"
        raise refused("length-not-fixed", f"a length of '{limit.words()}' has no one end", hint)
    if limit.unit not in _SKIPPING:
        return _end(limit, start, count)
    if calendar is None:
        raise refused("calendar-needed", f"'{limit.words()}' cannot be counted without a calendar")
    return reckon(limit, start, calendar).date


def in_window(
    limit: Limit, day: datetime.date, on: datetime.date, calendar: Calendar | None = None
) -> bool:
    """Tell whether what happened on a day still counts in a rolling window.

    The convention is that of `expiry`: what happened on 10 January counts in a window of twelve
    months until 9 January of the next year, and no longer on the 10th.

    Args:
        limit: How long the window is.
        day: The day on which it happened.
        on: The day on which the question is asked; before ``day``, nothing has happened yet.
        calendar: Which days count; only needed for working days and school days.

    Raises:
        Refused: As `expiry`.
    """
    return day <= on < expiry(limit, day, calendar)


def in_words(reckoning: Reckoning) -> list[str]:
    """Write the working out: a line for the start and for each day that was counted or skipped."""
    unit = reckoning.unit.rsplit("-", 1)[-1].removesuffix("s")
    ends = {reckoning.last: " (the latest day)"}
    if reckoning.latest or reckoning.direction == "earliest":
        ends[reckoning.date] = " (the earliest day)"
    lines = [f"{in_short(reckoning.start)} — day 0"]
    for day in reckoning.working:
        end = ends.get(day.date, "")
        if day.skipped:
            lines.append(f"{in_short(day.date)} — not counted ({day.skipped})")
        elif day.counted is not None:
            lines.append(f"{in_short(day.date)} — {unit} {day.counted}{end}")
        elif end:
            lines.append(f"{in_short(day.date)} — the day after, for clear {unit}s{end}")
    return [*lines, reckoning.note] if reckoning.note else lines


def _number(limit: Limit) -> int:
    """Give the limit's number, or say why no date follows from it."""
    if limit.count is None:
        raise refused(
            "no-number",
            f"the limit '{limit.words()}' has no number, so no date follows from it",
            f"give the number that was decided as '{limit.data}'" if limit.data else "",
        )
    if limit.counted:
        raise refused(
            "counted-unit",
            f"the limit '{limit.words()}' is counted by recorded events, not by the calendar",
            "record each of them as an event",
        )
    return limit.count


def _count_off(
    limit: Limit, start: datetime.date, calendar: Calendar, wanted: int
) -> tuple[Day, ...]:
    """Count days that count, up to the one that is wanted, and name those that do not."""
    working, number, date = [], 0, start
    while number < wanted:
        date = _shift(date, 1)
        why = calendar.skipped(date, school=limit.unit == "school-days")
        number += why is None
        working.append(_day(date, None if why else number, why))
    return tuple(working)


def _pass_by(limit: Limit, start: datetime.date, last: datetime.date) -> tuple[Day, ...]:
    """List the days of the calendar up to the last, with a number where a unit ends."""
    days = (last - start).days
    if limit.unit == "days":
        numbers = range(1, days + 1)
    elif limit.unit == "hours":
        numbers = range(24, 24 * (days - limit.clear) + 1, 24)
    else:
        numbers = range(1, (limit.to or limit.count or 0) + 1)
    marks = {_add(limit.unit, start, number): number for number in numbers}
    dates = (_shift(start, number) for number in range(1, days + 1))
    return tuple(_day(date, marks.get(date)) for date in dates)


def _day(date: datetime.date, counted: int | None, skipped: str | None = None) -> Day:
    return Day(date=date, weekday=WEEKDAYS[date.weekday()], counted=counted, skipped=skipped)


def _end(limit: Limit, start: datetime.date, count: int) -> datetime.date:
    """Give the day that so many of a unit of the calendar lead to, clear or not."""
    return _shift(_add(limit.unit, start, count), limit.clear)


def _add(unit: str, day: datetime.date, count: int) -> datetime.date:
    """Add a number of a unit of the calendar to a day; a negative number takes them off."""
    if unit in ("months", "years"):
        from dateutil.relativedelta import relativedelta

        try:
            return day + relativedelta(months=count * (12 if unit == "years" else 1))
        except (OverflowError, ValueError):
            raise _too_far() from None
    if unit == "hours":
        return _shift(day, -(-count // 24) if count > 0 else count // 24)
    return _shift(day, 7 * count if unit == "weeks" else count)


def _shift(day: datetime.date, days: int) -> datetime.date:
    try:
        return day + days * ONE_DAY
    except OverflowError:
        raise _too_far() from None


def _too_far() -> Refused:
    return refused("date-too-far", "the date lies outside the years 1 to 9999")
