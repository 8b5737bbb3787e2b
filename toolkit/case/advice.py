"""The Advice: where a case stands, what comes next, and why, with the clauses word for word.

It is what the command line, the app and the search answers all show; its JSON is its
serialisation. Keys are kebab-case; dates are ISO 8601; a clause is ``{"ref", "text"}``.
"""

from __future__ import annotations

import datetime
from typing import Literal

from toolkit.case.reckoning import Day
from toolkit.plain import Plain
from toolkit.procedure.shape import Modality


class Cited(Plain):
    """A clause, quoted."""

    ref: str
    text: str


class Standing(Plain):
    """One open step of the position, or an outcome on record.

    Attributes:
        step: Id of the open step.
        does: What has to be done.
        who: Who does it, in words.
        stage: Its stage.
        track: Its track.
        since: The day on which it opened.
        which: Which decision or allegation it concerns, where there are several; an event's
            ``key``.
        if_: What must be true for it to be open, where that is not known.
        silence: What the policy does not say, where the case stands still for that.
        paused: Name of the track that holds it up, or empty.
    """

    step: str
    does: str
    who: str
    stage: str
    track: str
    since: datetime.date | None
    which: str = ""
    if_: str = ""
    silence: str = ""
    paused: str = ""


class OnRecord(Plain):
    """An outcome that has been imposed.

    Attributes:
        state: ``running``, ``pending``, ``held-back``, ``expired`` or ``replaced``.
        ends: The first day on which it no longer counts; ``None`` where no end is stated.
    """

    outcome: str
    name: str
    type: str
    imposed: datetime.date
    state: str
    ends: datetime.date | None = None
    lasts: str = ""


class Action(Plain):
    """Something to do.

    Attributes:
        relation: ``now`` (an open act or decision), ``duty`` (not yet discharged), ``may``
            (a power), ``done`` (the step just closed), or ``then`` (further along this road).
        which: Which decision or allegation it concerns, where there are several; an event's
            ``key``.
        if_: Under which condition, where that is not known.
        due: The latest day.
        earliest: The first day.
        limit: The limit in words, where no day can be worked out.
        paused: Name of the track that holds it up, or empty.
        late: What the policy says, or does not say, of being late.
    """

    step: str
    does: str
    who: str
    roles: tuple[str, ...]
    modality: Modality
    relation: Literal["now", "duty", "may", "done", "then"]
    stage: str
    which: str
    track: str
    to: tuple[str, ...] = ()
    panel: tuple[str, ...] = ()
    if_: str = ""
    due: datetime.date | None = None
    earliest: datetime.date | None = None
    limit: str = ""
    overdue: bool = False
    letters: tuple[str, ...] = ()
    paused: str = ""
    record: str = ""
    data: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    late: str = ""
    clauses: tuple[Cited, ...] = ()


class OpenOutcome(Plain):
    """An outcome that the decision may impose.

    Attributes:
        at: The decision.
        if_: Under which condition, where that is not known.
        reading: The reading of the text under which it is open, where the policy disagrees with
            itself; empty under the reading that is followed.
    """

    outcome: str
    name: str
    type: str
    at: str
    if_: str = ""
    reading: str = ""
    with_: str = ""
    approve: str = ""
    lasts: str = ""
    takes_effect: str = ""
    appeal: str = ""
    letters: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    cap: str = ""
    clauses: tuple[Cited, ...] = ()


class BlockedOutcome(Plain):
    """An outcome that is not open here, and why."""

    outcome: str
    name: str
    because: str
    clauses: tuple[Cited, ...]


class Alternate(Plain):
    """Another reading's date."""

    conflict: str
    reading: str
    date: datetime.date | None
    words: str = ""
    state: str = ""
    clauses: tuple[Cited, ...] = ()


