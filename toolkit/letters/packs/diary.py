"""Calendar files: the meeting that a letter invites to, and the deadlines of a case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from toolkit.case.advice import Deadline

if TYPE_CHECKING:
    from icalendar import Calendar

_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?\s*(?P<half>am|pm|a\.m\.|p\.m\.|noon)?", re.I
)
_NOON = ("noon", "midday", "12 noon")


def clock_time(words: str) -> time | None:
    """Give the time that somebody wrote, such as "2.30 pm" or "14:30"; ``None`` for other words."""
    written = words.strip().lower()
    if written in _NOON:
        return time(12)
    found = _CLOCK.fullmatch(written)
    if found is None or not (found["minute"] or found["half"]):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").replace(".", "")
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def meeting_file(meeting: Mapping[str, Any], case: str, step: str, on: date) -> bytes:
    """Give the calendar file of a meeting.

    The time is the time of day at the place. No end is written, for none is known; where the time
    is not written as one, the entry is for the day, and says the time in words.

    Args:
        meeting: The fields of the meeting, as a letter has them.
        case: The case's own name.
        step: The step that the meeting is.
        on: The day of the letter, which stamps the entry.
    """
    from icalendar import Event, vText

    event = Event()
    name = meeting.get("name") or "Meeting"
    day = date.fromisoformat(meeting["date"].iso)
    clock = clock_time(meeting.get("time", ""))
    lines = [f"Case {case}"] if case else []
    if clock is None:
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        if meeting.get("time"):
            lines.append(f"Time: {meeting['time']}")
    else:
        event.add("dtstart", datetime.combine(day, clock))
    event.add("summary", name)
    if place := meeting.get("place"):
        event["location"] = vText(place)
    if link := meeting.get("link"):
        lines.append(f"Join online: {link}")
    if chair := (meeting.get("chair") or {}).get("name"):
        lines.append(f"Led by {chair}")
    if lines:
        event.add("description", "\n".join(lines))
    return _file((event,), on, (case, step))


def deadlines_file(deadlines: Iterable[Deadline], case: str, on: date) -> bytes | None:
    """Give the calendar file of a case's deadlines, each with its working.

    Args:
        deadlines: The deadlines; those without a day are passed over.
        case: The case's own name.
        on: The day of the advice, which stamps the entries.

    Returns:
        The file; ``None`` where no deadline has a day.
    """
    from icalendar import Event

    events = []
    for deadline in deadlines:
        if deadline.date is None or deadline.state not in ("running", "overdue"):
            continue
        if deadline.direction not in ("latest", "earliest"):
            continue
        event = Event()
        last = "Last day" if deadline.direction == "latest" else "First day"
        event.add("summary", f"{last}: {deadline.what}" + (f" ({case})" if case else ""))
        event.add("dtstart", deadline.date)
        event.add("dtend", deadline.date + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("description", "\n".join(_working(deadline)))
        event["uid"] = _uid((case, deadline.step, deadline.key, deadline.which, deadline.direction))
        events.append(event)
    return _file(events, on, (case, "deadlines")) if events else None


def _working(deadline: Deadline) -> Iterable[str]:
    """Yield the lines that say how a deadline comes about."""
    start = f", {deadline.from_date:%A} {deadline.from_date}" if deadline.from_date else ""
    yield f"{deadline.words}, counted from: {deadline.from_}{start}"
    for day in deadline.working:
        if day.skipped is not None:
            yield f"{day.weekday} {day.date.isoformat()}: not counted ({day.skipped})"
        elif day.counted is not None:
            yield f"{day.weekday} {day.date.isoformat()}: {day.counted}"
    for words in (deadline.assumed, deadline.note, deadline.hedge, deadline.unless):
        if words:
            yield words
    for other in deadline.alternates:
        when = other.date.isoformat() if other.date else other.words
        yield f"Another reading ({other.reading}): {when}"
    if deadline.clauses:
        yield f"Under {', '.join(cited.ref for cited in deadline.clauses)}"


def _file(events: Iterable[Any], on: date, identity: tuple[str, ...]) -> bytes:
    from icalendar import Calendar

    calendar: Calendar = Calendar()
    calendar.add("prodid", "-//procedure-toolkit//letters//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        event.add("dtstamp", datetime.combine(on, time(), UTC))
        if "uid" not in event:
            event["uid"] = _uid(identity)
        calendar.add_component(event)
    written = calendar.to_ical()
    assert isinstance(written, bytes)
    return written


def _uid(identity: tuple[str, ...]) -> str:
    return f"{sha256(chr(0).join(identity).encode()).hexdigest()[:32]}@procedure-toolkit.invalid"
