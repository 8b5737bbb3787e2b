"""A case: facts and an append-only list of events, pinned to one version of a procedure."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.problem import BadData, Problem
from toolkit.procedure.base import Model, field_validator, model_validator
from toolkit.procedure.condition import Value
from toolkit.procedure.straight import straight
from toolkit.procedure.strict_yaml import Document, read_one

if TYPE_CHECKING:
    from pydantic import ValidationError

Held = Value | tuple[Value, ...]


class Given(Model):
    """A fact's value and the day from which it holds."""

    value: Held
    since: date | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, raw: Any) -> Any:
        return raw if isinstance(raw, (dict, Given)) else {"value": raw}


class Member(Model):
    """Somebody who sits on a panel or takes part.

    Attributes:
        name: Name.
        role: The role in which they act.
        was: Roles or events in which they took part before, such as ``investigating-officer``.
        category: Membership category or the like, where the procedure looks at it.
    """

    name: str = ""
    role: str
    was: tuple[str, ...] = ()
    category: str = ""


class Event(Model):
    """Something that happened.

    Attributes:
        event: ``STEP.RESULT``, ``DECISION.decided``, ``LETTER.dated`` or ``LETTER.received``.
        date: The day on which it happened.
        by: The role that acted.
        outcomes: The outcomes that a decision imposed.
        facts: Facts that became known with it.
        data: What the event carries, such as a term or a review date.
        key: Which decision or allegation it concerns, where there are several.
        panel: Who sat.
        depart: Why the procedure was departed from, where it was.
        note: Free words.
    """

    event: str
    date: date
    by: str = ""
    outcomes: tuple[str, ...] = ()
    facts: dict[str, Held] = field(default_factory=dict)
    data: dict[str, Held] = field(default_factory=dict)
    key: str = ""
    panel: tuple[Member, ...] = ()
    depart: str = ""
    note: str = ""


class Before(Model):
    """An outcome from before the case was taken over."""

    outcome: str
    date: date
    step: str = ""
    data: dict[str, Held] = field(default_factory=dict)


class TakenOver(Model):
    """Where a case stood when the record begins, if it did not begin at its beginning.

    Attributes:
        date: The day on which the record begins.
        at: The steps open on that day.
        outcomes: Outcomes imposed before.
    """

    date: date
    at: tuple[str, ...] = ()
    outcomes: tuple[Before, ...] = ()

    @field_validator("at", mode="before")
    @classmethod
    def _one(cls, raw: Any) -> Any:
        return raw if isinstance(raw, (list, tuple)) else (raw,)


class Closure(Model):
    """Days on which the organisation is closed."""

    from_: date
    to: date
    name: str


class Case(Model):
    """A case as its file holds it.

    Attributes:
        procedure: Id of the procedure.
        version: Version of the procedure that it is pinned to; empty for the one at hand.
        id: Its own name, such as a reference number.
        subject: The person or organisation it is about, by field.
        opened: The day on which it began.
        facts: What is known.
        taken_over: Where it stood when the record begins.
        events: What happened, in order of entry.
        panel: Who is to sit at the next meeting.
        closures: Closure days that do not count as working days.
        terms: School terms, for limits in school days.
        organisation: Who runs the procedure, for its letters.
        people: Who is who, by role.
        allegations: What is alleged, each with day and place.
        evidence: What is put forward.
        witnesses: Who is to be heard.
        meetings: Day, time, place and people of each meeting, by its step.
        letters: What is written for one letter, by its id, or for ``all``.
    """

    procedure: str
    version: str = ""
    id: str = ""
    subject: dict[str, str] = field(default_factory=dict)
    opened: date | None = None
    facts: dict[str, Given] = field(default_factory=dict)
    taken_over: TakenOver | None = None
    events: tuple[Event, ...] = ()
    panel: tuple[Member, ...] = ()
    closures: tuple[Closure, ...] = ()
    terms: tuple[Closure, ...] = ()
    organisation: dict[str, Any] = field(default_factory=dict)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    allegations: tuple[dict[str, Any], ...] | None = None
    evidence: tuple[dict[str, Any], ...] | None = None
    witnesses: tuple[dict[str, Any], ...] | None = None
    meetings: dict[str, dict[str, Any]] = field(default_factory=dict)
    letters: dict[str, dict[str, Any]] = field(default_factory=dict)
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _unfilled(cls, raw: Any) -> Any:
        """Read a key that is not filled in as one that is not there."""
        if not isinstance(raw, dict):
            return raw
        return {key: value for key, value in raw.items() if value is not None}

    def with_event(self, event: Event) -> Case:
        """Give the case with one more event at its end."""
        return self.model_copy(update={"events": (*self.events, event)})


