"""The outcomes open at the decisions in view, and those blocked, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from toolkit.case.advice import BlockedOutcome, OpenOutcome, Outcomes
from toolkit.case.context import Context
from toolkit.case.legality import because
from toolkit.case.road import entry_at
from toolkit.case.view import InView
from toolkit.procedure.limit import NOT_STATED, Limit
from toolkit.procedure.readings import variants
from toolkit.procedure.rule import Outcome
from toolkit.procedure.shape import At


def choices(context: Context) -> Outcomes:
    """Give what the decisions in view may impose, and what they may not.

    An outcome is blocked only where every decision in view blocks it.
    """
    opened: dict[str, OpenOutcome] = {}
    blocked: dict[str, BlockedOutcome] = {}
    other: dict[str, OpenOutcome] = {}
    for item in context.decisions:
        for outcome in context.procedure.outcomes.values():
            entries = [at for at in outcome.at if at.step == item.step.id]
            live = entry_at(context.folded, outcome, item.step)
            if live is not None:
                opened.setdefault(outcome.id, _open(context, item, outcome, live))
            elif reading := _other_reading(context, item, outcome):
                other.setdefault(outcome.id, reading)
            else:
                blocked.setdefault(outcome.id, _blocked(context, item, outcome, entries))
    if not context.decisions:
        for outcome in context.procedure.outcomes.values():
            blocked[outcome.id] = BlockedOutcome(
                outcome=outcome.id,
                name=outcome.title(),
                because="no decision is open or in sight here",
                clauses=context.cite(outcome.clauses),
            )
    other = {name: item for name, item in other.items() if name not in opened}
    shown = (*opened.values(), *other.values())
    taken = {item.outcome for item in shown}
    return Outcomes(
        open=shown,
        blocked=tuple(item for name, item in blocked.items() if name not in taken),
    )


def _open(
    context: Context, item: InView, outcome: Outcome, at: At, reading: str = ""
) -> OpenOutcome:
    conditions = list(item.conditions)
    if at.when is not None and context.knowledge.truth(at.when) is None:
        conditions.append(context.in_words(at.when))
    letters = outcome.letter if at.letter is None else at.letter
    appeal = outcome.appeal if at.appeal is None else at.appeal
    then = outcome.then if at.then is None else at.then
    return OpenOutcome(
        outcome=outcome.id,
        name=outcome.title(),
        type=outcome.type,
        at=item.step.id,
        if_="; ".join(dict.fromkeys(conditions)),
        reading=reading,
        with_=_together(context, outcome),
        approve=_approval(context, outcome),
        lasts=_lasts(outcome),
        takes_effect=outcome.standstill.words() if outcome.standstill else "",
        appeal=_appeal(context, appeal),
        letters=tuple(use.letter for use in letters),
        then=(then,) if isinstance(then, str) else then,
        cap=at.cap.words() if at.cap else "",
        clauses=context.cite((*outcome.clauses, *at.cites, *item.step.clauses)),
    )


def _together(context: Context, outcome: Outcome) -> str:
    together = outcome.with_
    if together is None:
        return ""
    parts = []
    for lead, names in (
        ("together with", together.all),
        ("with at least one of", together.any),
        ("not together with", together.one),
    ):
        titles = [
            context.procedure.outcomes[name].title()
            for name in names
            if name in context.procedure.outcomes and name != outcome.id
        ]
        if titles:
            parts.append(f"{lead} {', '.join(titles)}")
    return "; ".join(parts)


def _approval(context: Context, outcome: Outcome) -> str:
    if outcome.approve is None:
        return ""
    votes = f" by {outcome.approve.votes.replace('-', ' ')}" if outcome.approve.votes else ""
    return f"needs the approval of {context.procedure.role_name(outcome.approve.by)}{votes}"


def _lasts(outcome: Outcome) -> str:
    if outcome.lasts == NOT_STATED:
        return "not stated: the policy gives it no end"
    if isinstance(outcome.lasts, Limit):
        hedge = f" ({outcome.lasts.hedge})" if outcome.lasts.hedge else ""
        return f"{outcome.lasts.words()}{hedge}"
    return ""


def _appeal(context: Context, appeal: str | None) -> str:
    if appeal is None:
        return ""
    if appeal == "none":
        return "none: the policy gives no appeal"
    if appeal == NOT_STATED:
        return "not stated: the policy does not say whether it can be appealed"
    step = context.procedure.steps.get(appeal)
    if step is None:
        return appeal
    to = " or ".join(context.names(step.to))
    within = f", {step.within.words()}" if step.within else ""
    return f"{step.does}{f' to {to}' if to and to not in step.does else ''}{within}"


def _blocked(context: Context, item: InView, outcome: Outcome, entries: list[At]) -> BlockedOutcome:
    if not entries:
        return BlockedOutcome(
            outcome=outcome.id,
            name=outcome.title(),
            because=f"not among the outcomes of this step: {item.step.does}",
            clauses=context.cite((*item.step.clauses, *outcome.clauses)),
        )
    entry = entries[0]
    return BlockedOutcome(
        outcome=outcome.id,
        name=outcome.title(),
        because=because(context.procedure, context.knowledge, entry.when),
        clauses=context.cite((*outcome.clauses, *entry.cites)),
    )


def _other_reading(context: Context, item: InView, outcome: Outcome) -> OpenOutcome | None:
    """Give the outcome as a reading that is not followed opens it, if one does."""
    for variant in variants(context.procedure, outcome.id, "at"):
        followed = variant.conflict.follows
        if followed and variant.conflict.sides[followed - 1] == variant.side:
            continue
        for at in _entries(variant.rule, item.step.id):
            if context.knowledge.truth(at.when) is not False:
                name = f"{variant.side.name} ({variant.conflict.id})"
                shown = _open(context, item, outcome, at, name)
                clauses = context.cite(
                    (*variant.side.cites, *(cited.ref for cited in shown.clauses))
                )
                return replace(shown, clauses=clauses)
    return None


def _entries(rule: object, step: str) -> Iterator[At]:
    if isinstance(rule, Outcome):
        yield from (at for at in rule.at if at.step == step)
