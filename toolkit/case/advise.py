"""The one function that everything rests on: a procedure, a case and a day give one Advice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from toolkit.case.advice import (
    Action,
    Advice,
    Alleged,
    Cited,
    Deadline,
    Departed,
    OnRecord,
    Reason,
    Standing,
)
from toolkit.case.case import Case
from toolkit.case.choices import choices
from toolkit.case.context import Context
from toolkit.case.correspondence import letters
from toolkit.case.days import Calendar, Closure, Term
from toolkit.case.deadlines import deadlines, unit_of
from toolkit.case.disagreements import disagreements, silences
from toolkit.case.fold import fold
from toolkit.case.questions import questions
from toolkit.case.safety import protocol, safeguards
from toolkit.case.situation import MAIN
from toolkit.case.validity import check_case
from toolkit.case.view import InView, survey
from toolkit.problem import BadData
from toolkit.procedure.condition import Condition
from toolkit.procedure.limit import NOT_STATED, Limit
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Outcome


def advise(procedure: Procedure, case: Case, on: date, calendar: Calendar | None = None) -> Advice:
    """Tell where a case stands on a day, what comes next, by when, and why.

    Args:
        procedure: The procedure, in the version to which the case is pinned.
        case: The case. Events after ``on`` are left out.
        on: The day of the advice.
        calendar: Which days count; by default the procedure's own, less the case's closures.

    Returns:
        The advice. It never guesses: what is not known is asked for, and what the policy does not
        say is said to be not stated.

    Raises:
        BadData: The case names facts, events or outcomes that the procedure does not have.
    """
    if problems := check_case(procedure, case):
        raise BadData(problems)
    calendar = calendar or calendar_of(procedure, case)
    folded = fold(procedure, case, on, calendar)
    context = Context(case, on, calendar, folded, survey(folded))
    return _assemble(context)


def calendar_of(procedure: Procedure, case: Case) -> Calendar:
    """Give the calendar of a procedure with the closure days and terms of a case."""
    return Calendar(
        procedure.header.calendar,
        tuple(Closure(item.from_, item.to, item.name) for item in case.closures),
        tuple(Term(item.from_, item.to, item.name) for item in case.terms),
    )


def _assemble(context: Context) -> Advice:
    alleged = _alleged(context)
    limits = deadlines(context)
    actions = _actions(context, limits)
    outcomes = choices(context)
    mail = letters(context)
    guards = safeguards(context)
    used = frozenset(
        {item.step.id for item in context.view if item.certain}
        | {item.outcome for item in outcomes.open}
        | {record.outcome for record in context.situation.records}
        | {item.letter for item in mail}
        | {item.breach for item in alleged}
        | {item.safeguard for item in guards}
    )
    units = frozenset(
        unit for item in context.view if item.step.id in used for unit in unit_of(item.step)
    )
    return Advice(
        procedure=context.procedure.id,
        version=context.procedure.header.version,
        case=context.case.id,
        on=context.on,
        notices=_notices(context),
        position=_position(context),
        stage=_stage(context),
        record=_record(context),
        alleged=alleged,
        next=(*_approvals(context), *actions),
        outcomes=outcomes,
        deadlines=limits,
        letters=mail,
        safeguards=guards,
        protocol=protocol(context),
        conflicts=disagreements(context, used, units),
        silences=silences(context, used),
        questions=questions(context),
        departures=_departures(context),
        warnings=tuple(dict.fromkeys((*context.situation.warnings, *_late(context)))),
        why=_why(context, actions, alleged),
    )


def _notices(context: Context) -> tuple[str, ...]:
    header = context.procedure.header
    found = []
    if header.expires is not None and context.on > header.expires:
        found.append(
            f"{header.title} expired on {header.expires.isoformat()}; ask {header.issuer} what "
            "applies now"
        )
    if header.starts is not None and context.on < header.starts:
        found.append(f"{header.title} applies from {header.starts.isoformat()} only")
    if context.case.version and context.case.version != header.version:
        found.append(
            f"the case is pinned to version {context.case.version}; "
            f"this is version {header.version}"
        )
    return tuple(found)


def _awaited(context: Context) -> Iterable[tuple[Outcome, str, date]]:
    """Yield the outcomes that wait for somebody's approval, with whose, and since when."""
    for record in context.situation.records:
        outcome = context.procedure.outcomes[record.outcome]
        if record.state == "pending" and outcome.approve is not None and record.approved is None:
            yield outcome, outcome.approve.by, record.imposed


