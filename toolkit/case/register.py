"""The register of outcomes: imposing, replacing, reviving and ending them.

It keeps the records and tells which events have happened by that; `fold` opens what they open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from toolkit.case.case import Event, Held
from toolkit.case.knowledge import Knowledge, record_end
from toolkit.case.powers import LIVE, entry_used, names_in
from toolkit.case.situation import Record, Situation
from toolkit.procedure.rule import Outcome, Step

Fired = tuple[str, str, bool]
"""An event that has happened, its key, and whether it opens steps now."""


class Register:
    """Keeps the records of one situation.

    Args:
        situation: Where the records are.
    """

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.outcomes = situation.procedure.outcomes

    def impose(
        self, knowledge: Knowledge, step: Step, event: Event, key: str
    ) -> tuple[tuple[Fired, ...], tuple[Record, ...]]:
        """Revoke, replace and impose what a decision's event says, in that order."""
        chosen = [self.outcomes[name] for name in event.outcomes if name in self.outcomes]
        fired: list[Fired] = []
        for outcome in chosen:
            fired += self._revoke(outcome, event.date)
            fired += self._replace(outcome, step, event, key)
        records = [self._impose(knowledge, outcome, step, event, key) for outcome in chosen]
        fired += [
            (f"{record.outcome}.imposed", key, record.state == "running") for record in records
        ]
        return tuple(fired), tuple(records)

    def note(
        self, outcome: Outcome, word: str, event: Event
    ) -> tuple[tuple[Fired, ...], Record | None]:
        """Take up what is recorded of an outcome itself: that it was approved, has expired …

        Returns:
            What has happened by that, and the record that now runs, if one does.
        """
        fired: tuple[Fired, ...] = ((event.event, event.key, True),)
        waiting = self.situation.latest(outcome.id, ("pending",), event.key)
        held = self.situation.latest(outcome.id, ("held-back",), event.key)
        running = self.situation.latest(outcome.id, ("running", "held-back"), event.key)
        if word == "approved" and waiting is not None:
            self.situation.change(waiting, approved=event.date)
        elif word == "refused" and waiting is not None:
            self.situation.change(waiting, state="refused")
        elif word == "revived" and held is not None:
            return fired, self.revive(held, event.date)
        elif word == "expired" and running is not None:
            return self.expire(running, event.date), None
        elif word == "replaced" and running is not None:
            self._end(running, event.date)
        elif word == "imposed":
            return fired, self._add(outcome, "", event, event.key)
        return fired, None

    def take_effect(self, record: Record, day: date) -> Record:
        """Let a pending outcome run from a day on, or be held back from then."""
        state, ends = self._beginning(self.outcomes[record.outcome], day, record.data)
        return self.situation.change(record, state=state, ends=ends, effect=day)

    def revive(self, record: Record, day: date) -> Record:
        """Let a held-back outcome run from a day on."""
        ends = self._lasts(self.outcomes[record.outcome], day, record.data)
        return self.situation.change(record, state="running", ends=ends, effect=day)

    def revived_by(self, event: str, day: date) -> Iterator[Record]:
        """Yield the held-back outcomes that an event revives; not those of the same day."""
        for record in list(self.situation.records):
            hold = self.outcomes[record.outcome].hold_back
            since = record.effect or record.imposed
            if record.state == "held-back" and hold and event in hold.revived_by and day > since:
                yield record

    def expire(self, record: Record, day: date) -> tuple[Fired, ...]:
        """End an outcome whose time is over; the event has two names."""
        spared = record.state == "held-back"
        ends = min(record.ends or day, day)
        self.situation.change(record, state="expired", ends=ends, spared=spared)
        return tuple(
            (f"{record.outcome}.{word}", record.key, True) for word in ("expired", "expires")
        )

    def _impose(
        self, knowledge: Knowledge, outcome: Outcome, step: Step, event: Event, key: str
    ) -> Record:
        at = entry_used(knowledge, outcome, step, event)
        if outcome.approve is None and outcome.standstill is None:
            state, ends = self._beginning(outcome, event.date, event.data)
        else:
            state, ends = "pending", None
        record = Record(outcome.id, event.date, step.id, key, state, ends, data=event.data, at=at)
        self.situation.records.append(record)
        return record

    def _add(self, outcome: Outcome, step: str, event: Event, key: str) -> Record:
        """Put a running outcome on record that no decision here has imposed."""
        ends = self._lasts(outcome, event.date, event.data)
        record = Record(outcome.id, event.date, step, key, ends=ends, data=event.data)
        self.situation.records.append(record)
        return record

    def _beginning(
        self, outcome: Outcome, day: date, data: Mapping[str, Held]
    ) -> tuple[str, date | None]:
        if outcome.hold_back is not None and data.get("held-back") is True:
            ends = record_end(outcome.hold_back.lasts, day, data, self.situation.calendar)
            return "held-back", ends
        return "running", self._lasts(outcome, day, data)

    def _lasts(self, outcome: Outcome, day: date, data: Mapping[str, Held]) -> date | None:
        return record_end(outcome.lasts, day, data, self.situation.calendar)

    def _revoke(self, outcome: Outcome, day: date) -> Iterator[Fired]:
        for record in list(self.situation.records):
            if record.outcome in outcome.revokes and record.state in LIVE:
                yield self._end(record, day)

    def _replace(self, outcome: Outcome, step: Step, event: Event, key: str) -> Iterator[Fired]:
        """Put the amended outcome in the place of the one appealed against.

        The track that led to the old one is not entered again: the new one opens nothing.
        """
        if outcome.may_replace is None:
            return
        for name in names_in(event.data.get("replaces")):
            old = self.situation.latest(name, LIVE, key) or self.situation.latest(name, LIVE)
            if old is not None:
                yield self._end(old, event.date)
        for name in names_in(event.data.get("replacement")):
            if (new := self.outcomes.get(name)) is not None:
                self._add(new, step.id, event, key)
                yield f"{name}.imposed", key, False

    def _end(self, record: Record, day: date) -> Fired:
        """Mark an outcome as replaced from a day on."""
        over = day if record.state == "running" else record.imposed
        self.situation.change(record, state="replaced", ends=min(record.ends or over, over))
        return f"{record.outcome}.replaced", record.key, True
