"""The holes of a procedure: what a walk over every path shows to be missing or impossible."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from toolkit.problem import Problem
from toolkit.procedure.limit import NOT_STATED, Limit
from toolkit.procedure.names import kind_of
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Letter, Outcome, Step
from toolkit.procedure.shape import Rule
from toolkit.walk.found import Edge, Position, Walk
from toolkit.walk.tables import Finding, Row, tables
from toolkit.walk.truths import conditions, other_conditions
from toolkit.walk.walk import OPENED

ENCLOSED = ("enclosure", "contract")
"""Sorts of document that are no letters: nothing has to send them."""


@dataclass(frozen=True, slots=True)
class _Hole:
    code: str
    rule: Rule
    key: str
    message: str
    suggestion: str


def holes(procedure: Procedure, forgetful: Walk, mindful: Walk) -> list[Problem]:
    """Give what is missing or impossible, less what is marked as deliberate.

    Args:
        procedure: The procedure, as parsed.
        forgetful: The walk with facts forgotten; sound for "unreachable".
        mindful: The walk with facts remembered; used for dead ends where it is complete.
    """
    found = [
        *(_local(finding) for finding in tables(procedure)),
        *_untold(procedure),
        *_without_start(procedure),
        *_raising(procedure),
        *_unread(procedure),
    ]
    if forgetful.complete:
        found += [
            *_unreachable(procedure, forgetful),
            *_dead_ends(procedure, mindful if mindful.complete else forgetful),
            *_unsent(procedure, forgetful),
            *_never_starting(procedure, forgetful),
            *_unheard(procedure, forgetful),
            *_unopened(procedure, forgetful),
        ]
    return [*_stopped(procedure, forgetful), *_problems(found)]


def _stopped(procedure: Procedure, walk: Walk) -> Iterator[Problem]:
    """A walk that has not ended tells nothing about what cannot be reached."""
    if not walk.complete:
        yield Problem(
            "walk-stopped",
            f"the walk stopped after {len(walk.positions)} positions, and what cannot be reached "
            "was not looked for",
            procedure.rules[0].place.file,
            suggestion="let fewer conditions read which outcomes are in force",
            level="warning",
        )


def _problems(found: list[_Hole]) -> list[Problem]:
    return [
        Problem(
            hole.code,
            f"{kind_of(hole.rule)} '{hole.rule.id}': {hole.message}",
            hole.rule.place.file,
            hole.rule.place.line_of(hole.key),
            hole.rule.place.clause,
            hole.suggestion,
        )
        for hole in found
        if not any(item.check == hole.code for item in hole.rule.deliberate)
    ]


def _unreachable(procedure: Procedure, walk: Walk) -> Iterator[_Hole]:
    for step in procedure.steps.values():
        if step.id not in walk.steps:
            yield _Hole(
                "unreachable-step", step, "id", "no path leads to it",
                "let a result lead to it with 'then', or open it with 'after'",
            )  # fmt: skip
            continue
        for name in step.results:
            if f"{step.id}.{name}" not in walk.results:
                yield _Hole(
                    "unreachable-result", step, f"results.{name}",
                    f"the result '{name}' can never come about",
                    "its condition is false on every path; mend it or leave the result out",
                )  # fmt: skip
    for outcome in procedure.outcomes.values():
        if outcome.id not in walk.outcomes:
            yield _Hole(
                "unreachable-outcome", outcome, "at", "no path can impose it",
                "its decisions are never reached, or its conditions are false on every path",
            )  # fmt: skip


def _dead_ends(procedure: Procedure, walk: Walk) -> Iterator[_Hole]:
    seen = set()
    for position, edges in walk.positions.items():
        if edges or position.step in seen:
            continue
        seen.add(position.step)
        facts = tuple(sorted(position.facts))
        held = f" where: {Row(facts, ()).words()}" if facts else ""
        yield _Hole(
            "dead-end", procedure.steps[position.step], "results",
            f"a case can come here and not go on{held}",
            "add a result or an outcome for it, or say not-stated",
        )  # fmt: skip


def _local(finding: Finding) -> _Hole:
    step = finding.step
    if finding.code == "gap":
        return _Hole(
            "gap", step, finding.key, f"nothing can happen where: {finding.row.words()}",
            "add a result or outcome for it, or say what more is found with beyond: not-stated",
        )  # fmt: skip
    if finding.code == "nobody":
        return _Hole(
            "nobody", step, finding.key, "nobody may take it, whatever the facts",
            "the conditions of all who are named are false",
        )  # fmt: skip
    one, other = finding.names
    return _Hole(
        "overlap", step, finding.key,
        f"'{one}' and '{other}' both apply and lead apart where: {finding.row.words()}",
        "make their conditions exclude each other, or mark it as deliberate",
    )  # fmt: skip


def _untold(procedure: Procedure) -> Iterator[_Hole]:
    for outcome in procedure.outcomes.values():
        said = "letter" in outcome.place.keys or all(at.letter is not None for at in outcome.at)
        if not said:
            yield _Hole(
                "no-letter", outcome, "id", "it does not say which letter tells of it",
                "write letter: ID, or letter: none where there is none",
            )  # fmt: skip


def _unsent(procedure: Procedure, walk: Walk) -> Iterator[_Hole]:
    sent = set(walk.letters)
    for letter in procedure.letters.values():
        sent.update(enclosure.item for enclosure in letter.encloses)
    awaited = {split[0] for name in _events(procedure) if (split := procedure.split_event(name))}
    for letter in procedure.letters.values():
        arrives = letter.incoming and letter.id in awaited
        if letter.id not in sent and letter.sort not in ENCLOSED and not arrives:
            yield _Hole(
                "letter-never-sent", letter, "id", "no step or outcome on any path sends it",
                "name it under 'letter' or 'encloses', or mark it as deliberate",
            )  # fmt: skip


def _events(procedure: Procedure) -> Iterator[str]:
    """Yield the events that open steps, start clocks or are counted."""
    yield from procedure.opened_by
    for _, _, limit in _limits(procedure):
        yield from limit.after
    for fact in procedure.facts.values():
        if fact.from_ is not None:
            yield from (*fact.from_.happened, *fact.from_.count, fact.from_.since or "")


def _without_start(procedure: Procedure) -> Iterator[_Hole]:
    for rule, key, limit in _limits(procedure):
        if not limit.after:
            yield _Hole(
                "limit-without-start", rule, key, f"the limit under '{key}' has no start",
                "write after: EVENT, or after: not-stated where the text gives none",
            )  # fmt: skip


def _never_starting(procedure: Procedure, walk: Walk) -> Iterator[_Hole]:
    for rule, key, limit in _limits(procedure):
        if limit.after and not any(_fires(procedure, walk, event) for event in limit.after):
            yield _Hole(
                "limit-never-starts", rule, key,
                f"no path makes the event that starts the limit under '{key}': "
                f"{', '.join(limit.after)}",
                "name an event that happens, or mend what should make it",
            )  # fmt: skip


def _limits(procedure: Procedure) -> Iterator[tuple[Rule, str, Limit]]:
    """Yield the limits that have a number, and so need a start."""
    found: list[tuple[Rule, str, Limit]] = []
    for step in procedure.steps.values():
        found.extend((step, key, limit) for key, limit in step.limits())
    for outcome in procedure.outcomes.values():
        if outcome.standstill is not None:
            found.append((outcome, "standstill", outcome.standstill))
    yield from (item for item in found if item[2].count is not None or item[2].data is not None)


def _fires(procedure: Procedure, walk: Walk, event: str) -> bool:
    """Whether some path makes an event."""
    split = procedure.split_event(event)
    if split is None:
        return event in (OPENED, NOT_STATED)
    maker, word = procedure.rule_by_id[split[0]], split[1]
    if isinstance(maker, Step):
        return event in walk.results if word in maker.results else maker.id in walk.steps
    if isinstance(maker, Outcome):
        return maker.id in walk.outcomes
    return isinstance(maker, Letter) and (maker.id in walk.letters or maker.incoming)


def _unheard(procedure: Procedure, walk: Walk) -> Iterator[_Hole]:
    """Find sanctions whose decision can be reached without the person having been heard."""
    heard = {step.id for step in procedure.steps.values() if step.hears}
    heard |= {
        name
        for protocol in procedure.protocols.values()
        for name in protocol.of
        if procedure.steps[name].as_ == "act"
    }
    begun = [edge for edge in walk.beside if edge.start.step not in heard]
    entered = [target for edge in begun for target in edge.targets]
    unheard = {
        position.step for position in _onward(walk, entered, lambda edge: _silent(edge, heard))
    }
    for outcome in procedure.outcomes.values():
        if outcome.type != "sanction":
            continue
        without = [at.step for at in outcome.at if at.step in unheard - heard]
        if without:
            yield _Hole(
                "sanction-without-hearing", outcome, "at",
                f"it can be imposed at '{without[0]}' without the person having been heard",
                "mark the hearing with hears: true, or mark it as deliberate with its clause",
            )  # fmt: skip


def _silent(edge: Edge, heard: set[str]) -> bool:
    return edge.start.step not in heard


def _onward(
    walk: Walk, starts: Iterable[Position], follow: Callable[[Edge], bool]
) -> dict[Position, None]:
    """Give the positions that are reached from others over edges of a sort, these included."""
    found = dict.fromkeys(starts)
    waiting = deque(found)
    while waiting:
        for edge in walk.positions.get(waiting.popleft(), ()):
            for target in edge.targets if follow(edge) else ():
                if target not in found:
                    found[target] = None
                    waiting.append(target)
    return found


def _unopened(procedure: Procedure, walk: Walk) -> Iterator[_Hole]:
    """Find appeals that do not open before something else is decided."""
    opened: dict[str, set[str]] = {}
    for edge in (edge for edges in walk.positions.values() for edge in edges if edge.outcomes):
        after = _onward(walk, edge.targets, lambda later: not later.outcomes)
        for name in edge.outcomes:
            opened.setdefault(name, set()).update(position.step for position in after)
    for outcome in procedure.outcomes.values():
        for appeal in dict.fromkeys((outcome.appeal, *(at.appeal for at in outcome.at))):
            if appeal in procedure.steps and appeal not in opened.get(outcome.id, {appeal}):
                yield _Hole(
                    "appeal-never-opens", outcome, "appeal",
                    f"imposing it never opens the appeal '{appeal}'",
                    "let the letter that is sent with it, or the decision, open that step",
                )  # fmt: skip


def _raising(procedure: Procedure) -> Iterator[_Hole]:
    for outcome in procedure.outcomes.values():
        lower = [at.step for at in outcome.at if _may_not_raise(procedure, at.step)]
        if outcome.type == "sanction" and lower:
            yield _Hole(
                "appeal-raises", outcome, "at",
                f"'{lower[0]}' may not make a sanction more severe, and can impose this one",
                "let the appeal's outcome replace the sanction with may-replace instead",
            )  # fmt: skip


def _may_not_raise(procedure: Procedure, step: str) -> bool:
    return any(
        (replaces := procedure.outcomes[name].may_replace) is not None
        and replaces.rank == "not-higher"
        for name in procedure.imposed_at.get(step, ())
    )


def _unread(procedure: Procedure) -> Iterator[_Hole]:
    read = {leaf.fact for condition in conditions(procedure) for leaf in condition.leaves()}
    read |= {field.from_ for letter in procedure.letters.values() for field in letter.fields}
    for fact in procedure.facts.values():
        way = fact.from_
        if way is not None:
            read.update(name for name in (way.years_since, way.class_of, way.stage_of) if name)
            read.update(way.checklist)
    for role in procedure.roles.values():
        if role.body is not None and role.body.able:
            read.add(role.body.able)
    left = [
        fact for fact in procedure.facts.values() if fact.id not in read and fact.type != "breaches"
    ]
    if left:
        read = {leaf.fact for item in other_conditions(procedure) for leaf in item.leaves()}
    for fact in left:
        if fact.id not in read:
            yield _Hole(
                "fact-never-read", fact, "id", "it is asked for, and nothing turns on it",
                "let a condition read it, or leave it out",
            )  # fmt: skip
