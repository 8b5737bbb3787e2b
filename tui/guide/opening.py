"""The first questions: which procedure, who asks, what has happened, and where it stands.

They come from the rules alone: the stages and steps of the procedure, its catalogue, and the
outcomes on which its facts look back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date

from toolkit.case.case import Before, TakenOver
from toolkit.case.citing import cite
from toolkit.case.fold import OPENED
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Fact, Outcome, Step
from tui.guide.ask import YES_NO, Ask, Choice, Kind, value_words
from tui.guide.lookup import (
    FACT,
    IMPOSED,
    PROCEDURE,
    RECORD,
    ROLE,
    SINCE,
    STAGE,
    STANDING,
    Lookup,
)

PRIVATE = "It touches on somebody's health or the like: keep to what is asked."
"""What is said beside a question about a special category of data."""

BEGINNING = "."
"""Stands for "nothing has been done yet"; no rule can have this id."""


def followable(procedure: Procedure) -> bool:
    """Whether a document holds a procedure to follow, and not only text."""
    return bool(procedure.steps)


def ask_procedure(shelf: Iterable[Procedure]) -> Ask:
    """Ask which procedure it is about."""
    found = tuple(shelf)
    idle = [item.header.title for item in found if not followable(item)]
    hint = "".join(f"“{title}” holds no procedure to follow. " for title in idle).strip()
    return Ask(
        key=PROCEDURE,
        words="Which procedure is it about?",
        kind="one",
        choices=tuple(
            Choice(
                value=item.id,
                words=f"{item.header.title} ({item.header.issuer})",
                detail=item.header.purpose,
                also=(item.id, item.header.abbreviation),
            )
            for item in found
            if followable(item)
        ),
        hint=hint,
        open_=False,
    )


def opening(procedure: Procedure, lookup: Lookup, on: date) -> Iterator[Ask]:
    """Yield the questions that come before those of the advice, in order, answered or not."""
    yield ask_role(procedure)
    for fact in _catalogues(procedure):
        yield ask_fact(procedure, fact)
    yield _ask_stage(procedure)
    stage = lookup.value(STAGE)
    if isinstance(stage, str) and stage != BEGINNING:
        steps = stages(procedure).get(stage, ())
        if len(steps) > 1:
            yield _ask_standing(procedure, steps)
        if standing_step(procedure, lookup):
            yield _ask_since(procedure, lookup, on)
    if choices := _on_record(procedure, lookup):
        yield _ask_record(procedure, choices)
        for outcome in imposed(lookup):
            if outcome in procedure.outcomes:
                yield _ask_imposed(procedure, procedure.outcomes[outcome], on)


def ask_role(procedure: Procedure) -> Ask:
    """Ask who wants to know, so that what is theirs to do can be pointed out."""
    counts: dict[str, int] = {}
    for step in procedure.steps.values():
        for who in step.who:
            counts[who.role] = counts.get(who.role, 0) + 1
    subject = procedure.header.subject
    if subject in procedure.roles:
        counts.setdefault(subject, 0)
    ordered = sorted(counts, key=lambda role: (-counts[role], list(procedure.roles).index(role)))
    return Ask(
        key=ROLE,
        words="Who are you?",
        kind="one",
        choices=tuple(
            Choice(
                value=role,
                words=procedure.role_name(role),
                detail="the person or organisation that it is about" if role == subject else "",
            )
            for role in ordered
        ),
        hint="What is yours to do is then pointed out. The answer does not depend on it.",
        clauses=(),
    )


def _catalogues(procedure: Procedure) -> Iterator[Fact]:
    """Yield the facts that say which lines of the catalogue are alleged."""
    for fact in procedure.facts.values():
        if fact.type == "breaches" and fact.ask and procedure.breaches:
            yield fact


def ask_fact(procedure: Procedure, fact: Fact, decides: tuple[str, ...] = ()) -> Ask:
    """Ask for a fact with its own question."""
    kind: Kind = "one"
    choices: tuple[Choice, ...] = ()
    if isinstance(fact.type, tuple):
        choices = tuple(
            Choice(value=value, words=value_words(procedure, value)) for value in fact.type
        )
    elif fact.type == "yes-no":
        choices = YES_NO
    elif fact.type == "breaches":
        kind, choices = "many", tuple(_breaches(procedure))
    else:
        kind = fact.type
    return Ask(
        key=f"{FACT}{fact.id}",
        words=fact.ask,
        kind=kind,
        choices=choices,
        hint=" ".join(part for part in (fact.why, PRIVATE if fact.sensitive else "") if part),
        decides=decides,
        clauses=cite(procedure, fact.clauses),
        sensitive=fact.sensitive,
    )


def _breaches(procedure: Procedure) -> Iterator[Choice]:
    for breach in procedure.breaches.values():
        ref = breach.place.clause
        text = breach.text or procedure.quote(ref)
        detail = " or ".join(value_words(procedure, name) for name in breach.class_)
        yield Choice(
            value=ref,
            words=f"{text} [{ref}]" if ref not in text else text,
            detail=f"listed as {detail}" if detail else "",
            also=breach.say,
        )


def stages(procedure: Procedure) -> dict[str, tuple[Step, ...]]:
    """Give the acts and decisions by their stage, or by their track, as the process runs."""
    order = _order(procedure)
    found: dict[str, list[Step]] = {}
    acting = (step for step in procedure.steps.values() if step.as_ in ("act", "decision"))
    for step in sorted(acting, key=lambda step: order.get(step.id, len(order))):
        found.setdefault(step.stage or step.track, []).append(step)
    return {stage: tuple(steps) for stage, steps in found.items()}


def _order(procedure: Procedure) -> dict[str, int]:
    """Give how far from the beginning each step lies, along whichever way is shortest."""
    found: dict[str, int] = {}
    waiting = deque(procedure.opened_by.get(OPENED, ()))
    while waiting:
        name = waiting.popleft()
        if name in found or name not in procedure.steps:
            continue
        found[name] = len(found)
        waiting.extend(_leads_to(procedure, procedure.steps[name]))
    return found


def _leads_to(procedure: Procedure, step: Step) -> Iterator[str]:
    for name, result in step.results.items():
        yield from () if isinstance(result.then, str) else result.then
        yield from procedure.opened_by.get(f"{step.id}.{name}", ())
    for name in procedure.imposed_at.get(step.id, ()):
        outcome = procedure.outcomes[name]
        yield from () if isinstance(outcome.then, str) else outcome.then
        yield from procedure.opened_by.get(f"{name}.imposed", ())
        for use in outcome.letter:
            yield from procedure.opened_by.get(f"{use.letter}.received", ())
    for use in step.letter:
        for word in ("dated", "received"):
            yield from procedure.opened_by.get(f"{use.letter}.{word}", ())


def _ask_stage(procedure: Procedure) -> Ask:
    choices = [
        Choice(
            value=BEGINNING,
            words="It begins now: nothing has been done under the procedure yet",
        )
    ]
    for name, steps in stages(procedure).items():
        detail = steps[0].does if len(steps) == 1 else ""
        choices.append(Choice(value=name, words=_stage_name(procedure, name), detail=detail))
    return Ask(key=STAGE, words="Where does it stand?", kind="one", choices=tuple(choices))


def _stage_name(procedure: Procedure, name: str) -> str:
    if name in procedure.stages:
        return procedure.stages[name].name
    return procedure.tracks[name].name if name in procedure.tracks else name.replace("-", " ")


def _ask_standing(procedure: Procedure, steps: tuple[Step, ...]) -> Ask:
    return Ask(
        key=STANDING,
        words="What is the next thing to be done there?",
        kind="one",
        choices=tuple(
            Choice(
                value=step.id,
                words=step.does,
                detail=" or ".join(procedure.role_name(who.role) for who in step.who),
            )
            for step in steps
        ),
        clauses=cite(procedure, (ref for step in steps for ref in step.clauses[:1])),
    )


def standing_step(procedure: Procedure, lookup: Lookup) -> str:
    """Give the step at which the case is said to stand, or nothing."""
    stage = lookup.value(STAGE)
    if not isinstance(stage, str) or stage == BEGINNING:
        return ""
    steps = stages(procedure).get(stage, ())
    if len(steps) == 1:
        return steps[0].id
    chosen = lookup.value(STANDING)
    return chosen if isinstance(chosen, str) and chosen in procedure.steps else ""


def _ask_since(procedure: Procedure, lookup: Lookup, on: date) -> Ask:
    step = procedure.steps[standing_step(procedure, lookup)]
    return Ask(
        key=SINCE,
        words=f"Since which day does it wait for this: {step.does}?",
        kind="date",
        default=on,
        hint="Where you do not know, the day of the advice is taken.",
        clauses=cite(procedure, step.clauses[:1]),
    )


def _on_record(procedure: Procedure, lookup: Lookup) -> tuple[Outcome, ...]:
    """Give the sanctions of which a later step may ask whether they are on record."""
    named: set[str] = set()
    for fact in procedure.facts.values():
        if fact.from_ is not None:
            named |= {*fact.from_.in_force, *fact.from_.of, *fact.from_.count}
    step = procedure.steps.get(standing_step(procedure, lookup))
    return tuple(
        outcome
        for outcome in procedure.outcomes.values()
        if outcome.type == "sanction"
        and (outcome.id in named or (step is not None and _appealed_at(procedure, outcome, step)))
    )


def _appealed_at(procedure: Procedure, outcome: Outcome, step: Step) -> bool:
    lodged = procedure.steps.get(outcome.appeal or "")
    return lodged is not None and lodged.stage is not None and lodged.stage == step.stage


def _ask_record(procedure: Procedure, outcomes: tuple[Outcome, ...]) -> Ask:
    return Ask(
        key=RECORD,
        words="Has any of these been imposed before?",
        kind="many",
        choices=(
            Choice(value="", words="none of these"),
            *(Choice(value=outcome.id, words=outcome.title()) for outcome in outcomes),
        ),
        hint="Only sanctions that the procedure looks back on are listed.",
        clauses=cite(procedure, (outcome.place.clause for outcome in outcomes)),
    )


def imposed(lookup: Lookup) -> tuple[str, ...]:
    """Give the outcomes that are said to be on record."""
    value = lookup.value(RECORD)
    names = value if isinstance(value, tuple) else (value,)
    return tuple(name for name in names if isinstance(name, str) and name)


def _ask_imposed(procedure: Procedure, outcome: Outcome, on: date) -> Ask:
    return Ask(
        key=f"{IMPOSED}{outcome.id}",
        words=f"On which day was it imposed: {outcome.title()}?",
        kind="date",
        hint="Where you do not know, it is left out of the answer, and the answer may be wrong.",
        clauses=cite(procedure, outcome.clauses[:1]),
    )


def taken_over(procedure: Procedure, lookup: Lookup, on: date) -> TakenOver | None:
    """Give where the case stands by the answers, or ``None`` where it begins at its beginning."""
    before = []
    for name in imposed(lookup):
        day = lookup.value(f"{IMPOSED}{name}")
        if name in procedure.outcomes and isinstance(day, date):
            before.append(Before(outcome=name, date=day))
    step = standing_step(procedure, lookup)
    if not step and not before:
        return None
    since = lookup.value(SINCE) if step else None
    at = (step,) if step else procedure.opened_by.get(OPENED, ())
    return TakenOver(date=since if isinstance(since, date) else on, at=at, outcomes=tuple(before))
