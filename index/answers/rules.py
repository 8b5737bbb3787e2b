"""What rules say where there is no case: the same shapes as an advice, with every "if" left in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from index.answers.answer import Appeal
from index.answers.supposed import Supposed
from toolkit.case.advice import (
    Action,
    Disagreement,
    LetterDue,
    OpenOutcome,
    Question,
    Reading,
    Silence,
)
from toolkit.case.citing import cite
from toolkit.case.limit_words import limit_words
from toolkit.procedure.condition import Condition
from toolkit.procedure.limit import NOT_STATED, Limit
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Letter, NotStated, Outcome, Step
from toolkit.procedure.shape import At, Who
from toolkit.procedure.wording import phrase

FEW_QUESTIONS = 5


def names(procedure: Procedure, who: Iterable[Who], last: str = "or") -> str:
    """Name those who may act, each with the condition under which it is they."""
    found = [_named(procedure, each) for each in who]
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def _named(procedure: Procedure, who: Who) -> str:
    name = procedure.role_name(who.role)
    if who.count > 1:
        name = f"{name} ({'at most ' if who.at_most else ''}{who.count})"
    return f"{name} (if {phrase(procedure, who.when)})" if who.when is not None else name


def limits_in_words(procedure: Procedure, step: Step) -> str:
    """Put the time limits of a step into words."""
    return "; ".join(limit_words(procedure, key, limit) for key, limit in step.limits())


def action(
    procedure: Procedure, step: Step, relation: str, if_: str = "", cites: Iterable[str] = ()
) -> Action:
    """Give a step as something to do.

    Args:
        procedure: The procedure.
        step: The step.
        relation: ``now`` for what a clause says, ``then`` for what follows, ``duty``, ``may``.
        if_: How it comes about.
        cites: Further clauses that say so.
    """
    conditions = [if_] if if_ else []
    if step.when is not None:
        conditions.append(phrase(procedure, step.when))
    return Action(
        step=step.id,
        does=step.does,
        who=names(procedure, step.who),
        roles=tuple(who.role for who in step.who),
        modality=step.modality,
        relation=relation,  # type: ignore[arg-type]
        stage=step.stage or "",
        which="",
        track=step.track,
        to=tuple(who.role for who in step.to),
        panel=tuple(who.role for who in step.panel),
        if_="; ".join(conditions),
        limit=limits_in_words(procedure, step),
        letters=tuple(use.letter for use in step.letter),
        record=step.record,
        results=tuple(step.results),
        late=step.late,
        clauses=cite(procedure, (*step.clauses, *cites)),
    )


def open_outcome(
    procedure: Procedure, outcome: Outcome, at: At, facts: Supposed
) -> OpenOutcome | None:
    """Give an outcome as a decision may impose it; ``None`` where what is known rules it out."""
    truth = facts.truth(at.when)
    if truth is False:
        return None
    letters = outcome.letter if at.letter is None else at.letter
    then = outcome.then if at.then is None else at.then
    return OpenOutcome(
        outcome=outcome.id,
        name=outcome.title(),
        type=outcome.type,
        at=at.step,
        if_=phrase(procedure, at.when) if truth is None and at.when is not None else "",
        with_=_together(procedure, outcome),
        approve=_approval(procedure, outcome),
        lasts=lasts(outcome),
        takes_effect=outcome.standstill.words() if outcome.standstill else "",
        appeal=appeal_in_words(procedure, appeal_of(outcome, at)),
        letters=tuple(use.letter for use in letters),
        then=(then,) if isinstance(then, str) else then,
        cap=at.cap.words() if at.cap else "",
        clauses=cite(procedure, (*outcome.clauses, *at.cites)),
    )


def _together(procedure: Procedure, outcome: Outcome) -> str:
    if outcome.with_ is None:
        return ""
    parts = []
    for lead, held in (
        ("together with", outcome.with_.all),
        ("with at least one of", outcome.with_.any),
        ("not together with", outcome.with_.one),
    ):
        titles = [procedure.outcomes[name].title() for name in held
                  if name in procedure.outcomes and name != outcome.id]  # fmt: skip
        if titles:
            parts.append(f"{lead} {', '.join(titles)}")
    return "; ".join(parts)


def _approval(procedure: Procedure, outcome: Outcome) -> str:
    if outcome.approve is None:
        return ""
    return f"needs the approval of {procedure.role_name(outcome.approve.by)}"


def lasts(outcome: Outcome) -> str:
    """Say how long an outcome lasts; an empty string where that has no meaning."""
    if outcome.lasts == NOT_STATED:
        return "not stated: the policy gives it no end"
    return outcome.lasts.words() if isinstance(outcome.lasts, Limit) else ""


def appeal_of(outcome: Outcome, at: At) -> str | None:
    """Give the appeal of an outcome as a decision imposes it."""
    return outcome.appeal if at.appeal is None else at.appeal


def appeal_in_words(procedure: Procedure, name: str | None) -> str:
    """Say in a line how to appeal."""
    if name is None:
        return ""
    found = appeal(procedure, name, ())
    to = f" to {' or '.join(found.to)}" if found.to and found.to[0] not in found.does else ""
    return f"{found.does}{to}{f', {found.within}' if found.within else ''}"


def appeal(procedure: Procedure, name: str, of: Iterable[str]) -> Appeal:
    """Say how to appeal: by that step, or that there is none, or that the text does not say.

    Args:
        procedure: The procedure.
        name: A step, ``none``, or ``not-stated``.
        of: Names of the outcomes that it is about.
    """
    step = procedure.steps.get(name)
    if step is None:
        stated = name == "none"
        does = (
            "none: the policy gives no appeal" if stated
            else "not stated: the policy does not say whether it can be appealed"
        )  # fmt: skip
        return Appeal(step="", does=does, of=tuple(of), stated=stated)
    within = limit_words(procedure, "within", step.within) if step.within else ""
    return Appeal(
        step=step.id,
        does=step.does,
        to=tuple(procedure.role_name(who.role) for who in step.to),
        within=within,
        of=tuple(of),
        clauses=cite(procedure, (*step.clauses, *(step.within.cites if step.within else ()))),
    )


def letter_due(procedure: Procedure, letter: Letter, because: str = "", if_: str = "") -> LetterDue:
    """Give a letter, to whom it goes, and with what."""
    sure = tuple(copy.to for copy in letter.copies if copy.when is None)
    depends = tuple(
        f"{copy.to} (if {phrase(procedure, copy.when)})"
        for copy in letter.copies if copy.when is not None
    )  # fmt: skip
    cites = [ref for copy in letter.copies for ref in copy.cites]
    cites += [ref for item in letter.encloses for ref in item.cites]
    sender = "not stated"
    if not isinstance(letter.from_, str):
        sender = names(procedure, letter.from_)
    return LetterDue(
        letter=letter.id,
        name=letter.name,
        sort=letter.sort,
        from_=sender,
        to=tuple(who.role for who in letter.to),
        copies=sure,
        copies_if=depends,
        enclosures=tuple(each.item for each in letter.encloses),
        channels=letter.channels,
        says=letter.says,
        because=because,
        if_=if_,
        required=letter.required,
        clauses=cite(procedure, (*letter.clauses, *cites)),
    )


def disagreements(
    procedure: Procedure, used: Collection[str], clauses: Collection[str] = ()
) -> tuple[Disagreement, ...]:
    """Give the conflicts about rules, and those with a side that cites one of the clauses."""
    about, beside = [], []
    for conflict in procedure.conflicts.values():
        if "procedure" in conflict.about:
            continue
        touched = targets(procedure, conflict.about)
        cited = {ref for side in conflict.sides for ref in side.cites}
        if not touched.isdisjoint(used):
            about.append(conflict)
        elif not cited.isdisjoint(clauses):
            beside.append(conflict)
    return tuple(
        Disagreement(
            conflict=conflict.id,
            type=conflict.type,
            text=conflict.text,
            about=conflict.about,
            readings=tuple(
                Reading(
                    name=side.name,
                    followed=number == conflict.follows,
                    clauses=cite(procedure, side.cites),
                )
                for number, side in enumerate(conflict.sides, 1)
            ),
            advice=conflict.advice,
            settle=conflict.settle,
        )
        for conflict in (*about, *beside)
    )


def targets(procedure: Procedure, names: Iterable[str]) -> set[str]:
    """Give the rules that names of rules, of their keys, or of their events are about."""
    found = set()
    for name in names:
        split = None if name in procedure.rule_by_id else procedure.split_event(name)
        found.add(split[0] if split else name)
    return found


def silences(procedure: Procedure, used: Collection[str]) -> tuple[Silence, ...]:
    """Give what the policy does not say about rules."""
    found = []
    for rule in procedure.of_kind(NotStated).values():
        if not targets(procedure, rule.of).isdisjoint(used):
            found.append(Silence(about=rule.about, clauses=cite(procedure, rule.clauses)))
    return tuple(found)


def questions(
    procedure: Procedure, conditions: Iterable[Condition | None], facts: Supposed
) -> tuple[Question, ...]:
    """Give the facts that conditions turn on and that are not known, the most decisive first."""
    counts: Counter[str] = Counter()
    for condition in conditions:
        if condition is not None and facts.truth(condition) is None:
            counts.update(dict.fromkeys(_asked(procedure, condition), 1))
    found = []
    for name, count in counts.most_common(FEW_QUESTIONS):
        fact = procedure.facts[name]
        found.append(
            Question(
                fact=name,
                ask=fact.ask,
                type=fact.type,
                decides=count,
                why=(fact.why,) if fact.why else (),
                clauses=cite(procedure, fact.clauses),
            )
        )
    return tuple(found)


def _asked(procedure: Procedure, condition: Condition) -> Iterator[str]:
    """Yield the facts of a condition that can be asked for, those derived by what they rest on."""
    for name in condition.facts():
        fact = procedure.facts.get(name)
        if fact is None:
            continue
        if fact.ask:
            yield name
        elif fact.from_ is not None and fact.from_.is_ is not None:
            yield from _asked(procedure, fact.from_.is_)
