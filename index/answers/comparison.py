"""What several procedures answer, where the question does not tell which is meant."""

from __future__ import annotations

from collections.abc import Sequence

from index.answers.answer import Answer, Side
from toolkit.procedure.library import load

NEAR_THE_BEST = 0.72
"""A procedure is heard whose best clause scores at least this much of the best of all."""

HAS_ALL = 0.45
"""The same, where the procedure's text has every telling word of the question."""

NAMED = 0.35
"""The same, where the question asks to compare."""

MOST = 5


def said(answer: Answer) -> tuple[str, ...]:
    """Give what sets an answer apart, in words."""
    if answer.kind == "refused":
        return ("not stated",)
    if answer.limits:
        return tuple(dict.fromkeys(item.words for item in answer.limits))
    if answer.people:
        return tuple(person.name for person in answer.people)
    if answer.letters:
        return tuple(letter.name for letter in answer.letters)
    if answer.entries:
        return tuple(f"{entry.ref}: {' or '.join(entry.stages)}" for entry in answer.entries)
    if answer.steps:
        return tuple(f"{step.who}: {step.does}" for step in answer.steps)
    return (answer.headline,)


def differ(answers: Sequence[Answer]) -> bool:
    """Whether procedures answer differently: in the same way, and not in the same words."""
    kinds = {answer.kind for answer in answers} - {"refused"}
    apart = len({said(each) for each in answers}) > 1
    return len(answers) > 1 and (not kinds or (len(kinds) == 1 and apart and "text" not in kinds))


def side(answer: Answer) -> Side:
    """Give an answer as one side of several."""
    return Side(
        procedure=answer.procedure,
        title=load(answer.procedure).header.title,
        headline=answer.headline,
        said=said(answer),
        clauses=answer.clauses,
    )


def headline(sides: Sequence[Side]) -> str:
    """Say in a sentence that several procedures answer, and what each says first."""
    names = [load(each.procedure).header.abbreviation for each in sides]
    parts = [f"{name}: {each.said[0]}" for name, each in zip(names, sides, strict=True)]
    return f"The procedures differ, and the question names none — {'; '.join(parts)}."
