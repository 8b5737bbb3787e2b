"""The fields that follow from the case's events and the procedure's rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from toolkit.case.advise import calendar_of
from toolkit.case.case import Case
from toolkit.case.choices import choices
from toolkit.case.context import Context
from toolkit.case.days import Calendar
from toolkit.case.fold import fold
from toolkit.case.situation import Happening, Record
from toolkit.case.view import survey
from toolkit.letters.fields import Day, day
from toolkit.letters.filled import Data
from toolkit.letters.limits import Safe, in_words, safe_day
from toolkit.letters.particulars import Particulars
from toolkit.letters.people import person
from toolkit.procedure.limit import Limit
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Letter, Outcome, Step
from toolkit.procedure.shape import At

NO_END = "the policy does not say how long it lasts"
_OF_AGE = 18
_OF_DECISION = {"decision", "sanction-name"}
_DECIDED = ".decided"
_MEETING = re.compile(r"^Protocol (?:for|of) (?:an? |the )?")


@dataclass(frozen=True)
class Scene:
    """A case on the day of a letter.

    Attributes:
        letter: The letter.
        on: Its date.
        context: The case folded up to that day.
        given: What the case's file gives to its letters.
    """

    letter: Letter
    on: date
    context: Context
    given: Particulars

    @property
    def procedure(self) -> Procedure:
        """The procedure."""
        return self.context.procedure


def context_on(
    procedure: Procedure, case: Case, on: date, calendar: Calendar | None = None
) -> Context:
    """Fold a case up to a day, by the case's own calendar where none is given."""
    calendar = calendar or calendar_of(procedure, case)
    folded = fold(procedure, case, on, calendar)
    return Context(case, on, calendar, folded, survey(folded))


def meeting_step(scene: Scene) -> str:
    """Give the step of the meeting that a letter or record is about, or an empty string.

    It is the step whose notice the letter starts; or one next to the step that sends the letter;
    or, of the meetings that the case's file knows, the nearest to the day.
    """
    steps = scene.procedure.steps
    dated = f"{scene.letter.id}.dated"
    known = scene.given.meetings
    noticed = [step.id for step in steps.values() if step.notice and dated in step.notice.after]
    near = [*noticed, *_beside(scene)]
    for step in near:
        if step in known:
            return step
    if len(known) == 1:
        return next(iter(known))
    by_day = {step: data["date"].iso for step, data in known.items() if "date" in data}
    today = scene.on.isoformat()
    ahead = sorted((held, step) for step, held in by_day.items() if held >= today)
    behind = sorted((held, step) for step, held in by_day.items() if held < today)
    inviting = "date-time-place" in scene.letter.says
    chosen = (ahead[:1] or behind[-1:]) if inviting else (behind[-1:] or ahead[:1])
    return chosen[0][1] if chosen else (near[0] if near else "")


def _beside(scene: Scene) -> Iterator[str]:
    """Yield the steps that follow, or come before, one that sends the letter."""
    for step in sending(scene):
        for result in step.results.values():
            if not isinstance(result.then, str):
                yield from result.then
        for event in (*step.after, *(step.within.after if step.within else ())):
            split = scene.procedure.split_event(event)
            if split is not None:
                yield split[0]


def sending(scene: Scene) -> Iterator[Step]:
    """Yield the steps that send the letter."""
    for step in scene.procedure.steps.values():
        if any(use.letter == scene.letter.id for use in step.letter):
            yield step


def meeting(scene: Scene) -> Data:
    """Give what is known of the meeting from the procedure and the case's file."""
    name = meeting_step(scene)
    step = scene.procedure.steps.get(name)
    if step is None:
        return {}
    found: Data = {}
    protocol = next(
        (each for each in scene.procedure.protocols.values() if step.id in each.of), None
    )
    if protocol is not None:
        found["agenda"] = tuple(
            {
                "does": item.does,
                "who": _named(scene.procedure, item.who),
            }
            for item in protocol.items
            if scene.context.knowledge.truth(item.when) is not False
        )
        if protocol.name:
            found["name"] = _MEETING.sub("", protocol.name)
    if step.stage in scene.procedure.stages:
        found["stage"] = scene.procedure.stages[step.stage].name
    if step.notice is not None:
        found["notice"] = in_words(step.notice)
    return found


def _named(procedure: Procedure, role: str) -> str:
    """Give a role's bare name: an agenda has no room for who may stand in."""
    known = procedure.roles.get(role)
    return known.name if known is not None else role.replace("-", " ")


