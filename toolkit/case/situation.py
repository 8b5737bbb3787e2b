"""The situation of a case: what is open, on record, known and has happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from toolkit.case.case import Held
from toolkit.case.days import Calendar
from toolkit.plain import Frozen
from toolkit.procedure.condition import Truth
from toolkit.procedure.limit import Limit
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Track
from toolkit.procedure.shape import At

MAIN = "main"


class OpenStep(Frozen):
    """An act or decision that waits, or a duty not yet discharged.

    Attributes:
        step: The step.
        key: Which decision or allegation it concerns; empty where there is one.
        since: The day on which it opened.
        cause: The event that opened it.
        sure: True, or ``None`` where an unknown fact decides whether it is open.
        silent: The result after which the policy does not say what follows, or empty.
    """

    step: str
    key: str
    since: date
    cause: str
    sure: Truth = True
    silent: str = ""


class Record(Frozen):
    """An imposed outcome.

    Attributes:
        state: ``pending``, ``running``, ``held-back``, ``expired``, ``replaced`` or ``refused``.
        ends: First day on which it no longer counts, or ``None``.
        effect: The day on which a pending outcome takes effect, where that is known.
        approved: The day on which it was approved, where it needs approval.
        spared: Whether it was held back and has run out without ever being served.
        at: The entry of the outcome's ``at`` under which it was imposed.
    """

    outcome: str
    imposed: date
    step: str
    key: str
    state: str = "running"
    ends: date | None = None
    effect: date | None = None
    data: Mapping[str, Held] = field(default_factory=dict)
    approved: date | None = None
    spared: bool = False
    at: At | None = None


class Happening(Frozen):
    """Something that has happened, recorded or brought about by time."""

    event: str
    on: date
    by: str = ""
    key: str = ""


class Departure(Frozen):
    """An event that the procedure did not allow, recorded all the same."""

    event: str
    on: date
    reason: str
    against: str
    clauses: tuple[str, ...]


class Lapse(Frozen):
    """A right that ran out unused, and what its lapse opened."""

    was: OpenStep
    on: date
    opened: tuple[OpenStep, ...]


class Pause(Frozen):
    """A time in which an open track held others up; ``until`` is the day on which it closed."""

    track: str
    since: date
    until: date | None = None


@dataclass(slots=True)
class Situation:
    """A case folded up to a day; it is built by `fold` and read by everything else.

    Attributes:
        told: The day on which each of ``facts`` became known.
        late: Steps done after their right had lapsed, with what was done.
        closed: Steps that have ended, with what ended them.
    """

    procedure: Procedure
    on: date
    calendar: Calendar = field(default_factory=Calendar)
    open: list[OpenStep] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    happened: list[Happening] = field(default_factory=list)
    facts: dict[str, Held] = field(default_factory=dict)
    told: dict[str, date] = field(default_factory=dict)
    departures: list[Departure] = field(default_factory=list)
    lapses: list[Lapse] = field(default_factory=list)
    late: list[tuple[OpenStep, Happening]] = field(default_factory=list)
    closed: list[tuple[OpenStep, Happening]] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def last(self, event: str, key: str = "") -> Happening | None:
        """Give the last happening of an event, with this key where it has one."""
        for happening in reversed(self.happened):
            if happening.event == event and (not key or happening.key in ("", key)):
                return happening
        return None

    def last_of(self, events: tuple[str, ...], key: str = "") -> Happening | None:
        """Give the latest happening of any of these events."""
        found = [happening for event in events if (happening := self.last(event, key))]
        return max(found, key=lambda happening: happening.on, default=None)

    def start_of(self, limit: Limit, item: OpenStep | None) -> Happening | None:
        """Give the event that started a limit's clock.

        Where a step was opened by a letter's event and several letters could start its clock, it
        is that letter's event that counts.
        """
        events = limit.after
        if item is not None and (cause := self.procedure.split_event(item.cause)):
            own = tuple(
                event
                for event in events
                if (split := self.procedure.split_event(event)) and split[0] == cause[0]
            )
            events = own or events
        return self.last_of(events, item.key if item else "")

    def silent_on(self, track: str) -> OpenStep | None:
        """Give the step at which the policy falls silent on a track, if it has come to that."""
        for item in self.open:
            if item.silent and self.procedure.steps[item.step].track == track:
                return item
        return None

    def opened(self, step: str, key: str = "") -> OpenStep | None:
        """Give the open instance of a step, with this key where one is asked for."""
        for item in self.open:
            if item.step == step and (not key or not item.key or item.key == key):
                return item
        return None

    def track_open(self, track: str) -> bool:
        """Whether an act or decision of the track is open."""
        return any(
            self.procedure.steps[item.step].track == track
            and self.procedure.steps[item.step].as_ != "duty"
            for item in self.open
        )

    def pausing(self, track: str) -> tuple[Track, ...]:
        """Give the open tracks that pause this one."""
        return tuple(
            other
            for other in self.procedure.tracks.values()
            if track in other.pauses and self.track_open(other.id)
        )

    def paused_by(self, track: str) -> str:
        """Give the open track that pauses this one, or an empty string."""
        return next((other.id for other in self.pausing(track)), "")

    def learn(self, facts: Mapping[str, Held], day: date) -> None:
        """Take up facts that became known, or were set, on a day."""
        self.facts.update(facts)
        self.told.update(dict.fromkeys(facts, day))

    def change(self, record: Record, **changes: object) -> Record:
        """Put a changed copy of a record in its place, and give it."""
        changed = replace(record, **changes)  # type: ignore[arg-type]
        self.records[self.records.index(record)] = changed
        return changed

    def latest(self, outcome: str, states: tuple[str, ...], key: str = "") -> Record | None:
        """Give the latest record of an outcome in one of these states, with this key if any."""
        for record in reversed(self.records):
            if record.outcome == outcome and record.state in states and key in ("", record.key):
                return record
        return None

    def in_force(self, outcomes: tuple[str, ...], state: str = "running") -> bool:
        """Whether one of the outcomes is on record in this state."""
        return any(record.outcome in outcomes and record.state == state for record in self.records)
