"""The ways on from a step: the events that may end it, and the steps that these open."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.case.fold import Folded
from toolkit.case.legality import DECIDED, DONE
from toolkit.plain import Frozen
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Outcome, Step
from toolkit.procedure.shape import At


class Way(Frozen):
    """One way on from a step: the event and the steps that it opens.

    Attributes:
        condition: What must happen for it, in words; empty where it goes without saying.
        outcome: Whether it is an outcome of a decision.
        unsure: Whether an unknown fact decides if this way is open.
        pointed: Whether the policy's examples point to it.
        passes_on: Whether it is a finding that only passes the matter on to a further step.
    """

    event: str
    targets: tuple[str, ...]
    condition: str = ""
    outcome: bool = False
    unsure: bool = False
    pointed: bool = False
    passes_on: bool = False


def ways_on(folded: Folded, step: Step) -> tuple[Way, ...]:
    """Give the ways on from a step that are not closed; only those indicated, where any is."""
    return tuple(
        (*_by_results(folded, step), *_by_letters(folded, step), *_by_outcomes(folded, step))
    )


def _by_results(folded: Folded, step: Step) -> Iterator[Way]:
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
        targets = (*(target for target in then if target != step.id), *opened_by(procedure, event))
        label = step.does if name == DONE else f"{step.does}: {name.replace('-', ' ')}"
        yield Way(
            event,
            tuple(dict.fromkeys(targets)),
            label,
            unsure=folded.knowledge.truth(result.when) is None,
            pointed=bool(indicated),
        )
    if step.as_ in ("duty", "power") and DONE not in step.results:
        yield Way(f"{step.id}.{DONE}", opened_by(procedure, f"{step.id}.{DONE}"))


def _by_letters(folded: Folded, step: Step) -> Iterator[Way]:
    for use in step.letter:
        if folded.knowledge.truth(use.when) is False:
            continue
        for word in ("dated", "received"):
            event = f"{use.letter}.{word}"
            yield Way(event, opened_by(folded.situation.procedure, event))


def _by_outcomes(folded: Folded, step: Step) -> Iterator[Way]:
    if step.as_ != "decision":
        return
    decided = f"{step.id}.{DECIDED}"
    yield Way(decided, opened_by(folded.situation.procedure, decided))
    for outcome in open_here(folded, step):
        yield _outcome_way(folded, outcome, step)


def open_here(folded: Folded, step: Step) -> Iterator[Outcome]:
    """Yield the outcomes of a decision that no known fact closes."""
    procedure = folded.situation.procedure
    for outcome_id in procedure.imposed_at.get(step.id, ()):
        outcome = procedure.outcomes[outcome_id]
        if entry_at(folded, outcome, step) is not None:
            yield outcome


def entry_at(folded: Folded, outcome: Outcome, step: Step) -> At | None:
    """Give the entry under which a decision may impose an outcome: a certain one first."""
    live = [
        at
        for at in outcome.at
        if at.step == step.id and folded.knowledge.truth(at.when) is not False
    ]
    return next((at for at in live if folded.knowledge.truth(at.when)), live[0] if live else None)


def _outcome_way(folded: Folded, outcome: Outcome, step: Step) -> Way:
    procedure = folded.situation.procedure
    at = entry_at(folded, outcome, step)
    then = outcome.then if at is None or at.then is None else at.then
    targets = () if isinstance(then, str) else then
    letters = outcome.letter if at is None or at.letter is None else at.letter
    by_letter = (
        target
        for use in letters
        for word in ("dated", "received")
        for target in opened_by(procedure, f"{use.letter}.{word}")
    )
    event = f"{outcome.id}.imposed"
    everything = dict.fromkeys((*targets, *opened_by(procedure, event), *by_letter))
    passes_on = outcome.type == "finding" and bool(targets)
    return Way(event, tuple(everything), outcome.title(), outcome=True, passes_on=passes_on)


def opened_by(procedure: Procedure, event: str) -> tuple[str, ...]:
    """Give the steps that an event opens through ``after``."""
    return procedure.opened_by.get(event, ())
