"""The walk: every reachable position of a procedure, each track by itself.

A position is a track's open step, the outcomes in force that some guard reads, and the facts that
are remembered. An arrow into another track starts an entry there with the same record and facts,
so that the product of tracks, which explodes, is never built. The walk is an over-approximation:
what it calls unreachable cannot be reached; what it calls reachable may need a combination of
tracks that does not occur.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from toolkit.procedure.condition import Condition, Value
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Outcome, Step
from toolkit.procedure.shape import At
from toolkit.walk.truths import Truths

BUDGET = 20_000
"""Positions after which a walk with remembered facts is given up."""

OPENED = "case.opened"

Supposed = frozenset[tuple[str, Value]]


@dataclass(frozen=True, slots=True)
class Position:
    """An open act or decision, with what is on record and remembered."""

    step: str
    record: frozenset[str] = frozenset()
    facts: Supposed = frozenset()


@dataclass(frozen=True, slots=True)
class Edge:
    """One way from a position: the result or outcomes, what it sends, and where it leads.

    Attributes:
        label: The result's name, or the outcomes' ids joined by ``+``.
        silent: Whether the text does not say what follows.
    """

    start: Position
    label: str
    outcomes: tuple[str, ...]
    targets: tuple[Position, ...]
    letters: tuple[str, ...] = ()
    silent: bool = False


@dataclass(slots=True)
class Walk:
    """What a walk has found.

    Attributes:
        remembered: Whether facts were remembered, or forgotten after each guard.
        complete: Whether it ended within its budget.
        positions: The positions, in the order in which they were found.
        edges: The edges from each.
        steps, results, outcomes, letters: What can be reached.
    """

    remembered: bool
    complete: bool = True
    entries: list[Position] = field(default_factory=list)
    positions: dict[Position, list[Edge]] = field(default_factory=dict)
    steps: set[str] = field(default_factory=set)
    results: set[str] = field(default_factory=set)
    outcomes: set[str] = field(default_factory=set)
    letters: set[str] = field(default_factory=set)

    @property
    def edges(self) -> int:
        """How many edges there are."""
        return sum(len(edges) for edges in self.positions.values())


def walk(procedure: Procedure, *, remember: bool = False, budget: int = BUDGET) -> Walk:
    """Walk a procedure.

    Args:
        procedure: The procedure.
        remember: Whether facts that hold for the whole case are remembered on the way; slower, and
            it finds more to be unreachable.
        budget: Most positions to visit.
    """
    return _Walker(procedure, remember, budget).run()


class _Walker:
    def __init__(self, procedure: Procedure, remember: bool, budget: int) -> None:
        self.procedure = procedure
        self.truths = Truths(procedure)
        self.found = Walk(remember)
        self.budget = budget
        self.waiting: deque[Position] = deque()
        self.seen: dict[tuple[str, frozenset[str]], list[Supposed]] = {}
        self.situations: set[tuple[frozenset[str], Supposed]] = set()
        self.read = _read_outcomes(procedure)
        self.powers = [step for step in procedure.steps.values() if step.as_ == "power"]
        self.standing = [
            step for step in procedure.steps.values() if step.as_ == "duty" and not step.after
        ]

    def run(self) -> Walk:
        nothing: frozenset[str] = frozenset()
        self._enter(self._emit([OPENED], nothing, frozenset(), set()))
        self._beside(nothing, frozenset())
        while self.waiting:
            if len(self.found.positions) >= self.budget:
                self.found.complete = False
                break
            position = self.waiting.popleft()
            self.found.positions[position] = edges = []
            for edge in self._edges(position):
                edges.append(edge)
                self._visit(edge.targets)
        return self.found

    def _enter(self, targets: Iterable[Position]) -> None:
        targets = tuple(targets)
        self.found.entries.extend(target for target in targets if target not in self.found.entries)
        self._visit(targets)

    def _visit(self, targets: Iterable[Position]) -> None:
        for target in targets:
            key = (target.step, target.record)
            known = self.seen.setdefault(key, [])
            # With fewer facts known more is possible: a position seen with fewer covers this one.
            if any(facts <= target.facts for facts in known):
                continue
            known.append(target.facts)
            self.waiting.append(target)
            self.found.steps.add(target.step)
            self._beside(target.record, target.facts)

    def _beside(self, record: frozenset[str], facts: Supposed) -> None:
        """Use every power and standing duty once in each situation, and let outcomes end."""
        if (record, facts) in self.situations:
            return
        self.situations.add((record, facts))
        for step in (*self.powers, *self.standing):
            if self.truths.truth(step.when, dict(facts), record) is not False:
                self.found.steps.add(step.id)
                for edge in self._by_results(step, Position(step.id, record, facts)):
                    self._enter(edge.targets)

    # The ways on from a position

    def _edges(self, position: Position) -> Iterator[Edge]:
        step = self.procedure.steps[position.step]
        yield from self._by_results(step, position)
        if step.as_ == "decision":
            yield from self._by_outcomes(step, position)

    def _by_results(self, step: Step, position: Position) -> Iterator[Edge]:
        if not step.results and step.as_ in ("duty", "power"):
            letters: set[str] = set()
            events = [f"{step.id}.done", *self._letters(step, position, letters)]
            targets = self._emit(events, position.record, position.facts, letters)
            yield Edge(position, "done", (), tuple(targets), tuple(sorted(letters)))
        for name, result in step.results.items():
            for supposed in self._suppose(result.when, position):
                self.found.results.add(f"{step.id}.{name}")
                facts = self._remember(position.facts, supposed, result.sets)
                letters = set()
                events = [f"{step.id}.{name}"]
                if name != "lapsed":
                    events += self._letters(step, position, letters)
                then = () if isinstance(result.then, str) else result.then
                targets = [
                    *self._open(then, position.record, facts),
                    *self._emit(events, position.record, facts, letters),
                ]
                yield Edge(
                    position,
                    name,
                    (),
                    tuple(dict.fromkeys(targets)),
                    tuple(sorted(letters)),
                    result.then == "not-stated",
                )

    def _by_outcomes(self, step: Step, position: Position) -> Iterator[Edge]:
        for chosen in self._choices(step, position):
            for supposed in self._suppose_all(step, chosen, position):
                yield self._impose(step, chosen, position, supposed)

    def _choices(self, step: Step, position: Position) -> Iterator[tuple[str, ...]]:
        """Yield each outcome with those that must come with it."""
        seen = set()
        for name in self.procedure.imposed_at.get(step.id, ()):
            outcome = self.procedure.outcomes[name]
            together = {name, *(outcome.with_.all if outcome.with_ else ())}
            if outcome.with_ and outcome.with_.any and not together & set(outcome.with_.any):
                together.add(outcome.with_.any[0])
            chosen = tuple(sorted(together))
            if chosen not in seen:
                seen.add(chosen)
                yield chosen

    def _suppose_all(
        self, step: Step, chosen: tuple[str, ...], position: Position
    ) -> Iterator[dict[str, Value]]:
        """Yield what must be supposed for all chosen outcomes to be open at once."""
        supposed: list[dict[str, Value]] = [{}]
        for name in chosen:
            entries = [at for at in self.procedure.outcomes[name].at if at.step == step.id]
            supposed = [
                {**before, **more}
                for before in supposed
                for at in entries
                for more in self.truths.suppositions(
                    at.when, True, {**dict(position.facts), **before}, position.record
                )
            ]
        unique = {tuple(sorted(item.items(), key=str)): item for item in supposed}
        yield from unique.values()

    def _impose(
        self,
        step: Step,
        chosen: tuple[str, ...],
        position: Position,
        supposed: dict[str, Value],
    ) -> Edge:
        facts = self._remember(position.facts, supposed, {})
        record = set(position.record)
        letters: set[str] = set()
        events = [f"{step.id}.decided"]
        then: list[str] = []
        silent = False
        for name in chosen:
            outcome = self.procedure.outcomes[name]
            at = _entry(outcome, step)
            record -= set(outcome.revokes)
            if name in self.read:
                record.add(name)
            self.found.outcomes.add(name)
            events.append(f"{name}.imposed")
            for use in outcome.letter if at.letter is None else at.letter:
                letters.add(use.letter)
                events += [f"{use.letter}.dated", f"{use.letter}.received"]
            self.found.letters |= letters
            leads = outcome.then if at.then is None else at.then
            silent = silent or leads == "not-stated"
            then.extend(() if isinstance(leads, str) else leads)
        on = frozenset(record)
        targets = [*self._open(then, on, facts), *self._emit(events, on, facts, letters)]
        return Edge(
            position, "+".join(chosen), chosen, tuple(dict.fromkeys(targets)),
            tuple(sorted(letters)), silent,
        )  # fmt: skip

    # What follows from an event

    def _emit(
        self, events: list[str], record: frozenset[str], facts: Supposed, letters: set[str]
    ) -> list[Position]:
        """Give the positions that events open, through the duties that they bring about."""
        targets: list[Position] = []
        queue = deque(events)
        done = set()
        while queue:
            event = queue.popleft()
            if event in done:
                continue
            done.add(event)
            for name in self.procedure.opened_by.get(event, ()):
                step = self.procedure.steps[name]
                if self.truths.truth(step.when, dict(facts), record) is False:
                    continue
                if step.as_ != "duty":
                    targets.extend(self._open((name,), record, facts))
                    continue
                self.found.steps.add(name)
                self.found.results |= {f"{name}.{result}" for result in step.results}
                queue.append(f"{name}.done")
                queue.extend(self._letters(step, Position(name, record, facts), letters))
        return targets

    def _letters(self, step: Step, position: Position, sent: set[str]) -> list[str]:
        """Note the letters of a step as sent, and give their events."""
        events = []
        for use in step.letter:
            truth = self.truths.truth(use.when, dict(position.facts), position.record)
            if truth is not False:
                sent.add(use.letter)
                events += [f"{use.letter}.dated", f"{use.letter}.received"]
        self.found.letters |= sent
        return events

    def _open(
        self, names: Iterable[str], record: frozenset[str], facts: Supposed
    ) -> list[Position]:
        found = []
        for name in names:
            step = self.procedure.steps.get(name)
            if step is None or step.as_ == "power":
                continue
            if self.truths.truth(step.when, dict(facts), record) is False:
                continue
            if step.as_ == "duty":
                self.found.steps.add(name)
                found.extend(self._emit([f"{name}.done"], record, facts, set()))
            else:
                found.append(Position(name, record, facts))
        return found

    # What is supposed and remembered

    def _suppose(
        self, condition: Condition | None, position: Position
    ) -> Iterator[dict[str, Value]]:
        facts = dict(position.facts)
        if self.found.remembered:
            yield from self.truths.suppositions(condition, True, facts, position.record)
        elif self.truths.truth(condition, facts, position.record) is not False:
            yield {}

    def _remember(
        self, facts: Supposed, supposed: dict[str, Value], sets: dict[str, Value]
    ) -> Supposed:
        """Add what was supposed of the whole case, and what a result has set."""
        kept = dict(facts)
        if self.found.remembered:
            for name, value in supposed.items():
                if self.procedure.facts[name].of == "case":
                    kept[name] = value
        kept.update(sets)
        return frozenset(kept.items())


def _entry(outcome: Outcome, step: Step) -> At:
    return next(at for at in outcome.at if at.step == step.id)


def _read_outcomes(procedure: Procedure) -> frozenset[str]:
    """Give the outcomes whose being in force decides where a case can go."""
    return frozenset(
        outcome
        for name in flow_facts(procedure)
        if (fact := procedure.facts.get(name)) is not None and fact.from_ is not None
        for outcome in fact.from_.in_force
    )


def flow_facts(procedure: Procedure) -> frozenset[str]:
    """Give the facts that decide where a case can go, with those from which they follow."""
    waiting = [fact for condition in flow_conditions(procedure) for fact in condition.facts()]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        fact = procedure.facts.get(name)
        way = fact.from_ if fact else None
        if way is not None:
            waiting.extend(way.is_.facts() if way.is_ else way.checklist)
    return frozenset(found)


def flow_conditions(procedure: Procedure) -> Iterator[Condition]:
    """Yield the conditions of steps, results and outcomes: those that steer a case."""
    for step in procedure.steps.values():
        yield from (item for item in (step.when,) if item is not None)
        yield from (item.when for item in step.results.values() if item.when is not None)
    for outcome in procedure.outcomes.values():
        yield from (at.when for at in outcome.at if at.when is not None)
