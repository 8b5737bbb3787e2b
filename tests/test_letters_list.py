"""Holds the list of letters to the inventories of the four procedures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from toolkit.letters.register import register
from toolkit.procedure.library import load

DATA = Path(__file__).parent / "data"
STATUS = json.loads((DATA / "letters-status.json").read_text())
"""What each row of the inventories says: R (in writing), F (communicated), I (not named), or in words."""
MARKS = {
    "R": {"required: the text names it", "required by the text", "implied by the text"},
    "F": {"required: the text names it", "required by the text", "implied by the text"},
    "I": {"not required by the text", "implied by the text"},
    "required": {"required: the text names it", "required by the text"},
    "implied": {"implied by the text", "required by the text"},
}
ROWS = [
    (procedure, row)
    for procedure in ("ldpp", "localgov-digital", "lrs", "pi31")
    for row in json.loads((DATA / f"coverage-{procedure}.json").read_text())
    if row in STATUS
]


def test_there_is_a_row_for_each_document() -> None:
    """Every document of the inventories is a row that is looked at."""
    assert len(ROWS) == len(STATUS) == 58 + 21 + 18 + 33


@pytest.mark.parametrize(("procedure", "row"), ROWS)
def test_each_document_of_the_inventory_is_on_the_list_with_a_template(
    procedure: str, row: str
) -> None:
    """Each document has a template, and is marked as its row says."""
    table = json.loads((DATA / f"coverage-{procedure}.json").read_text())
    listed = {entry.letter: entry for entry in register(load(procedure))}
    entries = [listed[rule] for rule in table[row]["rules"] if rule in listed]
    assert entries, table[row]
    assert all(entry.template for entry in entries)
    assert all(entry.clause for entry in entries)
    assert {entry.status for entry in entries} & MARKS[STATUS[row]]


def test_what_the_text_does_not_ask_for_is_marked() -> None:
    """A document that the text does not name is marked "not required by the text"."""
    listed = {entry.letter: entry.status for entry in register(load("lrs"))}
    assert listed["resolved-letter"] == "not required by the text"
