"""The paths of a procedure: the table that a policy's owner reads line by line and signs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.plain import Plain
from toolkit.procedure.procedure import Procedure
from toolkit.walk.walk import Edge, Position, Walk

MOST = 5_000
"""Paths after which the listing of one entry stops and says so."""


@dataclass(frozen=True, kw_only=True)
class Leg(Plain):
    """One step of a path and how it ends.

    Attributes:
        result: The result, or the outcomes, in words.
        silent: Whether the text does not say what follows.
    """

    step: str
    does: str
    who: str
    stage: str
    result: str
    outcomes: tuple[str, ...]
    letters: tuple[str, ...]
    limits: tuple[str, ...]
    clauses: tuple[str, ...]
    silent: bool = False


@dataclass(frozen=True, kw_only=True)
class Path(Plain):
    """A path from the first step of a track to its end.

    Attributes:
        track: The track.
        end: ``end``, ``not stated``, ``back to`` a step where the path comes round, or ``on to``
            another track.
    """

    track: str
    legs: tuple[Leg, ...]
    end: str


def paths(procedure: Procedure, walk: Walk, stage: str = "") -> Iterator[Path]:
    """Yield every path of every track, each loop once.

    Args:
        procedure: The procedure.
        walk: Its walk with facts forgotten.
        stage: Give only the parts of paths that lie in this stage, each once.
    """
    seen: set[tuple[tuple[tuple[str, str], ...], str]] = set()
    for entry in _starts(procedure, walk):
        track = procedure.steps[entry.step].track
        for found in _from(procedure, walk, entry, track):
            legs = tuple(leg for leg in found.legs if not stage or leg.stage == stage)
            key = (tuple((leg.step, leg.result) for leg in legs), found.end if not stage else "")
            if legs and key not in seen:
                seen.add(key)
                yield Path(track=found.track, legs=legs, end=found.end)


def _starts(procedure: Procedure, walk: Walk) -> Iterator[Position]:
    """Yield the positions at which each track is entered, one a step."""
    entered: dict[str, Position] = {}
    for entry in walk.entries:
        entered.setdefault(entry.step, entry)
    for edges in list(walk.positions.values()):
        for edge in edges:
            here = procedure.steps[edge.start.step].track
            for target in edge.targets:
                if procedure.steps[target.step].track != here:
                    entered.setdefault(target.step, target)
    yield from entered.values()


def _from(procedure: Procedure, walk: Walk, entry: Position, track: str) -> Iterator[Path]:
    count = 0
    stack: list[tuple[Position, tuple[Edge, ...]]] = [(entry, ())]
    while stack and count < MOST:
        position, before = stack.pop()
        if any(edge.start.step == position.step for edge in before):
            count += 1
            yield _path(procedure, track, before, f"back to: {_does(procedure, position.step)}")
            continue
        for edge in reversed(_distinct(walk.positions.get(position, []))):
            within = [t for t in edge.targets if procedure.steps[t.step].track == track]
            taken = (*before, edge)
            if within:
                stack.extend((target, taken) for target in _one_each(within))
            else:
                count += 1
                yield _path(procedure, track, taken, _end(procedure, edge))


def _distinct(edges: list[Edge]) -> list[Edge]:
    """Keep one edge a result: what is remembered on it makes no other path."""
    found: dict[str, Edge] = {}
    for edge in edges:
        found.setdefault(edge.label, edge)
    return list(found.values())


def _one_each(targets: list[Position]) -> list[Position]:
    return list({target.step: target for target in targets}.values())


def _end(procedure: Procedure, edge: Edge) -> str:
    if edge.silent:
        return "not stated"
    others = dict.fromkeys(_does(procedure, target.step) for target in edge.targets)
    return f"on to: {'; '.join(others)}" if others else "end"


def _path(procedure: Procedure, track: str, edges: tuple[Edge, ...], end: str) -> Path:
    return Path(track=track, legs=tuple(_leg(procedure, edge) for edge in edges), end=end)


def _leg(procedure: Procedure, edge: Edge) -> Leg:
    step = procedure.steps[edge.start.step]
    result = step.results.get(edge.label)
    outcomes = [procedure.outcomes[name] for name in edge.outcomes]
    refs = [*step.clauses, *(result.cites if result else ())]
    for outcome in outcomes:
        refs.extend(outcome.clauses)
        refs.extend(ref for at in outcome.at if at.step == step.id for ref in at.cites)
    names = {letter: procedure.letters[letter].name for letter in edge.letters}
    return Leg(
        step=step.id,
        does=step.does,
        who=" or ".join(procedure.role_name(who.role) for who in step.who),
        stage=step.stage or "",
        result=" and ".join(outcome.title() for outcome in outcomes)
        or edge.label.replace("-", " "),
        outcomes=edge.outcomes,
        letters=tuple(dict.fromkeys(names.values())),
        limits=tuple(f"{key}: {limit.words()}" for key, limit in step.limits()),
        clauses=tuple(dict.fromkeys(refs)),
        silent=edge.silent,
    )


def _does(procedure: Procedure, step: str) -> str:
    return procedure.steps[step].does
