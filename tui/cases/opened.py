"""A case that is open: read from its file, with the advice of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.case.advice import Advice
from toolkit.case.case import Case
from toolkit.case.days import Calendar
from toolkit.procedure.procedure import Procedure
from tui.casefile import faults_of, open_case


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that has been read, with the advice of the day."""

    file: Path
    procedure: Procedure
    case: Case
    calendar: Calendar
    advice: Advice


def opened(file: Path, today: date) -> Opened:
    """Read a case file, and work out the advice of the day.

    Raises:
        BadData: It is no case, or its procedure is not there.
    """
    from toolkit.case.advise import advise
    from toolkit.case.closures import calendar_with, settings_file

    with faults_of(file):
        procedure, case = open_case(file)
        calendar = calendar_with(procedure, settings_file(), case)
        return Opened(file, procedure, case, calendar, advise(procedure, case, today, calendar))


def named(case: Case) -> str:
    """Give what a case is called: its own name, and whom it is about."""
    subject = case.subject.get("name", "")
    return f"{case.id}, {subject}" if case.id and subject else case.id or subject or "a case"
