"""Clause look-ups find the clause that is meant, in any spelling, and take nothing else for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index import Index, open_index
from index.lookup import References


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    """The index of the shipped procedures."""
    made = open_index()
    yield made
    made.close()


def items(index: Index, query: str, limit: int = 3) -> list[str]:
    return [hit.item for hit in index.search(query, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5.24", "LDPP 5.24"),
        ("LDPP 8.2", "LDPP 8.2"),
        ("ldpp:8.2", "LDPP 8.2"),
        ("what does clause 5.39 say", "LDPP 5.39"),
        ("clause 3.1 minor 2", "LDPP 3.1 Minor 2"),
        ("LDPP 3.1 Major 5", "LDPP 3.1 Major 5"),
        ("app 4", "App 4 purpose"),
        ("appendix 4", "App 4 purpose"),
        ("App5 3.11", "App 5 3.11"),
        ("appendix 5 3.11", "App 5 3.11"),
        ("appendix 5, 3.11", "App 5 3.11"),
        ("annex b", "PI Annex B"),
        ("Annexe C", "PI Annex C"),
        ("section 6", "LDPP 6.1"),
        ("section 6 lrs", "LRS 6¶1"),
        ("lrs 6.1", "LRS 6¶1"),
        ("lrs 4.2", "LRS 4.2¶1"),
        ("LRS 4.2.3", "LRS 4.2¶3"),
        ("lgd app 4", "LGD APP¶4"),
        ("LGD INV", "LGD INV¶1"),
        ("PI 3.16(ii)", "PI 3.16(ii)"),
        ("para 3.16 of PI 31", "PI 3.16"),
        ("miap 8", "MIAP 8"),
        ("Overview Stage 2 Process 3", "Overview Stage 2 Process 3"),
        ("stage 3 5.39 withdrawal", "LDPP 5.39"),
    ],
)
def test_a_reference_in_any_spelling(index: Index, typed: str, meant: str) -> None:
    """The clause comes first, however its reference is typed."""
    assert items(index, typed)[0] == meant


def test_several_references(index: Index) -> None:
    """Each clause that is named is found."""
    assert set(items(index, "5.20 and 5.38", 2)) == {"LDPP 5.20", "LDPP 5.38"}


def test_a_reference_alone_finds_nothing_else(index: Index) -> None:
    """Where only a clause is asked for, nothing is ranked beside it."""
    assert items(index, "LDPP 5.24", 10) == ["LDPP 5.24"]


def test_the_procedure_in_the_question_decides(index: Index) -> None:
    """A number that several documents have is that of the one named."""
    assert {hit.procedure for hit in index.search("3.1", limit=10)} >= {"ldpp", "pi31"}
    assert index.search("3.1 of the LDPP", limit=1)[0].ref == "LDPP 3.1"
    assert index.search("PI 3.1", limit=1)[0].ref == "PI 3.1"


@pytest.mark.parametrize(
    "text",
    [
        "at 5.30pm", "at 5.30 pm", "£5.20 for a new key", "on 12.5.2020", "5 working days",
        "he is 17", "stage 2", "2", "", "99.99", "appendix 77 99", "what about 5% of 2.5%",
    ],
)  # fmt: skip
def test_what_is_no_reference(index: Index, text: str) -> None:
    """Times, prices, dates, ages and numbers of days are no clauses."""
    assert index.references.find(text).places == ()


def test_headings_give_way_to_what_follows() -> None:
    """A reference of a heading finds the clauses under it, and itself only where there are none."""
    passages = [
        {"procedure": "p", "heading": True, "clauses": [["P 1", "One"]]},
        {"procedure": "p", "heading": False, "clauses": [["P 1.1", "1.1 Text"]]},
        {"procedure": "p", "heading": True, "clauses": [["P 2", "Two"]]},
    ]
    references = References(passages, {"p": {"abbreviation": "P"}})
    assert references.find("p 1").places == ((1, "P 1.1"),)
    assert references.find("p 2").places == ((2, "P 2"),)