def _approvals(context: Context) -> tuple[Action, ...]:
    return tuple(
        Action(
            step=outcome.id,
            does=f"Approve or refuse: {outcome.title()}",
            who=context.procedure.role_name(role),
            roles=(role,),
            modality="must",
            relation="now",
            stage="",
            which="",
            track=MAIN,
            results=("approved", "refused"),
            clauses=context.cite(
                (*outcome.clauses, *(outcome.approve.cites if outcome.approve else ()))
            ),
        )
        for outcome, role, _ in _awaited(context)
    )


def _position(context: Context) -> tuple[Standing, ...]:
    awaited = tuple(
        Standing(
            step=outcome.id,
            does=f"Approve or refuse: {outcome.title()}",
            who=context.procedure.role_name(role),
            stage="",
            track=MAIN,
            since=since,
        )
        for outcome, role, since in _awaited(context)
    )
    return awaited + tuple(
        Standing(
            step=item.step.id,
            does=item.step.does,
            who=" or ".join(context.names(item.step.who)),
            stage=item.step.stage or "",
            track=item.step.track,
            since=item.item.since if item.item else None,
            which=item.key,
            if_="; ".join(item.conditions),
            silence=_silent(item),
            paused=context.situation.paused_by(item.step.track),
        )
        for item in context.view
        if item.relation == "now"
    )


def _silent(item: InView) -> str:
    if item.item is None or not item.item.silent:
        return ""
    return f"the policy does not say what follows '{item.item.silent.replace('-', ' ')}'"


def _stage(context: Context) -> str:
    """Give the stage of what is open, or else of the last step closed.

    An appeal that has been made comes before the main track, and both before what runs beside
    them; a right that nobody has used yet comes last.
    """
    appeals = {stage.appeal_stage for stage in context.procedure.stages.values()}

    def order(item: InView) -> int:
        if item.step.modality == "may" and item.relation == "now":
            return 3
        return 0 if item.step.stage in appeals else 1 if item.step.track == MAIN else 2

    for relation in ("now", "done"):
        items = [item for item in context.view if item.relation == relation and item.step.stage]
        if items:
            return min(items, key=order).step.stage or ""
    return ""


def _record(context: Context) -> tuple[OnRecord, ...]:
    found = []
    for record in context.situation.records:
        outcome = context.procedure.outcomes[record.outcome]
        lasts = outcome.lasts
        words = lasts.words() if isinstance(lasts, Limit) else (lasts or "")
        found.append(
            OnRecord(
                outcome=outcome.id,
                name=outcome.title(),
                type=outcome.type,
                imposed=record.imposed,
                state=record.state,
                ends=record.ends,
                lasts=NOT_STATED.replace("-", " ") if words == NOT_STATED else words,
            )
        )
    return tuple(found)


def _alleged(context: Context) -> tuple[Alleged, ...]:
    found: dict[str, Alleged] = {}
    procedure = context.procedure
    for fact in procedure.facts.values():
        if fact.type != "breaches":
            continue
        for breach in context.knowledge.breaches(fact.id) or ():
            truth = context.knowledge.truth(breach.when)
            words = (
                ""
                if truth is True or breach.when is None
                else (
                    f"only if {context.in_words(breach.when)}"
                    + ("" if truth is None else ", which is not so here")
                )
            )
            clause = procedure.clause_by_ref[breach.place.clause]
            found[breach.id] = Alleged(
                breach=breach.id,
                ref=clause.ref,
                text=breach.text or clause.text,
                class_=breach.class_,
                stage=breach.stage,
                outcomes=breach.outcomes,
                repeated=breach.repeated,
                decided_by=procedure.role_name(breach.decided_by) if breach.decided_by else "",
                applies=words,
                clauses=context.cite(
                    (*breach.clauses, *_repeated_clauses(procedure, breach.repeated))
                ),
            )
    return tuple(found.values())


