"""Which breach it is, at which stage it is dealt with, and what may be imposed there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from index.answers.answer import Appeal, Decider, Entry, Rated
from index.answers.catalogue import Fit
from index.answers.rules import appeal, appeal_of, names, open_outcome, targets
from index.answers.supposed import Supposed, supposed
from toolkit.case.advice import OpenOutcome
from toolkit.case.citing import cite
from toolkit.procedure.condition import Condition
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.readings import variants
from toolkit.procedure.rule import Breach, Outcome, Step
from toolkit.procedure.shape import At
from toolkit.procedure.wording import phrase

ALSO = 0.72
"""Lines that fit at least so well, against the best, are shown beside it."""

MOST = 3
"""How many lines are shown."""

_OWN_WORDS = re.compile(r"(?:^|\s)(Sanctions? [^:.]{3,60}: *[^\n]+)")


def fitting_lines(fits: list[Fit]) -> list[Fit]:
    """Give the lines that are shown: the best, those nearly as good, and those they contradict.

    Where a conflict is about the best line and another one, the other is shown as well.
    """
    if not fits:
        return []
    best = fits[0]
    disputed = _disputed(best)
    shown = [best]
    for fit in fits[1:]:
        near = fit.score >= ALSO * best.score
        if near or (fit.breach.id in disputed and fit.score >= 0.5 * best.score):
            shown.append(fit)
    return shown[:MOST]


def _disputed(fit: Fit) -> frozenset[str]:
    """Give the other lines that conflicts about a line are about."""
    found: set[str] = set()
    for conflict in fit.procedure.conflicts.values():
        about = targets(fit.procedure, conflict.about)
        if fit.breach.id in about:
            found |= about
    return frozenset(found - {fit.breach.id})


def entry(fit: Fit, best: float, text: str) -> Entry:
    """Give a line of the catalogue with all that follows from it.

    Args:
        fit: The line.
        best: The score of the best line.
        text: The question.
    """
    procedure, breach = fit.procedure, fit.breach
    facts = supposed(procedure, text, breach)
    stages = stages_of(procedure, breach)
    placed = [pair for pair in _imposed(procedure, breach, stages) if facts.truth(pair[1].when)
              is not False]  # fmt: skip
    outcomes = [made for outcome, at in placed
                if (made := open_outcome(procedure, outcome, at, facts))]  # fmt: skip
    outcomes.sort(key=lambda item: item.outcome not in breach.outcomes)
    deciders = list(dict.fromkeys(at.step for _, at in placed))
    clause = breach.place.clause
    return Entry(
        procedure=procedure.id,
        breach=breach.id,
        ref=clause,
        text=breach.text or procedure.clause_by_ref[clause].text,
        class_=breach.class_,
        stage=breach.stage,
        stages=tuple(procedure.stages[stage].name for stage in breach.stage),
        sanction=own_words(procedure, breach),
        fixed=tuple(procedure.outcomes[name].title() for name in breach.outcomes),
        outcomes=tuple(outcomes),
        deciders=tuple(decider(procedure, procedure.steps[name]) for name in deciders),
        appeals=tuple(appeals(procedure, placed)),
        classified_by=procedure.role_name(breach.decided_by) if breach.decided_by else "",
        repeated=tuple(procedure.breaches[name].place.clause for name in breach.repeated),
        if_=_concern(procedure, breach, facts),
        fits=round(fit.score / best, 3) if best else 0.0,
        otherwise=tuple(_readings(procedure, breach)),
        clauses=cite(procedure, breach.clauses),
    )


def _concern(procedure: Procedure, breach: Breach, facts: Supposed) -> str:
    if breach.when is None or facts.truth(breach.when):
        return ""
    return phrase(procedure, breach.when)


def stages_of(procedure: Procedure, breach: Breach) -> tuple[str, ...]:
    """Give the stages of a line: those it names, or those that are for its classes."""
    return breach.stage or tuple(
        stage.id for stage in procedure.stages.values()
        if stage.class_ is not None and stage.class_ in breach.class_
    )  # fmt: skip


def own_words(procedure: Procedure, breach: Breach) -> str:
    """Give what the clause of a line says itself about its sanction, or what its note quotes."""
    for text in (procedure.clause_by_ref[breach.place.clause].text, breach.note):
        if match := _OWN_WORDS.search(text):
            sentence = match[1].strip()
            return sentence if text != breach.note else sentence.split(". ")[0].rstrip(".")
    return ""


def _imposed(
    procedure: Procedure, breach: Breach, stages: Iterable[str]
) -> Iterator[tuple[Outcome, At]]:
    """Yield the sanctions and measures that a line may lead to, with where they are imposed.

    Those are imposed by a decision of one of its stages; where its stages have no decision of
    their own, those that lead to one of them; and where it has no stage, those it fixes.
    """
    wanted = set(stages)
    own = [
        (outcome, at) for outcome, at in _placed(procedure)
        if procedure.steps[at.step].stage in wanted
    ]  # fmt: skip
    if not own:
        own = [pair for pair in _placed(procedure) if wanted & _leads_to(procedure, pair[0])]
    fixed = [pair for pair in _placed(procedure) if pair[0].id in breach.outcomes]
    if not own:
        yield from fixed
        return
    if fixed:
        own = [pair for pair in own if pair[0].id in breach.outcomes]
        own += [pair for pair in fixed if pair[0].id not in {mine.id for mine, _ in own}]
    yield from own


def _placed(procedure: Procedure) -> Iterator[tuple[Outcome, At]]:
    for outcome in procedure.outcomes.values():
        if outcome.type != "finding":
            for at in outcome.at:
                yield outcome, at


def _leads_to(procedure: Procedure, outcome: Outcome) -> set[str]:
    """Give the stages of the steps that an outcome brings about."""
    then = () if isinstance(outcome.then, str) else outcome.then
    steps = (*then, *procedure.opened_by.get(f"{outcome.id}.imposed", ()))
    return {procedure.steps[step].stage or "" for step in steps if step in procedure.steps}


def decider(procedure: Procedure, step: Step) -> Decider:
    """Give who makes a decision."""
    return Decider(
        step=step.id,
        does=step.does,
        stage=step.stage or "",
        who=names(procedure, step.who),
        panel=names(procedure, step.panel, "and") if len(step.panel) > 1 else "",
        clauses=cite(procedure, step.clauses),
    )


def appeals(procedure: Procedure, placed: Iterable[tuple[Outcome, At]]) -> Iterator[Appeal]:
    """Yield how to appeal against outcomes, each way once."""
    ways: dict[str, list[str]] = {}
    for outcome, at in placed:
        if (way := appeal_of(outcome, at)) is not None:
            held = ways.setdefault(way, [])
            if outcome.title() not in held:
                held.append(outcome.title())
    for way, of in ways.items():
        yield appeal(procedure, way, of)


def _readings(procedure: Procedure, breach: Breach) -> Iterator[Rated]:
    """Yield what other readings of the text make of a line's class, stage and sanctions."""
    found: dict[tuple[str, str], Breach] = {}
    sides = {}
    for variant in variants(procedure, breach.id):
        if not isinstance(variant.rule, Breach) or variant.key == "when":
            continue
        key = (variant.conflict.id, variant.side.name)
        sides[key] = variant.side
        held = found.get(key, breach)
        field = {"class": "class_"}.get(variant.key, variant.key)
        found[key] = held.model_copy(update={field: getattr(variant.rule, field)})
    for (conflict, name), made in found.items():
        if (made.class_, made.stage, made.outcomes) == (
            breach.class_, breach.stage, breach.outcomes
        ):  # fmt: skip
            continue
        yield Rated(
            conflict=conflict,
            reading=name,
            class_=made.class_,
            stage=made.stage,
            outcomes=tuple(procedure.outcomes[each].title() for each in made.outcomes),
            clauses=cite(procedure, sides[conflict, name].cites),
        )