class Deadline(Plain):
    """A limit, worked out where its start is known.

    Attributes:
        what: What is bounded.
        which: Which decision or allegation it concerns, where there are several.
        first: The first day of a range such as 5 to 10 working days; ``date`` is then its last.
        date: The day; ``None`` where the clock has not started, or no number is stated.
        from_: The event that starts the clock, in words.
        direction: ``latest`` or ``earliest``.
        working: Day by day from the start.
        assumed: What the date supposes, such as "if the letter is dated today".
        note: What else the reader must know about the date.
        state: ``running``, ``overdue``, ``met``, ``missed`` or ``not-started``.
        unless: The exception in the text and whether it applies.
    """

    what: str
    step: str
    which: str
    key: str
    date: datetime.date | None
    first: datetime.date | None = None
    count: int | None
    unit: str
    from_: str
    from_date: datetime.date | None
    direction: Literal["latest", "earliest", "length", "rhythm"]
    words: str
    working: tuple[Day, ...] = ()
    hedge: str = ""
    assumed: str = ""
    note: str = ""
    state: Literal["running", "overdue", "met", "missed", "not-started"] = "running"
    done_on: datetime.date | None = None
    unless: str = ""
    alternates: tuple[Alternate, ...] = ()
    clauses: tuple[Cited, ...] = ()


class LetterDue(Plain):
    """A letter, notice, form or record that is due, to whom, with what."""

    letter: str
    name: str
    sort: str
    from_: str
    to: tuple[str, ...]
    copies: tuple[str, ...] = ()
    copies_if: tuple[str, ...] = ()
    no_copies: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    because: str = ""
    if_: str = ""
    required: str = ""
    clauses: tuple[Cited, ...] = ()


class Check(Plain):
    """A safeguard, and whether it is met as far as the facts tell."""

    safeguard: str
    text: str
    modality: Modality
    before: tuple[str, ...] = ()
    admits: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    met: bool | None = None
    if_: str = ""
    warning: str = ""
    clauses: tuple[Cited, ...] = ()


class Reading(Plain):
    """One side of a conflict."""

    name: str
    followed: bool
    differs: tuple[str, ...] = ()
    clauses: tuple[Cited, ...] = ()


class Disagreement(Plain):
    """Where the policy disagrees with itself, is unclear, or has a gap."""

    conflict: str
    type: str
    text: str
    about: tuple[str, ...]
    readings: tuple[Reading, ...]
    advice: str
    settle: str


class Question(Plain):
    """A fact that would change the answer."""

    fact: str
    ask: str
    type: str | tuple[str, ...]
    decides: int
    why: tuple[str, ...] = ()
    clauses: tuple[Cited, ...] = ()


class Alleged(Plain):
    """A line of the catalogue that the allegation is said to fall under."""

    breach: str
    ref: str
    text: str
    class_: tuple[str, ...]
    stage: tuple[str, ...]
    outcomes: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    decided_by: str = ""
    applies: str = ""
    clauses: tuple[Cited, ...] = ()


class Reason(Plain):
    """One link of the trace: what is concluded, from which rule and clauses."""

    concludes: str
    rule: str
    clauses: tuple[Cited, ...]


class Departed(Plain):
    """A recorded departure from the procedure."""

    event: str
    date: datetime.date
    reason: str
    against: str
    clauses: tuple[Cited, ...] = ()


class Silence(Plain):
    """Something that the policy does not say."""

    about: str
    clauses: tuple[Cited, ...]


class ProtocolPoint(Plain):
    """One point of the agenda of a meeting in sight."""

    step: str
    does: str
    who: str
    clauses: tuple[Cited, ...]


class Outcomes(Plain):
    """The outcomes open here, and those blocked."""

    open: tuple[OpenOutcome, ...] = ()
    blocked: tuple[BlockedOutcome, ...] = ()


class Advice(Plain):
    """Everything that follows for a case on a day."""

    procedure: str
    version: str
    case: str
    on: datetime.date
    notices: tuple[str, ...] = ()
    position: tuple[Standing, ...] = ()
    stage: str = ""
    record: tuple[OnRecord, ...] = ()
    alleged: tuple[Alleged, ...] = ()
    next: tuple[Action, ...] = ()
    outcomes: Outcomes = Outcomes()
    deadlines: tuple[Deadline, ...] = ()
    letters: tuple[LetterDue, ...] = ()
    safeguards: tuple[Check, ...] = ()
    protocol: tuple[ProtocolPoint, ...] = ()
    conflicts: tuple[Disagreement, ...] = ()
    silences: tuple[Silence, ...] = ()
    questions: tuple[Question, ...] = ()
    departures: tuple[Departed, ...] = ()
    warnings: tuple[str, ...] = ()
    why: tuple[Reason, ...] = ()
