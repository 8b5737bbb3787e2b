"""The answer for a case: what its advice says to the question."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from index.answers.following import modal
from index.answers.limit import headline as limits_in_a_sentence
from toolkit.case.advice import Action, Advice, Cited, Deadline
from toolkit.case.days import in_full
from toolkit.plain import Frozen
from toolkit.procedure.procedure import Procedure

if TYPE_CHECKING:
    from toolkit.case.case import Case


class Given(Frozen):
    """A case to answer for, with its procedure and its advice."""

    procedure: Procedure
    case: Case
    advice: Advice
    on: date


def given(case: Case, on: date) -> Given:
    """Work out where a case stands.

    Raises:
        BadData: The case names what the procedure does not have.
        Refused: There is no such procedure.
    """
    from toolkit.case.advise import advise
    from toolkit.procedure.library import load

    procedure = load(case.procedure)
    return Given(procedure, case, advise(procedure, case, on), on)


def for_case(held: Given, kind: str, refs: frozenset[str]) -> dict[str, Any]:
    """Give what an answer holds for a case: what concerns the clauses asked about comes first.

    Args:
        held: The case.
        kind: What sort of answer is asked for.
        refs: The clauses that the question leads to.

    Returns:
        The fields of the answer; none where the advice has nothing of that sort.
    """
    advice = held.advice
    shared = {
        "case": held.case.id,
        "on": held.on,
        "conflicts": advice.conflicts,
        "silences": advice.silences,
        "questions": advice.questions[:5],
    }
    if kind == "sanction" and (advice.outcomes.open or advice.outcomes.blocked):
        return shared | {
            "headline": _open(advice),
            "outcomes": advice.outcomes.open,
            "blocked": advice.outcomes.blocked,
        }
    if kind in ("next", "who") and advice.next:
        steps = tuple(step for step in advice.next if _certain(step))
        if kind == "who":
            steps = _first(steps, refs)
        return shared | {"headline": _next(steps), "steps": steps, "letters": _sent(advice, steps)}
    if kind == "how-long" and advice.deadlines:
        limits = _first(advice.deadlines, refs)
        return shared | {"headline": limits_in_a_sentence(limits[:1]), "limits": limits}
    if kind == "letter" and advice.letters:
        letters = _first(advice.letters, refs)
        names = ", ".join(letter.name for letter in letters if not letter.if_) or letters[0].name
        return shared | {"headline": f"Due or just sent: {names}.", "letters": letters}
    return {}


def _open(advice: Advice) -> str:
    names = [outcome.name for outcome in advice.outcomes.open if not outcome.reading]
    if not names:
        return "No outcome is open to the case now."
    return f"Open to the case now: {'; '.join(names)}."


def _certain(step: Action) -> bool:
    return step.relation in ("now", "then") or (step.relation == "duty" and not step.if_)


def _next(steps: tuple[Action, ...]) -> str:
    if not steps:
        return "Nothing is open in the case."
    first = steps[0]
    by = f", by {in_full(first.due)}" if first.due else ""
    by = by or (f", not before {in_full(first.earliest)}" if first.earliest else "")
    return f"{first.who} {modal(first.modality)}: {first.does}{by}."


def _sent(advice: Advice, steps: Iterable[Action]) -> tuple[Any, ...]:
    ids = {letter for step in steps for letter in step.letters}
    return tuple(letter for letter in advice.letters if letter.letter in ids)


def _first(items: Iterable[Any], refs: frozenset[str]) -> tuple[Any, ...]:
    """Put what cites one of the clauses first, and of limits those that have a date."""
    return tuple(
        sorted(
            items,
            key=lambda item: (
                refs.isdisjoint(clause.ref for clause in item.clauses),
                isinstance(item, Deadline) and item.date is None,
            ),
        )
    )


def quoted(fields: dict[str, Any]) -> tuple[Cited, ...]:
    """Give the clauses of what an answer holds for a case, each once."""
    found: dict[str, Cited] = {}
    for name in ("steps", "outcomes", "limits", "letters"):
        for item in fields.get(name, ()):
            for clause in item.clauses:
                found.setdefault(clause.ref, clause)
    return tuple(found.values())
