"""An Advice as text: pure functions from the object to what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from toolkit.case.advice import (
    Action,
    Advice,
    BlockedOutcome,
    Check,
    Cited,
    Disagreement,
    LetterDue,
    OpenOutcome,
    Question,
)
from tui.text.deadlines import brief as deadline
from tui.text.deadlines import cited
from tui.text.layout import bullet, day, listed, pages, paragraph, section

_MUST = {"must": "must", "should": "should", "may": "may", "must-not": "must not"}

_RELATIONS = {
    "now": "Now",
    "duty": "Duties that stand",
    "then": "After that",
    "done": "Just done",
    "may": "Possible at any time",
}


def advice(item: Advice, width: int, *, brief: bool = False) -> str:
    """Write an advice out.

    Args:
        item: The advice.
        width: Width of the page.
        brief: Leave out the trace and the clauses' words; references stay.
    """
    names = {letter.letter: letter.name for letter in item.letters}
    sections = [
        _head(item, width),
        section("Take note", [bullet(words, width) for words in _notes(item)]),
        section("Position", _position(item, width)),
        section("What is alleged", _alleged(item, width)),
        section("Next", _next(item, names, width)),
        section("Outcomes open", (_open(each, names, width) for each in item.outcomes.open)),
        section("Outcomes not open", (_blocked(each, width) for each in item.outcomes.blocked)),
        section("Deadlines", (line for each in item.deadlines for line in deadline(each, width))),
        section("Letters and records", (_letter(each, width) for each in item.letters)),
        section("Safeguards", (_safeguard(each, width) for each in item.safeguards)),
        section("How the meeting runs", _protocol(item, width)),
        section(
            "Where the policy disagrees with itself",
            (_disagreement(each, width) for each in item.conflicts),
        ),
        section(
            "What the policy does not say",
            (bullet(f"{each.about} {cited(each.clauses)}", width) for each in item.silences),
        ),
        section("Questions that would change this", (_question(q, width) for q in item.questions)),
    ]
    if not brief:
        sections += [
            section(
                "Why",
                (
                    bullet(f"{reason.concludes} {cited(reason.clauses)}", width)
                    for reason in item.why
                ),
            ),
            section("The clauses, word for word", _quotes(item, width)),
        ]
    return pages(sections)


def _head(item: Advice, width: int) -> str:
    case = f"Case {item.case}" if item.case else "The case"
    head = f"{case} under {item.procedure} (version {item.version}) on {day(item.on)}"
    return paragraph(head, width, indent=0) + "\n"


def _notes(item: Advice) -> Iterator[str]:
    yield from item.notices
    yield from item.warnings
    for departed in item.departures:
        yield (
            f"the procedure was departed from on {day(departed.date)}: {departed.event} "
            f"({departed.reason}); against it stands: {departed.against} {cited(departed.clauses)}"
        )


def _position(item: Advice, width: int) -> Iterator[str]:
    if item.stage:
        yield paragraph(f"Stage: {_words(item.stage)}", width)
    for open_ in item.position:
        says = f"{open_.does} ({open_.who})"
        if open_.since:
            says += f", open since {day(open_.since)}"
        if open_.track != "main":
            says += f"; track: {_words(open_.track)}"
        if open_.paused:
            says += f"; held up by: {_words(open_.paused)}"
        if open_.if_:
            says += f"; if {open_.if_}"
        yield bullet(says, width)
    if not item.position:
        yield paragraph("Nothing is open.", width)
    for record in item.record:
        says = f"on record: {record.name}, imposed {day(record.imposed)}, {record.state}"
        if record.ends:
            says += f", ends {day(record.ends)}"
        elif record.lasts:
            says += f", lasts: {record.lasts}"
        yield bullet(says, width)


def _alleged(item: Advice, width: int) -> Iterator[str]:
    for line in item.alleged:
        says = f"{line.ref}: {line.text}" if line.ref not in line.text else line.text
        yield bullet(says, width)
        listed_as = listed(line.class_, "or") or "no fixed class"
        about = f"listed as {listed_as}"
        if line.stage:
            about += f"; dealt with at {listed((_words(stage) for stage in line.stage), 'or')}"
        if line.outcomes:
            about += f"; fixed sanction: {listed(_words(name) for name in line.outcomes)}"
        if line.decided_by:
            about += f"; classified by {line.decided_by}"
        if line.applies:
            about += f"; {line.applies}"
        yield paragraph(about, width, indent=4)


def _next(item: Advice, names: dict[str, str], width: int) -> Iterator[str]:
    for relation, title in _RELATIONS.items():
        actions = [action for action in item.next if action.relation == relation]
        if actions:
            yield paragraph(f"{title}:", width)
        for action in actions:
            yield from _action(action, names, width)


def _action(action: Action, names: dict[str, str], width: int) -> Iterator[str]:
    head = f"{action.who} {_MUST[action.modality]}: {action.does}"
    if action.if_:
        head += f" — if {action.if_}"
    yield bullet(head, width, indent=4)
    for line in _details(action, names):
        yield paragraph(line, width, indent=6)


def _details(action: Action, names: dict[str, str]) -> Iterator[str]:
    if action.due:
        yield f"by {day(action.due)}" + (" — overdue" if action.overdue else "")
    if action.earliest:
        yield f"not before {day(action.earliest)}"
    if action.limit and not (action.due or action.earliest):
        yield f"time: {action.limit}"
    if action.to:
        yield f"to: {listed(map(_words, action.to))}"
    if action.panel:
        yield f"panel: {listed(map(_words, action.panel))}"
    if action.letters:
        yield f"letter: {listed(names.get(letter, _words(letter)) for letter in action.letters)}"
    if action.record:
        yield f"record: {_words(action.record)}"
    if action.data and action.relation in ("now", "then"):
        yield f"to be recorded with it: {listed(action.data)}"
    if len(action.results) > 1 and action.relation == "now":
        yield f"it can end as: {listed(action.results, 'or')}"
    if action.late:
        yield f"if late: {_words(action.late)}"
    if refs := cited(action.clauses):
        yield refs


def _open(outcome: OpenOutcome, names: dict[str, str], width: int) -> str:
    head = f"{outcome.name} ({outcome.type}), at: {_words(outcome.at)}"
    if outcome.if_:
        head += f" — if {outcome.if_}"
    if outcome.reading:
        head += f" — only under another reading: {outcome.reading}"
    lines = [bullet(head, width)]
    details = {
        "together with": outcome.with_,
        "needs approval": outcome.approve,
        "lasts": outcome.lasts,
        "takes effect": outcome.takes_effect,
        "at most": outcome.cap,
        "appeal": outcome.appeal,
        "letter": listed(names.get(letter, _words(letter)) for letter in outcome.letters),
        "leads to": listed(map(_words, outcome.then)),
    }
    text = "; ".join(f"{name}: {words}" for name, words in details.items() if words)
    return "\n".join([*lines, *_under(text, outcome.clauses, width)])


def _blocked(outcome: BlockedOutcome, width: int) -> str:
    return bullet(f"{outcome.name}: {outcome.because} {cited(outcome.clauses)}".rstrip(), width)


def _letter(letter: LetterDue, width: int) -> str:
    head = f"{letter.name} ({_words(letter.sort)})"
    if letter.because:
        head += f", because of: {letter.because}"
    if letter.if_:
        head += f" — if {letter.if_}"
    lines = [bullet(head, width)]
    details = {
        "from": letter.from_,
        "to": listed(letter.to),
        "copies": listed(letter.copies),
        "copies, depending": listed(letter.copies_if),
        "no copy": listed(letter.no_copies),
        "with it": listed(map(_words, letter.enclosures)),
        "by": listed(map(_words, letter.channels), "or"),
        "it must say": listed(map(_words, letter.says)),
    }
    lines += [
        paragraph(f"{name}: {words}", width, indent=4) for name, words in details.items() if words
    ]
    if letter.required == "implied":
        lines.append(paragraph("(the text implies it and does not name it)", width, indent=4))
    return "\n".join([*lines, *_under("", letter.clauses, width)])


def _safeguard(check: Check, width: int) -> str:
    head = f"{_MUST[check.modality]}: {check.text}"
    if check.if_:
        head += f" — if {check.if_}"
    lines = [bullet(head, width)]
    if check.warning:
        lines.append(paragraph(f"not met: {check.warning}", width, indent=4))
    elif check.met:
        lines.append(paragraph("met, as far as the case tells", width, indent=4))
    people = {
        "may attend": listed(map(_words, check.admits)),
        "not allowed": listed(map(_words, check.bars)),
    }
    text = "; ".join(f"{name}: {words}" for name, words in people.items() if words)
    return "\n".join([*lines, *_under(text, check.clauses, width)])


def _protocol(item: Advice, width: int) -> Iterator[str]:
    for number, point in enumerate(item.protocol, 1):
        who = f"{point.who}: " if point.who else ""
        yield paragraph(f"{who}{point.does} {cited(point.clauses)}", width, mark=f"{number}. ")


def _disagreement(conflict: Disagreement, width: int) -> str:
    lines = [bullet(f"{conflict.conflict} ({conflict.type}): {conflict.text}", width)]
    for reading in conflict.readings:
        mark = "followed here: " if reading.followed else "also readable: "
        lines.append(bullet(f"{mark}{reading.name} {cited(reading.clauses)}", width, indent=4))
        lines += [paragraph(words, width, indent=6) for words in reading.differs]
    if conflict.advice:
        lines.append(paragraph(f"meanwhile: {conflict.advice}", width, indent=4))
    if conflict.settle:
        lines.append(paragraph(f"to be settled by: {conflict.settle}", width, indent=4))
    return "\n".join(lines)


def _question(question: Question, width: int) -> str:
    kind = question.type if isinstance(question.type, str) else listed(question.type, "or")
    lines = [bullet(f"{question.ask} ({question.fact}: {kind})", width)]
    if question.why:
        lines.append(paragraph(f"it decides: {'; '.join(question.why)}", width, indent=4))
    return "\n".join(lines)


def _quotes(item: Advice, width: int) -> Iterator[str]:
    """Yield each clause that the advice cites, once, in the order of first mention."""
    quoted: dict[str, str] = {}
    for clause in _clauses(item):
        quoted.setdefault(clause.ref, clause.text)
    for ref, text in quoted.items():
        yield paragraph(ref, width)
        yield paragraph(text, width, indent=4)


def _clauses(value: Any) -> Iterator[Cited]:
    if isinstance(value, Cited):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _clauses(each)
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            yield from _clauses(getattr(value, name))


def _under(text: str, clauses: Iterable[Cited], width: int) -> Iterator[str]:
    """Yield a line of details, and the references, under a point of a list."""
    if text:
        yield paragraph(text, width, indent=4)
    if refs := cited(clauses):
        yield paragraph(refs, width, indent=4)


def _words(name: str) -> str:
    return name.replace("-", " ")
