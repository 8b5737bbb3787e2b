"""The paths of a procedure: the table that a policy's owner reads line by line and signs."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.plain import Plain
from toolkit.procedure.limit import NOT_STATED
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Step
from toolkit.walk.found import Edge, Position, Walk

MOST = 5_000
"""Paths after which the listing of one entry stops and says so."""


class Leg(Plain):
    """One step of a path and how it ends.

    Attributes:
        nature: ``act``, ``decision``, ``duty`` or ``power``.
        result: The result, or the outcomes, in words.
        silent: Whether the text does not say what follows.
    """

    step: str
    nature: str
    does: str
    who: str
    stage: str
    result: str
    outcomes: tuple[str, ...]
    letters: tuple[str, ...]
    limits: tuple[str, ...]
    clauses: tuple[str, ...]
    silent: bool = False


class Path(Plain):
    """A path from where a way begins to its end.

    A way begins with the case, with a power or standing duty that can be used beside, with a letter
    that comes in, or where one track leads into another. After each step come the duties that its
    result brings about.

    Attributes:
        track: The track.
        end: ``end``, ``not stated``, ``back to`` a step where the path comes round, or ``on to``
            another track.
    """

    track: str
    legs: tuple[Leg, ...]
    end: str


_Taken = tuple[Edge, ...]


def paths(procedure: Procedure, walk: Walk, stage: str = "", most: int = MOST) -> Iterator[Path]:
    """Yield every path of every track, each loop once.

    Args:
        procedure: The procedure.
        walk: Its walk with facts forgotten.
        stage: Give only the parts of paths that lie in this stage, each once.
        most: Paths of one entry after which their listing stops; the last of them says so.
    """
    seen: set[tuple[tuple[tuple[str, str], ...], str]] = set()
    for found in _all(procedure, walk, most):
        legs = tuple(leg for leg in found.legs if not stage or leg.stage == stage)
        key = (tuple((leg.step, leg.result) for leg in legs), found.end if not stage else "")
        if legs and key not in seen:
            seen.add(key)
            yield Path(track=found.track, legs=legs, end=found.end)


def _all(procedure: Procedure, walk: Walk, most: int) -> Iterator[Path]:
    for edge in walk.beside:
        step = procedure.steps.get(edge.start.step)
        if step is not None:
            yield from _from(procedure, walk, step.track, edge, most)
            continue
        # What the opening or a letter brings about stands by itself, not before every path.
        if edge.duties:
            yield _path(procedure, "main", (edge,), _end(procedure, edge))
        for target in edge.targets:
            yield from _from(procedure, walk, _track(procedure, target), _into(target), most)
    for entry in _crossings(procedure, walk):
        yield from _from(procedure, walk, _track(procedure, entry), _into(entry), most)


def _into(entry: Position) -> Edge:
    """Give an edge out of nowhere into a position."""
    return Edge(Position(""), "", (), (entry,))


def _crossings(procedure: Procedure, walk: Walk) -> Iterator[Position]:
    """Yield the positions at which a track is entered from another."""
    entered: dict[Position, None] = {}
    for edges in (walk.beside, *walk.positions.values()):
        for edge in edges:
            step = procedure.steps.get(edge.start.step)
            if step is not None:
                entered |= {
                    target: None
                    for target in edge.targets
                    if _track(procedure, target) != step.track
                }
    yield from entered


def _from(procedure: Procedure, walk: Walk, track: str, start: Edge, most: int) -> Iterator[Path]:
    """Yield the paths on one track that begin with an edge."""
    count = 0
    stack: list[_Taken] = [(start,)]
    while stack:
        taken = stack.pop()
        if count >= most:
            end = f"the listing stops here: more than {most} paths begin with this step"
            yield _path(procedure, track, taken, end)
            return
        within = [t for t in taken[-1].targets if _track(procedure, t) == track]
        if not within:
            count += 1
            yield _path(procedure, track, taken, _end(procedure, taken[-1]))
        for target in within:
            if any(edge.start.step == target.step for edge in taken):
                count += 1
                yield _path(procedure, track, taken, f"back to: {_does(procedure, target)}")
            else:
                onward = _distinct(walk.positions.get(target, []))
                if not onward:
                    count += 1
                    yield _path(procedure, track, taken, f"no way on: {_does(procedure, target)}")
                stack.extend((*taken, edge) for edge in reversed(onward))


def _distinct(edges: list[Edge]) -> list[Edge]:
    """Keep one edge a result and place that it leads to: what is remembered makes no other path."""
    found: dict[tuple[str, tuple[str, ...]], Edge] = {}
    for edge in edges:
        found.setdefault((edge.label, edge.leads_to()), edge)
    return list(found.values())


def _end(procedure: Procedure, edge: Edge) -> str:
    if edge.silent:
        return "not stated"
    others = dict.fromkeys(_does(procedure, target) for target in edge.targets)
    return f"on to: {'; '.join(others)}" if others else "end"


def _path(procedure: Procedure, track: str, taken: _Taken, end: str) -> Path:
    legs = tuple(leg for edge in taken for leg in _legs(procedure, edge))
    return Path(track=track, legs=legs, end=end)


def _legs(procedure: Procedure, edge: Edge) -> Iterator[Leg]:
    step = procedure.steps.get(edge.start.step)
    if step is not None:
        yield _leg(procedure, step, edge)
    for duty in edge.duties:
        yield _duty(procedure, procedure.steps[duty])


def _leg(procedure: Procedure, step: Step, edge: Edge) -> Leg:
    result = step.results.get(edge.label)
    outcomes = [procedure.outcomes[name] for name in edge.outcomes]
    refs = [*step.clauses, *(result.cites if result else ())]
    for outcome in outcomes:
        refs.extend(outcome.clauses)
        refs.extend(ref for at in outcome.at if at.step == step.id for ref in at.cites)
    words = " and ".join(outcome.title() for outcome in outcomes)
    return _row(
        procedure, step, words or edge.label.replace("-", " "), edge.outcomes, edge.letters, refs,
        edge.silent,
    )  # fmt: skip


def _duty(procedure: Procedure, step: Step) -> Leg:
    """Give the leg of a duty that a result brings about, with all ways in which it may end."""
    refs = [*step.clauses, *(ref for result in step.results.values() for ref in result.cites)]
    words = " or ".join(name.replace("-", " ") for name in step.results) or "done"
    letters = tuple(use.letter for use in step.letter)
    silent = any(result.then == NOT_STATED for result in step.results.values())
    return _row(procedure, step, words, (), letters, refs, silent)


def _row(
    procedure: Procedure,
    step: Step,
    result: str,
    outcomes: tuple[str, ...],
    letters: tuple[str, ...],
    refs: list[str],
    silent: bool,
) -> Leg:
    return Leg(
        step=step.id,
        nature=step.as_,
        does=step.does,
        who=" or ".join(procedure.role_name(who.role) for who in step.who),
        stage=step.stage or "",
        result=result,
        outcomes=outcomes,
        letters=tuple(dict.fromkeys(procedure.letters[letter].name for letter in letters)),
        limits=tuple(f"{key}: {limit.words()}" for key, limit in step.limits()),
        clauses=tuple(dict.fromkeys(refs)),
        silent=silent,
    )


def _track(procedure: Procedure, position: Position) -> str:
    return procedure.steps[position.step].track


def _does(procedure: Procedure, position: Position) -> str:
    return procedure.steps[position.step].does
