"""Opening a case file, with the procedure that it is under."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from toolkit.case.case import Case, Event, read_case
from toolkit.files import write_atomically
from toolkit.problem import BadData, Problem, Refused
from toolkit.procedure.library import load
from toolkit.procedure.procedure import Procedure


def open_case(path: Path) -> tuple[Procedure, Case]:
    """Read a case file and load its procedure.

    Raises:
        BadData: The file is no case, or names a procedure that there is not.
    """
    case = read_case(path)
    try:
        return load(case.procedure), case
    except Refused as refusal:
        raise BadData(refusal.problems) from None


@contextmanager
def faults_of(path: Path) -> Iterator[None]:
    """Name the case file in faults of the case that do not say where they are."""
    try:
        yield
    except BadData as error:
        raise BadData(
            problem if problem.file else replace(problem, file=str(path))
            for problem in error.problems
        ) from None


def read_reference(typed: str) -> str:
    """Read the name of a case, which names its file too.

    Raises:
        Refused: It cannot name a file.
    """
    name = typed.strip()
    if not name or name.startswith(".") or any(char in name for char in "/\\\0"):
        raise Refused(
            [
                Problem(
                    "bad-reference",
                    f"'{name}' cannot name a case",
                    suggestion="use letters, digits and hyphens",
                )
            ]
        )
    return name


def write_new(file: Path, text: str, suggestion: str = "name another with -o") -> None:
    """Write a file that is not there yet, whole or not at all.

    Raises:
        Refused: There is one already.
    """
    if file.exists():
        raise Refused(
            [Problem("file-exists", "this file is there already", str(file), 0, "", suggestion)]
        )
    write_atomically(file, text)


def append_event(path: Path, event: Event) -> Case:
    """Add an event to a case file, if the procedure allows it there, and change nothing else.

    The file is read anew, so what somebody else has added meanwhile is neither lost nor passed
    over.

    Returns:
        The case with the event.

    Raises:
        BadData: The file is no case, or the event names what the procedure does not have.
        Refused: The procedure does not allow the event, or the file cannot be added to.
        OSError: It cannot be written; it then is as it was.
    """
    from toolkit.case.closures import calendar_with, settings_file
    from toolkit.case.entry import add_event
    from toolkit.case.text import with_event
    from toolkit.case.validity import check_event

    with faults_of(path):
        procedure, held = open_case(path)
        if problems := check_event(procedure, event):
            raise Refused(problems)
        added = add_event(procedure, held, event, calendar_with(procedure, settings_file(), held))
        with path.open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        write_atomically(path, with_event(text, event, str(path)))
    return added
