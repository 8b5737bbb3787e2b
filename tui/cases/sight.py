"""What the screen of a case shows, as sections of lines: timeline, deadlines, pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from toolkit.case.advice import Advice, Deadline
from toolkit.case.case import Case, Event, Member
from toolkit.case.citing import cite
from toolkit.case.days import WEEKDAYS, in_full, in_short
from toolkit.problem import Problem
from toolkit.procedure.procedure import Procedure
from tui.cases.speech import spoken
from tui.guide.ask import value_words
from tui.guide.happening import happened_words
from tui.text.deadlines import when
from tui.text.lines import Line, Section

if TYPE_CHECKING:
    from toolkit.letters.packs.matrix import Matrix, Row


def timeline(procedure: Procedure, case: Case, advice: Advice) -> list[Section]:
    """Give what has happened in a case, in order of days, and what is known."""
    departed = {(item.event, item.date): item for item in advice.departures}
    lines = []
    if case.opened:
        lines.append(Line(words=f"{in_short(case.opened)}: the case begins", key="opened"))
    if case.taken_over:
        lines.append(
            Line(
                words=f"{in_short(case.taken_over.date)}: the record begins",
                detail=tuple(
                    f"waits for: {procedure.steps[step].does}"
                    for step in case.taken_over.at
                    if step in procedure.steps
                ),
                key="taken-over",
            )
        )
        for before in case.taken_over.outcomes:
            title = value_words(procedure, before.outcome)
            lines.append(
                Line(
                    words=f"{in_short(before.date)}: {title} imposed before",
                    key=f"before-{before.outcome}",
                )
            )
    numbered = sorted(enumerate(case.events), key=lambda pair: (pair[1].date, pair[0]))
    for number, event in numbered:
        sign = "departure" if (event.event, event.date) in departed else ""
        later = " (after the day of this advice)" if event.date > advice.on else ""
        rule, _ = procedure.split_event(event.event) or ("", "")
        known = procedure.rule_by_id.get(rule)
        lines.append(
            Line(
                words=f"{in_short(event.date)}: {happened_words(procedure, event.event)}{later}",
                sign=sign,
                detail=tuple(_details(procedure, event)),
                clauses=cite(procedure, known.clauses[:2] if known else ()),
                key=f"event-{number}",
            )
        )
    if not lines:
        lines.append(Line(words="Nothing has happened yet. Add the first event with n."))
    facts = tuple(
        Line(
            words=f"{_fact(procedure, name)}: {value_words(procedure, given.value)}",
            detail=(f"since {in_full(given.since)}",) if given.since else (),
            key=f"fact-{name}",
        )
        for name, given in case.facts.items()
    )
    sections = [Section("What has happened", tuple(lines)), Section("What is known", facts)]
    return [section for section in sections if section.lines]


def _fact(procedure: Procedure, name: str) -> str:
    fact = procedure.facts.get(name)
    return fact.words or fact.ask or name if fact else name


def _details(procedure: Procedure, event: Event) -> Iterator[str]:
    if event.by:
        yield f"by: {procedure.role_name(event.by)}"
    if event.outcomes:
        yield f"decided: {value_words(procedure, event.outcomes)}"
    for name, value in {**event.facts, **event.data}.items():
        yield f"{_fact(procedure, name)}: {value_words(procedure, value)}"
    for member in event.panel:
        yield _sat(procedure, member)
    if event.depart:
        yield f"departed from the procedure because: {event.depart}"
    if event.note:
        yield event.note


def _sat(procedure: Procedure, member: Member) -> str:
    known = [procedure.role_name(member.role)]
    known += [member.category] if member.category else []
    known += [f"was {value_words(procedure, member.was)}"] if member.was else []
    return f"sat: {member.name or 'somebody'} ({'; '.join(known)})"


def deadlines(advice: Advice) -> list[Section]:
    """Give each deadline as a strip of days, those that do not count named."""
    dated = [item for item in advice.deadlines if item.date is not None]
    rest = [item for item in advice.deadlines if item.date is None]
    dated.sort(key=lambda item: (item.state != "overdue", item.date or advice.on))
    sections = [
        Section("Days", tuple(_dated(item) for item in dated)),
        Section("No day follows yet", tuple(_undated(item) for item in rest)),
    ]
    found = [section for section in sections if section.lines]
    return found or [Section("Deadlines", (Line(words="No deadline runs in this case."),))]


def _dated(item: Deadline) -> Line:
    detail = [" ".join(strip(item))] if item.working else []
    detail.append(f"The text: {item.words}.")
    if item.assumed:
        detail.append(f"This supposes: {item.assumed}.")
    detail += [part for part in (item.note, item.unless) if part]
    detail += [
        f"another reading, {other.reading}: {in_full(other.date) if other.date else other.words}"
        for other in item.alternates
    ]
    state = "" if item.state in ("running", "not-started") else item.state
    words = f"{item.what}: {when(item)}"
    return Line(words=words, sign=state, detail=tuple(detail), clauses=item.clauses, key=item.step)


def _undated(item: Deadline) -> Line:
    return Line(words=f"{item.what}: {item.words}", clauses=item.clauses, key=item.step)


def strip(item: Deadline) -> Iterator[str]:
    """Yield the days of a deadline: each that counts with its number, each that does not named."""
    if item.from_date is None:
        return
    yield f"{in_short(item.from_date)} = day 0"
    for day in item.working:
        name = f"{WEEKDAYS[day.date.weekday()][:3]} {day.date.day}/{day.date.month}"
        if day.skipped:
            yield f"| {name} × {day.skipped}"
        elif day.counted is not None:
            yield f"| {name} = {day.counted}"


def pack(procedure: Procedure, found: Matrix) -> list[Section]:
    """Give what a pack would hold: who gets which document by which way, and what is missing."""
    rows: dict[str, list[Row]] = {}
    for row in found.rows:
        rows.setdefault(row.name or "for the file", []).append(row)
    sections = [
        Section(f"To {name}" if rows_[0].to else "For the file", tuple(_rows(procedure, rows_)))
        for name, rows_ in rows.items()
    ]
    sections.append(Section("Missing", tuple(map(_missing, found.missing))))
    notes = tuple(Line(words=spoken(note), sign="note", key=note) for note in found.notes)
    sections.append(Section("Notes", notes))
    held = [section for section in sections if section.lines]
    return held or [Section("Pack", (Line(words="No letter is due in this case today."),))]


def _rows(procedure: Procedure, rows: Iterable[Row]) -> Iterator[Line]:
    for row in rows:
        detail = [f"by: {', '.join(row.channels) or 'way not stated'}"]
        if row.marking:
            detail.append(f"marked: {row.marking}")
        if row.email:
            detail.append(f"e-mail: {row.email}")
        if row.ground:
            detail.append(row.ground)
        detail.append(f"because: {row.because}")
        detail += [f"encloses: {enclosed.name}" for enclosed in row.enclosures]
        yield Line(
            words=f"{row.document} ({', '.join(row.channels) or 'way not stated'})"
            + (f", with {len(row.enclosures)} enclosures" if row.enclosures else ""),
            sign="copy" if row.copy else "",
            detail=tuple(detail),
            clauses=cite(procedure, row.clauses),
            key=row.letter,
        )


def _missing(problem: Problem) -> Line:
    detail = (spoken(problem.suggestion),) if problem.suggestion else ()
    return Line(words=problem.message, sign="missing", detail=detail, key=problem.message)
