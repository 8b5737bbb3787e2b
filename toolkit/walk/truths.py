"""What a condition can be on a walk, where only what was set on the way and the record is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from toolkit.procedure.base import Model
from toolkit.procedure.condition import Condition, Known, Truth, Value
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.readings import reading
from toolkit.procedure.rule import Fact
from toolkit.procedure.shape import Derivation
from toolkit.walk.memory import Record

Facts = Mapping[str, Value]

_Guard = tuple[int, bool, frozenset[tuple[str, Value]], Record]
"""A guard as it is met: which, what is wanted of it, and what it reads of facts and record."""


class Truths:
    """Evaluates the conditions of a procedure for a walk.

    A fact is what a result has set, what has been supposed of it, or what follows from these and
    the outcomes on record; everything else is unknown.
    """

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self._supposed: dict[_Guard, tuple[dict[str, Value], ...]] = {}
        self._possible: dict[_Guard, bool] = {}
        self._reads: dict[int, frozenset[str]] = {}

    def truth(self, condition: Condition | None, facts: Facts, record: Record) -> Truth:
        """Evaluate a condition; none at all is true."""
        if condition is None:
            return True
        return condition.truth(lambda name: self.known(name, facts, record, ()))

    def known(self, name: str, facts: Facts, record: Record, above: tuple[str, ...]) -> Known:
        """Give what is known of a fact at a position."""
        if name in facts:
            return facts[name]
        fact = self.procedure.facts.get(name)
        way = fact.from_ if fact else None
        if way is None or name in above:
            return None
        known = self._derived(way, facts, record, (*above, name))
        # Where the record says no, an answer may say yes: not all that happened is recorded.
        return None if known is False and way.in_force and fact and fact.ask else known

    def _derived(
        self, way: Derivation, facts: Facts, record: Record, above: tuple[str, ...]
    ) -> Known:
        if way.in_force:
            return _in_force(way, record)
        if way.is_ is not None:
            return way.is_.truth(lambda name: self.known(name, facts, record, above))
        if way.checklist:
            held = [self.known(name, facts, record, above) for name in way.checklist]
            if False in held:
                return False
            return None if None in held else True
        return None

    def suppositions(
        self, condition: Condition | None, wanted: bool, facts: Facts, record: Record
    ) -> Iterator[dict[str, Value]]:
        """Yield what must be supposed, beyond what is known, for a condition to be as wanted.

        What cannot be supposed (text, dates, lists of breaches, what has happened) stays unknown,
        and a condition that hangs on it is taken to be possible.
        """
        if condition is None:
            yield {}
            return
        key, held = self._guard(condition, wanted, facts, record)
        known = self._supposed.get(key)
        if known is None:
            known = self._supposed[key] = tuple(self._run_through(condition, wanted, held, record))
        yield from known

    def possible(self, condition: Condition | None, facts: Facts, record: Record) -> bool:
        """Whether a condition can hold, whatever has to be supposed for it."""
        if condition is None:
            return True
        key, held = self._guard(condition, True, facts, record)
        known = self._possible.get(key)
        if known is None:
            found = self._run_through(condition, True, held, record)
            known = self._possible[key] = any(True for _ in found)
        return known

    def _guard(
        self, condition: Condition, wanted: bool, facts: Facts, record: Record
    ) -> tuple[_Guard, dict[str, Value]]:
        """Give the key under which a guard is remembered, and the known facts that it reads."""
        # The same guard is met at many positions that differ in what it does not read.
        read = self._read_by(condition)
        held = {name: value for name, value in facts.items() if name in read}
        on_record = frozenset(item for item in record if item[0] in read)
        return (id(condition), wanted, frozenset(held.items()), on_record), held

    def _run_through(
        self, condition: Condition, wanted: bool, facts: Facts, record: Record
    ) -> Iterator[dict[str, Value]]:
        truth = self.truth(condition, facts, record)
        if truth is wanted:
            yield {}
            return
        if truth is not None:
            return
        name = self._to_suppose(condition, facts, record)
        if name is None:
            yield {}
            return
        for value in self.values[name]:
            more = {**facts, name: value}
            for further in self._run_through(condition, wanted, more, record):
                yield {name: value, **further}

    def _read_by(self, condition: Condition) -> frozenset[str]:
        """Give the facts, and the outcomes on record, that can change a condition."""
        known = self._reads.get(id(condition))
        if known is not None:
            return known
        waiting = list(condition.facts())
        found: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            found.add(name)
            fact = self.procedure.facts.get(name)
            way = fact.from_ if fact else None
            if way is not None:
                found.update(way.in_force)
                waiting.extend(way.is_.facts() if way.is_ else way.checklist)
        self._reads[id(condition)] = frozenset(found)
        return self._reads[id(condition)]

    def _to_suppose(self, condition: Condition, facts: Facts, record: Record) -> str | None:
        """Give the first unknown fact under a condition whose values can be run through."""
        for leaf in condition.deciding(lambda name: self.known(name, facts, record, ())):
            for name in self._bases(leaf.fact, facts, record, ()):
                if name in self.values and name not in facts:
                    return name
        return None

    def _bases(
        self, name: str, facts: Facts, record: Record, above: tuple[str, ...]
    ) -> Iterator[str]:
        """Yield the facts from which an unknown one follows, or the fact itself."""
        fact = self.procedure.facts.get(name)
        way = fact.from_ if fact else None
        if name in above or self.known(name, facts, record, ()) is not None:
            return
        below = (
            ()
            if way is None
            else (tuple(leaf.fact for leaf in way.is_.leaves()) if way.is_ else way.checklist)
        )
        deeper = [
            found for base in below for found in self._bases(base, facts, record, (*above, name))
        ]
        yield from deeper or [name]

    def bases(self, name: str) -> tuple[str, ...]:
        """Give the facts from which one follows where nothing is known, or the fact itself."""
        return tuple(self._bases(name, {}, frozenset(), ()))

    @cached_property
    def values(self) -> dict[str, tuple[Value, ...]]:
        """The values to run through for each fact that has few; numbers stand for intervals."""
        found: dict[str, tuple[Value, ...]] = {}
        for fact in self.procedure.facts.values():
            values = self._values(fact)
            if values:
                found[fact.id] = values
        return found

    def _values(self, fact: Fact) -> tuple[Value, ...]:
        way = fact.from_
        if way is not None and (way.class_of or way.stage_of or way.breach or way.open):
            return ()
        if isinstance(fact.type, tuple):
            return fact.type
        if fact.type == "yes-no":
            return (True, False)
        if fact.type == "number":
            thresholds = sorted(self.thresholds.get(fact.id, set()))
            return (min(thresholds) - 1, *thresholds) if thresholds else ()
        return ()

    @cached_property
    def thresholds(self) -> dict[str, set[int]]:
        """The numbers at which what conditions say of each fact can change."""
        found: dict[str, set[int]] = {}
        for condition in conditions(self.procedure):
            for leaf in condition.leaves():
                fits = [value for value in leaf.values if type(value) is int]
                ends = [leaf.number] if leaf.op != "is" else [*fits, *(value + 1 for value in fits)]
                found.setdefault(leaf.fact, set()).update(int(end) for end in ends)
        return found


def _in_force(way: Derivation, record: Record) -> bool | None:
    """Tell whether one of the outcomes is in force, as far as the record is known."""
    if way.state != "running":
        return None
    if any((name, True) in record for name in way.in_force):
        return True
    return False if all((name, False) in record for name in way.in_force) else None


def conditions(procedure: Procedure) -> Iterator[Condition]:
    """Yield every condition in the rules of a procedure."""
    for rule in procedure.rules:
        yield from _within(rule)


def other_conditions(procedure: Procedure) -> Iterator[Condition]:
    """Yield the conditions of the rules that the sides of conflicts change."""
    for conflict in procedure.conflicts.values():
        for number, side in enumerate(conflict.sides):
            for target in side.set:
                yield from _within(reading(procedure, conflict, number, target))


def _within(value: object) -> Iterator[Condition]:
    if isinstance(value, Condition):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _within(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _within(item)
    elif isinstance(value, Model):
        for name in type(value).model_fields:
            yield from _within(getattr(value, name))
