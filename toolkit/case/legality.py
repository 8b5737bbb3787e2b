"""Whether the procedure allows an event at this position, and which clause says no."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.case.case import Event
from toolkit.case.days import in_full
from toolkit.case.knowledge import Knowledge
from toolkit.case.objection import Objection
from toolkit.case.powers import (
    approval_objection,
    beyond_power,
    may_act,
    replacement_objection,
    titles,
    vote_objection,
)
from toolkit.case.reckoning import reckon
from toolkit.case.situation import MAIN, OpenStep, Situation
from toolkit.problem import Refused
from toolkit.procedure.condition import Condition
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Outcome, Step
from toolkit.procedure.shape import Who
from toolkit.procedure.wording import subject

DECIDED = "decided"
DONE = "done"


def available(situation: Situation, knowledge: Knowledge, step: Step) -> bool:
    """Whether a power can be used: its condition is not false and its track is not open."""
    if step.as_ != "power" or knowledge.truth(step.when) is False:
        return False
    return step.track == MAIN or not situation.track_open(step.track)


def standing(knowledge: Knowledge, step: Step) -> bool:
    """Whether a duty stands without an event that opens it."""
    if step.as_ != "duty" or step.after or step.id in knowledge.procedure.led_to:
        return False
    return knowledge.truth(step.when) is not False


def words_of(procedure: Procedure, step: Step) -> tuple[str, ...]:
    """Give the words that may follow a step's id in an event."""
    words = [word for word in step.results if word != "lapsed"]
    if step.as_ == "decision":
        words.insert(0, DECIDED)
    elif DONE not in words and step.as_ in ("duty", "power"):
        words.insert(0, DONE)
    return tuple(words)


def objection_to(situation: Situation, knowledge: Knowledge, event: Event) -> Objection | None:
    """Give what stands against an event, or ``None`` where the procedure allows it.

    What is unknown allows: only a condition that is false, a step that is not open, somebody who
    may not act, or an outcome that is not open here is refused.
    """
    procedure = situation.procedure
    split = procedure.split_event(event.event)
    if split is None:
        return Objection(f"'{event.event}' is not an event of this procedure", ())
    rule_id, word = split
    if (step := procedure.steps.get(rule_id)) is not None:
        return _step(situation, knowledge, step, word, event)
    if (outcome := procedure.outcomes.get(rule_id)) is not None:
        return _outcome_word(situation, outcome, word, event)
    return None


def _step(
    situation: Situation, knowledge: Knowledge, step: Step, word: str, event: Event
) -> Objection | None:
    procedure = situation.procedure
    item = situation.opened(step.id, event.key)
    silent = situation.silent_on(step.track)
    if item is None and silent is None and not _free(situation, knowledge, step):
        return _not_open(situation, knowledge, step)
    if paused := situation.paused_by(step.track):
        track = procedure.tracks[paused]
        return Objection(f"'{step.does}' waits while this is open: {track.name}", track.clauses)
    if item is not None and item.sure is None and knowledge.truth(step.when) is False:
        return _failing(procedure, knowledge, step.when, f"'{step.does}'", step.clauses)
    if (objection := _actor(procedure, knowledge, step.who, step, event.by)) is not None:
        return objection
    if (objection := _notice(situation, knowledge, step, item, event)) is not None:
        return objection
    result = step.results.get(word)
    if result is not None and knowledge.truth(result.when) is False:
        clauses = (*step.clauses, *result.cites)
        return _failing(procedure, knowledge, result.when, f"'{word}'", clauses)
    for outcome in event.outcomes:
        if (objection := outcome_objection(knowledge, procedure, step, outcome)) is not None:
            return objection
        if (objection := beyond_power(knowledge, step, outcome, event)) is not None:
            return objection
    if (objection := vote_objection(procedure, knowledge, step, event)) is not None:
        return objection
    return _set_of_outcomes(procedure, event) or replacement_objection(situation, event)


def _notice(
    situation: Situation, knowledge: Knowledge, step: Step, item: OpenStep | None, event: Event
) -> Objection | None:
    """Refuse what comes before the notice has run, unless its exception applies or may apply."""
    limit = step.notice
    if limit is None or limit.count is None or limit.counted or item is None:
        return None
    start = situation.start_of(limit, item)
    if start is None or (limit.unless and knowledge.truth(limit.unless) is not False):
        return None
    try:
        earliest = reckon(limit, start.on, situation.calendar, "earliest").date
    except Refused:
        return None
    if event.date >= earliest:
        return None
    return Objection(
        f"'{step.does}' needs {limit.words()} notice: not before {in_full(earliest)}",
        (*step.clauses, *limit.cites),
    )


def _free(situation: Situation, knowledge: Knowledge, step: Step) -> bool:
    """Whether a step can be done without being open: a power, a standing or discharged duty."""
    if available(situation, knowledge, step) or standing(knowledge, step):
        return True
    return step.as_ == "duty" and any(item.step == step.id for item, _ in situation.closed)


def doubts_about(situation: Situation, knowledge: Knowledge, event: Event) -> tuple[str, ...]:
    """Give the unknown facts on which it rests whether an event is allowed."""
    procedure = situation.procedure
    step_id, word = procedure.split_event(event.event) or ("", "")
    step = procedure.steps.get(step_id)
    if step is None:
        return ()
    item = situation.opened(step.id, event.key)
    conditions = [step.when] if item is None or item.sure is None else []
    conditions += [who.when for who in step.who if event.by == who.role]
    if (result := step.results.get(word)) is not None:
        conditions.append(result.when)
    for name in event.outcomes:
        outcome = procedure.outcomes.get(name)
        entries = [at.when for at in outcome.at if at.step == step.id] if outcome else []
        if not any(knowledge.truth(when) for when in entries):
            conditions += entries
    return tuple(
        dict.fromkeys(
            leaf.fact
            for condition in conditions
            if condition is not None and knowledge.truth(condition) is None
            for leaf in condition.deciding(knowledge.known)
        )
    )


