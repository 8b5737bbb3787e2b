"""Which steps an advice looks at: those open, one act back, and the road ahead where it is plain.

The road is followed through acts whose results all lead the same way, or to which the policy's
examples point, up to the first decision and what it brings with it. Where it forks on something
unknown, the next steps are shown with their "if", and nothing behind them: nothing is guessed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Literal

from toolkit.case.fold import Folded
from toolkit.case.legality import DONE, available, standing
from toolkit.case.road import Way, ways_on
from toolkit.case.situation import Happening, OpenStep
from toolkit.plain import Frozen
from toolkit.procedure.condition import Condition, Truth
from toolkit.procedure.rule import Step
from toolkit.procedure.wording import phrase

Relation = Literal["now", "duty", "may", "done", "then"]


class InView(Frozen):
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
        conditions = (_open_part(folded, step.when),) if truth is None and step.when else ()
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
            words = (_open_part(folded, step.when),) if truth is None and step.when else ()
            yield InView(step, "duty", truth, words)
        elif available(folded.situation, folded.knowledge, step):
            truth = folded.knowledge.truth(step.when)
            words = (_open_part(folded, step.when),) if truth is None and step.when else ()
            yield InView(step, "may", truth, words)


def _ahead(folded: Folded, start: tuple[InView, ...]) -> Iterator[InView]:
    # Where the policy has fallen silent, there is no road ahead.
    waiting = deque(
        item for item in start if item.relation == "now" and not (item.item and item.item.silent)
    )
    # A letter that is a duty may start somebody's clock, so its events lead on too.
    waiting.extend(item for item in start if item.relation == "duty" and item.item)
    seen = {item.step.id for item in start if item.relation in ("now", "done")}
    seen |= {item.step.id for item in start if item.item}
    while waiting:
        here = waiting.popleft()
        for new, further in _next(folded, here, seen):
            seen.add(new.step.id)
            yield new
            if further:
                waiting.append(new)


def _next(folded: Folded, here: InView, seen: set[str]) -> Iterator[tuple[InView, bool]]:
    """Yield the steps after one, each once, and whether the road is followed beyond it."""
    procedure = folded.situation.procedure
    ways = ways_on(folded, here.step)
    leading: dict[str, list[Way]] = {}
    for way in ways:
        for target in way.targets:
            leading.setdefault(target, []).append(way)
    acts = {target for target in leading if procedure.steps[target].as_ in ("act", "decision")}
    decided = here.step.as_ == "decision" or here.after_decision
    for target, through in leading.items():
        step = procedure.steps[target]
        truth = folded.knowledge.truth(step.when)
        if target in seen or truth is False or step.as_ == "power":
            continue
        conditions = (*here.conditions, *_condition(here, ways, through, fork=len(acts) > 1))
        if truth is None and step.when is not None:
            conditions = (*conditions, _open_part(folded, step.when))
        sure: Truth = True if not conditions else None
        new = InView(step, "then", sure, conditions, after_decision=decided)
        if decided:
            passes_on = any(way.passes_on for way in through)
            on = here.after_decision and here.step.as_ == "act" and here.step.modality != "may"
            yield new, step.as_ == "duty" or passes_on or on
        else:
            yield new, len(acts) <= 1 or any(way.pointed for way in through)


def _condition(
    here: InView, ways: tuple[Way, ...], through: list[Way], *, fork: bool
) -> tuple[str, ...]:
    """Say what must happen to come to a step; nothing, where all that can happen leads there."""
    if any(not way.condition for way in through):
        return ()
    if here.step.as_ == "decision":
        needed = sum(1 for way in through if way.outcome) < sum(1 for way in ways if way.outcome)
    else:
        needed = fork or here.step.modality == "may" or any(way.unsure for way in through)
    return (" or ".join(dict.fromkeys(way.condition for way in through)),) if needed else ()


def _open_part(folded: Folded, condition: Condition) -> str:
    """Put into words what is still to be known of a condition."""
    unknown = condition.unknown_part(folded.knowledge.known)
    return phrase(folded.situation.procedure, unknown)
