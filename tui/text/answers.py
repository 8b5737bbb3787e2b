"""An Answer as text: pure functions from the object to what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.answers.answer import Answer, Appeal, Decider, Entry, Person, Rated, Side
from toolkit.case.advice import (
    Action,
    Cited,
    Disagreement,
    LetterDue,
    OpenOutcome,
    Question,
)
from tui.text.deadlines import brief as deadline
from tui.text.layout import bullet, day, listed, pages, paragraph, section

FEW = 3
"""How many references stand behind a point."""

LONGEST = 700
"""Longer clauses are cut; ``toolkit show`` gives them whole."""


def answer(item: Answer, width: int) -> str:
    """Write an answer out.

    Args:
        item: The answer.
        width: Width of the page.
    """
    nearest = "The nearest clauses" if item.kind == "refused" else "It may also be about"
    return pages(
        [
            _head(item, width),
            section("By procedure", (_side(each, width) for each in item.sides)),
            section("The breach", (_entry(each, width) for each in item.entries)),
            section("Who decides", _deciders(item.entries, width)),
            section("What happens", (_step(each, width) for each in item.steps)),
            section("Who", (_person(each, width) for each in item.people)),
            section("Outcomes open there", (_outcome(each, width) for each in item.outcomes)),
            section("Not open", (bullet(f"{each.name}: {each.because}", width)
                                 for each in item.blocked)),
            section("Time limits", (line for each in item.limits
                                    for line in deadline(each, width))),
            section("Letters", (_letter(each, width) for each in item.letters)),
            section("Appeal", (_appeal(each, width) for each in item.appeals)),
            section("Where the policy disagrees with itself",
                    (_disagreement(each, width) for each in item.conflicts)),
            section("What the policy does not say",
                    (bullet(f"{each.about} {_refs(each.clauses)}", width)
                     for each in item.silences)),
            section("What would change this", (_question(each, width)
                                               for each in item.questions)),
            section("The clauses, word for word", _quotes(item.clauses, width)),
            section(nearest, (bullet(f"{each.ref}: {each.snippet}", width)
                              for each in item.otherwise)),
        ]
    )  # fmt: skip


def _head(item: Answer, width: int) -> str:
    lines = [paragraph(item.headline, width, indent=0)]
    if item.because:
        lines.append(paragraph(item.because, width))
    if item.case and item.on:
        lines.append(paragraph(f"For the case {item.case} on {day(item.on)}.", width))
    if item.did_you_mean:
        lines.append(paragraph(f"Did you mean: {item.did_you_mean}", width))
    return "\n".join([*lines, ""])


def _side(side: Side, width: int) -> str:
    lines = [bullet(f"{side.title} ({side.procedure}): {side.headline}", width)]
    if refs := _refs(side.clauses):
        lines.append(paragraph(refs, width, indent=4))
    return "\n".join(lines)


def _entry(line: Entry, width: int) -> str:
    lines = [bullet(line.text if line.ref in line.text else f"{line.ref}: {line.text}", width)]
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
    lines.append(paragraph("; ".join(facts), width, indent=4))
    if line.sanction:
        lines.append(paragraph(f"“{line.sanction}”", width, indent=4))
    lines += [_rated(each, width) for each in line.otherwise]
    return "\n".join(lines)


def _rated(other: Rated, width: int) -> str:
    stages = listed((_words(stage) for stage in other.stage), "or") or "no fixed stage"
    classes = listed(other.class_, "or") or "no fixed class"
    text = f"another reading ({other.conflict}): {other.reading} — {classes}, {stages} "
    return bullet(text + _refs(other.clauses), width, indent=4)


def _deciders(entries: Iterable[Entry], width: int) -> Iterator[str]:
    once: dict[str, Decider] = {each.step: each for entry in entries for each in entry.deciders}
    for item in once.values():
        panel = f"; the panel: {item.panel}" if item.panel else ""
        yield bullet(f"{item.does}: {item.who}{panel} {_refs(item.clauses)}", width)


def _step(step: Action, width: int) -> str:
    lead = "then, " if step.relation == "then" else ""
    if_ = f" — if {step.if_}" if step.if_ else ""
    head = f"{lead}{step.who} {_words(step.modality)}: {step.does}{if_} {_refs(step.clauses)}"
    lines = [bullet(head, width)]
    when = [f"by {day(step.due)}" if step.due else "",
            f"not before {day(step.earliest)}" if step.earliest else "",
            step.limit if not (step.due or step.earliest) else ""]  # fmt: skip
    details = {
        "time": "; ".join(part for part in when if part),
        "panel": listed(map(_words, step.panel)) if len(step.panel) > 1 else "",
        "letter": listed(map(_words, step.letters)),
    }
    text = "; ".join(f"{name}: {words}" for name, words in details.items() if words)
    if text:
        lines.append(paragraph(text, width, indent=4))
    return "\n".join(lines)


def _person(person: Person, width: int) -> str:
    lines = [bullet(f"{person.name} {_refs(person.clauses)}", width)]
    lines += [bullet(does, width, indent=4) for does in person.does]
    if person.note and not person.does:
        lines.append(paragraph(person.note, width, indent=4))
    return "\n".join(lines)


def _outcome(outcome: OpenOutcome, width: int) -> str:
    if_ = f" — if {outcome.if_}" if outcome.if_ else ""
    other = f" — only under another reading: {outcome.reading}" if outcome.reading else ""
    lines = [bullet(f"{outcome.name} ({outcome.type}){if_}{other} {_refs(outcome.clauses)}", width)]
    details = {
        "lasts": outcome.lasts,
        "at most": outcome.cap,
        "letter": listed(map(_words, outcome.letters)),
    }
    words = [outcome.with_, outcome.approve]
    words += [f"{name}: {text}" for name, text in details.items() if text]
    if text := "; ".join(part for part in words if part):
        lines.append(paragraph(text, width, indent=4))
    return "\n".join(lines)


def _letter(letter: LetterDue, width: int) -> str:
    head = f"{letter.name} ({_words(letter.sort)})"
    if letter.if_:
        head += f" — if {letter.if_}"
    details = {
        "from": letter.from_,
        "to": listed(map(_words, letter.to)),
        "copies": listed(map(_words, letter.copies)),
        "copies, depending": listed(map(_words, letter.copies_if)),
        "with it": listed(map(_words, letter.enclosures)),
        "it must say": listed(map(_words, letter.says)),
    }
    text = "; ".join(f"{name}: {words}" for name, words in details.items() if words)
    return "\n".join(
        [bullet(f"{head} {_refs(letter.clauses)}", width), paragraph(text, width, indent=4)]
    )


def _appeal(appeal: Appeal, width: int) -> str:
    of = f"Against {listed(appeal.of)}: " if appeal.of else ""
    to = f", to {listed(appeal.to, 'or')}" if appeal.to else ""
    within = f", {appeal.within}" if appeal.within else ""
    return bullet(f"{of}{appeal.does}{to}{within} {_refs(appeal.clauses)}", width)


def _disagreement(conflict: Disagreement, width: int) -> str:
    lines = [bullet(f"{conflict.conflict} ({conflict.type}): {conflict.text}", width)]
    followed = any(reading.followed for reading in conflict.readings)
    for reading in sorted(conflict.readings, key=lambda reading: not reading.followed):
        mark = "followed here" if reading.followed else "another reading" if followed else "reading"
        text = f"{mark}: {reading.name} {_refs(reading.clauses)}"
        lines.append(bullet(text, width, indent=4))
    if conflict.advice:
        lines.append(paragraph(f"meanwhile: {conflict.advice}", width, indent=4))
    return "\n".join(lines)


def _question(question: Question, width: int) -> str:
    return bullet(f"{question.ask} {_refs(question.clauses)}", width)


def _quotes(clauses: Iterable[Cited], width: int) -> Iterator[str]:
    once = {clause.ref: clause.text for clause in clauses}
    for ref, text in once.items():
        if len(text) > LONGEST:
            text = f"{text[: text.rfind(' ', 0, LONGEST)]} … (toolkit show '{ref}')"
        yield paragraph(ref, width)
        yield paragraph(text, width, indent=4)


def _refs(clauses: Iterable[Cited]) -> str:
    found = [clause.ref for clause in clauses]
    if len(found) > FEW + 1:
        found = [*found[:FEW], f"{len(found) - FEW} more"]
    return f"[{', '.join(found)}]" if found else ""


def _words(name: str) -> str:
    return name.replace("-", " ")