def conditions(entries: Iterable[tuple[Procedure, Breach]]) -> Iterator[Condition | None]:
    """Yield the conditions that decide what lines lead to."""
    for procedure, breach in entries:
        yield breach.when
        for _, at in _imposed(procedure, breach, stages_of(procedure, breach)):
            yield at.when


def headline(entries: list[Entry], general: tuple[OpenOutcome, ...] = ()) -> str:
    """Say in a sentence which breach it is and where it is dealt with."""
    if not entries:
        imposed = [each for each in general if each.type != "finding"] or list(general)
        return f"What may be imposed: {', '.join(dict.fromkeys(each.name for each in imposed))}."
    best = entries[0]
    told = rating(best)
    others = [each for each in entries[1:] if rating(each) != told]
    also = "; ".join(f"{each.ref} fits as well: {rating(each)}" for each in others)
    return f"{best.ref}: {told}{f'; {also}' if also else ''}."


def rating(line: Entry) -> str:
    """Say a line's class, its stage, and the sanctions that are fixed."""
    classes = f"{' or '.join(line.class_)} breach" if line.class_ else "no class is fixed"
    stages = " or ".join(line.stages) if line.stages else "no stage is fixed"
    fixed = f"; the text fixes: {', '.join(line.fixed)}" if line.fixed else ""
    return f"{classes}, {stages}{fixed}"
