"""Deadlines as text, with their working day by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from toolkit.case.advice import Alternate, Cited, Deadline
from toolkit.case.days import MONTHS, WEEKDAYS
from tui.text.layout import bullet, day, paragraph, section

_LEADS = {
    "latest": "at the latest",
    "earliest": "at the earliest",
    "length": "no longer counts from",
    "rhythm": "the first time by",
}


def deadline(item: Deadline, width: int, *, by: date | None = None) -> str:
    """Write one deadline out.

    Args:
        item: The deadline.
        width: Width of the page.
        by: The day from which it was worked back, where it was.
    """
    head = f"{item.what} ({item.step})"
    return section(paragraph(head, width, indent=0), _lines(item, width, by))


def brief(item: Deadline, width: int) -> list[str]:
    """Write a deadline as one point of an advice, its working under it."""
    head = f"{item.what}: {when(item)}"
    if item.state not in ("running", "not-started"):
        head += f" ({item.state})"
    return [bullet(head, width), *_rest(item, width, indent=4)]


def _lines(item: Deadline, width: int, by: date | None) -> Iterator[str]:
    if by is not None and item.from_date is not None:
        yield paragraph(_back(item, by), width)
    else:
        yield paragraph(when(item), width)
    yield from _rest(item, width, indent=2, by=by)


def _rest(item: Deadline, width: int, indent: int, by: date | None = None) -> Iterator[str]:
    for words in facts(item):
        yield paragraph(words, width, indent)
    yield from working(item, indent)
    for words in readings(item, back=by is not None):
        yield bullet(words, width, indent)
    if refs := cited(item.clauses):
        yield paragraph(refs, width, indent)


def facts(item: Deadline) -> Iterator[str]:
    """Yield what has to be known of a deadline: its words, what it supposes, its exception."""
    if item.date is not None:
        yield f"The text: {item.words}."
    if item.assumed:
        yield f"This supposes: {item.assumed}."
    if item.note:
        yield f"{item.note[0].upper()}{item.note[1:].rstrip('.')}."
    if item.unless:
        yield f"Exception: {item.unless}."


def readings(item: Deadline, *, back: bool = False) -> Iterator[str]:
    """Yield what other readings of the text make of a deadline.

    Args:
        item: The deadline.
        back: Whether it was worked back from a day.
    """
    for other in item.alternates:
        yield _other(other, item, back=back)


def when(item: Deadline) -> str:
    """Say on or between which days, or the rule in words where no day follows."""
    if item.date is None:
        return f"{item.words}; no day follows yet" if item.count else item.words
    if item.first is not None:
        return f"from {day(item.first)} to {day(item.date)}"
    return f"{_LEADS[item.direction]} {day(item.date)}"


def _back(item: Deadline, by: date) -> str:
    assert item.from_date is not None
    start = item.from_ if item.from_ != "not stated" else "the start"
    verb = "send by" if start.startswith("date of:") else "no later than"
    lead = "for" if item.direction == "earliest" else "to end by"
    return f"{lead} {day(by)}: {verb} {day(item.from_date)} ({start})"


def _other(other: Alternate, item: Deadline, *, back: bool) -> str:
    when = day(other.date) if other.date else other.words
    if other.date and other.date == item.date:
        when = f"the same day, but {other.words}"
    elif back and other.date:
        when = f"no later than {when}"
    refs = cited(other.clauses)
    return f"another reading ({other.conflict}), {other.reading}: {when} {refs}".rstrip()


def working(item: Deadline, indent: int) -> Iterator[str]:
    """Yield a line for the start, and for each day that was counted or passed over."""
    if not item.working or item.from_date is None:
        return
    pad = " " * indent
    unit = item.unit.rsplit("-", 1)[-1].removesuffix("s")
    yield f"{pad}{_short(item.from_date)}  day 0"
    for step in item.working:
        if step.skipped:
            says = f"not counted: {step.skipped}"
        elif step.counted is not None:
            says = f"{unit} {step.counted}"
        elif step.date == item.date:
            says = f"the day after (clear {unit}s)"
        else:
            continue
        yield f"{pad}{_short(step.date)}  {says}"


def cited(clauses: Iterable[Cited]) -> str:
    """Give the references of clauses in brackets."""
    refs = ", ".join(clause.ref for clause in clauses)
    return f"[{refs}]" if refs else ""


def _short(value: date) -> str:
    month = MONTHS[value.month - 1][:3]
    return f"{WEEKDAYS[value.weekday()][:3]} {value.day:>2} {month} {value.year}"
