"""An Answer as lines under headings, and as a page of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.answers.answer import Answer, Appeal, Decider, Entry, Person, Rated, Side
from toolkit.case.advice import (
    Action,
    Cited,
    Deadline,
    Disagreement,
    LetterDue,
    OpenOutcome,
    Question,
)
from tui.text.deadlines import brief as deadline
from tui.text.deadlines import facts, readings, when, working
from tui.text.layout import bullet, day, listed, pages, paragraph, section
from tui.text.lines import Line, Section

FEW = 3
"""How many references stand behind a point."""

LONGEST = 700
"""Longer clauses are cut; ``toolkit show`` gives them whole."""

BREACH, LIMITS = "The breach", "Time limits"
DISAGREES = "Where the policy disagrees with itself"
QUOTED = "The clauses, word for word"


def answer(item: Answer, width: int) -> str:
    """Write an answer out.

    Args:
        item: The answer.
        width: Width of the page.
    """
    head = [paragraph(item.headline, width, indent=0)]
    head += [paragraph(words, width) for words in beside(item)]
    return pages(
        [
            "\n".join([*head, ""]),
            *(section(each.title, _written(each, item, width)) for each in sections(item)),
            section(QUOTED, _quotes(item.clauses, width)),
            section(nearest_title(item), (bullet(line.words, width) for line in nearest(item))),
        ]
    )


def beside(item: Answer) -> Iterator[str]:
    """Yield what stands beside the headline: why it is refused, for which case, what was meant."""
    if item.because:
        yield item.because
    if item.case and item.on:
        yield f"For the case {item.case} on {day(item.on)}."
    if item.did_you_mean:
        yield f"Did you mean: {item.did_you_mean}"


def sections(item: Answer) -> list[Section]:
    """Give what the rules say, as sections of lines; those without lines are left out."""
    found = [
        Section("By procedure", tuple(map(_side, item.sides)), detailed=True),
        Section(BREACH, tuple(map(_entry, item.entries)), detailed=True),
        Section("Who decides", tuple(_deciders(item.entries))),
        Section("What happens", tuple(map(_step, item.steps)), detailed=True),
        Section("Who", tuple(map(_person, item.people)), detailed=True),
        Section("Outcomes open there", tuple(map(_outcome, item.outcomes))),
        Section(
            "Not open",
            tuple(
                Line(words=f"{each.name}: {each.because}", clauses=each.clauses, key=each.outcome)
                for each in item.blocked
            ),
        ),
        Section(LIMITS, tuple(map(_limit, item.limits)), detailed=True),
        Section("Letters", tuple(map(_letter, item.letters)), detailed=True),
        Section("Appeal", tuple(map(_appeal, item.appeals))),
        Section(DISAGREES, tuple(map(_disagreement, item.conflicts))),
        Section(
            "What the policy does not say",
            tuple(Line(words=each.about, clauses=each.clauses) for each in item.silences),
        ),
        Section("What would change this", tuple(map(_question, item.questions))),
    ]
    return [each for each in found if each.lines]


def nearest_title(item: Answer) -> str:
    """Say what the other clauses found are."""
    return "The nearest clauses" if item.kind == "refused" else "It may also be about"


def nearest(item: Answer) -> tuple[Line, ...]:
    """Give the other clauses found, each with the part that fits best."""
    return tuple(Line(words=f"{each.ref}: {each.snippet}", key=each.ref) for each in item.otherwise)


def _written(part: Section, item: Answer, width: int) -> Iterator[str]:
    """Write the lines of a section as points; of time limits with their days in columns."""
    if part.title == LIMITS:
        for limit in item.limits:
            yield from deadline(limit, width)
        return
    named = part.title in (BREACH, DISAGREES)  # their words say which clauses
    for line in part.lines:
        yield bullet(line.words if named else f"{line.words} {_cited(line.clauses)}", width)
        for words in line.detail:
            if words.startswith("- "):
                yield bullet(words.removeprefix("- "), width, indent=4)
            else:
                yield paragraph(words, width, indent=4)


def _side(side: Side) -> Line:
    words = f"{side.title} ({side.procedure}): {side.headline}"
    return Line(words=words, clauses=side.clauses, key=side.procedure)


def _entry(line: Entry) -> Line:
    facts = [
        f"class: {listed(line.class_, 'or') or 'not fixed'}",
        f"stage: {listed(line.stages, 'or') or 'not fixed'}",
    ]
    if line.fixed:
        facts.append(f"the text fixes: {listed(line.fixed)}")
    if line.classified_by:
        facts.append(f"classified in the end by: {line.classified_by}")
    if line.repeated:
        facts.append(f"if repeated: {listed(line.repeated, 'or')}")
    if line.if_:
        facts.append(f"only if {line.if_}")
    detail = ["; ".join(facts)]
    if line.sanction:
        detail.append(f"“{line.sanction}”")
    detail += [f"- {_rated(each)}" for each in line.otherwise]
    words = line.text if line.ref in line.text else f"{line.ref}: {line.text}"
    return Line(words=words, detail=tuple(detail), clauses=line.clauses, key=line.breach)


def _rated(other: Rated) -> str:
    stages = listed((_words(stage) for stage in other.stage), "or") or "no fixed stage"
    classes = listed(other.class_, "or") or "no fixed class"
    text = f"another reading ({other.conflict}): {other.reading} — {classes}, {stages} "
    return text + _cited(other.clauses)


def _deciders(entries: Iterable[Entry]) -> Iterator[Line]:
    once: dict[str, Decider] = {each.step: each for entry in entries for each in entry.deciders}
    for item in once.values():
        panel = f"; the panel: {item.panel}" if item.panel else ""
        words = f"{item.does}: {item.who}{panel}"
        yield Line(words=words, clauses=item.clauses, key=item.step)


def _step(step: Action) -> Line:
    lead = "then, " if step.relation == "then" else ""
    if_ = f" — if {step.if_}" if step.if_ else ""
    times = [f"by {day(step.due)}" if step.due else "",
             f"not before {day(step.earliest)}" if step.earliest else "",
             step.limit if not (step.due or step.earliest) else ""]  # fmt: skip
    details = {
        "time": "; ".join(part for part in times if part),
        "panel": listed(map(_words, step.panel)) if len(step.panel) > 1 else "",
        "letter": listed(map(_words, step.letters)),
    }
    return Line(
        words=f"{lead}{step.who} {_words(step.modality)}: {step.does}{if_}",
        detail=_joined(details),
        clauses=step.clauses,
        key=step.step,
    )


def _person(person: Person) -> Line:
    note = (person.note,) if person.note and not person.does else ()
    detail = (*(f"- {does}" for does in person.does), *note)
    return Line(words=person.name, detail=detail, clauses=person.clauses, key=person.role)


def _outcome(outcome: OpenOutcome) -> Line:
    if_ = f" — if {outcome.if_}" if outcome.if_ else ""
    other = f" — only under another reading: {outcome.reading}" if outcome.reading else ""
    details = {
        "lasts": outcome.lasts,
        "at most": outcome.cap,
        "letter": listed(map(_words, outcome.letters)),
    }
    return Line(
        words=f"{outcome.name} ({outcome.type}){if_}{other}",
        detail=_joined(details, outcome.with_, outcome.approve),
        clauses=outcome.clauses,
        key=outcome.outcome,
    )


def _limit(item: Deadline) -> Line:
    state = "" if item.state in ("running", "not-started") else item.state
    return Line(
        words=f"{item.what}: {when(item)}",
        sign=state,
        detail=(*facts(item), *working(item, 0), *(f"- {other}" for other in readings(item))),
        clauses=item.clauses,
        key=item.step,
    )


def _letter(letter: LetterDue) -> Line:
    if_ = f" — if {letter.if_}" if letter.if_ else ""
    details = {
        "from": letter.from_,
        "to": listed(map(_words, letter.to)),
        "copies": listed(map(_words, letter.copies)),
        "copies, depending": listed(map(_words, letter.copies_if)),
        "with it": listed(map(_words, letter.enclosures)),
        "it must say": listed(map(_words, letter.says)),
    }
    return Line(
        words=f"{letter.name} ({_words(letter.sort)}){if_}",
        detail=_joined(details),
        clauses=letter.clauses,
        key=letter.letter,
    )


def _appeal(appeal: Appeal) -> Line:
    of = f"Against {listed(appeal.of)}: " if appeal.of else ""
    to = f", to {listed(appeal.to, 'or')}" if appeal.to else ""
    within = f", {appeal.within}" if appeal.within else ""
    words = f"{of}{appeal.does}{to}{within}"
    return Line(words=words, clauses=appeal.clauses, key=appeal.step)


def _disagreement(conflict: Disagreement) -> Line:
    followed = any(reading.followed for reading in conflict.readings)
    detail = []
    for reading in sorted(conflict.readings, key=lambda reading: not reading.followed):
        mark = "followed here" if reading.followed else "another reading" if followed else "reading"
        detail.append(f"- {mark}: {reading.name} {_cited(reading.clauses)}")
    if conflict.advice:
        detail.append(f"meanwhile: {conflict.advice}")
    words = f"{conflict.conflict} ({conflict.type}): {conflict.text}"
    cited = {clause.ref: clause for reading in conflict.readings for clause in reading.clauses}
    return Line(
        words=words, detail=tuple(detail), clauses=tuple(cited.values()), key=conflict.conflict
    )


def _question(question: Question) -> Line:
    return Line(words=question.ask, clauses=question.clauses, key=question.fact)


def _joined(details: dict[str, str], *first: str) -> tuple[str, ...]:
    """Join what there is to say of a line to one detail."""
    words = [*first, *(f"{name}: {text}" for name, text in details.items() if text)]
    text = "; ".join(part for part in words if part)
    return (text,) if text else ()


def _quotes(clauses: Iterable[Cited], width: int) -> Iterator[str]:
    once = {clause.ref: clause.text for clause in clauses}
    for ref, text in once.items():
        if len(text) > LONGEST:
            text = f"{text[: text.rfind(' ', 0, LONGEST)]} … (toolkit show '{ref}')"
        yield paragraph(ref, width)
        yield paragraph(text, width, indent=4)


def _cited(clauses: Iterable[Cited]) -> str:
    found = [clause.ref for clause in clauses]
    if len(found) > FEW + 1:
        found = [*found[:FEW], f"{len(found) - FEW} more"]
    return f"[{', '.join(found)}]" if found else ""


def _words(name: str) -> str:
    return name.replace("-", " ")