def _repeated_clauses(procedure: Procedure, repeated: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        procedure.breaches[name].place.clause for name in repeated if name in procedure.breaches
    )


def _actions(context: Context, limits: tuple[Deadline, ...]) -> tuple[Action, ...]:
    items = sorted(
        context.view,
        key=lambda item: (_order(item), bool(context.situation.paused_by(item.step.track))),
    )
    return tuple(
        _action(
            context,
            item,
            {
                limit.key: limit
                for limit in limits
                if (limit.step, limit.which) == (item.step.id, item.key)
            },
        )
        for item in items
    )


def _order(item: InView) -> tuple[int, bool]:
    """What cannot wait first, then what is open, what stands, the road ahead, and what may be."""
    within = item.step.within
    if item.relation == "duty" and item.certain and within is not None and within.immediately:
        return 0, False
    places = {"now": 1, "duty": 2 if item.certain else 5, "then": 3, "done": 4, "may": 6}
    return places[item.relation], item.sure is not True


def _action(context: Context, item: InView, mine: dict[str, Deadline]) -> Action:
    step = item.step
    within, notice = mine.get("within"), mine.get("notice")
    words = [limit.words for limit in mine.values()]
    late = ""
    if step.late:
        late = "not stated" if step.late == NOT_STATED else step.late
    return Action(
        step=step.id,
        does=step.does,
        who=" or ".join(context.names(step.who)),
        roles=context.able(step.who),
        modality=step.modality,
        relation=item.relation,
        stage=step.stage or "",
        which=item.key,
        track=step.track,
        to=context.able(step.to),
        panel=context.able(step.panel),
        if_="; ".join(item.conditions),
        due=within.date if within else None,
        earliest=notice.date if notice else within.first if within else None,
        limit="; ".join(words),
        overdue=bool(within and within.state == "overdue"),
        letters=tuple(
            use.letter for use in step.letter if context.knowledge.truth(use.when) is not False
        ),
        paused=context.situation.paused_by(step.track),
        record=step.record,
        data=tuple(datum.ask or datum.name for datum in step.data),
        results=tuple(_results(context, item)),
        late=late,
        clauses=_step_clauses(context, item),
    )


def _results(context: Context, item: InView) -> Iterable[str]:
    for name, result in item.step.results.items():
        truth = context.knowledge.truth(result.when)
        if truth is False or name == "lapsed":
            continue
        label = name.replace("-", " ")
        condition: Condition | None = result.when if truth is None else None
        yield f"{label} (if {context.in_words(condition)})" if condition else label


def _step_clauses(context: Context, item: InView) -> tuple[Cited, ...]:
    """Give the step's clauses, those of the result that closed it, and those of the actors."""
    refs = list(item.step.clauses)
    if item.closed is not None:
        result = item.step.results.get(item.closed.event.removeprefix(f"{item.step.id}."))
        refs.extend(result.cites if result else ())
    for who in (*item.step.who, *item.step.panel):
        refs.extend(who.cites)
    if item.relation in ("now", "then"):
        refs.extend(ref for result in item.step.results.values() for ref in result.cites)
    return context.cite(refs)


def _departures(context: Context) -> tuple[Departed, ...]:
    return tuple(
        Departed(
            event=item.event,
            date=item.on,
            reason=item.reason,
            against=item.against,
            clauses=context.cite(item.clauses),
        )
        for item in context.situation.departures
    )


def _late(context: Context) -> Iterable[str]:
    for item, happening in context.situation.late:
        step = context.procedure.steps[item.step]
        follows = "what then follows is not stated" if step.late in ("", NOT_STATED) else step.late
        yield f"'{step.does}' was done on {happening.on.isoformat()}, after its limit; {follows}"


def _why(
    context: Context, actions: tuple[Action, ...], alleged: tuple[Alleged, ...]
) -> tuple[Reason, ...]:
    found = [
        Reason(
            concludes=f"{item.text}: listed as {' or '.join(item.class_) or 'no fixed class'}",
            rule=item.breach,
            clauses=item.clauses,
        )
        for item in alleged
    ]
    found.extend(
        Reason(concludes=action.does, rule=action.step, clauses=action.clauses)
        for action in actions
        if action.relation != "may"
    )
    return tuple(found)
