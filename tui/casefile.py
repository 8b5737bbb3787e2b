"""Opening a case file, with the procedure that it is under."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from toolkit.case.case import Case, read_case
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
