"""Holds the procedures to the inventory of their source: each row is encoded, or needs no rule."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from toolkit.procedure.library import load
from toolkit.procedure.shape import Rule

ROWS = json.loads((Path(__file__).parent / "data" / "coverage-ldpp.json").read_text())


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


def test_there_is_a_row_for_each_line_of_the_inventory() -> None:
    """The table has all 696 rows: roles, transitions, principles, outcomes, limits and the rest."""
    assert len(ROWS) == 696


@pytest.mark.parametrize("table", sorted({"".join(c for c in row if c.isalpha()) for row in ROWS}))
def test_each_row_is_encoded_by_rules_that_cite_its_clauses(table: str) -> None:
    """Each row names rules that exist and together cite all its clauses, or says why it needs none."""
    rules = load("ldpp").rule_by_id
    missing = []
    for name, row in ROWS.items():
        if "".join(c for c in name if c.isalpha()) != table:
            continue
        if not row["rules"]:
            if not row["reason"]:
                missing.append(f"{name}: no rule and no reason")
            continue
        unknown = [rule for rule in row["rules"] if rule not in rules]
        found: set[str] = set().union(*(refs(rules[r]) for r in row["rules"] if r in rules), set())
        lost = [ref for ref in row["clauses"] if ref not in found]
        if unknown or lost:
            missing.append(f"{name}: unknown rules {unknown}, clauses not cited {lost}")
    assert missing == []
