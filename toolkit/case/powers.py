"""What deciders may do together and alone: votes, quorum, caps, and who sits."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.case.case import Event, Held, Member
from toolkit.case.knowledge import Knowledge
from toolkit.case.objection import Objection
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Outcome, Step
from toolkit.procedure.shape import Check

FOR, AGAINST = "votes-for", "votes-against"
"""Data of a decision's event that hold the votes."""


def vote_objection(
    procedure: Procedure, knowledge: Knowledge, step: Step, event: Event
) -> Objection | None:
    """Give what stands against a body's decision: no quorum, or too few votes."""
    for who in step.who:
        role = procedure.roles.get(who.role)
        if role is None or role.body is None or event.by not in ("", who.role):
            continue
        body = role.body
        able = knowledge.known(body.able) if body.able else None
        clauses = tuple(dict.fromkeys((*role.clauses, *step.clauses)))
        if body.quorum and isinstance(able, int) and able < body.quorum and event.by == who.role:
            instead = f"; {procedure.role_name(body.instead)} acts instead" if body.instead else ""
            return Objection(
                f"{role.name} needs {body.quorum} members able to act, and there are {able}{instead}",
                clauses,
            )
        if not _carried(body.votes, event.data):
            needs = {"all": "all votes", "all-but-one": "all votes but one"}.get(
                body.votes,
                f"a {body.votes} of the votes"
                if body.votes == "majority"
                else f"{body.votes.replace('-', ' ')} of the votes",
            )
            return Objection(
                f"{role.name} decides by {needs}; recorded are {event.data.get(FOR)} for and "
                f"{event.data.get(AGAINST, 0)} against",
                clauses,
            )
    return None


def approval_objection(procedure: Procedure, outcome: Outcome, event: Event) -> Objection | None:
    """Give what stands against the approval of an outcome: the wrong approver, or too few votes."""
    approve = outcome.approve
    if approve is None:
        return None
    if event.by and event.by in procedure.roles and event.by != approve.by:
        return Objection(
            f"'{outcome.title()}' is approved by {procedure.role_name(approve.by)}, not by "
            f"{procedure.role_name(event.by)}",
            (*outcome.clauses, *approve.cites),
        )
    if (
        event.event.endswith(".approved")
        and approve.votes
        and not _carried(approve.votes, event.data)
    ):
        return Objection(
            f"the approval of '{outcome.title()}' needs {approve.votes.replace('-', ' ')} of the "
            "votes",
            (*outcome.clauses, *approve.cites),
        )
    return None


def beyond_power(
    procedure: Procedure, step: Step, outcome_id: str, event: Event
) -> Objection | None:
    """Give why an outcome goes beyond the power of whoever decided, or ``None``."""
    outcome = procedure.outcomes[outcome_id]
    for at in outcome.at:
        if at.step != step.id:
            continue
        if at.who and event.by in procedure.roles and event.by not in at.who:
            names = " or ".join(procedure.role_name(role) for role in at.who)
            return Objection(
                f"'{outcome.title()}' may be imposed by {names} only",
                (*outcome.clauses, *at.cites),
            )
        cap = at.cap
        if cap is None or cap.count is None or cap.data is None:
            continue
        asked = event.data.get(cap.data)
        if isinstance(asked, int) and asked > cap.count:
            return Objection(
                f"'{outcome.title()}' may be for {cap.words()} at the most here, and "
                f"{cap.data} is {asked}",
                (*outcome.clauses, *at.cites, *cap.cites),
            )
    return None


def composition(
    procedure: Procedure, check: Check, members: Iterable[Member], subject: dict[str, str]
) -> str | None:
    """Say what is wrong with who sits, ``""`` where nothing is, ``None`` where nobody is named."""
    panel = tuple(members)
    if not panel:
        return None
    for member in panel:
        for barred in check.none_of:
            if barred in (member.role, *member.was):
                name = member.name or procedure.role_name(member.role)
                return f"{name} was {procedure.role_name(barred)} and sits on the panel"
    for needed in check.includes:
        if not any(needed in (member.role, member.category) for member in panel):
            return f"nobody on the panel is {procedure.role_name(needed)}"
    if check.at_least is not None and len(panel) < check.at_least:
        return f"{len(panel)} sit on the panel, and {check.at_least} are needed"
    if check.same:
        mine = subject.get(check.same)
        if mine is None:
            return None
        if not any(member.category == mine for member in panel):
            return f"nobody on the panel has the same {check.same.replace('-', ' ')} ({mine})"
    return ""


def _carried(votes: str, data: dict[str, Held]) -> bool:
    """Whether recorded votes carry a motion; where none are recorded there is nothing to refuse."""
    given, against = data.get(FOR), data.get(AGAINST, 0)
    if not isinstance(given, int) or not isinstance(against, int) or votes == "chair":
        return True
    total = given + against
    return {
        "majority": given * 2 > total,
        "two-thirds": given * 3 >= total * 2,
        "all-but-one": given >= total - 1,
        "all": given == total,
    }.get(votes, True)
