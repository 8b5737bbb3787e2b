"""What somebody did: the lines of the catalogues that fit, and the answer that they give."""

from __future__ import annotations

from index.answers import sanction
from index.answers.answer import Answer
from index.answers.catalogue import Fit, fitting
from index.answers.inquiry import Inquiry
from index.answers.kind import is_statement
from index.answers.nearness import bag
from index.answers.place import Place
from index.answers.rules import disagreements, open_outcome, questions, silences
from index.answers.supposed import supposed
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Breach

TOLD = 0.6
"""What somebody did is taken to be a line of the catalogue that fits at least so well."""

PLAINLY = 1.3
"""A line that fits so well is told, though the words may be those of the procedure."""

FITS_AT_ALL = 0.45
"""A line of the catalogue that fits less well is not what the question is about."""

PUT_OTHERWISE, TOLD_OTHERWISE = 5.0, 2.7
"""A line so much less likely than a clause that has none, as a logarithm, is not what a question is
about, or what a text without a question tells."""

ABOUT_IT, IN_DOUBT = 0.5, 0.85
"""What is so surely about the policies, and so doubtful, is no telling of what somebody did."""

GENERAL = bag(
    "sanction punishment penalty consequence outcome decision hearing meeting panel impose issue "
    "give given get face stage one two three stage 1 stage 2 stage 3 level 1 level 2 level 3 first "
    "possible available open decide breach major minor gross result trouble serious learner "
    "appeal suspend suspension warning letter plan improvement procedure policy"
) | bag("stage1 stage2 stage3 level1 level2 level3")
"""Words that say what sort of answer is wanted, or where, and not what somebody did."""


def tells_of_somebody(inquiry: Inquiry) -> bool:
    """Whether a text tells what somebody did, and not where a procedure stands."""
    if not is_statement(inquiry.text):
        return False
    weights = inquiry.sought.weights
    general = sum(weight for word, weight in weights.items() if word in GENERAL)
    if general <= sum(weights.values()) / 2:
        return True
    return bool(inquiry.lines) and inquiry.lines[0].score >= PLAINLY


def is_silent(inquiry: Inquiry, procedure: Procedure) -> bool:
    """Whether a text that seems to tell what somebody did asks for what is not stated."""
    return inquiry.sure >= ABOUT_IT and inquiry.doubt(procedure, "sanction") >= IN_DOUBT


def told(inquiry: Inquiry) -> Answer | None:
    """Answer a text that says what somebody did, by the catalogue in which it fits best."""
    if not tells_of_somebody(inquiry) or inquiry.by_words not in ("text", "sanction"):
        return None
    fits = inquiry.lines
    if not fits or fits[0].score < TOLD:
        return None
    if is_silent(inquiry, fits[0].procedure) or not _is_meant(inquiry, fits[0]):
        return None
    return by_lines(inquiry, fits[0].procedure, fits)


def fits_at(inquiry: Inquiry, procedure: Procedure, places: list[Place]) -> list[Fit]:
    """Give the lines of a catalogue that fit, where the question may be about one."""
    about = any(place.rules(Breach, citing=False) for place in places)
    wanted = about or is_statement(inquiry.text) or inquiry.asked == "sanction"
    if not wanted or not procedure.breaches or not inquiry.sought.words - GENERAL:
        return []
    found = fitting(inquiry.index, inquiry.sought, (procedure.id,))
    if not found or found[0].score < FITS_AT_ALL:
        return []
    return found if _is_meant(inquiry, found[0]) else []


def _is_meant(inquiry: Inquiry, fit: Fit) -> bool:
    """Whether a text may be about a line: it is not plainly put as of a clause without lines."""
    otherwise = TOLD_OTHERWISE if is_statement(inquiry.text) else PUT_OTHERWISE
    likely = inquiry.sought.sensed(fit.procedure.id).clauses
    lined = {breach.place.clause for breach in fit.procedure.breaches.values()}
    own = likely.get(fit.breach.place.clause)
    others = (each for ref, each in likely.items() if ref not in lined)
    return own is None or own >= max(others, default=own) - otherwise


def by_lines(inquiry: Inquiry, procedure: Procedure, fits: list[Fit]) -> Answer:
    """Answer by the lines of the catalogue that fit."""
    text = inquiry.sought.text
    shown = sanction.fitting_lines(fits)
    entries = [sanction.entry(fit, fits[0].score, text) for fit in shown]
    used = {fit.breach.id for fit in shown}
    refs = {entry.ref for entry in entries}
    facts = supposed(procedure, text, shown[0].breach)
    turning = sanction.conditions((fit.procedure, fit.breach) for fit in shown)
    outcomes = entries[0].outcomes
    if not outcomes:
        outcomes = tuple(
            made for outcome in procedure.outcomes.values() if outcome.type == "sanction"
            for made in [open_outcome(procedure, outcome, outcome.at[0], facts)] if made
        )  # fmt: skip
    clauses = {clause.ref: clause for entry in entries for clause in entry.clauses[:1]}
    clauses |= {clause.ref: clause for entry in entries for clause in entry.clauses}
    decided = {item.step for entry in entries for item in entry.deciders}
    imposed = {item.outcome for item in outcomes}
    return inquiry.made(
        "sanction",
        sanction.headline(entries),
        procedure=procedure.id,
        because="" if entries[0].deciders else
        "The text fixes no stage for this line; whoever decides chooses among its sanctions.",
        entries=tuple(entries),
        outcomes=outcomes,
        appeals=entries[0].appeals,
        clauses=tuple(clauses.values()),
        conflicts=tuple(item for each in dict.fromkeys(fit.procedure.id for fit in shown)
                        for item in disagreements(inquiry.index.procedure(each), used, refs)),
        silences=silences(procedure, {*used, *decided, *imposed}),
        questions=questions(procedure, turning, facts),
    )  # fmt: skip
