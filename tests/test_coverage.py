"""Holds the procedures to the inventory of their source: each row is encoded, or needs no rule."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from toolkit.procedure.library import load
from toolkit.procedure.shape import Rule

DATA = Path(__file__).parent / "data"
TABLES = {
    path.stem.removeprefix("coverage-"): json.loads(path.read_text())
    for path in sorted(DATA.glob("coverage-*.json"))
}
ROWS_OF = {"ldpp": 696, "lrs": 163, "localgov-digital": 154, "pi31": 301, "miap": 41}
"""How many rows the inventory of each source has."""


def kind(row: str) -> str:
    """Give the letters of a row's id: those of one kind are checked together."""
    return "".join(letter for letter in row if letter.isalpha())


KINDS = [(name, group) for name, rows in TABLES.items() for group in sorted({*map(kind, rows)})]


def cited(value: object) -> Iterator[str]:
    """Yield every clause that a rule stands under or cites, at any depth."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key == "keys":
                continue
            if key == "cites":
                yield from part
            elif key == "clause":
                yield part
            else:
                yield from cited(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from cited(part)


def refs(rule: Rule) -> set[str]:
    return set(cited(rule.model_dump(by_alias=True)))


@pytest.mark.parametrize("name", TABLES)
def test_there_is_a_row_for_each_line_of_the_inventory(name: str) -> None:
    """The table has every row: roles, transitions, principles, outcomes, limits and the rest."""
    assert len(TABLES[name]) == ROWS_OF[name]


@pytest.mark.parametrize(("name", "group"), KINDS, ids=lambda value: str(value))
def test_each_row_is_encoded_by_rules_that_cite_its_clauses(name: str, group: str) -> None:
    """Each row names rules that exist and together cite its clauses, or says why it needs none."""
    rules = load(name).rule_by_id
    missing = []
    for row_id, row in TABLES[name].items():
        if kind(row_id) != group:
            continue
        if not row["rules"]:
            if not row["reason"]:
                missing.append(f"{row_id}: no rule and no reason")
            continue
        unknown = [rule for rule in row["rules"] if rule not in rules]
        found: set[str] = set().union(*(refs(rules[r]) for r in row["rules"] if r in rules), set())
        lost = [ref for ref in row["clauses"] if ref not in found]
        if unknown or lost:
            missing.append(f"{row_id}: unknown rules {unknown}, clauses not cited {lost}")
    assert missing == []
