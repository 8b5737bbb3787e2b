"""Fields given on the command line: ``meeting.place=Room 4``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from toolkit.problem import BadData, Problem
from toolkit.procedure.strict_yaml import read_one

_PLAIN = re.compile(r"(true|false|-?\d+|\d{4}-\d{2}-\d{2}|[\[{].*[\]}])", re.DOTALL)


def read_sets(sets: Iterable[str]) -> dict[str, Any]:
    """Read fields as they are given on the command line, to nested data.

    Args:
        sets: Each as ``field.field=value``; a value in brackets or braces is read as YAML.

    Raises:
        BadData: One of them is not of that form.
    """
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for written in sets:
        path, equals, value = written.partition("=")
        names = path.strip().split(".")
        if not equals or not all(names):
            problems.append(
                Problem(
                    "bad-set",
                    f"--set {written!r} does not name a field and its value",
                    suggestion="write it as --set meeting.place='Room 4'",
                )
            )
            continue
        at = found
        for name in names[:-1]:
            inner = at.setdefault(name, {})
            at = inner if isinstance(inner, dict) else {}
        at[names[-1]] = _value(value, written)
    if problems:
        raise BadData(problems)
    return found


def _value(value: str, written: str) -> Any:
    if _PLAIN.fullmatch(value.strip()):
        return read_one(f"value: {value}\n", f"--set {written}").data["value"]
    return value
