"""The LDPP's clauses are those of the checked list of 387, word for word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from toolkit.procedure.laying import normalise
from toolkit.procedure.parse import parse_folder
from toolkit.procedure.procedure import Procedure

ROOT = Path(__file__).parents[1]
CLAUSES: dict[str, str] = {
    clause["ref"]: clause["text"]
    for clause in json.loads(
        (Path(__file__).parent / "data" / "ldpp-clauses.json").read_text(encoding="utf-8")
    )
}
WHOLE = ("LDPP 3.1 Minor", "LDPP 3.1 Major", "LDPP 3.1 Gross")


@pytest.fixture(scope="module")
def ldpp() -> Procedure:
    return parse_folder(ROOT / "procedures" / "ldpp")[0]


def test_the_references_are_the_lists(ldpp: Procedure) -> None:
    """The procedure has these 387 clauses and no others."""
    assert len(ldpp.clauses) == len(CLAUSES) == 387
    assert {clause.ref for clause in ldpp.clauses} == set(CLAUSES)


@pytest.mark.parametrize("ref", CLAUSES)
def test_each_clause_has_the_lists_words(ldpp: Procedure, ref: str) -> None:
    """A clause's text is the list's; the three lists of examples are so when quoted whole."""
    text = ldpp.quote(ref) if ref in WHOLE else ldpp.clause_by_ref[ref].text
    assert normalise(text) == normalise(CLAUSES[ref])


def test_each_clause_has_its_file_and_line(ldpp: Procedure) -> None:
    """At a clause's place in the files stands its first line."""
    for clause in ldpp.clauses:
        lines = (ROOT / "procedures" / clause.file).read_text(encoding="utf-8").splitlines()
        there = normalise(lines[clause.line - 1].lstrip("# "))
        assert there, clause.ref
        assert normalise(clause.text).startswith(there), clause.ref


def test_quoting_a_whole_clause_quotes_those_under_it(ldpp: Procedure) -> None:
    """The clauses that hold others are quoted with them; all others are quoted alone."""
    assert {clause.ref for clause in ldpp.clauses if clause.whole} == {*WHOLE, "LDPP 7.1"}
    assert ldpp.quote("LDPP 3.1 Minor").split("\n\n") == [
        "Minor Breach (Stage 1) includes but is not limited to allegations of:",
        "Repeated lateness",
        "Unreported absence",
        "'Low level' disruptive behaviour",
        "Non-submission or non-completion of academic work",
        "Inadequate academic or work performance",
        "Unauthorised use of a mobile phone",
        "Stage 1 breach of accommodation rules",
    ]
    assert "Transfer to a more suitable course" in ldpp.quote("LDPP 7.1")
    assert ldpp.quote("LDPP 3.1") == ldpp.clause_by_ref["LDPP 3.1"].text


def test_moved_clauses_say_why(ldpp: Procedure) -> None:
    """What the source misprints stands where it belongs, with the reason."""
    assert [clause.ref for clause in ldpp.clauses if clause.placed] == [
        "Overview Stage 1 Evidence 9",
        "Overview Stage 2 Evidence 13",
        "Overview Stage 2 Evidence 14",
        "Overview Stage 3 Evidence 8",
        "Overview Stage 3 Evidence 9",
        "Overview Stage 3 Evidence 10",
        "Overview Stage 3 Evidence 11",
        "App 1 Conduct 10b",
        "App 1 Conduct 10c",
    ]
    by_ref = ldpp.clause_by_ref
    assert by_ref["Overview Stage 2 Evidence 13"].path[-1] == "Process"
    assert by_ref["Overview Stage 2 Evidence 14"].path[-1] == "Evidence Record"


def test_text_after_the_last_section_stands_under_the_whole_part(ldpp: Procedure) -> None:
    """The closing words of the appendices do not count as part of their last section."""
    assert ldpp.clause_by_ref["App 5 closing paragraph"].path == (
        "LDPP Appendix 5",
        "Accommodation Rules and Disciplinary Sanctions",
    )
    assert len(ldpp.clause_by_ref["App 6 notice"].path) == 1
    assert len(ldpp.clause_by_ref["App 6 signatures"].path) == 1
