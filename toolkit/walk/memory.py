"""What a walk may rely on later: outcomes in force, and facts that results set.

A track is walked by itself, so what another track may change meanwhile is not known there, and
neither is what a second open step of the same track may change. Whatever is not kept is unknown,
and what is unknown closes no way: so that a walk never calls unreachable what can be reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from toolkit.procedure.condition import Condition, Value
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Outcome

Record = frozenset[tuple[str, bool]]
"""Outcomes of which it is known whether they are in force."""

Supposed = frozenset[tuple[str, Value]]
"""Facts whose values are known: set on the way, or supposed."""

EVERYWHERE = ""


@dataclass(slots=True)
class Crowd:
    """Tracks on which several steps can be open at once.

    Attributes:
        forked: Those on which this can happen within one run through the track.
        repeated: Those that run once for each decision or allegation.
    """

    forked: set[str] = field(default_factory=set)
    repeated: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Memory:
    """What is kept.

    Attributes:
        outcomes: By outcome, the one track on which it comes and goes.
        facts: By fact, the one track that sets it; ``""`` where it is set to one value only, which
            it then keeps.
        set: Every fact that some result sets.
    """

    outcomes: dict[str, str]
    facts: dict[str, str]
    set: frozenset[str]


def memory(procedure: Procedure, crowd: Crowd) -> Memory:
    """Work out what is kept, given where several steps can be open at once."""
    outcomes = {}
    for name in sorted(_read_outcomes(procedure)):
        tracks = {procedure.steps[step].track for step in _changers(procedure, name)}
        if _stands(procedure, procedure.outcomes[name]) and len(tracks) == 1:
            (track,) = tracks
            if track not in crowd.forked | crowd.repeated:
                outcomes[name] = track
    facts = {}
    setters: dict[str, list[tuple[str, Value]]] = {}
    for step in procedure.steps.values():
        for result in step.results.values():
            for fact, value in result.sets.items():
                setters.setdefault(fact, []).append((step.id, value))
    for fact, known in setters.items():
        steps = [procedure.steps[step] for step, _ in known]
        tracks = {step.track for step in steps}
        if len({(type(value), value) for _, value in known}) == 1:
            facts[fact] = EVERYWHERE
        elif all(step.as_ in ("act", "decision") for step in steps) and len(tracks) == 1:
            (track,) = tracks
            if track not in crowd.forked:
                facts[fact] = track
    return Memory(outcomes, facts, frozenset(setters))


def _stands(procedure: Procedure, outcome: Outcome) -> bool:
    """Whether an outcome is in force from when it is imposed until another one revokes it."""
    if outcome.lasts or outcome.approve or outcome.standstill or outcome.hold_back:
        return False
    replaced = any(other.may_replace is not None for other in procedure.outcomes.values())
    return outcome.type == "finding" or not replaced


def _changers(procedure: Procedure, name: str) -> Iterator[str]:
    """Yield the decisions that impose an outcome or one that revokes it."""
    for outcome in procedure.outcomes.values():
        if outcome.id == name or name in outcome.revokes:
            yield from (at.step for at in outcome.at)


def _read_outcomes(procedure: Procedure) -> frozenset[str]:
    """Give the outcomes whose being in force decides where a case can go."""
    return frozenset(
        outcome
        for name in _closure(procedure, (f for c in flow_conditions(procedure) for f in c.facts()))
        if (fact := procedure.facts.get(name)) is not None and fact.from_ is not None
        for outcome in fact.from_.in_force
    )


def _closure(procedure: Procedure, names: Iterable[str]) -> frozenset[str]:
    """Give facts, with those from which they follow."""
    waiting = list(names)
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
        yield from (use.when for use in step.letter if use.when is not None)
    for outcome in procedure.outcomes.values():
        yield from (at.when for at in outcome.at if at.when is not None)
        uses = (*outcome.letter, *(use for at in outcome.at for use in at.letter or ()))
        yield from (use.when for use in uses if use.when is not None)
