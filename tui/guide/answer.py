"""The answer so far as lines under headings, each line with the clauses that it unfolds to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from toolkit.case.advice import (
    Action,
    Advice,
    BlockedOutcome,
    Cited,
    Deadline,
    LetterDue,
    OpenOutcome,
)
from tui.text.advice import (
    GROUPS,
    Page,
    action_details,
    action_words,
    group_of,
    outcome_details,
    outcome_words,
    page_of,
)
from tui.text.deadlines import facts, readings, when, working
from tui.text.layout import day, listed
from tui.text.lines import Line, Section


def sections(advice: Advice, mine: Callable[[Action], str] = lambda _: "") -> list[Section]:
    """Give an advice as sections of lines; those without lines are left out.

    Args:
        advice: The advice.
        mine: Says whether an action is for the person who reads, or nothing.
    """
    page = page_of(advice)
    found = [Section("Take note", tuple(_notes(advice)))]
    found.append(Section("Position", tuple(_position(advice))))
    groups: dict[str, list[Action]] = {}
    for action in advice.next:
        groups.setdefault(group_of(action), []).append(action)
    for group, title in GROUPS.items():
        lines = tuple(_action(action, page, mine(action)) for action in groups.get(group, ()))
        found.append(Section(title, lines))
    found += [
        Section("Outcomes open", tuple(_open(item, page) for item in advice.outcomes.open)),
        Section("Outcomes not open", tuple(map(_blocked, advice.outcomes.blocked))),
        Section("Deadlines", tuple(map(_deadline, advice.deadlines))),
        Section("Letters and records", tuple(map(_letter, advice.letters))),
        Section("Safeguards", tuple(_safeguards(advice))),
        Section("Where the policy disagrees with itself", tuple(_conflicts(advice))),
        Section("What the policy does not say", tuple(_silences(advice))),
    ]
    return [section for section in found if section.lines]


def _notes(advice: Advice) -> Iterator[Line]:
    for words in (*advice.notices, *advice.warnings):
        yield Line(words=words, sign="note")
    for departed in advice.departures:
        yield Line(
            words=f"the procedure was departed from on {day(departed.date)}: {departed.event}",
            sign="departure",
            detail=(departed.reason, f"against it stands: {departed.against}"),
            clauses=departed.clauses,
        )


def _position(advice: Advice) -> Iterator[Line]:
    clauses = {action.step: action.clauses for action in advice.next}
    for item in advice.position:
        detail = [f"who: {item.who}"]
        if item.since:
            detail.append(f"open since {day(item.since)}")
        if item.if_:
            detail.append(f"if {item.if_}")
        if item.silence:
            detail.append(item.silence)
        yield Line(
            words=item.does,
            sign="held up" if item.paused else "if" if item.if_ else "",
            detail=tuple(detail),
            clauses=clauses.get(item.step, ()),
            key=item.step,
        )
    if not advice.position:
        yield Line(words="Nothing is open.")
    for record in advice.record:
        ends = f", ends {day(record.ends)}" if record.ends else ""
        words = f"{record.name}, imposed {day(record.imposed)}, {record.state}{ends}"
        yield Line(words=words, sign="on record", key=record.outcome)


def _action(action: Action, page: Page, mine: str) -> Line:
    detail = tuple(line for line in action_details(action, page) if not line.startswith("["))
    sign = "overdue" if action.overdue else mine
    due = f" — by {day(action.due)}" if action.due else ""
    return Line(
        words=f"{action_words(action)}{due}",
        sign=sign,
        detail=detail,
        clauses=action.clauses,
        key=action.step,
    )


def _open(outcome: OpenOutcome, page: Page) -> Line:
    return Line(
        words=outcome_words(outcome),
        detail=tuple(outcome_details(outcome, page)),
        clauses=outcome.clauses,
        key=outcome.outcome,
    )


def _blocked(outcome: BlockedOutcome) -> Line:
    return Line(
        words=f"{outcome.name}: {outcome.because}",
        sign="not open",
        clauses=outcome.clauses,
        key=outcome.outcome,
    )


def _deadline(item: Deadline) -> Line:
    detail = [*facts(item), *working(item, 0), *(f"- {other}" for other in readings(item))]
    state = "" if item.state in ("running", "not-started") else item.state
    return Line(
        words=f"{item.what}: {when(item)}",
        sign=state,
        detail=tuple(detail),
        clauses=item.clauses,
        key=item.step,
    )


def _letter(letter: LetterDue) -> Line:
    details = {
        "from": letter.from_,
        "copies": listed(map(_words, letter.copies)),
        "copies, depending": listed(letter.copies_if),
        "no copy": listed(letter.no_copies),
        "with it": listed(map(_words, letter.enclosures)),
        "by": listed(letter.channels),
        "it must say": listed(map(_words, letter.says)),
    }
    words = f"{letter.name}, to {listed(map(_words, letter.to)) or 'the file'}"
    if letter.if_:
        words += f" — if {letter.if_}"
    return Line(
        words=words,
        detail=tuple(f"{name}: {text}" for name, text in details.items() if text),
        clauses=letter.clauses,
        key=letter.letter,
    )


def _safeguards(advice: Advice) -> Iterator[Line]:
    for check in advice.safeguards:
        words = f"{_words(check.modality)}: {check.text}"
        if check.if_:
            words += f" — if {check.if_}"
        sign = "not met" if check.warning else "met" if check.met else ""
        yield Line(
            words=words,
            sign=sign,
            detail=(check.warning,) if check.warning else (),
            clauses=check.clauses,
            key=check.safeguard,
        )


def _conflicts(advice: Advice) -> Iterator[Line]:
    for conflict in advice.conflicts:
        detail = [
            f"{'followed here' if reading.followed else 'another reading'}: {reading.name}"
            for reading in sorted(conflict.readings, key=lambda reading: not reading.followed)
        ]
        if conflict.advice:
            detail.append(f"meanwhile: {conflict.advice}")
        if conflict.settle:
            detail.append(f"to be settled by: {conflict.settle}")
        yield Line(
            words=conflict.text,
            sign=conflict.type,
            detail=tuple(detail),
            clauses=_once(cited for reading in conflict.readings for cited in reading.clauses),
            key=conflict.conflict,
        )


def _silences(advice: Advice) -> Iterator[Line]:
    for silence in advice.silences:
        yield Line(words=silence.about, sign="not stated", clauses=silence.clauses)


def _once(clauses: Iterable[Cited]) -> tuple[Cited, ...]:
    return tuple({clause.ref: clause for clause in clauses}.values())


def _words(name: str) -> str:
    return name.replace("-", " ")
