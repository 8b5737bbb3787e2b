"""The entries of a form: what was written for each, held to its type and pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from toolkit.letters.blank import Blank, Missed
from toolkit.letters.fields import Day, day
from toolkit.letters.filled import Node
from toolkit.problem import Problem, did_you_mean
from toolkit.procedure.rule import Letter
from toolkit.procedure.shape import Field_

_CHOICES = re.compile(r"\^\(([^()\\]+)\)\$")
_ONE_OF = re.compile(r"\^\[([A-Z]+)\]\$")
_MONTH = "%d %b %Y"


def field_id(field: Field_) -> str:
    """Give what a template calls a field: its id, or its name in lower case with underscores."""
    if field.id:
        return field.id.replace("-", "_")
    return re.sub(r"[^a-z0-9]+", "_", field.name.lower()).strip("_")


def entries(letter: Letter) -> dict[str, Field_]:
    """Give the entries of a letter's form by what a template calls them, in order."""
    return {field_id(field): field for field in letter.fields}


def choices(field: Field_) -> tuple[str, ...]:
    """Give what an entry may be, where its pattern lists that."""
    if (several := _CHOICES.fullmatch(field.pattern)) is not None:
        return tuple(several[1].split("|"))
    if (letters := _ONE_OF.fullmatch(field.pattern)) is not None:
        return tuple(letters[1])
    return ()


def read_form(
    letter: Letter, written: Mapping[str, Any], problems: list[Problem]
) -> dict[str, Any]:
    """Take what was written for a form to its entries, each of its type.

    Args:
        letter: The form.
        written: Entries by id or name, as written.
        problems: Takes every mistake: an entry that the form does not have, or that is not of its
            type or pattern.
    """
    known = entries(letter)
    found: dict[str, Any] = {}
    for key, value in written.items():
        name = _named(known, str(key))
        if name is None:
            problems.append(
                Problem(
                    "unknown-entry",
                    f"{letter.id}: the form has no entry '{key}'",
                    clause=letter.place.clause,
                    suggestion=did_you_mean(str(key).replace("-", "_"), known)
                    or f"its entries are {', '.join(known)}",
                )
            )
        elif value is not None:
            taken = _entry(known[name], value)
            if isinstance(taken, _Wrong):
                problems.append(
                    Problem(
                        "bad-entry",
                        f"{letter.id}: '{known[name].name}' is {value!r}, not {taken.wanted}",
                        clause=letter.place.clause,
                        suggestion=known[name].hint or f"write {taken.wanted}",
                    )
                )
            else:
                found[name] = taken
    problems.extend(_ticks(letter, found))
    return found


def _ticks(letter: Letter, found: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong where of several boxes exactly one is to be ticked."""
    boxes: dict[str, list[str]] = {}
    for name, field in entries(letter).items():
        if field.type == "tick-one" and not field.pattern:
            boxes.setdefault(field.section, []).append(name)
    for section, names in boxes.items():
        ticked = [name for name in names if found.get(name)]
        given = [name for name in names if name in found]
        if len(names) > 1 and len(ticked) != 1 and (len(ticked) > 1 or len(given) == len(names)):
            what = "more than one is" if ticked else "none is"
            yield Problem(
                "tick-one",
                f"{letter.id}: of the boxes under '{section}' {what} ticked",
                clause=letter.place.clause,
                suggestion=f"tick one: {' or '.join(names)}",
            )


def _named(known: Mapping[str, Field_], key: str) -> str | None:
    spelled = key.replace("-", "_")
    if spelled in known:
        return spelled
    return next((name for name, field in known.items() if field.name == key), None)


class _Wrong:
    """An entry that is not of its type."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted


def _entry(field: Field_, value: Any) -> Any:
    """Give an entry in its type, or what it should be."""
    allowed = choices(field)
    if allowed:
        if isinstance(value, bool) and set(allowed) == {"Y", "N"}:
            return "Y" if value else "N"
        return value if value in allowed else _Wrong(" or ".join(allowed))
    match field.type:
        case "date":
            taken = _date(value)
            return taken.brief if field.pattern and isinstance(taken, Day) else taken
        case "yes-no" | "tick-one":
            return value if isinstance(value, bool) else _Wrong("true or false")
        case "number":
            whole = isinstance(value, int) and not isinstance(value, bool)
            return value if whole else _Wrong("a whole number")
        case "list":
            items = value if isinstance(value, (list, tuple)) else (value,)
            return tuple(str(item) for item in items)
        case "signature":
            return _Wrong("left for the hand: a signature is written on paper")
    return _text(field, value)


def _text(field: Field_, value: Any) -> Any:
    if isinstance(value, bool):
        return _Wrong("words")
    if isinstance(value, date):
        return day(value)
    text = str(value).strip()
    if field.pattern and not re.fullmatch(field.pattern, text):
        return _Wrong(field.hint or f"of the form {field.pattern}")
    return text


def _date(value: Any) -> Any:
    if isinstance(value, date):
        return day(value)
    for read in (date.fromisoformat, lambda text: datetime.strptime(text, _MONTH).date()):
        try:
            return day(read(str(value).strip()))
        except ValueError:
            continue
    return _Wrong("a day such as 2026-03-24 or 24 Mar 2026")


def fill_form(letter: Letter, found: Mapping[str, Any], missed: Missed) -> Node:
    """Give a form's entries as a template sees them."""
    values: dict[str, Any] = {
        name: found.get(name, Blank(f"form.{name}", missed, field.type == "list"))
        for name, field in entries(letter).items()
    }
    return Node(values, bool(found))


def required(letter: Letter) -> Iterator[str]:
    """Yield the entries that somebody has to fill in before the form is printed."""
    for name, field in entries(letter).items():
        if field.type != "signature":
            yield name