def read_case(path: Path) -> Case:
    """Read a case file, YAML or JSON.

    Raises:
        BadData: The file is missing, is no YAML or JSON, or is no case.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadData(
            [
                Problem(
                    "no-file",
                    "there is no such file",
                    str(path),
                    0,
                    "",
                    "write one with: toolkit case new",
                )
            ]
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadData([Problem("unreadable", f"this cannot be read: {error}", str(path))]) from None
    return parse_case(text, str(path))


def parse_case(text: str, file: str = "case") -> Case:
    """Read a case from its text; raise `BadData` with everything that is wrong with it."""
    document = read_one(text, file)
    data = _with_dates(document.data) if text.lstrip().startswith("{") else document.data
    if (case := straight(Case, data)) is not None:
        return case
    from pydantic import ValidationError

    try:
        return Case.model_validate(data)
    except ValidationError as error:
        raise BadData(_explain(error, document, file)) from None


def _with_dates(data: Any, inside: bool = False) -> Any:
    """Turn the strings in a JSON case's facts and data that are dates into dates.

    JSON has no dates of its own, and a fact that is a date is no text.
    """
    if isinstance(data, dict):
        return {
            key: _with_dates(value, inside or key in ("facts", "data"))
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [_with_dates(item, inside) for item in data]
    if inside and isinstance(data, str) and len(data) == 10:
        try:
            return date.fromisoformat(data)
        except ValueError:
            return data
    return data


_TO_WRITE = {
    "procedure": "name the procedure's id; toolkit procedures lists them",
    "subject": "write it by field, such as subject: {name: A. Member}",
    "facts": "write each as in under-18: true",
    "events": "write each as in - {event: hold-meeting.done, date: 2026-03-01}",
    "event": "write what happened, such as event: hold-meeting.done",
    "date": "write the day, such as date: 2026-03-01",
    "role": "name the role in which they act, such as role: committee",
    "panel": "write each as in - {name: A. Member, role: committee}",
    "taken-over": "write it as in {date: 2026-03-01, at: [hold-meeting]}",
    "closures": "write each as in - {from: 2026-12-24, to: 2027-01-01, name: Christmas}",
    "terms": "write each as in - {from: 2026-09-07, to: 2026-10-23, name: autumn}",
    "from": "write the first day, such as from: 2026-12-24",
    "to": "write the last day, such as to: 2027-01-01",
    "name": "write what they are called",
    "value": "write it, such as {value: true, since: 2026-03-01}",
    "outcome": "name the outcome, such as outcome: warning",
}
"""What to write in a case where a key is missing, empty, or of another shape."""


def _explain(error: ValidationError, document: Document, file: str) -> list[Problem]:
    """Turn pydantic's errors into problems that whoever keeps the case can mend."""
    from toolkit.procedure.explain import mistakes

    problems = [
        Problem(
            mistake.code,
            f"the case{mistake.message}",
            file,
            document.line_of(mistake.path),
            "",
            mistake.suggestion,
        )
        for mistake in mistakes(error, Case, document.data, _TO_WRITE)
    ]
    return sorted(problems, key=lambda problem: problem.line)
