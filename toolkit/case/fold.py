"""Folding a case's events into its situation.

Events are taken in order of date, then of entry. Before each one time runs: rights lapse, outcomes
expire, pending outcomes take effect. An event that the procedure does not allow takes effect all
the same and is kept as a departure, so that the advice can go on saying so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from toolkit.case.case import Case, Event, Held, TakenOver
from toolkit.case.clock import lapses, takes_effect
from toolkit.case.days import Calendar
from toolkit.case.knowledge import Knowledge, record_end
from toolkit.case.legality import DECIDED, DONE, doubts_about, objection_to
from toolkit.case.objection import Objection
from toolkit.case.register import Fired, Register
from toolkit.case.situation import (
    Departure,
    Happening,
    Lapse,
    OpenStep,
    Pause,
    Record,
    Situation,
)
from toolkit.plain import Frozen
from toolkit.procedure.limit import NOT_STATED
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Outcome, Step
from toolkit.procedure.shape import Result
from toolkit.procedure.wording import subject

OPENED = "case.opened"

_FOREVER = 10_000


class Folded(Frozen):
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


def refusal(procedure: Procedure, case: Case, event: Event, calendar: Calendar) -> Objection | None:
    """Give what stands against an event as the next one of a case, or ``None``.

    A late act is not refused: a right that has lapsed is looked at as if it were still open.
    """
    folder = _Folder(procedure, case, event.date, calendar)
    folder.run()
    return folder.objection(event)


class _Folder:
    def __init__(self, procedure: Procedure, case: Case, on: date, calendar: Calendar) -> None:
        self.procedure = procedure
        self.case = case
        self.calendar = calendar
        self.situation = Situation(procedure, on, calendar)
        self.register = Register(self.situation)

    def knows(self, on: date, passing: Mapping[str, Held] | None = None) -> Knowledge:
        return Knowledge(self.situation, self.case, on, dict(passing or {}))

    def run(self) -> None:
        on = self.situation.on
        numbered = [pair for pair in enumerate(self.case.events) if pair[1].date <= on]
        self._begin([event for _, event in numbered])
        for _, event in sorted(numbered, key=lambda pair: (pair[1].date, pair[0])):
            self._run_time(event.date)
            self._enter(event)
            self._settle(event.date)
        self._run_time(on)

    def _begin(self, events: list[Event]) -> None:
        """Open the case, or take it over; before its first day nothing is open."""
        on, taken = self.situation.on, self.case.taken_over
        if taken is not None:
            self._take_over(taken)
        else:
            first = min((event.date for event in events), default=None)
            opened = self.case.opened or first or on
            day = min(opened, first or opened)
            if day <= on:
                self._happen(((OPENED, "", True),), day)
                self._settle(day)

    def _take_over(self, taken: TakenOver) -> None:
        on = self.situation.on
        for before in taken.outcomes:
            if before.date > on:
                continue
            outcome = self.procedure.outcomes[before.outcome]
            ends = record_end(outcome.lasts, before.date, before.data, self.calendar)
            # What ended before the record begins is history, and opens nothing.
            state = "expired" if ends and ends <= min(taken.date, on) else "running"
            self.situation.records.append(
                Record(outcome.id, before.date, before.step, "", state, ends, data=before.data)
            )
            self.situation.happened.append(Happening(f"{outcome.id}.imposed", before.date))
        if taken.date <= on:
            for step in taken.at:
                self.situation.open.append(OpenStep(step, "", taken.date, "taken over"))
            self._settle(taken.date)

    # Time

    def _run_time(self, until: date) -> None:
        """Let time act up to and including a day, in order of date."""
        for _ in range(_FOREVER):
            due = min(self._due(until), key=lambda item: item[0], default=None)
            if due is None:
                break
            day, what = due
            if isinstance(what, OpenStep):
                self._lapse(what, day)
            else:
                self._record_moves(what, day)
            self._settle(day)
        self._settle(until)

    def _due(self, until: date) -> Iterable[tuple[date, OpenStep | Record]]:
        knowledge = self.knows(until)
        for item in self.situation.open:
            day = lapses(knowledge, item)
            if day is not None and day <= until:
                yield day, item
        for record in self.situation.records:
            if record.state == "pending" and record.effect and record.effect <= until:
                yield record.effect, record
            elif record.state in ("running", "held-back") and record.ends and record.ends <= until:
                yield record.ends, record

    def _lapse(self, item: OpenStep, day: date) -> None:
        result = self.procedure.steps[item.step].results["lapsed"]
        self.situation.open.remove(item)
        before = list(self.situation.open)
        happening = Happening(f"{item.step}.lapsed", day, "", item.key)
        self.situation.closed.append((item, happening))
        self.situation.learn(result.sets, day)
        for name in result.closes:
            self._close(name)
        self._happen(((happening.event, item.key, True),), day)
        self._follow(result, happening.event, day, item.key)
        opened = tuple(new for new in self.situation.open if new not in before)
        self.situation.lapses.append(Lapse(item, day, opened))

    def _record_moves(self, record: Record, day: date) -> None:
        if record.state == "pending":
            running = self.register.take_effect(record, day)
            if running.state == "running":
                self._outcome_leads_on(running, day)
        else:
            self._happen(self.register.expire(record, day), day)

    def _settle(self, day: date) -> None:
        """Work out what follows from what has changed: pauses, dates of effect, open questions."""
        for track in self.procedure.tracks.values():
            if track.pauses:
                self._note_pause(track.id, day)
        for record in list(self.situation.records):
            if record.state == "pending":
                effect = takes_effect(self.situation, record)
                self.situation.change(record, effect=effect)
        for item in [item for item in self.situation.open if item.sure is None]:
            truth = self.knows(day).truth(self.procedure.steps[item.step].when)
            at = self.situation.open.index(item)
            if truth is False:
                del self.situation.open[at]
            else:
                self.situation.open[at] = replace(item, sure=truth)

    def _note_pause(self, track: str, day: date) -> None:
        pauses = self.situation.pauses
        running = next((item for item in pauses if item.track == track and not item.until), None)
        if running is None and self.situation.track_open(track):
            pauses.append(Pause(track, day))
        elif running is not None and not self.situation.track_open(track):
            pauses[pauses.index(running)] = replace(running, until=day)

    # Events

    def objection(self, event: Event) -> Objection | None:
        """Give what stands against an event now; a lapsed right is opened again for it."""
        split = self.procedure.split_event(event.event)
        if split is not None and split[0] in self.procedure.steps:
            self._reopen(split[0], event)
        return objection_to(self.situation, self.knows(event.date, event.facts), event)

    def _enter(self, event: Event) -> None:
        split = self.procedure.split_event(event.event)
        if split is None:
            self.situation.warnings.append(
                f"the event '{event.event}' is not one of this procedure"
            )
            return
        rule, word = split
        if (objection := self.objection(event)) is not None:
            self._depart(event, objection)
        else:
            self._doubt(event)
        self._keep_facts(event)
        if rule in self.procedure.steps:
            self._step_event(self.procedure.steps[rule], word, event)
        elif rule in self.procedure.outcomes:
            self._outcome_event(self.procedure.outcomes[rule], word, event)
        else:
            self._happen(((event.event, event.key, True),), event.date, event.by, event.facts)
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
                self._happen(((happening.event, item.key, True),), event.date, event.by)

    def _reopen(self, step: str, event: Event) -> None:
        """Open a lapsed right again for a late act, undoing what the lapse opened."""
        if self.situation.opened(step, event.key) is not None:
            return
        for lapse in reversed(self.situation.lapses):
            if lapse.was.step == step and event.key in ("", lapse.was.key):
                self._undo(lapse)
                self.situation.open.append(lapse.was)
                self.situation.late.append((lapse.was, Happening(event.event, event.date)))
                return

    def _undo(self, lapse: Lapse) -> None:
        """Undo what a lapse opened, and what the lapse of that opened, where nobody has acted."""
        self.situation.lapses.remove(lapse)
        for opened in lapse.opened:
            if opened in self.situation.open:
                self.situation.open.remove(opened)
                continue
            for later in list(self.situation.lapses):
                if later.was == opened:
                    self._undo(later)

    def _depart(self, event: Event, objection: Objection) -> None:
        reason = event.depart or "no reason is recorded"
        self.situation.departures.append(
            Departure(event.event, event.date, reason, objection.message, objection.clauses)
        )

    def _doubt(self, event: Event) -> None:
        """Warn where the event is allowed only because something is not known."""
        knowledge = self.knows(event.date, event.facts)
        if facts := doubts_about(self.situation, knowledge, event):
            known = self.procedure.facts
            names = ", ".join(subject(known.get(fact), fact) for fact in facts)
            self.situation.warnings.append(
                f"'{event.event}' of {event.date.isoformat()} rests on what is not known: {names}"
            )

    def _keep_facts(self, event: Event) -> None:
        for name, value in event.facts.items():
            fact = self.procedure.facts.get(name)
            if fact is None or fact.of == "case":
                self.situation.learn({name: value}, event.date)
            elif fact.of == "decision" and not event.event.endswith(f".{DECIDED}"):
                self.situation.warnings.append(
                    f"'{name}' holds for one decision only; recorded with '{event.event}', it is "
                    "not kept"
                )

    def _step_event(self, step: Step, word: str, event: Event) -> None:
        """Fire an event of a step: the record first, then the steps that it opens."""
        item = self.situation.opened(step.id, event.key)
        key = item.key if item else event.key
        result = step.results.get(word)
        if result is None and step.as_ == "decision" and not event.outcomes:
            self.situation.warnings.append(
                f"'{event.event}' of {event.date.isoformat()} names no outcome: nothing is decided"
            )
            return
        if result is not None:
            self.situation.learn(result.sets, event.date)
        fired, records = self.register.impose(self.knows(event.date, event.facts), step, event, key)
        closed = self._close_item(step, event, item, key)
        for name in result.closes if result is not None else ():
            self._close(name)
        letters = self._letters_dated(step, event, item)
        fired = (*fired, (event.event, key, True), *((name, key, True) for name in letters))
        self._happen(fired, event.date, event.by, event.facts)
        if result is not None and result.then == NOT_STATED and step.as_ == "act":
            # Nothing is invented: the case stays where it is, and the advice says why.
            self.situation.open.append(replace(closed, cause=event.event, silent=word))
        elif result is not None:
            self._follow(result, event.event, event.date, key, event.facts)
        elif step.as_ == "duty" and step.every is not None:
            # What is done again and again waits for the next time.
            self._open(step.id, event.event, event.date, key, event.facts)
        for record in records:
            if record.state == "running":
                self._follow_outcome(record, event.date, event.facts)

    def _close_item(self, step: Step, event: Event, item: OpenStep | None, key: str) -> OpenStep:
        """Take what an event ends off the open steps, and keep that it has been done."""
        silent = self.situation.silent_on(step.track)
        if item is not None:
            self.situation.open.remove(item)
        elif silent is not None and step.as_ in ("act", "decision"):
            self.situation.open.remove(silent)
        closed = item or OpenStep(step.id, key, event.date, event.event)
        self.situation.closed.append((closed, Happening(event.event, event.date, event.by, key)))
        return closed

    def _letters_dated(self, step: Step, event: Event, item: OpenStep | None) -> tuple[str, ...]:
        """Letters sent by a step are dated that day, unless events of their own say otherwise."""
        if not event.event.endswith(f".{DONE}"):
            return ()
        since = min(item.since, event.date) if item else event.date
        recorded = {
            other.event for other in self.case.events if since <= other.date <= self.situation.on
        }
        knowledge = self.knows(event.date, event.facts)
        return tuple(
            f"{use.letter}.dated"
            for use in step.letter
            if f"{use.letter}.dated" not in recorded and knowledge.truth(use.when) is True
        )

    def _outcome_event(self, outcome: Outcome, word: str, event: Event) -> None:
        fired, running = self.register.note(outcome, word, event)
        self._happen(fired, event.date, event.by, event.facts)
        if running is not None:
            self._outcome_leads_on(running, event.date, event.facts)

    def _close(self, name: str) -> None:
        self.situation.open = [
            item
            for item in self.situation.open
            if item.step != name and self.procedure.steps[item.step].track != name
        ]

    def _happen(
        self,
        fired: Iterable[Fired],
        day: date,
        by: str = "",
        passing: Mapping[str, Held] | None = None,
    ) -> None:
        """Note that things have happened, all of them, and then open what they open."""
        noted = []
        for event, key, opens in fired:
            key = key or self._own_key(event)
            self.situation.happened.append(Happening(event, day, by, key))
            noted.append((event, key, opens))
        for event, key, opens in noted:
            for step in self.procedure.opened_by.get(event, ()) if opens else ():
                self._open(step, event, day, key, passing)
            for record in self.register.revived_by(event, day):
                self._revive(record, day)

    def _own_key(self, event: str) -> str:
        """Give the key of what an event opens once for each decision or allegation, or nothing."""
        opened = self.procedure.opened_by.get(event, ())
        if not any(self.procedure.steps[step].per for step in opened):
            return ""
        before = sum(1 for happening in self.situation.happened if happening.event == event)
        base = event.rsplit(".", 1)[0]
        return f"{base}-{before + 1}" if before else base

    def _revive(self, record: Record, day: date) -> None:
        revived = self.register.revive(record, day)
        self._happen(((f"{record.outcome}.revived", record.key, True),), day)
        self._outcome_leads_on(revived, day)

    def _follow(
        self,
        result: Result,
        event: str,
        day: date,
        key: str,
        passing: Mapping[str, Held] | None = None,
    ) -> None:
        for target in () if isinstance(result.then, str) else result.then:
            self._open(target, event, day, key, passing)

    def _follow_outcome(
        self, record: Record, day: date, passing: Mapping[str, Held] | None = None
    ) -> None:
        """Open what an outcome leads to by its own ``then``."""
        outcome = self.procedure.outcomes[record.outcome]
        then = outcome.then if record.at is None or record.at.then is None else record.at.then
        for target in () if isinstance(then, str) else then:
            self._open(target, f"{outcome.id}.imposed", day, record.key, passing)

    def _outcome_leads_on(
        self, record: Record, day: date, passing: Mapping[str, Held] | None = None
    ) -> None:
        """Open what waited for an outcome to take effect, however its arrow is spelled."""
        event = f"{record.outcome}.imposed"
        for step in self.procedure.opened_by.get(event, ()):
            self._open(step, event, day, record.key, passing)
        self._follow_outcome(record, day, passing)

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
        truth = self.knows(day, passing).truth(step.when)
        if truth is False:
            return
        if step.per is not None and not key:
            key = cause.rsplit(".", 1)[0]
        for old in self.situation.open:
            if old.step == step_id and (old.key == key or old.cause == "taken over"):
                if old.sure is None and truth:
                    self.situation.open[self.situation.open.index(old)] = replace(old, sure=True)
                return
        self.situation.open.append(OpenStep(step_id, key, day, cause, truth))
