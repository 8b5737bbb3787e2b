"""An Advice as text: pure functions from the object to what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from toolkit.case.advice import (
    Action,
    Advice,
    BlockedOutcome,
    Check,
    Cited,
    Deadline,
    Disagreement,
    LetterDue,
    OpenOutcome,
    Question,
)
from toolkit.plain import Frozen
from tui.text.deadlines import brief as deadline
from tui.text.layout import bullet, day, listed, pages, paragraph, section

GROUPS = {
    "now": "Now",
    "then": "After that",
    "done": "Just done",
    "duty": "Duties that stand",
    "only-if": "Duties that depend on something",
    "may": "Possible at any time",
}
"""The groups of what comes next, in order, each with its heading."""

FEW, MANY, LONG = 3, 10, 200
"""How many references, questions, and letters of a difference a brief page shows."""

WIDTH = 80
"""Width of a page where nobody says otherwise."""


class Page(Frozen):
    """How an advice is written out.

    Attributes:
        width: Width of the page.
        brief: Leave out the trace, the clauses' words, and what is only background.
        names: Names of the letters in the advice, by id.
        steps: What is done at the steps in the advice, by id.
    """

    width: int
    brief: bool
    names: dict[str, str]
    steps: dict[str, str]

    def refs(self, clauses: Iterable[Cited]) -> str:
        """Give the references of clauses in brackets; the first few, where it is brief."""
        found = [clause.ref for clause in clauses]
        if self.brief and len(found) > FEW + 1:
            found = [*found[:FEW], f"{len(found) - FEW} more"]
        return f"[{', '.join(found)}]" if found else ""

    def letters(self, ids: Iterable[str]) -> str:
        """Name letters."""
        return listed(self.names.get(letter, _words(letter)) for letter in ids)


def page_of(item: Advice, width: int = WIDTH, *, brief: bool = False) -> Page:
    """Give the page on which an advice is written out."""
    return Page(
        width,
        brief,
        {letter.letter: letter.name for letter in item.letters},
        {action.step: action.does for action in item.next},
    )


def advice(item: Advice, width: int, *, brief: bool = False) -> str:
    """Write an advice out.

    Args:
        item: The advice.
        width: Width of the page.
        brief: Leave out the trace, the clauses' words, and what is only background.
    """
    page = page_of(item, width, brief=brief)
    sections = [
        _head(item, page),
        section("Take note", [bullet(words, width) for words in _notes(item, page)]),
        section("Position", _position(item, page)),
        section("What is alleged", _alleged(item, page)),
        section("Next", _next(item, page)),
        section("Outcomes open", _open_by_decision(item, page)),
        section("Outcomes not open", _blocked(item.outcomes.blocked, page)),
        section("Deadlines", (line for each in item.deadlines for line in _deadline(each, page))),
        section("Letters and records", (_letter(each, page) for each in item.letters)),
        section("Safeguards", (_safeguard(each, page) for each in item.safeguards)),
        section(
            "Where the policy disagrees with itself",
            (_disagreement(each, page) for each in item.conflicts),
        ),
        section("Questions that would change this", _questions(item.questions, page)),
    ]
    if not brief:
        sections += [
            section("How the meeting runs", _protocol(item, page)),
            section(
                "What the policy does not say",
                (
                    bullet(f"{each.about} {page.refs(each.clauses)}", width)
                    for each in item.silences
                ),
            ),
            section(
                "Why",
                (bullet(f"{each.concludes} {page.refs(each.clauses)}", width) for each in item.why),
            ),
            section("The clauses, word for word", _quotes(item, page)),
        ]
    return pages(sections)


def _head(item: Advice, page: Page) -> str:
    case = f"Case {item.case}" if item.case else "The case"
    head = f"{case} under {item.procedure} (version {item.version}) on {day(item.on)}"
    return paragraph(head, page.width, indent=0) + "\n"


def _notes(item: Advice, page: Page) -> Iterator[str]:
    yield from item.notices
    yield from item.warnings
    for departed in item.departures:
        yield (
            f"the procedure was departed from on {day(departed.date)}: {departed.event} "
            f"({departed.reason}); against it stands: {departed.against} "
            f"{page.refs(departed.clauses)}"
        )


def _position(item: Advice, page: Page) -> Iterator[str]:
    if item.stage:
        yield paragraph(f"Stage: {_words(item.stage)}", page.width)
    for open_ in item.position:
        says = f"{open_.does} ({open_.who})"
        if open_.since:
            says += f", open since {day(open_.since)}"
        if open_.track != "main":
            says += f"; track: {_words(open_.track)}"
        if open_.paused:
            says += f"; held up by: {_words(open_.paused)}"
        if open_.which:
            says += f"; it concerns: {_words(open_.which)}"
        if open_.if_:
            says += f"; if {open_.if_}"
        if open_.silence:
            says += f"; {open_.silence}"
        yield bullet(says, page.width)
    if not item.position:
        yield paragraph("Nothing is open.", page.width)
    for record in item.record:
        says = f"on record: {record.name}, imposed {day(record.imposed)}, {record.state}"
        if record.ends:
            says += f", ends {day(record.ends)}"
        elif record.lasts:
            says += f", lasts: {record.lasts}"
        yield bullet(says, page.width)


def _alleged(item: Advice, page: Page) -> Iterator[str]:
    for line in item.alleged:
        yield bullet(line.text if line.ref in line.text else f"{line.ref}: {line.text}", page.width)
        about = f"listed as {listed(line.class_, 'or') or 'no fixed class'}"
        if line.stage:
            about += f"; dealt with at {listed((_words(stage) for stage in line.stage), 'or')}"
        if line.outcomes:
            about += f"; fixed sanction: {listed(_words(name) for name in line.outcomes)}"
        if line.decided_by:
            about += f"; classified by {line.decided_by}"
        if line.applies:
            about += f"; {line.applies}"
        yield paragraph(about, page.width, indent=4)


def _next(item: Advice, page: Page) -> Iterator[str]:
    groups: dict[str, list[Action]] = {}
    for action in item.next:
        groups.setdefault(group_of(action), []).append(action)
    for group, title in GROUPS.items():
        if group not in groups:
            continue
        yield paragraph(f"{title}:", page.width)
        shown = [action for action in groups[group] if not (_waits(group, action) and page.brief)]
        if hidden := len(groups[group]) - len(shown):
            more = "more " if shown else ""
            yield bullet(f"{hidden} {more}that turn on the questions below", page.width, indent=4)
        for action in shown:
            if group in ("only-if", "may"):
                refs = page.refs(action.clauses if not page.brief else action.clauses[:1])
                yield bullet(f"{action_words(action)} {refs}", page.width, indent=4)
            else:
                yield bullet(action_words(action), page.width, indent=4)
                for line in action_details(action, page):
                    yield paragraph(line, page.width, indent=6)


def _waits(group: str, action: Action) -> bool:
    """Whether nothing is to be done as long as a question is open."""
    return group in ("only-if", "may") and bool(action.if_)


def group_of(action: Action) -> str:
    """Give the group that an action stands in: its relation, or "only-if"."""
    return "only-if" if action.relation == "duty" and action.if_ else action.relation


def action_words(action: Action) -> str:
    """Say who must or may do what, and under which condition."""
    head = f"{action.who} {_words(action.modality)}: {action.does}"
    return f"{head} — if {action.if_}" if action.if_ else head


def action_details(action: Action, page: Page) -> Iterator[str]:
    """Yield what else there is to say of an action, its references last."""
    if action.paused:
        yield f"waits: {_words(action.paused)} is open"
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
        yield f"letter: {page.letters(action.letters)}"
    if action.record:
        yield f"record: {_words(action.record)}"
    if action.data and action.relation in ("now", "then") and not page.brief:
        yield f"to be recorded with it: {listed(action.data)}"
    if len(action.results) > 1 and action.relation == "now":
        yield f"it can end as: {listed(action.results, 'or')}"
    if action.late:
        yield f"if late: {_words(action.late)}"
    if refs := page.refs(action.clauses):
        yield refs


def _open_by_decision(item: Advice, page: Page) -> Iterator[str]:
    """Yield the open outcomes under the decision that may impose them."""
    decisions = dict.fromkeys(outcome.at for outcome in item.outcomes.open)
    for decision in decisions:
        yield paragraph(f"{page.steps.get(decision, _words(decision))}:", page.width)
        for outcome in item.outcomes.open:
            if outcome.at == decision:
                yield _open(outcome, page)


def outcome_words(outcome: OpenOutcome) -> str:
    """Name an open outcome, with what it depends on."""
    words = f"{outcome.name} ({outcome.type})"
    if outcome.if_:
        words += f" — if {outcome.if_}"
    if outcome.reading:
        words += f" — only under another reading: {outcome.reading}"
    return words


def outcome_details(outcome: OpenOutcome, page: Page) -> list[str]:
    """Give what goes with an open outcome: how long it lasts, its appeal, its letters."""
    details = {
        "lasts": outcome.lasts,
        "takes effect": outcome.takes_effect,
        "at most": outcome.cap,
        "appeal": outcome.appeal,
        "letter": page.letters(outcome.letters),
    }
    found = [outcome.with_, outcome.approve]
    found += [f"{name}: {text}" for name, text in details.items() if text]
    return [part for part in found if part]


def _open(outcome: OpenOutcome, page: Page) -> str:
    head = outcome_words(outcome)
    words = outcome_details(outcome, page)
    if leads := "; ".join(page.steps.get(step, _words(step)) for step in outcome.then):
        words.append(f"leads to: {leads}")
    text = "; ".join(words)
    return "\n".join([bullet(head, page.width), *_under(text, outcome.clauses, page)])


def _blocked(outcomes: Iterable[BlockedOutcome], page: Page) -> Iterator[str]:
    """Yield the outcomes that are not open, those with one reason together."""
    reasons: dict[str, list[BlockedOutcome]] = {}
    for outcome in outcomes:
        reasons.setdefault(outcome.because, []).append(outcome)
    for because, found in reasons.items():
        refs = [[clause.ref for clause in outcome.clauses] for outcome in found]
        shared = (
            [ref for ref in refs[0] if all(ref in each for each in refs)] if len(refs) > 1 else []
        )
        yield bullet(f"{because} [{', '.join(shared)}]:" if shared else f"{because}:", page.width)
        for outcome in found:
            own = page.refs(clause for clause in outcome.clauses if clause.ref not in shared)
            yield bullet(f"{outcome.name} {own}".rstrip(), page.width, indent=4)


def _deadline(item: Deadline, page: Page) -> list[str]:
    if page.brief and item.date is None:
        return [bullet(f"{item.what}: {item.words} {page.refs(item.clauses)}", page.width)]
    return deadline(item, page.width)


def _letter(letter: LetterDue, page: Page) -> str:
    head = f"{letter.name} ({_words(letter.sort)})"
    if letter.because and not page.brief:
        head += f", because of: {letter.because}"
    if letter.if_:
        head += f" — if {letter.if_}"
    details = {
        "from": letter.from_,
        "to": listed(map(_words, letter.to)),
        "copies": listed(map(_words, letter.copies)),
        "copies, depending": listed(letter.copies_if),
        "no copy": listed(letter.no_copies),
        "with it": listed(map(_words, letter.enclosures)),
        "by": listed(letter.channels),
    }
    if not page.brief:
        details["it must say"] = listed(map(_words, letter.says))
        if letter.required == "implied":
            details["the text"] = "implies it and does not name it"
    text = "; ".join(f"{name}: {words}" for name, words in details.items() if words)
    return "\n".join([bullet(head, page.width), *_under(text, letter.clauses, page)])


def _safeguard(check: Check, page: Page) -> str:
    head = f"{_words(check.modality)}: {check.text}"
    if check.if_:
        head += f" — if {check.if_}"
    lines = [bullet(head, page.width)]
    if check.warning:
        lines.append(paragraph(f"NOT MET: {check.warning}", page.width, indent=4))
    elif check.met:
        lines.append(paragraph("met, as far as the case tells", page.width, indent=4))
    people = {
        "may attend": listed(map(_words, check.admits), "or"),
        "not allowed": listed(map(_words, check.bars), "or"),
    }
    text = "; ".join(f"{name}: {words}" for name, words in people.items() if words)
    return "\n".join([*lines, *_under(text, check.clauses, page)])


def _protocol(item: Advice, page: Page) -> Iterator[str]:
    for number, point in enumerate(item.protocol, 1):
        who = f"{point.who}: " if point.who else ""
        text = f"{who}{point.does} {page.refs(point.clauses)}"
        yield paragraph(text, page.width, mark=f"{number}. ")


def _disagreement(conflict: Disagreement, page: Page) -> str:
    lines = [bullet(f"{conflict.conflict} ({conflict.type}): {conflict.text}", page.width)]
    for reading in sorted(conflict.readings, key=lambda reading: not reading.followed):
        if page.brief and not reading.followed:
            continue
        mark = "followed here" if reading.followed else "another reading"
        text = f"{mark}: {reading.name} {page.refs(reading.clauses)}"
        lines.append(bullet(text, page.width, indent=4))
        if not reading.followed:
            lines += [
                paragraph(words, page.width, indent=6)
                for words in reading.differs
                if len(words) < LONG
            ]
    if conflict.advice and not page.brief:
        lines.append(paragraph(f"meanwhile: {conflict.advice}", page.width, indent=4))
    if conflict.settle and not page.brief:
        lines.append(paragraph(f"to be settled by: {conflict.settle}", page.width, indent=4))
    return "\n".join(lines)


def _questions(questions: tuple[Question, ...], page: Page) -> Iterator[str]:
    shown = questions[:MANY] if page.brief else questions
    for question in shown:
        kind = question.type if isinstance(question.type, str) else listed(question.type, "or")
        yield bullet(f"{question.ask} ({question.fact}: {kind})", page.width)
        if question.why and not page.brief:
            why = list(question.why[:FEW])
            if len(question.why) > FEW:
                why.append(f"{len(question.why) - FEW} more")
            yield paragraph(f"it decides: {'; '.join(why)}", page.width, indent=4)
    if len(questions) > len(shown):
        yield paragraph(f"… and {len(questions) - len(shown)} more", page.width)


def _quotes(item: Advice, page: Page) -> Iterator[str]:
    """Yield each clause that the advice cites, once, in the order of first mention."""
    quoted: dict[str, str] = {}
    for clause in _clauses(item):
        quoted.setdefault(clause.ref, clause.text)
    for ref, text in quoted.items():
        yield paragraph(ref, page.width)
        yield paragraph(text, page.width, indent=4)


def _clauses(value: Any) -> Iterator[Cited]:
    if isinstance(value, Cited):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _clauses(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _clauses(getattr(value, field.name))


def _under(text: str, clauses: Iterable[Cited], page: Page) -> Iterator[str]:
    """Yield a line of details, and the references, under a point of a list."""
    if text:
        yield paragraph(text, page.width, indent=4)
    if refs := page.refs(clauses):
        yield paragraph(refs, page.width, indent=4)


def _words(name: str) -> str:
    return name.replace("-", " ")
