"""What happens next: the steps that a clause speaks of, and those that follow them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.answers.nearness import Sought, bag
from index.answers.place import Place
from index.answers.rules import action, open_outcome
from index.answers.supposed import supposed
from toolkit.case.advice import Action, OpenOutcome, Silence
from toolkit.case.citing import cite
from toolkit.plain import Frozen
from toolkit.procedure.condition import Condition
from toolkit.procedure.limit import NOT_STATED
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Outcome, Step
from toolkit.procedure.shape import Result

MOST = 8
"""How many steps are shown."""

SPOKEN_OF = 0.15
"""How much of the question a result has to cover, so that it is taken to be the one meant."""


class Following(Frozen):
    """What follows.

    Attributes:
        steps: What the clause has somebody do, then what follows.
        outcomes: What the decisions among them may impose.
        silences: Where the text does not say what follows.
        conditions: What it turns on.
        rules: Ids of the rules that it is taken from.
    """

    steps: tuple[Action, ...]
    outcomes: tuple[OpenOutcome, ...]
    silences: tuple[Silence, ...]
    conditions: tuple[Condition, ...]
    rules: frozenset[str]


def following(place: Place, sought: Sought) -> Following | None:
    """Give what happens at a place and after it; ``None`` where no step stands there."""
    procedure = place.procedure
    here = place.steps()
    imposed = place.rules(Outcome, citing=False)
    results = list(_meant(place) or _cited(place)) or [
        pair for step in here for pair in _results(step, sought)
    ]
    if not here and not results and not imposed:
        return None
    found: dict[str, Action] = {}
    for step in here:
        found[step.id] = action(procedure, step, "now")
    silences = []
    for step, name, result in results:
        found.setdefault(step.id, action(procedure, step, "now"))
        how = f"it ends as: {name.replace('-', ' ')}" if len(step.results) > 1 else ""
        if result.then == NOT_STATED:
            about = f"what follows if the result is '{name.replace('-', ' ')}': {step.does}"
            clauses = cite(procedure, (*step.clauses, *result.cites))
            silences.append(Silence(about=about, clauses=clauses))
        for after in _after(procedure, result.then, f"{step.id}.{name}"):
            found.setdefault(after.id, action(procedure, after, "then", how, result.cites))
    decided = [step for step in _steps(procedure, found) if step.as_ == "decision"]
    for step in here:
        if step.as_ == "decision" or not step.results:
            for after in _after(procedure, (), f"{step.id}.decided", f"{step.id}.done"):
                found.setdefault(after.id, action(procedure, after, "then"))
    for outcome in imposed:
        for after in _after(procedure, outcome.then, f"{outcome.id}.imposed"):
            how = f"{outcome.title()} is imposed"
            found.setdefault(after.id, action(procedure, after, "then", how, outcome.clauses))
    facts = supposed(procedure, sought.text)
    pairs = [(outcome, at) for step in decided for outcome in procedure.outcomes.values()
             for at in outcome.at if at.step == step.id]  # fmt: skip
    outcomes = [made for outcome, at in pairs
                if (made := open_outcome(procedure, outcome, at, facts))]  # fmt: skip
    conditions = [step.when for step in _steps(procedure, found)]
    conditions += [result.when for _, _, result in results] + [at.when for _, at in pairs]
    return Following(
        tuple(found.values())[:MOST],
        tuple(outcomes),
        tuple(silences),
        tuple(condition for condition in conditions if condition is not None),
        frozenset(found) | {outcome.id for outcome in imposed},
    )


def _meant(place: Place) -> list[tuple[Step, str, Result]]:
    """Give the results that are meant, where the place is that of some."""
    steps = (place.procedure.steps[name] for name in place.chosen[:1] if place.results)
    return [(step, name, step.results[name]) for step in steps for name in place.results]


def _cited(place: Place) -> Iterator[tuple[Step, str, Result]]:
    """Yield the results that the clause itself speaks of."""
    for step in place.procedure.steps.values():
        if place.stages and step.stage not in place.stages and step.stage is not None:
            continue
        for name, result in step.results.items():
            if place.clause in result.cites and (not place.chosen or step.id in place.chosen):
                yield step, name, result


def _results(step: Step, sought: Sought) -> list[tuple[Step, str, Result]]:
    """Give the results of a step: the one that the question speaks of, or all."""
    near = {
        name: sought.covered(bag(f"{name.replace('-', ' ')} {result.note}"))
        for name, result in step.results.items()
    }
    best = max(near, key=lambda name: near[name], default="")
    chosen = [best] if best and near[best] >= SPOKEN_OF else list(step.results)
    return [(step, name, step.results[name]) for name in chosen]


def _after(procedure: Procedure, then: Iterable[str] | str, *events: str) -> Iterator[Step]:
    """Yield the steps that a result or an outcome leads to, or whose events open."""
    names = [] if isinstance(then, str) else list(then)
    names += [name for event in events for name in procedure.opened_by.get(event, ())]
    for name in dict.fromkeys(names):
        if name in procedure.steps:
            yield procedure.steps[name]


def _steps(procedure: Procedure, names: Iterable[str]) -> list[Step]:
    return [procedure.steps[name] for name in names if name in procedure.steps]


def headline(place: Place, found: Following) -> str:
    """Say in a sentence what happens."""
    if note := _note(place):
        return f"{place.clause}: {note}"
    then = [step for step in found.steps if step.relation == "then"]
    if not then and not found.steps:
        return f"{place.clause}: the text does not say what follows."
    first = (then or list(found.steps))[0]
    lead = "Next" if then else place.clause
    limit = f", {first.limit.split('; ')[0]}" if first.limit else ""
    if_ = f" if {first.if_}" if first.if_ else ""
    who = first.who.split(" (if ")[0]
    more = len(then or found.steps) - 1
    rest = f"; and {more} more" if more else ""
    return f"{lead}{if_}: {who} {modal(first.modality)}: {first.does}{limit}{rest}."


def _note(place: Place) -> str:
    """Give what the procedure's authors say of the ends that are meant."""
    return " ".join(result.note for _, _, result in _meant(place) if result.note)


def modal(modality: str) -> str:
    """Write a modality out, as ``must not``."""
    return modality.replace("-", " ")
