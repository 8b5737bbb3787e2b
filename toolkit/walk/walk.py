"""The walk: every reachable position of a procedure, each track by itself.

A position is a track's open step, what is known of the outcomes that some guard reads, and the
facts that are remembered. An arrow into another track starts an entry there, so that the product of
tracks, which explodes, is never built. The walk is an over-approximation: what it calls unreachable
cannot be reached; what it calls reachable may need a combination of tracks that does not occur.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from toolkit.procedure.condition import Condition, Value
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Outcome, Step
from toolkit.procedure.shape import At, LetterUse, Result
from toolkit.walk.found import Edge, Position, Walk
from toolkit.walk.memory import EVERYWHERE, Crowd, Record, Supposed, memory
from toolkit.walk.truths import Truths

BUDGET = 20_000
"""Positions after which a walk stops."""

OPENED = "case.opened"

MAIN = "main"

NOT_DONE = "lapsed"

_DONE = {"done": Result.model_construct(then="end")}

_LATER = {
    "approve": ("approved", "refused"),
    "hold_back": ("revived",),
    "lasts": ("expires", "expired"),
}
"""What may happen to an outcome after it was imposed, by the key that makes it possible."""


def walk(procedure: Procedure, *, remember: bool = False, budget: int = BUDGET) -> Walk:
    """Walk a procedure.

    Args:
        procedure: The procedure.
        remember: Whether facts that hold for the whole case are remembered on the way; slower, and
            it finds more to be unreachable.
        budget: Most positions to visit.
    """
    crowd = Crowd()
    truths = Truths(procedure)
    while True:
        walker = _Walker(procedure, truths, crowd, remember, budget)
        found = walker.run()
        # Several steps of a track turned out to be open at once: less can be relied on there.
        if memory(procedure, crowd) == walker.memory:
            return found


@dataclass(frozen=True, slots=True)
class _Origin:
    """From where something happens: its track, and what is known there."""

    track: str
    record: Record
    facts: Supposed


@dataclass(slots=True)
class _Trail:
    """What follows from an edge, as it is gathered.

    Attributes:
        queue: Events whose consequences are still to be looked at; each with whether it happens at
            once.
        late: Steps that are opened later, when others may be open.
    """

    queue: deque[tuple[str, bool]]
    done: set[str] = field(default_factory=set)
    targets: dict[Position, None] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    letters: set[str] = field(default_factory=set)
    duties: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """An outcome that a decision imposes, and the entry that allows it."""

    outcome: Outcome
    entry: int

    @property
    def at(self) -> At:
        return self.outcome.at[self.entry]

    @property
    def letters(self) -> tuple[LetterUse, ...]:
        return self.outcome.letter if self.at.letter is None else self.at.letter

    @property
    def then(self) -> tuple[str, ...] | str:
        return self.outcome.then if self.at.then is None else self.at.then


class _Walker:
    def __init__(
        self, procedure: Procedure, truths: Truths, crowd: Crowd, remember: bool, budget: int
    ) -> None:
        self.procedure = procedure
        self.truths = truths
        self.found = Walk(remember)
        self.budget = budget
        self.crowd = crowd
        self.memory = memory(procedure, crowd)
        self.waiting: deque[Position] = deque()
        self.seen: dict[tuple[str, Record], list[Position]] = {}
        self.situations: dict[tuple[str, Record], list[Supposed]] = {}
        self.begun: set[tuple[str, str, tuple[str, ...]]] = set()
        steps = procedure.steps.values()
        self.powers = [step for step in steps if step.as_ == "power"]
        self.standing = [step for step in steps if step.as_ == "duty" and not step.after]

    def run(self) -> Walk:
        self._open_case()
        self._letters_from_outside()
        while self.waiting:
            if len(self.found.positions) >= self.budget:
                self.found.complete = False
                break
            position = self.waiting.popleft()
            self.found.positions[position] = list(dict.fromkeys(self._edges(position)))
        return self.found

    # Where ways begin

    def _open_case(self) -> None:
        nothing: Supposed = frozenset()
        trail = _Trail(deque())
        origins = []
        for track in dict.fromkeys((MAIN, *self.procedure.tracks)):
            absent = ((name, False) for name, home in self.memory.outcomes.items() if home == track)
            origin = _Origin(track, frozenset(absent), nothing)
            origins.append(origin)
            here = _Trail(deque([(OPENED, True)]))
            self._gather(here, origin)
            trail.duties |= here.duties
            trail.late |= here.late
            # A step of another track is gathered with what is known there.
            trail.targets |= {
                target: None for target in here.targets if self._track(target.step) == track
            }
        self._crowd(trail, "")
        self.found.beside.insert(0, self._edge(Position(OPENED), "opened", trail))
        for origin in origins:
            self._look_around(origin)

    def _letters_from_outside(self) -> None:
        """Let each letter arrive that nobody in the procedure sends."""
        sent = {use.letter for use in self._letter_uses()}
        for letter in self.procedure.letters.values():
            if letter.incoming and letter.id not in sent:
                trail = _Trail(deque(self._letter_events(letter.id)))
                self._gather(trail, _Origin("", frozenset(), frozenset()))
                self._crowd(trail, "")
                self._begin(self._edge(Position(letter.id), "received", trail))

    def _letter_uses(self) -> Iterator[LetterUse]:
        for step in self.procedure.steps.values():
            yield from step.letter
        for outcome in self.procedure.outcomes.values():
            yield from outcome.letter
            yield from (use for at in outcome.at for use in at.letter or ())

    def _begin(self, edge: Edge) -> None:
        key = (edge.start.step, edge.label, edge.leads_to())
        if key not in self.begun:
            self.begun.add(key)
            self.found.beside.append(edge)

    def _look_around(self, origin: _Origin) -> None:
        """Use every power and standing duty once in each situation."""
        known = self.situations.setdefault((origin.track, origin.record), [])
        if any(facts <= origin.facts for facts in known):
            return
        known.append(origin.facts)
        for step in (*self.powers, *self.standing):
            if self._possible(step.when, origin):
                self.found.steps.add(step.id)
                for edge in self._by_results(step, origin):
                    self._begin(edge)

    def _visit(self, position: Position) -> Position:
        """Take a position up, and give the one that stands for it."""
        known = self.seen.setdefault((position.step, position.record), [])
        # With fewer facts known more is possible: a position seen with fewer covers this one.
        for other in known:
            if other.facts <= position.facts:
                return other
        known.append(position)
        self.waiting.append(position)
        self.found.steps.add(position.step)
        self._look_around(_Origin(self._track(position.step), position.record, position.facts))
        return position

    # The ways on from a position

    def _edges(self, position: Position) -> Iterator[Edge]:
        step = self.procedure.steps[position.step]
        origin = _Origin(step.track, position.record, position.facts)
        yield from self._by_results(step, origin)
        if step.as_ == "decision":
            yield from self._by_outcomes(step, origin)

    def _by_results(self, step: Step, origin: _Origin) -> Iterator[Edge]:
        results = step.results or (_DONE if step.as_ in ("duty", "power") else {})
        for name, result in results.items():
            for supposed in self._suppose(result.when, origin):
                if name in step.results:
                    self.found.results.add(f"{step.id}.{name}")
                facts = self._remember(origin, supposed, result.sets)
                after = _Origin(origin.track, origin.record, facts)
                trail = _Trail(deque([(f"{step.id}.{name}", True)]))
                if name != NOT_DONE:
                    self._send(step.letter, after, trail)
                self._lead(result.then, after, trail)
                self._gather(trail, after)
                self._crowd(trail, origin.track, step)
                self._look_around(after)
                yield self._edge(
                    Position(step.id, origin.record, origin.facts), name, trail,
                    silent=result.then == "not-stated",
                )  # fmt: skip

    def _edge(
        self,
        start: Position,
        label: str,
        trail: _Trail,
        outcomes: tuple[str, ...] = (),
        silent: bool = False,
    ) -> Edge:
        targets = tuple(dict.fromkeys(self._visit(target) for target in trail.targets))
        letters = tuple(sorted(trail.letters))
        return Edge(start, label, outcomes, targets, letters, tuple(trail.duties), silent)

    def _by_outcomes(self, step: Step, origin: _Origin) -> Iterator[Edge]:
        found = []
        for names in self._choices(step):
            for chosen, supposed in self._ways(step, names, origin):
                edge = self._impose(step, chosen, origin, supposed)
                found.append(edge)
                yield edge
        self._note_forks(step, origin, found)

    def _choices(self, step: Step) -> Iterator[tuple[str, ...]]:
        """Yield each outcome with those that must come with it."""
        seen = set()
        for name in self.procedure.imposed_at.get(step.id, ()):
            together = self.procedure.outcomes[name].with_
            needed = {name, *(together.all if together else ())}
            one_of = together.any if together and not needed & set(together.any) else ()
            for other in one_of or ("",):
                chosen = tuple(sorted(needed | ({other} if other else set())))
                if chosen not in seen:
                    seen.add(chosen)
                    yield chosen

    def _ways(
        self, step: Step, names: tuple[str, ...], origin: _Origin
    ) -> Iterator[tuple[tuple[_Chosen, ...], dict[str, Value]]]:
        """Yield the entries under which all named outcomes are open at once, and what they need."""
        for chosen in self._entries(step, names):
            if not self.found.remembered:
                if self._open_at_once(chosen, dict(origin.facts), origin.record):
                    yield chosen, {}
                continue
            seen: set[Supposed] = set()
            for supposed in self._needs(chosen, dict(origin.facts), origin.record):
                kept = self._remember(origin, supposed, {})
                if kept not in seen:
                    seen.add(kept)
                    yield chosen, supposed

    def _entries(self, step: Step, names: tuple[str, ...]) -> Iterator[tuple[_Chosen, ...]]:
        """Yield each way to take the entries of some outcomes at a decision."""
        each = [
            [_Chosen(outcome, entry) for entry, at in enumerate(outcome.at) if at.step == step.id]
            for outcome in (self.procedure.outcomes[name] for name in names)
        ]
        yield from product(*each)

    def _needs(
        self, chosen: tuple[_Chosen, ...], facts: dict[str, Value], record: Record
    ) -> Iterator[dict[str, Value]]:
        """Yield what has to be supposed for some outcomes to be open at once."""
        if not chosen:
            yield {}
            return
        for supposed in self.truths.suppositions(chosen[0].at.when, True, facts, record):
            for more in self._needs(chosen[1:], {**facts, **supposed}, record):
                yield {**supposed, **more}

    def _open_at_once(
        self, chosen: tuple[_Chosen, ...], facts: dict[str, Value], record: Record
    ) -> bool:
        """Whether some outcomes can be open at once."""
        first, *others = chosen
        if not others:
            return self.truths.possible(first.at.when, facts, record)
        return any(
            self._open_at_once(tuple(others), {**facts, **supposed}, record)
            for supposed in self.truths.suppositions(first.at.when, True, facts, record)
        )

    def _impose(
        self,
        step: Step,
        chosen: tuple[_Chosen, ...],
        origin: _Origin,
        supposed: dict[str, Value],
    ) -> Edge:
        names = tuple(item.outcome.id for item in chosen)
        record = self._recorded(step, names, origin)
        facts = self._remember(origin, supposed, {})
        after = _Origin(origin.track, record, facts)
        trail = _Trail(deque([(f"{step.id}.decided", True)]))
        self.found.outcomes.update(names)
        for item in chosen:
            self._send(item.letters, after, trail)
            self._fate(item.outcome, trail)
            self._lead(item.then, after, trail)
        self._gather(trail, after)
        self._crowd(trail, origin.track, step)
        self._look_around(after)
        return self._edge(
            Position(step.id, origin.record, origin.facts), "+".join(names), trail, names,
            any(item.then == "not-stated" for item in chosen),
        )  # fmt: skip

    def _fate(self, outcome: Outcome, trail: _Trail) -> None:
        """Note what happens to an outcome, and may happen later, and what it does to others."""
        waits = outcome.approve or outcome.standstill or outcome.hold_back
        trail.queue.append((f"{outcome.id}.imposed", not waits))
        for key, words in _LATER.items():
            if getattr(outcome, key):
                trail.queue.extend((f"{outcome.id}.{word}", False) for word in words)
        ended = outcome.revokes
        if outcome.may_replace is not None:
            ended = tuple(self.procedure.outcomes)
        trail.queue.extend((f"{name}.replaced", False) for name in ended)

    def _recorded(self, step: Step, names: tuple[str, ...], origin: _Origin) -> Record:
        """Give what is known of the record after a decision."""
        record = dict(origin.record)
        outcomes = self.procedure.outcomes
        for name in names:
            record.update(dict.fromkeys(outcomes[name].revokes, False))
        record.update(dict.fromkeys(names, True))
        if self.memory.outcomes:
            for other in self._besides(step, names, origin):
                for name in (other, *outcomes[other].revokes):
                    if name not in names:
                        record.pop(name, None)
        return frozenset(item for item in record.items() if item[0] in self.memory.outcomes)

    def _besides(self, step: Step, names: tuple[str, ...], origin: _Origin) -> Iterator[str]:
        """Yield the outcomes that the same decision may impose besides."""
        for other in self.procedure.imposed_at.get(step.id, ()):
            if other not in names and self._joined(step, (*names, other), origin):
                yield other

    def _joined(self, step: Step, names: tuple[str, ...], origin: _Origin) -> bool:
        """Whether a decision may impose some outcomes together."""
        excluded = {
            other
            for name in names
            if (together := self.procedure.outcomes[name].with_) is not None
            for other in together.one
            if other != name
        }
        return not excluded & set(names) and any(
            self._open_at_once(chosen, dict(origin.facts), origin.record)
            for chosen in self._entries(step, names)
        )

    # What follows

    def _gather(self, trail: _Trail, origin: _Origin) -> None:
        """Follow events through the duties that they bring about to the steps that they open."""
        while trail.queue:
            event, at_once = trail.queue.popleft()
            if event in trail.done:
                continue
            trail.done.add(event)
            for name in self.procedure.opened_by.get(event, ()):
                self._open(name, origin, trail, at_once)

    def _lead(self, then: tuple[str, ...] | str, origin: _Origin, trail: _Trail) -> None:
        for name in () if isinstance(then, str) else then:
            self._open(name, origin, trail, True)

    def _open(self, name: str, origin: _Origin, trail: _Trail, at_once: bool) -> None:
        step = self.procedure.steps.get(name)
        if step is None or step.as_ == "power" or not self._possible(step.when, origin):
            return
        if step.as_ == "duty":
            self._bring_about(step, origin, trail)
            return
        trail.targets[self._placed(step, origin)] = None
        if not at_once:
            trail.late.add(name)

    def _bring_about(self, duty: Step, origin: _Origin, trail: _Trail) -> None:
        if duty.id in trail.duties:
            return
        self.found.steps.add(duty.id)
        trail.duties[duty.id] = None
        sent = _Trail(trail.queue)
        self._send(duty.letter, origin, sent)
        trail.queue.append((f"{duty.id}.done", False))
        for name, result in duty.results.items():
            if self._possible(result.when, origin):
                self.found.results.add(f"{duty.id}.{name}")
                trail.queue.append((f"{duty.id}.{name}", False))
                for target in () if isinstance(result.then, str) else result.then:
                    self._open(target, origin, trail, False)

    def _send(self, uses: Iterable[LetterUse], origin: _Origin, trail: _Trail) -> None:
        for use in uses:
            if self._possible(use.when, origin):
                trail.letters.add(use.letter)
                self.found.letters.add(use.letter)
                trail.queue.extend(self._letter_events(use.letter))

    def _letter_events(self, letter: str) -> list[tuple[str, bool]]:
        return [(f"{letter}.dated", False), (f"{letter}.received", False)]

    def _placed(self, step: Step, origin: _Origin) -> Position:
        """Give the position of a step that is opened, with what is still known there."""
        if step.track == origin.track:
            return Position(step.id, origin.record, origin.facts)
        own = self.memory.facts
        facts = ((name, value) for name, value in origin.facts if own.get(name, "") == EVERYWHERE)
        return Position(step.id, frozenset(), frozenset(facts))

    # Several steps of a track open at once

    def _crowd(self, trail: _Trail, here: str, by: Step | None = None) -> None:
        """Note the tracks on which an edge leaves several steps open."""
        tracks = Counter(self._track(target.step) for target in trail.targets)
        self.crowd.forked.update(track for track, count in tracks.items() if count > 1)
        for target in trail.targets:
            step = self.procedure.steps[target.step]
            beside = by is not None and by.as_ in ("power", "duty")
            entered = beside or step.track != here != ""
            if step.id in trail.late or (entered and not self._own_power(by, step)):
                (self.crowd.repeated if step.per else self.crowd.forked).add(step.track)

    def _own_power(self, by: Step | None, opened: Step) -> bool:
        """Whether a track is opened by its own power, which cannot be used while it is open."""
        return by is not None and by.as_ == "power" and by.track == opened.track != MAIN

    def _note_forks(self, step: Step, origin: _Origin, edges: list[Edge]) -> None:
        """Note that outcomes imposed together open several steps of the decision's own track."""
        if step.track in self.crowd.forked or not (self.memory.outcomes or self.memory.set):
            return
        for at, one in enumerate(edges):
            for other in edges[at + 1 :]:
                opened = {
                    name
                    for name in (*one.leads_to(), *other.leads_to())
                    if self._track(name) == step.track
                }
                names = tuple(dict.fromkeys((*one.outcomes, *other.outcomes)))
                if len(opened) > 1 and self._joined(step, names, origin):
                    self.crowd.forked.add(step.track)
                    return

    def _track(self, step: str) -> str:
        return self.procedure.steps[step].track

    # What is known, supposed and remembered

    def _possible(self, condition: Condition | None, origin: _Origin) -> bool:
        """Whether there is an answer to each fact under which a condition is not false."""
        return self.truths.possible(condition, dict(origin.facts), origin.record)

    def _suppose(self, condition: Condition | None, origin: _Origin) -> Iterator[dict[str, Value]]:
        """Yield what has to be supposed for a condition to hold, as far as it is remembered."""
        if self.found.remembered:
            facts = dict(origin.facts)
            yield from self.truths.suppositions(condition, True, facts, origin.record)
        elif self._possible(condition, origin):
            yield {}

    def _remember(
        self, origin: _Origin, supposed: dict[str, Value], sets: dict[str, Value]
    ) -> Supposed:
        """Add what was supposed of the whole case and cannot change, and what a result has set."""
        kept = dict(origin.facts)
        if self.found.remembered:
            for name, value in supposed.items():
                fact = self.procedure.facts[name]
                if fact.of == "case" and fact.from_ is None and name not in self.memory.set:
                    kept[name] = value
        for name, value in sets.items():
            if self.memory.facts.get(name) in (EVERYWHERE, origin.track):
                kept[name] = value
            else:
                kept.pop(name, None)
        return frozenset(kept.items())
