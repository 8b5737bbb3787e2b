"""Makes tiny procedures and cases for tests, and loads the invented rowing club."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from toolkit.case.advice import Advice
from toolkit.case.advise import advise, calendar_of
from toolkit.case.case import Case, Event
from toolkit.case.fold import fold
from toolkit.case.situation import Situation
from toolkit.procedure.fit import check_rules
from toolkit.procedure.parse import parse_files, parse_folder
from toolkit.procedure.procedure import Procedure

FRONT = """---
id: small
title: A small procedure
abbreviation: S
issuer: Nobody
version: "1"
source: source.txt
sha256: "0"
subject: person
calendar: none
---
0.1 The officer, the panel, the board, the person and the outsider take part.

```role
id: officer
name: Officer
---
id: panel
name: Panel
---
id: board
name: Board
---
id: person
name: Person
---
id: outsider
name: Outsider
party: outside
```

"""


@cache
def procedure(body: str) -> Procedure:
    """Read a procedure from its Markdown body, and assert that its rules fit one another."""
    parsed, _ = parse_files([("small/01.md", FRONT + body)])
    assert check_rules(parsed) == []
    return parsed


@cache
def club() -> Procedure:
    """Read the invented rowing club's discipline."""
    return parse_folder(Path(__file__).parent / "procedures" / "club")[0]


def day(words: str) -> date:
    """Give a day of 2026 written ``3-01``, or any day written ``2026-03-01``."""
    year, month, number = words.split("-") if words.count("-") == 2 else ("2026", *words.split("-"))
    return date(int(year), int(month), int(number))


def event(name: str, on: str, **keys: Any) -> Event:
    """Make an event of a day."""
    return Event(event=name, date=day(on), **keys)


def case(of: Procedure, *events: Event, **keys: Any) -> Case:
    """Make a case with these events."""
    return Case.model_validate({"procedure": of.id, "events": events, **keys})


def situation(of: Procedure, on: str, *events: Event, **keys: Any) -> Situation:
    """Fold a case up to a day."""
    made = case(of, *events, **keys)
    return fold(of, made, day(on), calendar_of(of, made)).situation


def told(of: Procedure, on: str, *events: Event, **keys: Any) -> Advice:
    """Advise on a case on a day."""
    return advise(of, case(of, *events, **keys), day(on))


def open_steps(found: Situation) -> list[str]:
    """Give the open steps by id, in the order in which they opened."""
    return [item.step for item in found.open]


def states(found: Situation) -> dict[str, str]:
    """Give the state of each outcome on record."""
    return {record.outcome: record.state for record in found.records}


def departures(found: Situation | Advice) -> list[str]:
    """Give the events that the procedure did not allow."""
    return [item.event for item in found.departures]


def named(items: Iterable[Any], attribute: str) -> list[Any]:
    """Give one attribute of several things."""
    return [getattr(item, attribute) for item in items]
