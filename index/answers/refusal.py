"""Refusals: whether a question is refused as being about something else, and what that says."""

from __future__ import annotations

from index.answers.answer import Answer
from index.answers.confidence import HOPELESS, LEAST
from index.answers.inquiry import Inquiry
from index.answers.kind import is_statement
from index.answers.rules import disagreements
from toolkit.case.advice import Silence
from toolkit.case.citing import cite
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import NotStated

ASKED_BEFORE = 0.75
"""A question so near to an authored one is answered, whatever the other signs say."""

SURELY_TOLD, SURELY_ASKED = 0.6, 0.8
"""Where a line of the catalogue fits at least so well, the other signs do not refuse."""


def answerable(inquiry: Inquiry) -> bool:
    """Whether the policies may answer: by all signs, by a reference, or by a breach told."""
    if inquiry.sure >= LEAST or _looked_up(inquiry):
        return True
    if inquiry.sure < HOPELESS:
        return False
    if max(inquiry.sought.asked_under.values(), default=0.0) >= ASKED_BEFORE:
        return True
    least = SURELY_TOLD if is_statement(inquiry.text) else SURELY_ASKED
    return bool(inquiry.lines) and inquiry.lines[0].score >= least


def outside(inquiry: Inquiry) -> Answer:
    """Refuse a question that is about something else."""
    names = sorted(held["abbreviation"] for held in inquiry.index.data["procedures"].values())
    return inquiry.made(
        "refused",
        "Not in these policies.",
        because=f"Nothing in {', '.join(names)} answers this. The nearest clauses are below; "
        "they are about something else.",
    )


def not_stated(inquiry: Inquiry, procedure: Procedure, rule_id: str) -> Answer:
    """Refuse a question on which a procedure is silent, as one of its rules records."""
    rule = procedure.of_kind(NotStated)[rule_id]
    name = procedure.header.abbreviation
    return inquiry.made(
        "refused",
        f"Not stated in {name}: {rule.about}.",
        because=f"{name} is silent here. Ask whoever owns the policy: {procedure.header.issuer}.",
        procedure=procedure.id,
        clauses=cite(procedure, rule.clauses),
        conflicts=disagreements(procedure, {rule.id}),
        silences=(Silence(about=rule.about, clauses=cite(procedure, rule.clauses)),),
    )


def _looked_up(inquiry: Inquiry) -> bool:
    """Whether a question is a look-up of a clause by its reference."""
    question = inquiry.hits.question
    return bool(inquiry.index.references.find(question.text, question.procedures).places)
