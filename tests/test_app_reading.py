"""The policy's text laid out: lines, marks, cross-references, finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from toolkit.procedure.library import load, procedure_ids
from tui.app.reading import Block, Find, Reading, found, laid_out, marks, reading
from tui.app.sections import sections


@pytest.mark.parametrize("name", procedure_ids())
@pytest.mark.parametrize("width", [20, 56, 92])
def test_every_word_is_on_the_page(name: str, width: int) -> None:
    """Laid out, each clause holds its own words, all of them, and no line is too long."""
    procedure = load(name)
    text = reading(procedure)
    assert text.refs == tuple(clause.ref for clause in procedure.clauses)
    laid = laid_out(text, width)
    assert all(line.end - line.start + line.indent <= width for line in laid.lines)
    for number, clause in enumerate(procedure.clauses):
        words = " ".join(
            text.blocks[line.block].text[line.start : line.end]
            for line in laid.lines[laid.tops[number] : laid.ends[number]]
            if text.blocks[line.block].kind == "text"
        )
        assert "".join(words.split()) == "".join(clause.text.split()), clause.ref


@given(some.text(max_size=200), some.integers(8, 40))
def test_laying_out_loses_nothing(words: str, width: int) -> None:
    """Whatever the text, each of its visible characters is on one line, in order."""
    words = words.replace("\n", " ")
    laid = laid_out(Reading(("X 1",), (Block(words, "text", 0),)), width)
    shown = "".join(words[line.start : line.end] for line in laid.lines)
    assert "".join(shown.split()) == "".join(words.split())
    assert all(0 <= line.end - line.start <= width for line in laid.lines)


@pytest.mark.parametrize(
    ("ref", "leads"),
    [
        ("LDPP 3.3", ["LDPP 3.2"]),
        ("LDPP 5.4", ["App 1 purpose"]),
        ("LDPP 1.1", ["App 6 heading"]),
    ],
)
def test_cross_references(ref: str, leads: list[str]) -> None:
    """A reference in the text leads to the clause, or to the beginning of the part, that it names."""
    text = reading(load("ldpp"))
    links = text.links_of(text.number[ref])
    assert [link.ref.split()[:2] for link in links] == [lead.split()[:2] for lead in leads]


def test_no_references_but_to_clauses() -> None:
    """Every cross-reference leads to a clause, and none to its own; Acts are no clauses."""
    for name in procedure_ids():
        procedure = load(name)
        text = reading(procedure)
        for block in text.blocks:
            for link in block.links:
                assert link.ref in procedure.clause_by_ref
                assert link.ref != text.refs[block.clause]
                assert "section 9(" not in block.text[link.start : link.end + 2].casefold()


def test_marks() -> None:
    """A clause of a contradiction is marked with a sign and a word."""
    procedure = load("ldpp")
    found_ = marks(procedure)
    assert "‼ contradiction" in found_["LDPP 8.2"].values()
    text = reading(procedure, ["LDPP 8.2"])
    assert text.blocks[1].text.startswith("LDPP 8.2  ‼ contradiction")


def test_find() -> None:
    """Words are found whatever their case and the white space between them."""
    text = Reading(("X 1",), (Block("The Final  Written Warning, finally", "text", 0),))
    assert found(text, ["final written"]) == (Find(0, 4, 18),)
    assert len(found(text, ["final"])) == 2
    assert len(found(text, ["nal"], whole=True)) == 0
    assert found(text, ["", "  "]) == ()
    assert found(text, ["(["]) == ()


def test_sections() -> None:
    """Each clause stands in one section, in reading order."""
    for name in procedure_ids():
        procedure = load(name)
        refs = [ref for section in sections(procedure) for ref in section.all_refs()]
        assert sorted(refs) == sorted(clause.ref for clause in procedure.clauses)
        assert refs[0] == procedure.clauses[0].ref
