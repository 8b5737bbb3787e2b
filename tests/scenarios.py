"""Holds an advice against what is expected of it, field by field.

A scenario is a case file and, beside it, ``NAME.expect.json``: the expected fields in the words of
``tests/data/vocabulary.json``, which says what each word means in the procedure's own ids.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from toolkit.case.advice import Advice
from toolkit.case.advise import advise
from toolkit.case.case import read_case
from toolkit.procedure.library import load

TESTS = Path(__file__).parent

Parts = Callable[[Advice, str, Any], Iterator[tuple[object, bool, object]]]
"""Gives each part of a field, whether the advice has it, and what it has."""


@dataclass(frozen=True)
class Missed:
    """A field that an advice does not meet."""

    scenario: str
    field: str
    wanted: object
    found: object


@cache
def vocabulary() -> dict[str, dict[str, list[str]]]:
    """Give the words of the expectations and the ids that they stand for."""
    return json.loads((TESTS / "data" / "vocabulary.json").read_text())  # type: ignore[no-any-return]


def read(path: Path) -> tuple[Advice, dict[str, Any]]:
    """Give the advice on a scenario's case, and what is expected of it."""
    expect = json.loads(path.with_suffix("").with_suffix(".expect.json").read_text())
    case = read_case(path)
    on = date.fromisoformat(expect.pop("on"))
    return advise(load(case.procedure), case, on), expect


def judge(name: str, advice: Advice, expect: dict[str, Any]) -> tuple[int, list[Missed]]:
    """Count the fields of an expectation and list those that are missed."""
    return judged_by(_field, name, advice, expect)


def judged_by(
    parts: Parts, name: str, advice: Advice, expect: dict[str, Any]
) -> tuple[int, list[Missed]]:
    """Count the parts of every field and list those that are missed."""
    count, missed = 0, []
    for field, wanted in expect.items():
        for part, ok, found in parts(advice, field, wanted):
            count += 1
            if not ok:
                missed.append(Missed(name, field, part, found))
    return count, missed


def _field(advice: Advice, field: str, wanted: Any) -> Iterator[tuple[object, bool, object]]:
    """Yield each part of a field with whether the advice has it, and what it has."""
    table = vocabulary()
    match field:
        case "stage" | "breach_class":
            found = _stages(advice) if field == "stage" else _classes(advice)
            for value in wanted if isinstance(wanted, list) else [wanted]:
                ids = table["stages"].get(str(value), [str(value)])
                yield value, bool(set(ids) & found), found
        case "chair" | "decision_maker" | "addressee" | "panel_second":
            found = _people(advice, field)
            yield wanted, bool(set(table["roles"][wanted]) & found), found
        case "sanctions_allowed":
            found = {item.outcome for item in advice.outcomes.open}
            found |= {item for alleged in advice.alleged for item in alleged.outcomes}
            for value in wanted:
                yield value, bool(set(table["sanctions"][value]) & found), found
        case "sanctions_not_allowed":
            found = {item.outcome for item in advice.outcomes.open if not item.reading}
            for value in wanted:
                yield value, not set(table["sanctions"][value]) & found, found
        case "next_steps":
            for value in wanted:
                yield value, _next(advice, value), sorted(_steps(advice))
        case "letters":
            found = {item.letter for item in advice.letters}
            for value in wanted:
                yield value, bool(set(table["letters"][value]) & found), found
        case "copies_to":
            found = {to for item in advice.letters for to in item.copies}
            found |= {to for item in advice.letters for to in item.to}
            for value in wanted:
                yield value, bool(set(table["roles"][value]) & found), found
        case "copies_not_to":
            found = {to for item in advice.letters for to in item.copies}
            for value in wanted:
                yield value, not set(table["roles"][value]) & found, found
        case "channels" | "enclosures":
            attribute = "channels" if field == "channels" else "enclosures"
            found = {part for item in advice.letters for part in getattr(item, attribute)}
            for value in wanted:
                yield value, bool(set(table[field].get(value, [value])) & found), found
        case "deadlines":
            for value in wanted:
                yield value["what"], *_deadline(advice, value)
        case "must_cite":
            found = cited_in(advice)
            yield wanted[0], has(found, wanted[0]), "the essential clause"
            others = wanted[1:]
            if others:
                met = [ref for ref in others if has(found, ref)]
                yield others, 2 * len(met) >= len(others), met
        case "conflict":
            found = {item.conflict for item in advice.conflicts}
            for value in wanted:
                yield value, value in found, found
        case "may_accompany":
            found = {role for item in advice.safeguards for role in item.admits}
            for value in wanted:
                yield value, bool(set(table["roles"][value]) & found), found
        case "in_time" | "in_time_alternate":
            states = _lodging(advice)
            state = states[0] if field == "in_time" else states[-1]
            yield wanted, (state == "met") is wanted, states
        case "if_repeated":
            found = {name for item in advice.alleged for name in item.repeated}
            yield wanted, bool(found), found
        case "elearning_allowed":
            found = _steps(advice)
            step = "suspension.elearning" if wanted else "suspension.no-elearning"
            other = "suspension.no-elearning" if wanted else "suspension.elearning"
            yield wanted, step in found and other not in found, found
        case "item_removed":
            found = {item.outcome for item in advice.outcomes.open}
            yield wanted, ("item-removed" in found) is wanted, found
        case "expect":
            for path, value in wanted.items():
                found = at(advice, path)
                yield (
                    (path, value),
                    value in found if isinstance(found, list) else (found == value),
                    found,
                )
        case _:
            raise KeyError(f"no rule for the field '{field}'")


