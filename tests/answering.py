"""Answers made by hand, for tests of the app: they do not change with the index."""

from __future__ import annotations

from datetime import date

from index.answers.answer import Answer, Near, Person, Side
from toolkit.case.advice import Cited, Disagreement, Question, Reading
from toolkit.case.case import Case
from toolkit.case.citing import cite
from toolkit.procedure.library import load


def quoted(*refs: str) -> tuple[Cited, ...]:
    """Quote clauses of the learner procedure."""
    return cite(load("ldpp"), refs)


def near(ref: str, snippet: str) -> Near:
    """Give another clause of the learner procedure."""
    return Near(ref=ref, procedure="ldpp", path=(), kind="text", snippet=snippet)


def plain_ask(
    question: str, case: Case | None = None, procedure: str | None = None, on: date | None = None
) -> Answer:
    """Answer who hears an appeal, whatever is asked; refuse what is about the weather."""
    if "weather" in question:
        return Answer(
            question=question,
            kind="refused",
            headline="Not in these policies.",
            because="Nothing in LDPP answers this. The nearest clauses are below.",
            otherwise=(near("LDPP 5.13", "… giving five working days' notice …"),),
        )
    if question == "LDPP 5.24":
        clauses = quoted("LDPP 5.24")
        return Answer(
            question=question, kind="text", headline="LDPP 5.24 says:", procedure="ldpp",
            clauses=clauses,
        )  # fmt: skip
    if "all" in question.split() and procedure is None:
        said = Side(procedure="ldpp", title="Learner Disciplinary Policy and Procedure",
                    headline="the Vice Principal", clauses=quoted("LDPP 8.8"))  # fmt: skip
        return Answer(question=question, kind="compare", headline="The procedures differ.",
                      because="Name the procedure to have its answer alone.", sides=(said,))  # fmt: skip
    reading = Reading(name="a Vice Principal and a senior leader", followed=True,
                      clauses=quoted("LDPP 8.8"))  # fmt: skip
    return Answer(
        question=question,
        kind="who",
        headline="The Vice Principal hears the Stage 3 appeal.",
        procedure="ldpp",
        case=case.id if case else "",
        on=on if case else None,
        people=(
            Person(
                role="vice-principal", name="Vice Principal", does=("Hear the Stage 3 appeal",),
                clauses=quoted("LDPP 8.8"),
            ),
        ),
        clauses=quoted("LDPP 8.8", "LDPP 6.3"),
        conflicts=(
            Disagreement(
                conflict="K06", type="contradiction", text="The panel is given in three ways.",
                about=(), readings=(reading,), advice="Follow 8.8.", settle="the Principal",
            ),
        ),
        questions=(
            Question(fact="finding", ask="What was found?", type="text", decides=1,
                     clauses=quoted("LDPP 5.18")),
        ),
        otherwise=(near("LDPP 8.2", "Any appeal must be made in writing …"),),
    )  # fmt: skip