def outcomes(scene: Scene) -> Data:
    """Give the outcomes open at the decision ahead, and the gravest of them."""
    found = [item for item in choices(scene.context).open if not item.reading]
    if not found:
        return {}
    rules = scene.procedure.outcomes
    names = list(dict.fromkeys(item.outcome for item in found))
    sanctions = [rules[name] for name in names if rules[name].rank is not None]
    data: Data = {"outcomes": tuple({"name": rules[name].title(), "means": ""} for name in names)}
    if sanctions:
        data["worst"] = max(sanctions, key=lambda outcome: outcome.rank or 0).title()
    return data


def deciding(scene: Scene) -> frozenset[str]:
    """Give the steps of whose decisions the letter may tell.

    They are those whose decision it is sent after, and others of the same stage: what a hearing
    has asked for may be authorised. There are none where a step may send it after no decision.
    """
    steps = scene.procedure.steps
    after = [
        {event.removesuffix(_DECIDED) for event in step.after if event.endswith(_DECIDED)}
        for step in sending(scene)
    ]
    own: set[str] = set().union(*after) if all(after) else set()
    stages = {steps[name].stage for name in own & set(steps)}
    return frozenset(own | {step.id for step in steps.values() if step.stage in stages - {None}})


def last_decision(scene: Scene) -> Happening | None:
    """Give the decision made last, up to the day of the letter, of those that it is sent after."""
    own = deciding(scene)
    decided = [
        each for each in scene.context.situation.happened
        if each.event.endswith(_DECIDED) and (not own or each.event.removesuffix(_DECIDED) in own)
    ]  # fmt: skip
    return max(decided, key=lambda each: each.on, default=None)


def imposed(scene: Scene) -> tuple[Record, ...]:
    """Give the outcomes imposed last, those that this letter is about where it is about some."""
    every, own = scene.context.situation.records, deciding(scene)
    known = [each for each in every if each.step in scene.procedure.steps]
    records = [each for each in known if not own or each.step in own] if known else list(every)
    mine = [each for each in records if scene.letter.id in _letters(scene.procedure, each)]
    of = mine or records
    last = max((each.imposed for each in of), default=None)
    return tuple(each for each in of if each.imposed == last)


def _letters(procedure: Procedure, record: Record) -> tuple[str, ...]:
    outcome = procedure.outcomes[record.outcome]
    at = record.at
    return tuple(
        use.letter for use in (outcome.letter if at is None or at.letter is None else at.letter)
    )


def decision(scene: Scene) -> Data:
    """Give the decision made last: when, by whom, with what outcome."""
    made = last_decision(scene)
    if made is None or _before_meeting(scene, made.on):
        return {}
    split = scene.procedure.split_event(made.event)
    step = scene.procedure.steps.get(split[0]) if split else None
    found: Data = {"date": day(made.on)}
    if step is not None:
        found["by"] = " or ".join(
            scene.procedure.role_name(who) for who in scene.context.able(step.who)
        )
    records = [each for each in scene.context.situation.records if each.imposed == made.on]
    names = [scene.procedure.outcomes[each.outcome].title() for each in records]
    if names:
        found["outcome"] = " and ".join(dict.fromkeys(names))
    return found


def _before_meeting(scene: Scene, decided: date) -> bool:
    """Whether a decision is older than the meeting that a record is of, and so another's."""
    if scene.letter.sort != "record":
        return False
    held = scene.given.meetings.get(meeting_step(scene), {}).get("date")
    return held is not None and held.iso > decided.isoformat()


def sanction(scene: Scene) -> Data:
    """Give the gravest outcome imposed last: its name, from when, for how long."""
    rules = scene.procedure.outcomes
    records = [each for each in imposed(scene) if rules[each.outcome].type != "finding"]
    if not records:
        return {}
    record = max(records, key=lambda each: rules[each.outcome].rank or 0)
    outcome = rules[record.outcome]
    found: Data = {
        "name": outcome.title(),
        "starts": day(record.effect or record.imposed),
        "length": _length(outcome),
    }
    if record.ends is not None:
        found["ends"] = day(date.fromordinal(record.ends.toordinal() - 1))
    return found


def _length(outcome: Outcome) -> str:
    if outcome.lasts is None or isinstance(outcome.lasts, str):
        return NO_END
    return in_words(outcome.lasts)


def appeal(scene: Scene) -> Data:
    """Give the right of appeal against what was decided last, or the appeal made."""
    step = _lodging(scene)
    if step is None:
        return {}
    found: Data = {}
    roles = scene.context.able(step.to)
    if roles:
        found["to"] = person(scene.procedure, scene.given, roles[0])
    grounds = next((datum.suggest for datum in step.data if datum.name == "grounds"), ())
    if grounds:
        found["grounds"] = grounds
    if step.clauses:
        found["clause"] = step.clauses[0]
    if step.within is not None:
        found["limit"] = in_words(step.within)
        safe = safe_day(scene.procedure, step, partial(_start, scene), scene.context.calendar)
        if safe is not None:
            found["by"] = day(safe.day)
            found["skipped"] = _skipped(safe)
    made = scene.context.situation.last(f"{step.id}.done")
    if made is not None:
        found["received"] = day(made.on)
        found.update(_ahead(scene, step, made.on))
    return found


