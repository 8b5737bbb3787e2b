"""Clause references as people type them."""

from __future__ import annotations

import pytest

from toolkit.problem import Refused
from toolkit.procedure.procedure import Clause, Header, Procedure
from toolkit.procedure.reference import atoms, find_clause


def procedure(id_: str, abbreviation: str, *refs: str) -> Procedure:
    """Make a procedure that has nothing but clauses."""
    header = Header(
        id=id_, title=id_, abbreviation=abbreviation, issuer="", version="1", source="s",
        sha256="0", subject="learner",
    )  # fmt: skip
    clauses = tuple(Clause(ref=ref, text=f"text of {ref}") for ref in refs)
    return Procedure(header=header, clauses=clauses, rules=())


LDPP = procedure(
    "ldpp", "LDPP", "LDPP header", "LDPP 3.1", "LDPP 3.1 Minor", "LDPP 3.1 Major 5", "LDPP 5.13",
    "LDPP 7.1 Stage 1", "LDPP 14", "App 5 3.11", "App 1 Conduct 10a", "App 5 2 Stage 3",
    "Overview Stage 2 Process 3", "Overview Stage 2 examples",
)  # fmt: skip
LRS = procedure("lrs", "LRS", "LRS 4.2¶3", "LRS 4.2¶3 b1", "LRS 14", "LRS 5")
PI = procedure("pi31", "PI", "PI 3.15", "PI 5.14")
LIBRARY = (LDPP, LRS, PI)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("LDPP 5.13", "LDPP 5.13"),
        ("ldpp:5.13", "LDPP 5.13"),
        ("ldpp 5.13", "LDPP 5.13"),
        ("  Ldpp-5.13 ", "LDPP 5.13"),
        ("5.13", "LDPP 5.13"),
        ("LDPP clause 5.13", "LDPP 5.13"),
        ("app5 3.11", "App 5 3.11"),
        ("App 5 3.11", "App 5 3.11"),
        ("Appendix 5 3.11", "App 5 3.11"),
        ("LDPP App 5 3.11", "App 5 3.11"),
        ("app 1 conduct 10 a", "App 1 Conduct 10a"),
        ("app 5 2 stage 3", "App 5 2 Stage 3"),
        ("overview 2 process 3", "Overview Stage 2 Process 3"),
        ("Overview Stage 2 Process 3", "Overview Stage 2 Process 3"),
        ("overview 2 examples", "Overview Stage 2 examples"),
        ("ldpp 3.1 major 5", "LDPP 3.1 Major 5"),
        ("3.1 MAJOR 5", "LDPP 3.1 Major 5"),
        ("ldpp 3.1", "LDPP 3.1"),
        ("ldpp 7.1 1", "LDPP 7.1 Stage 1"),
        ("ldpp header", "LDPP header"),
        ("ldpp 14", "LDPP 14"),
        ("lrs 4.2.3", "LRS 4.2¶3"),
        ("LRS 4.2¶3", "LRS 4.2¶3"),
        ("lrs 4.2 para 3 b1", "LRS 4.2¶3 b1"),
        ("pi 3.15", "PI 3.15"),
        ("pi31 3.15", "PI 3.15"),
        ("PI31:3.15", "PI 3.15"),
    ],
)
def test_forgiving(typed: str, meant: str) -> None:
    """A reference is found however it is spelt."""
    assert find_clause(typed, LIBRARY)[1].ref == meant


@pytest.mark.parametrize("clause", [clause.ref for each in LIBRARY for clause in each.clauses])
def test_own_spelling(clause: str) -> None:
    """Every reference that a procedure prints is found as it is printed."""
    assert find_clause(clause, LIBRARY)[1].ref == clause


def test_gives_the_procedure() -> None:
    """The procedure comes with the clause."""
    assert find_clause("lrs 5", LIBRARY)[0] is LRS


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (
            "ldpp 5.14",
            "there is no clause 'ldpp 5.14'; did you mean 'LDPP 5.13', 'LDPP 14' or 'LDPP 3.1'?",
        ),
        ("14", "'14' could be LDPP 14 or LRS 14; write more of the reference"),
        (
            "overvew 2 process 3",
            "there is no clause 'overvew 2 process 3'; did you mean 'Overview Stage 2 Process 3'?",
        ),
        (
            "zzz",
            "there is no clause 'zzz'; references are written like 'LDPP 3.1'; list them with: "
            "toolkit show ldpp",
        ),
        (
            "",
            "there is no clause ''; references are written like 'LDPP 3.1'; list them with: "
            "toolkit show ldpp",
        ),
        (
            "ldpp",
            "there is no clause 'ldpp'; did you mean 'LDPP 14', 'LDPP 3.1' or 'LDPP 5.13'?",
        ),
    ],
)  # fmt: skip
def test_refused(typed: str, message: str) -> None:
    """What is not found is refused with the nearest references."""
    with pytest.raises(Refused) as refused:
        find_clause(typed, LIBRARY)
    assert str(refused.value) == message


def test_no_procedures() -> None:
    """An empty library refuses everything."""
    with pytest.raises(Refused, match=r"there is no clause '5\.13'"):
        find_clause("5.13", ())


def test_atoms() -> None:
    """Spelling falls away, and numbers are never run together."""
    assert atoms("LRS 4.2¶3") == ("lrs", "4", "2", "3") != atoms("LRS 4.23")
