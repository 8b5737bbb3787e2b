"""Whether a case speaks of what its procedure has: facts, values, events, outcomes, roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.case.case import Case, Event, Held
from toolkit.case.legality import words_of
from toolkit.problem import Problem, did_you_mean
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Fact

OUTCOME_WORDS = ("imposed", "approved", "refused", "replaced", "revived", "expired")
LETTER_WORDS = ("dated", "received")


def check_case(procedure: Procedure, case: Case) -> list[Problem]:
    """Give everything in a case that the procedure does not know."""
    return list(_problems(procedure, case))


def check_event(procedure: Procedure, event: Event) -> list[Problem]:
    """Give everything in one event that the procedure does not know."""
    return list(_event(procedure, event, "the event"))


def _problems(procedure: Procedure, case: Case) -> Iterator[Problem]:
    if case.procedure != procedure.id:
        yield Problem(
            "other-procedure",
            f"the case is one under '{case.procedure}', not under '{procedure.id}'",
        )
    yield from _facts(procedure, {name: given.value for name, given in case.facts.items()}, "facts")
    if case.taken_over is not None:
        for step in case.taken_over.at:
            if step not in procedure.steps:
                yield _unknown("step", step, procedure.steps, "taken-over")
        for before in case.taken_over.outcomes:
            if before.outcome not in procedure.outcomes:
                yield _unknown("outcome", before.outcome, procedure.outcomes, "taken-over")
    for number, event in enumerate(case.events, 1):
        yield from _event(procedure, event, f"event {number}")


def _event(procedure: Procedure, event: Event, where: str) -> Iterator[Problem]:
    split = procedure.split_event(event.event)
    if split is None:
        yield _unknown("event", event.event, _events(procedure), where)
    else:
        rule, word = split
        words: tuple[str, ...] = ()
        if rule in procedure.steps:
            words = words_of(procedure, procedure.steps[rule])
        elif rule in procedure.outcomes:
            words = OUTCOME_WORDS
        elif rule in procedure.letters:
            words = LETTER_WORDS
        if word not in words:
            near = did_you_mean(word, words) or f"it can be: {', '.join(words)}"
            yield Problem(
                "unknown-result", f"{where}: '{rule}' has no result '{word}'", "", 0, "", near
            )
    for outcome in event.outcomes:
        if outcome not in procedure.outcomes:
            yield _unknown("outcome", outcome, procedure.outcomes, where)
    yield from _facts(procedure, event.facts, where)


def _facts(procedure: Procedure, facts: dict[str, Held], where: str) -> Iterator[Problem]:
    for name, value in facts.items():
        fact = procedure.facts.get(name)
        if fact is None:
            yield _unknown("fact", name, procedure.facts, where)
        elif fact.type == "breaches":
            yield from _breaches(procedure, name, value, where)
        elif not fact.accepts(value):
            yield Problem(
                "bad-fact", f"{where}: '{name}' is {_shown(value)}, and {_wanted(fact)} is expected"
            )


def _breaches(procedure: Procedure, name: str, value: Held, where: str) -> Iterator[Problem]:
    known = {breach.id for breach in procedure.breaches.values()} | {
        breach.place.clause for breach in procedure.breaches.values()
    }
    for item in value if isinstance(value, tuple) else (value,):
        if item not in known:
            near = did_you_mean(str(item), known)
            yield Problem(
                "unknown-breach",
                f"{where}: '{name}' names no line of the catalogue: '{item}'",
                "",
                0,
                "",
                near,
            )


def _wanted(fact: Fact) -> str:
    if isinstance(fact.type, tuple):
        return f"one of {', '.join(fact.type)}"
    return {
        "yes-no": "true or false",
        "number": "a whole number",
        "date": "a date such as 2026-03-01",
        "text": "text",
    }.get(fact.type, fact.type)


def _shown(value: Held) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}'" if isinstance(value, str) else str(value)


def _events(procedure: Procedure) -> list[str]:
    found = [
        f"{step.id}.{word}"
        for step in procedure.steps.values()
        for word in words_of(procedure, step)
    ]
    found.extend(f"{letter}.{word}" for letter in procedure.letters for word in LETTER_WORDS)
    return found


def _unknown(what: str, name: str, known: Iterable[str], where: str) -> Problem:
    article = "an" if what[0] in "aeiou" else "a"
    return Problem(
        f"unknown-{what}",
        f"{where}: '{name}' is not {article} {what} of this procedure",
        "",
        0,
        "",
        did_you_mean(name, known),
    )
