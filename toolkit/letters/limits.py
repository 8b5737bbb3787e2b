"""Limits as letters give them: in words, and as the day that is safe under every reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from toolkit.case.days import Calendar
from toolkit.case.reckoning import Reckoning, reckon
from toolkit.letters.fields import Day, day
from toolkit.problem import Refused
from toolkit.procedure.limit import Limit
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.readings import variants
from toolkit.procedure.rule import Step

_NUMBERS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_WEEKEND = ("Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Safe:
    """A day that is safe under every reading.

    Attributes:
        day: The day.
        holidays: The days up to then that do not count and are no weekend, with their names.
    """

    day: date
    holidays: tuple[tuple[Day, str], ...]


def in_words(limit: Limit) -> str:
    """Put the length of a limit into words, such as "five working days"."""
    words = limit.words()
    number, _, unit = words.partition(" ")
    if number.isdigit() and int(number) < len(_NUMBERS):
        return f"{_NUMBERS[int(number)]} {unit}"
    return words


def safe_day(
    procedure: Procedure,
    step: Step,
    start: Callable[[Limit], date],
    calendar: Calendar,
    followed: bool = False,
) -> Safe | None:
    """Give the last day for a step that holds under each reading of its limit.

    Args:
        procedure: The procedure.
        step: The step, with ``within``.
        start: Gives the earliest day on which a limit's clock may have started.
        calendar: Which days count.
        followed: Give the day under the reading that is followed, and not the earliest of all.

    Returns:
        The day; ``None`` where the text gives no number or the calendar does not reach that far.
    """
    readings = [step.within]
    if not followed:
        readings += [
            rule.within
            for variant in variants(procedure, step.id, "within")
            if isinstance(rule := variant.rule, Step)
        ]
    found = [
        reckoning
        for limit in readings
        if limit is not None and (reckoning := _reckoned(limit, start(limit), calendar)) is not None
    ]
    if not found:
        return None
    first = min(found, key=lambda each: each.last)
    holidays = tuple(
        (day(each.date), each.skipped)
        for each in first.working
        if each.skipped and each.weekday not in _WEEKEND
    )
    return Safe(first.last, holidays)


def _reckoned(limit: Limit, start: date, calendar: Calendar) -> Reckoning | None:
    try:
        return reckon(limit, start, calendar)
    except Refused:
        return None
