"""Tables of letters: each row of a CSV file is a case's facts and fields."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from toolkit.case.case import Case
from toolkit.letters.fields import Fields, fields_of
from toolkit.letters.setting import read_sets
from toolkit.plain import kebab
from toolkit.problem import BadData, Problem, did_you_mean
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Fact

OWN = ("id", "file", "to")
"""Columns of the table itself: the case's name, the file to write, the recipient's role."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its line, and its cells that are filled, by column."""

    line: int
    cells: dict[str, str]


def read_table(path: Path, procedure: Procedure) -> Iterator[TableRow | Problem]:
    """Yield the rows of a CSV file, and a problem for each that cannot be read.

    A column is ``id``, ``file`` or ``to``; a fact of the procedure; or a field, written as
    ``--set`` takes it. Columns are separated by commas, or by semicolons where the head has no
    comma.

    Raises:
        BadData: There is no such file, it is no text, or its head names what nobody knows.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            head = stream.readline()
            stream.seek(0)
            reader = csv.reader(stream, delimiter=";" if "," not in head else ",", strict=True)
            columns = [name.strip() for name in next(reader, [])]
            if problems := list(_of_columns(path, columns, procedure)):
                raise BadData(problems)
            yield from _rows(reader, path, columns)
    except FileNotFoundError:
        raise BadData([Problem("no-file", "there is no such file", str(path))]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadData([Problem("unreadable", f"this cannot be read: {error}", str(path))]) from None


def _rows(reader: Any, path: Path, columns: Sequence[str]) -> Iterator[TableRow | Problem]:
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem("bad-row", f"this row cannot be read: {error}", str(path), line)
            return
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            message = f"this row has {len(cells)} cells, and there are {len(columns)} columns"
            hint = "put a text that has a comma in it into quotation marks"
            yield Problem("bad-row", message, str(path), line, "", hint)
            continue
        filled = {
            name: cell.strip() for name, cell in zip(columns, cells, strict=True) if cell.strip()
        }
        yield TableRow(line, filled)


def _of_columns(path: Path, columns: Sequence[str], procedure: Procedure) -> Iterator[Problem]:
    if not columns:
        yield Problem(
            "no-columns", "the table is empty; its first line names the columns", str(path)
        )
    tops = {kebab(name) for name in fields_of(Fields)} | {"form"}
    seen: set[str] = set()
    for name in columns:
        if name in seen:
            yield Problem("column-twice", f"the column '{name}' stands here twice", str(path), 1)
        seen.add(name)
        top = name.partition(".")[0].replace("_", "-")
        if name not in OWN and name not in procedure.facts and ("." not in name or top not in tops):
            known = (*OWN, *procedure.facts)
            yield Problem(
                "unknown-column",
                f"'{name}' is no column: neither a fact of {procedure.id} nor a field",
                str(path),
                1,
                "",
                did_you_mean(name, known) or "toolkit letters fields lists the fields",
            )


def with_row(
    procedure: Procedure, base: Case | None, cells: Mapping[str, str]
) -> tuple[Case, dict[str, Any]]:
    """Give the case of a row and the fields that it writes.

    Args:
        procedure: The procedure.
        base: The case that every row begins from.
        cells: The row's cells by column.

    Raises:
        BadData: A cell is not of its fact's type.
    """
    case = base or Case(procedure=procedure.id)
    facts: dict[str, Any] = {}
    sets: list[str] = []
    problems: list[Problem] = []
    for name, cell in cells.items():
        fact = procedure.facts.get(name)
        if fact is not None:
            value = _value(fact, cell)
            if value is None:
                problems.append(_wrong(fact, cell))
            facts[name] = value
        elif name not in OWN:
            sets.append(f"{name}={cell}")
    if problems:
        raise BadData(problems)
    held = {name: given.model_dump() for name, given in case.facts.items()} | facts
    changed = {"facts": held, "id": cells.get("id", case.id)}
    return Case.model_validate({**_shallow(case), **changed}), read_sets(sets)


def _shallow(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in type(case).model_fields}


_TRUE, _FALSE = ("true", "yes", "y", "1"), ("false", "no", "n", "0")


def _value(fact: Fact, cell: str) -> Any:
    """Give a cell in the type of its fact; ``None`` where it is not of it."""
    kind = fact.type
    if kind == "yes-no":
        lower = cell.lower()
        return True if lower in _TRUE else False if lower in _FALSE else None
    if kind == "number":
        return int(cell) if cell.lstrip("-").isdigit() else None
    if kind == "date":
        try:
            return date.fromisoformat(cell)
        except ValueError:
            return None
    if kind == "breaches":
        return tuple(item.strip() for item in cell.split(";") if item.strip())
    return cell


def _wrong(fact: Fact, cell: str) -> Problem:
    wanted = {"yes-no": "yes or no", "number": "a whole number", "date": "a day such as 2026-03-24"}
    return Problem(
        "wrong-cell",
        f"'{fact.id}' is '{cell}', not {wanted.get(str(fact.type), 'of its type')}",
    )
