"""Whether a case speaks of what its procedure has: facts, values, events, outcomes, roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.case.case import Case, Event, Held
from toolkit.case.legality import words_of
from toolkit.problem import Problem, did_you_mean
from toolkit.procedure.explain import shown
from toolkit.procedure.names import nearest_value, possible
from toolkit.procedure.procedure import Procedure

OUTCOME_WORDS = ("imposed", "approved", "refused", "replaced", "revived", "expired")
LETTER_WORDS = ("dated", "received")
MANY = 12
"""More names than these are not listed in a message."""


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
            suggestion="read it with its own procedure, or correct its 'procedure'",
        )
    yield from _facts(procedure, {name: given.value for name, given in case.facts.items()}, "facts")
    if case.taken_over is not None:
        for step in case.taken_over.at:
            if step not in procedure.steps:
                yield _unknown("step", step, procedure.steps, "taken-over")
        for before in case.taken_over.outcomes:
            if before.outcome not in procedure.outcomes:
                yield _unknown("outcome", before.outcome, procedure.outcomes, "taken-over")
            if before.step and before.step not in procedure.steps:
                yield _unknown("step", before.step, procedure.steps, "taken-over")
    for number, event in enumerate(case.events, 1):
        yield from _event(procedure, event, f"event {number}")


def _event(procedure: Procedure, event: Event, where: str) -> Iterator[Problem]:
    split = procedure.split_event(event.event)
    if split is None:
        yield _unknown_event(procedure, event.event, where)
    else:
        rule, word = split
        words = _words(procedure, rule)
        if word not in words:
            near = did_you_mean(word, words) or _listed("it can be", words)
            if word == "lapsed" and rule in procedure.steps:
                near = "leave it out; it follows from the dates"
            message = f"{where}: '{rule}' has no result '{word}'"
            yield Problem("unknown-result", message, suggestion=near or "nothing happens to it")
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
            message = f"{where}: '{name}' is {shown(value)}, not {possible(fact)}"
            yield Problem("bad-fact", message, suggestion=nearest_value(fact, value))


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


def _words(procedure: Procedure, rule: str) -> tuple[str, ...]:
    """Give the words that may follow a rule's id in an event."""
    if rule in procedure.steps:
        return words_of(procedure, procedure.steps[rule])
    if rule in procedure.outcomes:
        return OUTCOME_WORDS
    return LETTER_WORDS if rule in procedure.letters else ()


def _events(procedure: Procedure) -> list[str]:
    found = [
        f"{step.id}.{word}"
        for step in procedure.steps.values()
        for word in words_of(procedure, step)
    ]
    found.extend(f"{letter}.{word}" for letter in procedure.letters for word in LETTER_WORDS)
    return found


def _unknown_event(procedure: Procedure, event: str, where: str) -> Problem:
    if words := _words(procedure, event):
        message = f"{where}: '{event}' does not say what happened"
        ways = " or ".join(f"{event}.{word}" for word in words)
        return Problem("unknown-event", message, suggestion=f"write {ways}")
    return _unknown("event", event, _events(procedure), where)


def _unknown(what: str, name: str, known: Iterable[str], where: str) -> Problem:
    article = "an" if what[0] in "aeiou" else "a"
    return Problem(
        f"unknown-{what}",
        f"{where}: '{name}' is not {article} {what} of this procedure",
        suggestion=did_you_mean(name, known) or _listed(f"the {what}s are", tuple(known)),
    )


def _listed(what: str, names: tuple[str, ...]) -> str:
    """List names, where they are few enough to be read."""
    return f"{what} {', '.join(names)}" if 0 < len(names) <= MANY else ""
