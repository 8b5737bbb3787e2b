"""Folding a case's events into its situation.

Events are taken in order of date, then of entry. Before each one time runs: rights lapse, outcomes
expire, pending outcomes take effect. An event that the procedure does not allow takes effect all
the same and is kept as a departure, so that the advice can go on saying so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from toolkit.case.case import Case, Event, Held, open_dates
from toolkit.case.days import Calendar
from toolkit.case.knowledge import Knowledge, record_end
from toolkit.case.legality import DONE, objection_to
from toolkit.case.objection import Objection
from toolkit.case.reckoning import reckon
from toolkit.case.situation import Departure, Happening, Lapse, OpenStep, Record, Situation
from toolkit.problem import Refused
from toolkit.procedure.limit import Limit
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.readings import variants
from toolkit.procedure.rule import Outcome, Step
from toolkit.procedure.shape import At, Result

OPENED = "case.opened"

_FOREVER = 10_000


@dataclass(frozen=True, slots=True)
class Folded:
    """The situation, and what is known in it."""

    situation: Situation
    knowledge: Knowledge


def fold(procedure: Procedure, case: Case, on: date, calendar: Calendar) -> Folded:
    """Fold a case up to the end of a day.

    Args:
        procedure: The procedure, in the version to which the case is pinned.
        case: The case; events after ``on`` are left out.
        on: The day.
        calendar: Which days count.

    Returns:
        The situation on that day and the knowledge in it.
    """
    folder = _Folder(procedure, case, on, calendar)
    folder.run()
    return Folded(folder.situation, folder.knows(on))


class _Folder:
    def __init__(self, procedure: Procedure, case: Case, on: date, calendar: Calendar) -> None:
        self.procedure = procedure
        self.case = case
        self.calendar = calendar
        self.situation = Situation(procedure, on)

    def knows(self, on: date, passing: dict[str, Held] | None = None) -> Knowledge:
        return Knowledge(self.situation, self.case, on, passing)

    def run(self) -> None:
        self._begin()
        numbered = enumerate(self.case.events)
        for _, event in sorted(numbered, key=lambda pair: (pair[1].date, pair[0])):
            if event.date > self.situation.on:
                break
            self._run_time(event.date)
            self._enter(event)
        self._run_time(self.situation.on)

    def _begin(self) -> None:
        taken = self.case.taken_over
        if taken is None:
            first = open_dates(self.case.events)
            opened = self.case.opened or first or self.situation.on
            self._happen(OPENED, min(opened, first or opened), "")
            return
        for before in taken.outcomes:
            outcome = self.procedure.outcomes[before.outcome]
            self.situation.records.append(
                Record(
                    outcome.id,
                    before.date,
                    before.step,
                    "",
                    ends=self._record_end(outcome, before.date, before.data),
                    data=before.data,
                )
            )
            self.situation.happened.append(Happening(f"{outcome.id}.imposed", before.date))
        for step in taken.at:
            self.situation.open.append(OpenStep(step, "", taken.date, "taken over"))

    # Time

    def _run_time(self, until: date) -> None:
        """Let time act up to and including a day, in order of date."""
        for _ in range(_FOREVER):
            due = min(self._due(until), key=lambda item: item[0], default=None)
            if due is None:
                return
            day, what = due
            if isinstance(what, OpenStep):
                self._lapse(what, day)
            else:
                self._record_moves(what, day)

    def _due(self, until: date) -> Iterable[tuple[date, OpenStep | Record]]:
        for item in self.situation.open:
            day = self._lapses(item)
            if day is not None and day <= until:
                yield day, item
        for record in self.situation.records:
            if record.state == "pending" and record.effect and record.effect <= until:
                yield record.effect, record
            elif record.state in ("running", "held-back") and record.ends and record.ends <= until:
                yield record.ends, record

    def _lapses(self, item: OpenStep) -> date | None:
        """Give the day on which an unused right is lost: the day after the latest reading's."""
        step = self.procedure.steps[item.step]
        if step.modality != "may" or step.within is None or "lapsed" not in step.results:
            return None
        if self.situation.paused_by(step.track):
            return None
        limits = [step.within]
        for variant in variants(self.procedure, step.id, "within"):
            if isinstance(variant.rule, Step) and variant.rule.within is not None:
                limits.append(variant.rule.within)
        ends = [self._ends(limit, item) for limit in limits]
        known = [end for end in ends if end is not None]
        # A right is not closed while a reading's clock has not even started.
        if len(known) < len(ends) or not known:
            return None
        return max(known) + timedelta(days=1)

    def _ends(self, limit: Limit, item: OpenStep) -> date | None:
        if limit.count is None or limit.counted:
            return None
        start = self.situation.last_of(limit.after, item.key)
        if start is None:
            return None
        try:
            return reckon(limit, start.on, self.calendar, "latest").last
        except Refused:
            return None

    def _lapse(self, item: OpenStep, day: date) -> None:
        result = self.procedure.steps[item.step].results["lapsed"]
        self.situation.open.remove(item)
        before = list(self.situation.open)
        happening = Happening(f"{item.step}.lapsed", day, "", item.key)
        self.situation.closed.append((item, happening))
        self._happen(happening.event, day, item.key)
        self._follow(item.step, result, happening.event, day, item.key)
        opened = tuple(new for new in self.situation.open if new not in before)
        self.situation.lapses.append(Lapse(item, day, opened))

    def _record_moves(self, record: Record, day: date) -> None:
        if record.state == "pending":
            self._take_effect(record, day)
            return
        self.situation.change(record, state="expired")
        self._happen(f"{record.outcome}.expired", day, record.key)
        # The event's other name, as it is written of a sanction that "expires".
        self._happen(f"{record.outcome}.expires", day, record.key)

    # Events

    def _enter(self, event: Event) -> None:
        split = self.procedure.split_event(event.event)
        if split is None:
            self.situation.warnings.append(
                f"the event '{event.event}' is not one of this procedure"
            )
            return
        rule, word = split
        objection = objection_to(self.situation, self.knows(event.date, event.facts), event)
        if objection is not None and not self._late(rule, event):
            self._depart(event, objection)
        self._keep_facts(event)
        if rule in self.procedure.steps:
            self._step_event(self.procedure.steps[rule], word, event)
        elif rule in self.procedure.outcomes:
            self._outcome_event(self.procedure.outcomes[rule], word, event)
        else:
            self._happen(event.event, event.date, event.key, event.by)
            self._discharge(rule, word, event)

    def _discharge(self, letter: str, word: str, event: Event) -> None:
        """A duty to send a letter is done when the letter is dated."""
        for item in list(self.situation.open):
            step = self.procedure.steps[item.step]
            sends = any(use.letter == letter for use in step.letter)
            if word == "dated" and step.as_ == "duty" and sends and item.since <= event.date:
                self.situation.open.remove(item)
                happening = Happening(f"{step.id}.{DONE}", event.date, event.by, item.key)
                self.situation.closed.append((item, happening))
                self._happen(happening.event, event.date, item.key, event.by)

    def _late(self, step: str, event: Event) -> bool:
        """Re-open a lapsed right for a late act, undoing what the lapse opened."""
        for lapse in self.situation.lapses:
            if lapse.was.step != step or event.event.endswith(".lapsed"):
                continue
            if any(opened not in self.situation.open for opened in lapse.opened):
                continue
            for opened in lapse.opened:
                self.situation.open.remove(opened)
            self.situation.lapses.remove(lapse)
            self.situation.open.append(lapse.was)
            self.situation.late.append((lapse.was, Happening(event.event, event.date)))
            return True
        return False

    def _depart(self, event: Event, objection: Objection) -> None:
        reason = event.depart or "no reason is recorded"
        self.situation.departures.append(
            Departure(event.event, event.date, reason, objection.message, objection.clauses)
        )

    def _keep_facts(self, event: Event) -> None:
        for name, value in event.facts.items():
            fact = self.procedure.facts.get(name)
            if fact is None or fact.of == "case":
                self.situation.facts[name] = value

    def _step_event(self, step: Step, word: str, event: Event) -> None:
        item = self.situation.opened(step.id, event.key)
        key = item.key if item else event.key
        happening = Happening(event.event, event.date, event.by, key)
        if item is not None:
            self.situation.open.remove(item)
            self.situation.closed.append((item, happening))
        result = step.results.get(word)
        if result is not None:
            self.situation.facts.update(result.sets)
        for outcome_id in event.outcomes:
            outcome = self.procedure.outcomes.get(outcome_id)
            if outcome is not None:
                self._impose(outcome, step, event, key)
        if result is not None:
            for name in result.closes:
                self._close(name)
        self._happen(event.event, event.date, key, event.by)
        self._letters_dated(step, event, key)
        if result is not None:
            self._follow(step.id, result, event.event, event.date, key, event.facts)
        elif item is not None and step.as_ == "decision" and not event.outcomes:
            # A decision without an outcome has not been made: it stays open.
            self.situation.open.append(replace(item, cause=event.event))
        for outcome_id in event.outcomes:
            record = next(
                (r for r in reversed(self.situation.records) if r.outcome == outcome_id), None
            )
            if record is not None and record.state == "running":
                self._outcome_leads_on(record, event.date, event.facts)

    def _letters_dated(self, step: Step, event: Event, key: str) -> None:
        """A letter sent by the step is dated that day, unless its own event says otherwise."""
        recorded = {item.event for item in self.case.events}
        for use in step.letter:
            name = f"{use.letter}.dated"
            if name not in recorded and event.event.endswith(".done"):
                self._happen(name, event.date, key, event.by)

    def _close(self, name: str) -> None:
        self.situation.open = [
            item
            for item in self.situation.open
            if item.step != name and self.procedure.steps[item.step].track != name
        ]

    def _happen(self, event: str, day: date, key: str, by: str = "") -> None:
        self.situation.happened.append(Happening(event, day, by, key))
        for step in self.procedure.opened_by.get(event, ()):
            self._open(step, event, day, key)
        for record in list(self.situation.records):
            outcome = self.procedure.outcomes[record.outcome]
            revived_by = outcome.hold_back.revived_by if outcome.hold_back else ()
            if record.state == "held-back" and event in revived_by and day > record.imposed:
                revived = self.situation.change(record, state="running")
                self._happen(f"{outcome.id}.revived", day, record.key)
                self._outcome_leads_on(revived, day)

    def _follow(
        self,
        step: str,
        result: Result,
        event: str,
        day: date,
        key: str,
        passing: Mapping[str, Held] | None = None,
    ) -> None:
        if isinstance(result.then, str):
            return
        for target in result.then:
            self._open(target, event, day, key, passing)

    def _open(
        self,
        step_id: str,
        cause: str,
        day: date,
        key: str = "",
        passing: Mapping[str, Held] | None = None,
    ) -> None:
        step = self.procedure.steps.get(step_id)
        if step is None or step.as_ == "power":
            return
        truth = self.knows(day, dict(passing or {})).truth(step.when)
        if truth is False:
            return
        if step.per is not None and not key:
            key = cause.rsplit(".", 1)[0]
        item = OpenStep(step_id, key, day, cause, truth)
        if any(old.step == step_id and old.key == key for old in self.situation.open):
            return
        self.situation.open.append(item)

    # Outcomes

    def _impose(self, outcome: Outcome, step: Step, event: Event, key: str) -> None:
        for record in list(self.situation.records):
            if record.outcome in outcome.revokes and record.state == "running":
                self.situation.change(record, state="replaced")
                self._happen(f"{record.outcome}.replaced", event.date, record.key)
        self._replace_appealed(outcome, step, event)
        state, effect = "running", None
        ends = self._record_end(outcome, event.date, event.data)
        if outcome.approve is not None:
            state = "pending"
        elif outcome.standstill is not None:
            state, effect = "pending", self._standstill_ends(outcome.standstill, key)
        elif outcome.hold_back is not None and event.data.get("held-back") is True:
            state, ends = (
                "held-back",
                record_end(outcome.hold_back.lasts, event.date, event.data, self.calendar),
            )
        self.situation.records.append(
            Record(outcome.id, event.date, step.id, key, state, ends, effect, event.data)
        )
        self._happen(f"{outcome.id}.imposed", event.date, key, event.by)

    def _record_end(self, outcome: Outcome, imposed: date, data: Mapping[str, Held]) -> date | None:
        return record_end(outcome.lasts, imposed, data, self.calendar)

    def _replace_appealed(self, outcome: Outcome, step: Step, event: Event) -> None:
        """Put the amended outcome in the place of the one appealed against.

        The track that led to the old one is not entered again.
        """
        if outcome.may_replace is None:
            return
        for name in _names(event.data.get("replaces")):
            for record in list(self.situation.records):
                if record.outcome == name and record.state == "running":
                    self.situation.change(record, state="replaced")
                    self._happen(f"{name}.replaced", event.date, record.key)
        for name in _names(event.data.get("replacement")):
            new = self.procedure.outcomes.get(name)
            if new is not None:
                ends = self._record_end(new, event.date, event.data)
                self.situation.records.append(
                    Record(name, event.date, step.id, event.key, ends=ends, data=event.data)
                )

    def _standstill_ends(self, limit: Limit, key: str) -> date | None:
        start = self.situation.last_of(limit.after, key)
        if start is None or limit.count is None or limit.counted:
            return None
        return reckon(limit, start.on, self.calendar, "earliest").date

    def _outcome_event(self, outcome: Outcome, word: str, event: Event) -> None:
        pending = next(
            (
                record
                for record in reversed(self.situation.records)
                if record.outcome == outcome.id and record.state in ("pending", "held-back")
            ),
            None,
        )
        self._happen(event.event, event.date, event.key, event.by)
        if pending is None:
            return
        if word == "approved" and outcome.standstill is None:
            self._take_effect(pending, event.date)
        elif word == "approved" and outcome.standstill is not None:
            effect = self._standstill_ends(outcome.standstill, pending.key)
            self.situation.change(pending, effect=effect)
        elif word == "refused":
            self.situation.change(pending, state="refused")

    def _take_effect(self, record: Record, day: date) -> None:
        running = self.situation.change(record, state="running", effect=day)
        self._outcome_leads_on(running, day)

    def _outcome_leads_on(
        self, record: Record, day: date, passing: Mapping[str, Held] | None = None
    ) -> None:
        outcome = self.procedure.outcomes[record.outcome]
        at = _at(outcome, record.step)
        then = outcome.then if at is None or at.then is None else at.then
        if isinstance(then, str):
            return
        for target in then:
            self._open(target, f"{outcome.id}.imposed", day, record.key, passing)


def _at(outcome: Outcome, step: str) -> At | None:
    return next((at for at in outcome.at if at.step == step), None)


def _names(held: Held | None) -> tuple[str, ...]:
    if held is None:
        return ()
    return tuple(str(item) for item in held) if isinstance(held, tuple) else (str(held),)
