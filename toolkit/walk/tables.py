"""Local tables: for each step, every combination of the facts that its guards read.

They need no walk, and find what a walk cannot say clearly: combinations under which nothing can
happen, under which two results both apply and disagree, and steps that nobody may take.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from toolkit.procedure.condition import Condition, Value
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Step
from toolkit.walk.memory import Record
from toolkit.walk.truths import Truths

NOTHING: Record = frozenset()
MOST = 4_096
"""Most combinations that are run through for one step."""


@dataclass(frozen=True, slots=True)
class Row:
    """One combination of facts, and what it lets happen."""

    facts: tuple[tuple[str, Value], ...]
    possible: tuple[str, ...]

    def words(self) -> str:
        """Put the combination into words."""
        return ", ".join(f"{name} {_shown(value)}" for name, value in self.facts) or "any facts"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a local table shows: a gap, an overlap, or that nobody may act."""

    code: str
    step: Step
    key: str
    row: Row
    names: tuple[str, ...] = ()


def tables(procedure: Procedure) -> Iterator[Finding]:
    """Yield what the local tables of all steps show."""
    truths = Truths(procedure)
    for step in procedure.steps.values():
        if step.as_ in ("act", "decision"):
            yield from _gap(truths, step)
        if step.as_ == "act":
            yield from _overlap(truths, step)
        yield from _nobody(truths, step)


def _gap(truths: Truths, step: Step) -> Iterator[Finding]:
    """Find a combination under which a step has no result."""
    guards = dict(_guards(truths.procedure, step))
    if step.beyond or any(guard is None for guard in guards.values()):
        return
    for row in _rows(truths, step, guards):
        if not row.possible:
            yield Finding("gap", step, "results", row)
            return


def _overlap(truths: Truths, step: Step) -> Iterator[Finding]:
    """Find a combination under which two guarded results both apply and lead apart."""
    guards = {name: result.when for name, result in step.results.items() if result.when is not None}
    if len(guards) < 2:
        return
    seen = set()
    for row in _rows(truths, step, guards):
        for at, one in enumerate(row.possible):
            for other in row.possible[at + 1 :]:
                apart = step.results[one].then != step.results[other].then
                if apart and (one, other) not in seen:
                    seen.add((one, other))
                    yield Finding("overlap", step, "results", row, (one, other))


def _nobody(truths: Truths, step: Step) -> Iterator[Finding]:
    guards = {str(number): who.when for number, who in enumerate(step.who)}
    if any(guard is None for guard in guards.values()):
        return
    rows = tuple(_rows(truths, step, guards))
    if rows and not any(row.possible for row in rows):
        yield Finding("nobody", step, "who", rows[0])


def _guards(procedure: Procedure, step: Step) -> Iterator[tuple[str, Condition | None]]:
    for name, result in step.results.items():
        if name != "lapsed":
            yield name, result.when
    for outcome in procedure.imposed_at.get(step.id, ()):
        for number, at in enumerate(procedure.outcomes[outcome].at):
            if at.step == step.id:
                yield f"{outcome} {number}", at.when


def _rows(truths: Truths, step: Step, guards: Mapping[str, Condition | None]) -> Iterator[Row]:
    """Run through the facts that decide the guards, as far as their values can be run through."""
    facts = [
        name
        for name in dict.fromkeys(
            base
            for guard in guards.values()
            if guard is not None
            for leaf in guard.leaves()
            for base in truths.bases(leaf.fact)
        )
        if name in truths.values
    ]
    size = 1
    for name in facts:
        size *= len(truths.values[name])
    if size > MOST:
        return
    for combination in _combinations(truths, facts):
        known = dict(combination)
        possible = tuple(
            name
            for name, guard in guards.items()
            if truths.truth(guard, known, NOTHING) is not False
        )
        certain = all(truths.truth(guard, known, NOTHING) is not None for guard in guards.values())
        if certain or not possible:
            yield Row(combination, possible)


def _combinations(truths: Truths, facts: Iterable[str]) -> Iterator[tuple[tuple[str, Value], ...]]:
    names = tuple(facts)
    if not names:
        yield ()
        return
    for value in truths.values[names[0]]:
        for rest in _combinations(truths, names[1:]):
            yield ((names[0], value), *rest)


def _shown(value: Value) -> str:
    return {True: "is so", False: "is not so"}[value] if isinstance(value, bool) else f"= {value}"
