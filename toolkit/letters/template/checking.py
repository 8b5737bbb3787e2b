"""Checking templates: one, several, or every one that a procedure should have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.letters.template.check import check_template
from toolkit.letters.template.shelf import (
    LETTERHEAD,
    joined_package,
    letter_named,
    letterhead_path,
    read_file,
    template_path,
    templates_folder,
)
from toolkit.letters.word.accessible import accessible
from toolkit.letters.word.package import read_package, write_package
from toolkit.problem import BadData, Problem
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Letter


@dataclass(frozen=True, slots=True)
class Report:
    """What checking templates gave.

    Attributes:
        templates: How many were looked at.
        problems: What is wrong with them.
    """

    templates: int
    problems: tuple[Problem, ...]


def check_files(procedure: Procedure, files: Iterable[Path], letter: str | None = None) -> Report:
    """Check templates; each is of the letter that its file is named after, unless one is given."""
    problems: list[Problem] = []
    count = 0
    for file in files:
        count += 1
        problems.extend(_checked(procedure, file, letter))
    return Report(count, tuple(problems))


def check_shelf(procedures: Iterable[Procedure]) -> Report:
    """Check every template of procedures: each letter has one, and each belongs to a letter."""
    problems: list[Problem] = []
    count = 0
    for procedure in procedures:
        folder = templates_folder() / procedure.id
        for letter in procedure.letters.values():
            path = template_path(procedure.id, letter.id)
            if not path.is_file():
                problems.append(
                    Problem(
                        "no-template",
                        f"'{letter.id}' has no template",
                        str(path),
                        clause=letter.place.clause,
                        suggestion=(
                            f"make one: toolkit letters new {letter.id} --procedure {procedure.id}"
                        ),
                    )
                )
        for path in sorted(folder.glob("*.docx")):
            count += 1
            problems.extend(_checked(procedure, path, None))
    return Report(count, tuple(problems))


def _checked(procedure: Procedure, file: Path, letter: str | None) -> Iterator[Problem]:
    try:
        content = read_file(file, "template")
        if file.stem == LETTERHEAD and letter is None:
            yield from check_template(procedure, None, read_package(content, str(file)), str(file))
            return
        known = letter_named(procedure, letter or file.stem)
        yield from _template(procedure, known, file, content)
    except BadData as error:
        for problem in error.problems:
            yield problem if problem.file else replace(problem, file=str(file))


def _template(
    procedure: Procedure, letter: Letter, file: Path, content: bytes
) -> Iterator[Problem]:
    head = letterhead_path(procedure.id)
    joined = joined_package(content, read_file(head, "letterhead"), str(file), str(head))
    yield from check_template(procedure, letter, joined, str(file))
    yield from accessible(write_package(joined), str(file))