def _start(scene: Scene, limit: Limit) -> date:
    """Give the earliest day on which the clock of an appeal may have started.

    It is that of an event since the last decision that may start it; the letter's own date where
    none is on record.
    """
    decided = last_decision(scene)
    since = decided.on if decided is not None else scene.on
    days = [
        last.on
        for event in limit.after
        if (last := scene.context.situation.last(event)) is not None and last.on >= since
    ]
    return min(days, default=scene.on)


def _skipped(safe: Safe) -> str:
    return ", ".join(f"{name} ({held.short})" for held, name in safe.holidays)


def _lodging(scene: Scene) -> Step | None:
    """Give the step by which an appeal is made: the one whose clock the letter starts, the one
    made last, or the one that the outcome names."""
    steps = scene.procedure.steps
    mine = {f"{scene.letter.id}.{word}" for word in ("dated", "received")}
    lodging = [step for step in steps.values() if _takes_letter(scene.procedure, step)]
    for step in lodging:
        if step.within and mine & set(step.within.after):
            return step
    if "appeal-limit" not in scene.letter.says:
        made = [
            (last.on, step.id)
            for step in lodging
            if (last := scene.context.situation.last(f"{step.id}.done")) is not None
        ]
        if made:
            return steps[max(made)[1]]
    for record in imposed(scene):
        name = _appeal_of(scene.procedure.outcomes[record.outcome], record.at)
        if name in steps:
            return steps[name]
    return lodging[0] if len(lodging) == 1 else None


def _appeal_of(outcome: Outcome, at: At | None) -> str:
    return (at.appeal if at is not None and at.appeal else outcome.appeal) or ""


def _takes_letter(procedure: Procedure, step: Step) -> bool:
    """Whether a step is the subject's own letter coming in."""
    return (
        any(
            use.letter in procedure.letters and procedure.letters[use.letter].incoming
            for use in step.letter
        )
        and "done" in step.results
    )


def _ahead(scene: Scene, lodged: Step, on: date) -> Data:
    """Give by when the appeal has to be heard, where the text says so."""
    done = f"{lodged.id}.done"
    for step in scene.procedure.steps.values():
        if step.within is not None and done in step.within.after and step.within.count:
            safe = safe_day(
                scene.procedure, step, lambda _: on, scene.context.calendar, followed=True
            )
            if safe is not None:
                return {"next_by": day(safe.day)}
    return {}


def suspension(scene: Scene) -> Data:
    """Give the day of the step that sends the letter: from then what it tells of holds."""
    done = [
        last.on
        for step in sending(scene)
        if (last := scene.context.situation.last(f"{step.id}.done")) is not None
    ]
    return {"starts": day(max(done))} if done else {}


def minor(scene: Scene) -> bool | None:
    """Tell whether the subject is under 18 on the day, where the procedure asks for an age."""
    facts = scene.procedure.facts
    for fact in facts.values():
        asked = fact.from_.is_ if fact.from_ is not None else None
        if asked is None or asked.op != "below" or asked.number != _OF_AGE:
            continue
        age = facts.get(asked.fact)
        if age is not None and age.from_ is not None and age.from_.years_since:
            known = scene.context.knowledge.known(fact.id)
            return known if isinstance(known, bool) else None
    return None


def earlier(scene: Scene) -> tuple[Data, ...]:
    """Give the outcomes on record, in order; without those that the letter itself tells of."""
    rules = scene.procedure.outcomes
    last = imposed(scene)
    own = any(scene.letter.id in _letters(scene.procedure, each) for each in last)
    told = last if own or _OF_DECISION & set(scene.letter.says) else ()
    found = []
    for record in sorted(scene.context.situation.records, key=lambda each: each.imposed):
        if record in told:
            continue
        step = scene.procedure.steps.get(record.step)
        stage = scene.procedure.stages.get(step.stage or "") if step else None
        item: dict[str, Any] = {
            "date": day(record.imposed),
            "what": step.does if step else "Before the case was taken over",
            "stage": stage.name if stage else "",
            "outcome": rules[record.outcome].title(),
        }
        found.append(item)
    return tuple(found)


def today(scene: Scene) -> Day:
    """Give the date of the letter."""
    return day(scene.on)
