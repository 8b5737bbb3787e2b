"""Refusals: whether a question is refused as being about something else, and what that says."""

from __future__ import annotations

from dataclasses import replace

from index.answers.answer import Answer
from index.answers.breach import TOLD, tells_of_somebody
from index.answers.confidence import HOPELESS, LEAST
from index.answers.inquiry import Inquiry
from index.answers.rules import disagreements
from toolkit.case.advice import Silence
from toolkit.case.citing import cite
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import NotStated

SURELY_TOLD, AT_ALL, PUT_SO = 1.0, 0.02, 2.0
"""A line that fits so well is told, unless it is less sure even than this that the policies answer,
and no more than this, as a logarithm, speaks for them in how it is put: a printer that does not
work is no breach."""

PLAINLY_SILENT = 0.6
"""A question so like one that gets no answer is about the policies, whatever speaks against it."""

AS_LIKELY = 0.5
"""Below this, a question that gets no answer is taken to be about something else."""


def answerable(inquiry: Inquiry) -> bool:
    """Whether the policies may answer: by all signs, by a reference, or by a breach told."""
    if inquiry.sure >= LEAST or is_looked_up(inquiry) or _compares(inquiry):
        return True
    if not inquiry.lines or not tells_of_somebody(inquiry):
        return False
    fits = inquiry.lines[0].score
    sensed = inquiry.confidence.signs["sense"] >= PUT_SO
    return (fits >= TOLD and inquiry.sure >= HOPELESS) or (
        fits >= SURELY_TOLD and (sensed or inquiry.sure >= AT_ALL)
    )


def _compares(inquiry: Inquiry) -> bool:
    """Whether a question names what it compares."""
    return inquiry.asked == "compare" and len(inquiry.hits.question.procedures) > 1


def silent(inquiry: Inquiry) -> Answer | None:
    """Refuse a question that seems to be about something else and plainly meets a silence."""
    procedure = inquiry.index.procedure(inquiry.hits[0].procedure)
    found = inquiry.sought.alike(procedure).silences
    rule, like = next(iter(found.items()), ("", 0.0))
    return not_stated(inquiry, procedure, rule) if like >= PLAINLY_SILENT else None


def outside(inquiry: Inquiry, procedure: str = "") -> Answer:
    """Refuse a question that is about something else, of all procedures or as asked of one."""
    names = sorted(held["abbreviation"] for held in inquiry.index.data["procedures"].values())
    return inquiry.made(
        "refused",
        "Not in these policies.",
        because=f"Nothing in {', '.join(names)} answers this. The nearest clauses are below; "
        "they are about something else.",
        procedure=procedure,
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


def unstated(inquiry: Inquiry, procedure: Procedure) -> Answer:
    """Refuse a question on which a procedure is silent, though no silence of it is recorded."""
    name = procedure.header.abbreviation
    return inquiry.made(
        "refused",
        f"Not stated in {name}, as far as can be found.",
        because=f"{name} deals with matters like this one, and no rule or clause of it was found "
        "that says this. The nearest clauses are below; read them before relying on it.",
        procedure=procedure.id,
    )


def perhaps(found: Answer, procedure: Procedure, rule_id: str = "") -> Answer:
    """Say beside an answer that the procedure may not state what is asked.

    Args:
        found: The answer.
        procedure: The procedure that it is from.
        rule_id: The silence on record that may be meant, where there is one.
    """
    name = procedure.header.abbreviation
    if not rule_id:
        said = (
            f"{name} may not state what you ask: this is only the nearest that it says. "
            "Read the clauses before relying on it."
        )
        return replace(found, because=" ".join(filter(None, (found.because, said))))
    rule = procedure.of_kind(NotStated)[rule_id]
    said = f"{name} may not state what you ask. It does not say {rule.about}."
    own = Silence(about=rule.about, clauses=cite(procedure, rule.clauses))
    held = found.silences if own in found.silences else (*found.silences, own)
    because = " ".join(filter(None, (found.because, said)))
    return replace(found, because=because, silences=held)


def is_looked_up(inquiry: Inquiry) -> bool:
    """Whether a question is a look-up of a clause by its reference."""
    question = inquiry.hits.question
    return bool(inquiry.index.references.find(question.text, question.procedures).places)
