"""How long, by when: the time limits that a clause sets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from index.answers.nearness import Sought, bag
from index.answers.place import Place
from toolkit.case.advice import Deadline
from toolkit.case.limits import deadlines
from toolkit.problem import Refused
from toolkit.procedure.rule import Outcome, Step

MOST = 5
"""How many limits are shown."""

FAR = 0.4
"""Limits that fit the question less well than this, against the best, are left out."""


def limits(place: Place, sought: Sought, start: date | None) -> tuple[tuple[Deadline, ...], str]:
    """Give the limits at a place, those that fit the question best first.

    Args:
        place: Where to look.
        sought: The question.
        start: The day that the question names.

    Returns:
        The limits, and why there are no dates where a day was named and none could be worked out.
    """
    made: list[Deadline] = []
    because = ""
    rules = [place.procedure.rule_by_id[name] for name in place.chosen]
    for ref in dict.fromkeys(rule.place.clause for rule in rules):
        found, why = _at(place, ref, start)
        made += [item for item in found if item.step in place.chosen]
        because = because or why
    return _fitting(place, sought, made), because


def _at(place: Place, ref: str, start: date | None) -> tuple[tuple[Deadline, ...], str]:
    if ref not in place.procedure.clause_by_ref:
        return (), ""
    try:
        return deadlines(place.procedure, ref, start=start), ""
    except Refused as refusal:
        if start is None or all(problem.code == "no-limit" for problem in refusal.problems):
            return (), ""
        return _at(place, ref, None)[0], str(refusal)


def _fitting(place: Place, sought: Sought, found: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """Put the limits that fit best first, without those of other stages and those far off."""
    held = list(found)
    named = [item for item in held if _stage(place, item.step) in place.stages]
    held = named or held
    near = {
        id(item): sought.covered(bag(f"{item.what} {item.words} {item.from_}")) for item in held
    }
    best = max(near.values(), default=0.0)
    held = [item for item in held if near[id(item)] >= FAR * best]
    return tuple(sorted(held, key=lambda item: -near[id(item)])[:MOST])


def _stage(place: Place, rule: str) -> str:
    held = place.procedure.rule_by_id.get(rule)
    if isinstance(held, Step):
        return held.stage or ""
    if isinstance(held, Outcome):
        return place.procedure.steps[held.at[0].step].stage or ""
    return ""


def headline(found: tuple[Deadline, ...]) -> str:
    """Say in a sentence how long, and by which day where that can be worked out."""
    said: dict[str, list[Deadline]] = {}
    for item in found:
        said.setdefault(item.words, []).append(item)
    parts = []
    for words, items in list(said.items())[:2]:
        parts.append(f"{items[0].what}: {words}{_day(items[0])}")
    more = len(said) - len(parts)
    return f"{'; '.join(parts)}{f'; and {more} more' if more else ''}."


def _day(item: Deadline) -> str:
    if item.date is None:
        return ""
    from toolkit.case.days import WEEKDAYS, in_full

    lead = {"latest": "so by", "earliest": "so not before", "length": "so until"}.get(
        item.direction, "so"
    )
    return f", {lead} {WEEKDAYS[item.date.weekday()]} {in_full(item.date)}"