def _stages(advice: Advice) -> set[str]:
    found = {advice.stage} | {item.stage for item in advice.position}
    found |= {stage for item in advice.alleged for stage in item.stage}
    return found | {item.stage for item in advice.next if item.relation == "then" and not item.if_}


def _classes(advice: Advice) -> set[str]:
    found = {name for item in advice.alleged for name in item.class_}
    procedure = load(advice.procedure)
    for stage in _stages(advice):
        known = procedure.stages.get(stage)
        if known is not None and known.class_:
            found.add(known.class_)
    return found


def _people(advice: Advice, field: str) -> set[str]:
    actions = [item for item in advice.next if item.relation in ("now", "then", "done", "may")]
    if field == "addressee":
        return {role for item in actions for role in item.to}
    if field == "panel_second":
        return {role for item in actions for role in item.panel}
    return {role for item in actions for role in (*item.roles, *item.panel)}


def _steps(advice: Advice) -> set[str]:
    return {item.step for item in advice.next}


def _next(advice: Advice, word: str) -> bool:
    ids = set(vocabulary()["next_steps"][word])
    if "conflict" in ids and advice.conflicts:
        return True
    if "parent-carer" in ids and any(
        "parent-carer" in (*item.copies, *item.to) for item in advice.letters
    ):
        return True
    names = _steps(advice) | {item.safeguard for item in advice.safeguards}
    names |= {item.letter for item in advice.letters}
    names |= {item.outcome for item in advice.outcomes.open}
    return bool(ids & names)


def _deadline(advice: Advice, wanted: dict[str, Any]) -> tuple[bool, object]:
    unit = str(wanted.get("unit", "")).replace("_", "-")
    direction = wanted.get("direction")
    for item in advice.deadlines:
        refs = {clause.ref for clause in item.clauses}
        if not has(refs, wanted["clause"]) or item.count != wanted.get("count"):
            continue
        if unit and item.unit != unit:
            continue
        if direction == "earliest" and item.direction != "earliest":
            continue
        dates = {other.date.isoformat() for other in item.alternates if other.date}
        day = item.date.isoformat() if item.date else None
        if "date" in wanted and day != wanted["date"]:
            continue
        if all(other["date"] in dates for other in wanted.get("alternates", [])):
            return True, day
    return False, [
        (item.what, str(item.date), item.count, item.unit, [str(o.date) for o in item.alternates])
        for item in advice.deadlines
    ]


def _lodging(advice: Advice) -> list[str]:
    for item in advice.deadlines:
        if item.step.endswith(".lodge") and item.key == "within":
            return [item.state, *(other.state for other in item.alternates)]
    return ["none"]


def cited_in(advice: Advice) -> set[str]:
    """Give every clause that an advice quotes."""
    found: set[str] = set()

    def look(value: object) -> None:
        if isinstance(value, dict):
            if set(value) == {"ref", "text"}:
                found.add(str(value["ref"]))
            for part in value.values():
                look(part)
        elif isinstance(value, list):
            for part in value:
                look(part)

    look(json.loads(advice.to_json()))
    return found


def has(found: set[str], ref: str) -> bool:
    """Whether a clause, or one under it, is among those found."""
    if ref in found:
        return True
    # A parent counts only where the clause under it is shown; a list's own lines count for it.
    return any(other.startswith(f"{ref} ") for other in found)


def at(advice: Advice, path: str) -> object:
    """Give what stands at a path such as ``next.*.step`` in the advice's JSON."""
    values: list[Any] = [json.loads(advice.to_json())]
    star = False
    for part in path.split("."):
        if part == "*":
            star = True
            values = [item for value in values for item in value]
        else:
            values = [value[part] for value in values]
    return values if star else values[0]