def _not_open(situation: Situation, knowledge: Knowledge, step: Step) -> Objection:
    if step.as_ == "power" and knowledge.truth(step.when) is False:
        what = f"'{step.does}'"
        return _failing(situation.procedure, knowledge, step.when, what, step.clauses)
    return Objection(_waits_for(situation, step), step.clauses)


def _waits_for(situation: Situation, step: Step) -> str:
    open_now = [situation.procedure.steps[item.step] for item in situation.open]
    acts = [item.does for item in open_now if item.as_ != "duty"]
    if step.as_ == "power":
        return f"'{step.does}' is not open to anybody here"
    here = f"the case waits for: {'; '.join(acts)}" if acts else "no act is open"
    return f"'{step.does}' is not open here; {here}"


def _actor(
    procedure: Procedure, knowledge: Knowledge, who: Iterable[Who], step: Step, by: str
) -> Objection | None:
    """Refuse somebody who may not act; a role that is not named, or unknown, is not refused."""
    if not by or by not in procedure.roles:
        return None
    for item in who:
        if may_act(knowledge, item, by):
            return None
    names = " or ".join(procedure.role_name(item.role) for item in who)
    mine = procedure.role_name(by)
    cites = tuple(ref for item in who for ref in item.cites)
    return Objection(
        f"'{step.does}' is for {names}, not for {mine}",
        tuple(dict.fromkeys((*step.clauses, *cites))),
    )


def outcome_objection(
    knowledge: Knowledge, procedure: Procedure, step: Step, outcome_id: str
) -> Objection | None:
    """Give why an outcome is not open at a decision, or ``None``."""
    outcome = procedure.outcomes.get(outcome_id)
    if outcome is None:
        return Objection(f"'{outcome_id}' is not an outcome of this procedure", ())
    entries = [at for at in outcome.at if at.step == step.id]
    if not entries:
        return Objection(
            f"'{outcome.title()}' is not among the outcomes of: {step.does}",
            (*step.clauses, *outcome.clauses),
        )
    if any(knowledge.truth(at.when) is not False for at in entries):
        return None
    entry = entries[0]
    return _failing(
        procedure, knowledge, entry.when, f"'{outcome.title()}'", (*outcome.clauses, *entry.cites)
    )


def _outcome_word(
    situation: Situation, outcome: Outcome, word: str, event: Event
) -> Objection | None:
    """Give what stands against an event of an outcome itself."""
    title = outcome.title()
    if word == "imposed":
        steps = {at.step: situation.procedure.steps[at.step].does for at in outcome.at}
        names = "; ".join(steps.values())
        return Objection(f"'{title}' is imposed by a decision only: {names}", outcome.clauses)
    states, none = {
        "approved": (("pending",), "does not wait for anybody's approval here"),
        "refused": (("pending",), "does not wait for anybody's approval here"),
        "revived": (("held-back",), "is not held back"),
    }.get(word, (("running", "held-back"), "is not in force"))
    if situation.latest(outcome.id, states, event.key) is None:
        return Objection(f"'{title}' {none}", outcome.clauses)
    if word in ("approved", "refused"):
        return approval_objection(situation.procedure, outcome, event)
    return None


def _set_of_outcomes(procedure: Procedure, event: Event) -> Objection | None:
    chosen = set(event.outcomes)
    for name in event.outcomes:
        outcome = procedure.outcomes.get(name)
        together = outcome.with_ if outcome else None
        if outcome is None or together is None:
            continue
        if missing := [other for other in together.all if other not in chosen]:
            return Objection(
                f"'{outcome.title()}' comes together with {titles(procedure, missing)}",
                outcome.clauses,
            )
        if together.any and not chosen & set(together.any):
            return Objection(
                f"'{outcome.title()}' comes with at least one of {titles(procedure, together.any)}",
                outcome.clauses,
            )
        if others := [other for other in together.one if other in chosen and other != name]:
            return Objection(
                f"'{outcome.title()}' excludes {titles(procedure, others)}", outcome.clauses
            )
    return None


def _failing(
    procedure: Procedure,
    knowledge: Knowledge,
    condition: Condition | None,
    what: str,
    clauses: tuple[str, ...],
) -> Objection:
    return Objection(f"{what}: {because(procedure, knowledge, condition)}", clauses)


def because(procedure: Procedure, knowledge: Knowledge, condition: Condition | None) -> str:
    """Put into words why a condition is false: the leaf that fails, and what is known instead."""
    if condition is None:
        return ""
    words = []
    for leaf in condition.deciding(knowledge.known):
        fact = procedure.facts.get(leaf.fact)
        name = subject(fact, leaf.fact)
        value = knowledge.known(leaf.fact)
        if isinstance(value, bool):
            words.append(f"it is so that {name}" if value else f"it is not so that {name}")
            continue
        held = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        needed = " or ".join(str(item) for item in leaf.values)
        needs = f" (needed: {needed})" if leaf.op == "is" and needed else ""
        words.append(f"{name} is {held}{needs}")
    return "; ".join(dict.fromkeys(words))
