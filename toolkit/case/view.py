"""Which steps an advice looks at: those open, one act back, and the road ahead where it is plain.

The road is followed through acts whose results all lead the same way, or to which the policy's
examples point, up to the first decision and what it brings with it. Where it forks on something
unknown, the next steps are shown with their "if", and nothing behind them: nothing is guessed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from toolkit.case.fold import Folded
from toolkit.case.legality import DECIDED, DONE, available, standing
from toolkit.case.situation import Happening, OpenStep
from toolkit.procedure.condition import Truth
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Outcome, Step
from toolkit.procedure.shape import Result
from toolkit.procedure.wording import phrase

Relation = Literal["now", "duty", "may", "done", "then"]


@dataclass(frozen=True, slots=True)
class InView:
    """A step that the advice looks at.

    Attributes:
        relation: How it stands to the position.
        sure: Whether it is certain that it comes; ``None`` where a condition is unknown.
        conditions: What must come true on the way to it, in words.
        item: The open instance, or the one that has just been closed.
        closed: The event that closed it.
        after_decision: Whether it comes after a decision that is still ahead.
    """

    step: Step
    relation: Relation
    sure: Truth = True
    conditions: tuple[str, ...] = ()
    item: OpenStep | None = None
    closed: Happening | None = None
    after_decision: bool = False

    @property
    def certain(self) -> bool:
        """Whether it is open or bound to come, and no mere power or duty that may not apply."""
        if self.relation == "may" or (self.relation == "duty" and self.item is None):
            return self.sure is True
        return True

    @property
    def key(self) -> str:
        """The decision or allegation that it concerns."""
        return self.item.key if self.item else ""


@dataclass(frozen=True, slots=True)
class Way:
    """One way on from a step: the event, its result, and the steps that it opens.

    Attributes:
        condition: What must happen for it, in words.
        unsure: Whether an unknown fact decides if this way is open.
        passes_on: Whether it is a finding that only passes the matter on to a further step.
    """

    event: str
    result: Result | None
    targets: tuple[str, ...]
    condition: str
    unsure: bool = False
    passes_on: bool = False


def survey(folded: Folded) -> tuple[InView, ...]:
    """Give the steps in view, the open ones first and the road ahead last, each once."""
    seen: dict[tuple[str, str], InView] = {}
    # Of what is done once for each decision, every open instance is in view.
    for item in _open(folded):
        seen.setdefault((item.step.id, item.key), item)
    shown = {step for step, _ in seen}
    for item in (*_just_done(folded), *_standing(folded)):
        if item.step.id not in shown:
            seen.setdefault((item.step.id, ""), item)
    for item in _ahead(folded, tuple(seen.values())):
        if item.step.id not in {step for step, _ in seen}:
            seen[item.step.id, ""] = item
    return tuple(seen.values())


def _open(folded: Folded) -> Iterator[InView]:
    procedure = folded.situation.procedure
    for item in folded.situation.open:
        step = procedure.steps[item.step]
        truth = folded.knowledge.truth(step.when)
        if truth is False and item.sure is None:
            continue
        conditions = (phrase(procedure, step.when),) if truth is None and step.when else ()
        relation: Relation = "duty" if step.as_ == "duty" else "now"
        yield InView(step, relation, truth if item.sure is None else True, conditions, item)


def _just_done(folded: Folded) -> Iterator[InView]:
    """Yield the steps that the last recorded event closed, and rights that lapsed since."""
    closed = folded.situation.closed
    recorded = [pair for pair in closed if not _by_time(pair[1])]
    last = recorded[-1] if recorded else None
    for number, (item, happening) in enumerate(closed):
        since = last is None or number > closed.index(last)
        by_last = last is not None and (happening.event, happening.on) == (
            last[1].event, last[1].on,
        )  # fmt: skip
        if by_last or (since and _by_time(happening)):
            step = folded.situation.procedure.steps[item.step]
            yield InView(step, "done", True, (), item, happening)


def _by_time(happening: Happening) -> bool:
    return happening.event.endswith(".lapsed")


def _standing(folded: Folded) -> Iterator[InView]:
    procedure = folded.situation.procedure
    for step in procedure.steps.values():
        if standing(folded.knowledge, step):
            if folded.situation.last(f"{step.id}.{DONE}"):
                continue
            truth = folded.knowledge.truth(step.when)
            words = (phrase(procedure, step.when),) if truth is None and step.when else ()
            yield InView(step, "duty", truth, words)
        elif available(folded.situation, folded.knowledge, step):
            truth = folded.knowledge.truth(step.when)
            words = (phrase(procedure, step.when),) if truth is None and step.when else ()
            yield InView(step, "may", truth, words)


def _ahead(folded: Folded, start: tuple[InView, ...]) -> Iterator[InView]:
    procedure = folded.situation.procedure
    waiting = deque(item for item in start if item.relation == "now")
    # A letter that is a duty may start somebody's clock, so its events lead on too.
    waiting.extend(item for item in start if item.relation == "duty" and item.item)
    seen = {item.step.id for item in start if item.relation in ("now", "done")}
    seen |= {item.step.id for item in start if item.item}
    while waiting:
        here = waiting.popleft()
        ways = [way for way in ways_on(folded, here.step) if way.targets]
        fork = len({target for way in ways for target in _acts(procedure, way.targets)}) > 1
        decided = here.step.as_ == "decision" or here.after_decision
        for way in ways:
            for target in way.targets:
                step = procedure.steps[target]
                truth = folded.knowledge.truth(step.when)
                if target in seen or truth is False or step.as_ == "power":
                    continue
                seen.add(target)
                conditions = here.conditions
                if way.condition and (fork or way.unsure or here.step.as_ == "decision"):
                    conditions = (*conditions, way.condition)
                if truth is None and step.when is not None:
                    conditions = (*conditions, phrase(procedure, step.when))
                sure: Truth = True if not conditions else None
                new = InView(step, "then", sure, conditions, after_decision=decided)
                yield new
                if (
                    (not fork and not decided)
                    or (decided and step.as_ == "duty")
                    or way.passes_on
                    or (here.after_decision and here.step.as_ == "act")
                ):
                    waiting.append(new)


def _acts(procedure: Procedure, targets: tuple[str, ...]) -> Iterator[str]:
    for target in targets:
        if procedure.steps[target].as_ in ("act", "decision"):
            yield target


def ways_on(folded: Folded, step: Step) -> Iterator[Way]:
    """Yield the ways on from a step that are not closed; only those indicated, where any is."""
    procedure = folded.situation.procedure
    results = [
        (name, result)
        for name, result in step.results.items()
        if name != "lapsed" and folded.knowledge.truth(result.when) is not False
    ]
    indicated = [
        (name, result)
        for name, result in results
        if result.indicated is not None and folded.knowledge.truth(result.indicated)
    ]
    for name, result in indicated or results:
        event = f"{step.id}.{name}"
        then = () if isinstance(result.then, str) else result.then
        targets = (*(target for target in then if target != step.id), *_by(procedure, event))
        label = "" if name == DONE else f"{step.does}: {name.replace('-', ' ')}"
        unsure = folded.knowledge.truth(result.when) is None
        yield Way(event, result, tuple(dict.fromkeys(targets)), label, unsure)
    if step.as_ in ("duty", "power") and DONE not in step.results:
        yield Way(f"{step.id}.{DONE}", None, _by(procedure, f"{step.id}.{DONE}"), "")
    for use in step.letter:
        for word in ("dated", "received"):
            event = f"{use.letter}.{word}"
            yield Way(event, None, _by(procedure, event), "")
    if step.as_ == "decision":
        yield Way(f"{step.id}.{DECIDED}", None, _by(procedure, f"{step.id}.{DECIDED}"), "")
        for outcome in open_here(folded, step):
            yield from _outcome_ways(folded, outcome, step)


def open_here(folded: Folded, step: Step) -> Iterator[Outcome]:
    """Yield the outcomes of a decision that no known fact closes."""
    procedure = folded.situation.procedure
    for outcome_id in procedure.imposed_at.get(step.id, ()):
        outcome = procedure.outcomes[outcome_id]
        if any(
            at.step == step.id and folded.knowledge.truth(at.when) is not False for at in outcome.at
        ):
            yield outcome


def _outcome_ways(folded: Folded, outcome: Outcome, step: Step) -> Iterator[Way]:
    procedure = folded.situation.procedure
    at = next(
        at
        for at in outcome.at
        if at.step == step.id and folded.knowledge.truth(at.when) is not False
    )
    then = outcome.then if at.then is None else at.then
    targets = () if isinstance(then, str) else then
    event = f"{outcome.id}.imposed"
    letters = outcome.letter if at.letter is None else at.letter
    by_letter = [
        target
        for use in letters
        for word in ("dated", "received")
        for target in _by(procedure, f"{use.letter}.{word}")
    ]
    everything = dict.fromkeys((*targets, *_by(procedure, event), *by_letter))
    passes_on = outcome.type == "finding" and bool(targets)
    yield Way(event, None, tuple(everything), outcome.title(), passes_on=passes_on)


def _by(procedure: Procedure, event: str) -> tuple[str, ...]:
    return procedure.opened_by.get(event, ())
