"""Holds an advice against expectations that name rows of an inventory.

An expected ``LRS-S02 …`` counts as met where a rule of that row is in the advice, in the place that
the field asks for. Which rules encode a row says ``tests/data/coverage-PROCEDURE.json``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from scenarios import Missed, cited_in, has, judged_by

from toolkit.case.advice import Advice
from toolkit.procedure.library import load

TESTS = Path(__file__).parent


@cache
def coverage(procedure: str) -> dict[str, Any]:
    """Give the table of a procedure's inventory: each row, and the rules that encode it."""
    path = TESTS / "data" / f"coverage-{procedure}.json"
    return json.loads(path.read_text())  # type: ignore[no-any-return]


def judge(name: str, advice: Advice, expect: dict[str, Any]) -> tuple[int, list[Missed]]:
    """Count the fields of an expectation and list those that are missed."""
    return judged_by(_field, name, advice, expect)


def _field(advice: Advice, field: str, wanted: Any) -> Iterator[tuple[object, bool, object]]:
    everything = _everything(advice)
    match field:
        case "must_cite":
            found = cited_in(advice)
            yield wanted[0], _near(found, wanted[0]), "the essential clause"
            if others := wanted[1:]:
                met = [ref for ref in others if _near(found, ref)]
                yield others, 2 * len(met) >= len(others), met
        case "sanctions_allowed":
            opened = {item.outcome for item in advice.outcomes.open} | everything
            yield from _each(advice, wanted, opened)
        case "sanctions_not_allowed":
            opened = {item.outcome for item in advice.outcomes.open if not item.reading}
            for value in wanted:
                rules = set(_rules(advice, value))
                yield value, not rules & opened, opened
        case "letters":
            yield from _each(advice, wanted, {item.letter for item in advice.letters})
        case "copies_to" | "recipients":
            found = {to for item in advice.letters for to in (*item.to, *item.copies)}
            found |= {to for item in advice.next for to in item.to}
            yield from _each(advice, wanted, found)
        case "conflict":
            yield from _each(advice, wanted, {item.conflict for item in advice.conflicts})
        case "decision_maker":
            found = {role for item in advice.next for role in (*item.roles, *item.panel)}
            yield from _each(advice, [wanted], found)
        case "deadlines":
            for value in wanted:
                yield from _deadline(advice, value)
        case "answer_contains" | "form_fields":
            pass
        case "expect":
            for path, value in wanted.items():
                found_there = _at(advice, path)
                ok = (
                    value in found_there
                    if isinstance(found_there, list)
                    else (found_there == value)
                )
                yield (path, value), ok, found_there
        case _ if isinstance(wanted, (list, str)):
            yield from _each(advice, wanted if isinstance(wanted, list) else [wanted], everything)


def _each(
    advice: Advice, wanted: list[str], found: set[str]
) -> Iterator[tuple[object, bool, object]]:
    for value in wanted:
        if value.startswith("NOT_IN_TEXT"):
            continue
        rules = set(_rules(advice, value))
        yield value, bool(rules & found), (sorted(rules), sorted(found))


def _rules(advice: Advice, value: str) -> tuple[str, ...]:
    row = coverage(advice.procedure).get(value.split()[0])
    return tuple(row["rules"]) if row else ()


def _everything(advice: Advice) -> set[str]:
    """Give the ids of all rules that the advice shows, its stages, and what it is silent about."""
    procedure = load(advice.procedure)
    found = {advice.stage} | {item.stage for item in advice.position}
    found |= {item.stage for item in advice.next if item.relation in ("now", "then", "done")}
    found |= {item.step for item in advice.next} | {item.letter for item in advice.letters}
    found |= {item.outcome for item in advice.outcomes.open}
    found |= {item.outcome for item in advice.record}
    found |= {item.conflict for item in advice.conflicts}
    found |= {item.safeguard for item in advice.safeguards}
    found |= {item.breach for item in advice.alleged} | {item.fact for item in advice.questions}
    about = {item.about for item in advice.silences}
    refs = cited_in(advice)
    for rule in procedure.rules:
        kind = rule.kind
        if (kind == "not-stated" and rule.about in about) or (
            kind in ("term", "fact", "role") and set(rule.clauses) & refs
        ):
            found.add(rule.id)
    return found


def _deadline(advice: Advice, wanted: dict[str, Any]) -> Iterator[tuple[object, bool, object]]:
    rules = set(_rules(advice, wanted["id"]))
    shown = [(i.step, str(i.date), i.count, i.unit, i.words) for i in advice.deadlines]
    if wanted.get("date"):
        dates = {
            str(day)
            for item in advice.deadlines
            for day in (
                item.date,
                item.first,
                item.from_date,
                *(other.date for other in item.alternates),
            )
        }
        dates |= {str(date.fromisoformat(d)) for n in advice.notices for d in _dates(n)}
        yield wanted, wanted["date"] in dates, shown
    else:
        found = {item.step for item in advice.deadlines} | {item.step for item in advice.next}
        found |= _everything(advice)
        yield wanted, bool(rules & found), (sorted(rules), shown)


def _dates(text: str) -> Iterator[str]:
    for word in text.replace(";", " ").replace(",", " ").split():
        if len(word) == 10 and word[4] == word[7] == "-":
            yield word


def _near(found: set[str], ref: str) -> bool:
    """A coarser or finer paragraph of the same section counts."""
    section = ref.split("¶")[0].split(" b")[0]
    return has(found, ref) or any(
        other == section or other.startswith((f"{section}¶", f"{section} ")) for other in found
    )


def _at(advice: Advice, path: str) -> object:
    from scenarios import at

    return at(advice, path)
