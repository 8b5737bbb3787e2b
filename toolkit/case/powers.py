"""What deciders may do together and alone: votes, quorum, caps, and who sits."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.case.case import Event, Held, Member
from toolkit.case.knowledge import Knowledge
from toolkit.case.objection import Objection
from toolkit.case.situation import Situation
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Outcome, Step
from toolkit.procedure.shape import At, Body, Check, Who

FOR, AGAINST = "votes-for", "votes-against"
"""Data of a decision's event that hold the votes."""

LIVE = ("running", "held-back", "pending")
"""States of an outcome that something can still take the place of."""


def may_act(knowledge: Knowledge, who: Who, by: str) -> bool:
    """Whether a role is or belongs to the one meant, or stands in for it for want of a quorum."""
    if knowledge.truth(who.when) is False:
        return False
    role = knowledge.procedure.roles.get(who.role)
    if who.role == by or (role is not None and by in role.includes):
        return True
    body = role.body if role else None
    return body is not None and body.instead == by and _quorate(knowledge, body) is not True


def _quorate(knowledge: Knowledge, body: Body) -> bool | None:
    """Whether a body has its quorum; ``None`` where it is not known who is able to act."""
    if body.quorum is None:
        return True
    able = knowledge.known(body.able) if body.able else None
    return able >= body.quorum if isinstance(able, int) else None


def vote_objection(
    procedure: Procedure, knowledge: Knowledge, step: Step, event: Event
) -> Objection | None:
    """Give what stands against a body's decision: no quorum, or too few votes."""
    for who in step.who:
        role = procedure.roles.get(who.role)
        if role is None or role.body is None or event.by not in ("", who.role):
            continue
        if knowledge.truth(who.when) is False:
            continue
        body = role.body
        clauses = tuple(dict.fromkeys((*role.clauses, *step.clauses)))
        if _quorate(knowledge, body) is False and event.by == who.role:
            able = knowledge.known(body.able) if body.able else None
            instead = f"; {procedure.role_name(body.instead)} acts instead" if body.instead else ""
            return Objection(
                f"{role.name} needs {body.quorum} members able to act, "
                f"and there are {able}{instead}",
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


def entry_used(knowledge: Knowledge, outcome: Outcome, step: Step, event: Event) -> At | None:
    """Give the entry of ``at`` under which a decision imposes an outcome, or comes nearest to it.

    Entries that allow it come first, then those for whoever decided; of these a certain one.
    """
    roles = knowledge.procedure.roles
    live = [at for at in outcome.at if at.step == step.id and knowledge.truth(at.when) is not False]
    mine = [at for at in live if not at.who or event.by in at.who or event.by not in roles]
    able = [at for at in mine if _beyond(knowledge.procedure, outcome, at, event) is None]
    best = able or mine or live
    return next((at for at in best if knowledge.truth(at.when)), best[0] if best else None)


def beyond_power(
    knowledge: Knowledge, step: Step, outcome_id: str, event: Event
) -> Objection | None:
    """Give why an outcome goes beyond the power of whoever decided, or ``None``.

    Where several entries of ``at`` are open at the step, one that allows it is enough.
    """
    outcome = knowledge.procedure.outcomes[outcome_id]
    at = entry_used(knowledge, outcome, step, event)
    return None if at is None else _beyond(knowledge.procedure, outcome, at, event)


def _beyond(procedure: Procedure, outcome: Outcome, at: At, event: Event) -> Objection | None:
    if at.who and event.by in procedure.roles and event.by not in at.who:
        names = " or ".join(procedure.role_name(role) for role in at.who)
        return Objection(
            f"'{outcome.title()}' may be imposed by {names} only",
            (*outcome.clauses, *at.cites),
        )
    cap = at.cap
    if cap is None or cap.count is None or cap.data is None:
        return None
    asked = event.data.get(cap.data)
    if isinstance(asked, int) and asked > cap.count:
        return Objection(
            f"'{outcome.title()}' may be for {cap.words()} at the most here, and "
            f"{cap.data} is {asked}",
            (*outcome.clauses, *at.cites, *cap.cites),
        )
    return None


def replacement_objection(situation: Situation, event: Event) -> Objection | None:
    """Give what stands against putting one outcome in the place of another."""
    procedure = situation.procedure
    replaced = names_in(event.data.get("replaces"))
    new = names_in(event.data.get("replacement"))
    for name in event.outcomes:
        outcome = procedure.outcomes.get(name)
        if outcome is None or outcome.may_replace is None:
            continue
        for old in replaced:
            if situation.latest(old, LIVE) is None:
                return Objection(
                    f"'{outcome.title()}' cannot replace what is not on record: "
                    f"{titles(procedure, (old,))}",
                    outcome.clauses,
                )
        if outcome.may_replace.rank == "any" or not new:
            continue
        if not replaced:
            return Objection(
                f"'{outcome.title()}' gives {titles(procedure, new)} and does not say what that "
                "replaces",
                outcome.clauses,
            )
        if _rank(procedure, new) > _rank(procedure, replaced):
            return Objection(
                f"{titles(procedure, new)} is more severe than {titles(procedure, replaced)}, "
                "which it replaces",
                outcome.clauses,
            )
    return None


def _rank(procedure: Procedure, names: Iterable[str]) -> int:
    ranks = [procedure.outcomes[name].rank or 0 for name in names if name in procedure.outcomes]
    return max(ranks, default=0)


def titles(procedure: Procedure, names: Iterable[str]) -> str:
    """Name outcomes, each in quotation marks."""
    return ", ".join(
        f"'{procedure.outcomes[name].title()}'" if name in procedure.outcomes else name
        for name in names
    )


def names_in(held: Held | None) -> tuple[str, ...]:
    """Give the names that a datum holds: one, several, or none."""
    if held is None:
        return ()
    return tuple(str(item) for item in held) if isinstance(held, tuple) else (str(held),)


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
