"""What several procedures answer, where the question does not tell which is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.answers.answer import Answer, Side
from index.answers.inquiry import Inquiry
from index.answers.single import of_one
from index.scope import without_names
from index.search import Index
from index.words import STOP, plain

NEAR_THE_BEST = 0.72
"""A procedure is heard whose best clause scores at least this much of the best of all."""

HAS_ALL = 0.45
"""The same, where the procedure's text has every telling word of the question."""

NAMED = 0.35
"""The same, where the question asks to compare."""

MOST = 5

_COMPARING = re.compile(
    r"(?i)\b(compare[ds]?( (with|to))?|comparison|differences? (between|from)|differences?|"
    r"differ(s|ent(ly)?)?|versus|vs|as against)\b"
)
_NUMBERED = re.compile(r"\b(stage|level) ?(\d)\b")


def several(inquiry: Inquiry) -> Answer | None:
    """Answer for several procedures, where they answer differently and none is named."""
    named = inquiry.hits.question.procedures
    if len(named) == 1 or (inquiry.asked in ("text", "sanction") and len(named) < 2):
        return None
    wanted = inquiry.asked == "compare" or len(named) > 1
    answers = [of_one(each, each.hits) for each in _heard(inquiry, wanted)]
    if not wanted:
        answers = [each for each in answers if each.kind in (inquiry.asked, "refused")]
    stated = [each for each in answers if each.kind != "refused"]
    if len(answers) < 2 or not (wanted or differ(answers)):
        return None
    if not stated:
        return inquiry.made(
            "refused",
            f"Not stated: {'; '.join(each.headline.rstrip('.') for each in answers)}.",
            because="These procedures are silent here; ask whoever owns them.",
            clauses=tuple(clause for each in answers for clause in each.clauses),
            silences=tuple(item for each in answers for item in each.silences),
        )
    sides = tuple(side(inquiry.index, each) for each in answers)
    return inquiry.made(
        "compare",
        headline(inquiry.index, sides, bool(named)),
        sides=sides,
        limits=tuple(item for each in answers for item in each.limits),
        clauses=tuple(clause for each in answers for clause in each.clauses),
        conflicts=tuple(item for each in answers for item in each.conflicts),
        silences=tuple(item for each in stated for item in each.silences),
        because="" if named else "Name the procedure to have its answer alone.",
    )


def staged(inquiry: Inquiry) -> frozenset[str]:
    """Give the procedures that have a stage of the number that the question names."""
    numbers = {f"{word} {number}" for word, number in _NUMBERED.findall(plain(inquiry.text))}
    return frozenset(
        name for name, held in inquiry.index.data["procedures"].items()
        if any(number in phrases for number in numbers for phrases in held["stages"].values())
    )  # fmt: skip


def _heard(inquiry: Inquiry, wanted: bool) -> list[Inquiry]:
    """Give the question as it is asked of each procedure that may be meant, of it alone."""
    question = inquiry.hits.question
    with_stage = staged(inquiry)
    least = NAMED if wanted else NEAR_THE_BEST
    text = _of_one_side(inquiry) if wanted else inquiry.text
    found = []
    for name in inquiry.index.data["procedures"]:
        if question.procedures and name not in question.procedures:
            continue
        if (with_stage and name not in with_stage) or not inquiry.index.procedure(name).steps:
            continue
        each = Inquiry(text, inquiry.index, name, None)
        enough = HAS_ALL if _has_all(inquiry, name) else least
        named = name in question.procedures
        if each.hits and (
            named or each.hits[0].score >= min(least, enough) * inquiry.hits[0].score
        ):
            found.append(each)
    found.sort(key=lambda each: -each.hits[0].score)
    return found[:MOST]


def _of_one_side(inquiry: Inquiry) -> str:
    """Give the question without what compares, and without the names of what is compared."""
    text = _COMPARING.sub(" ", inquiry.text)
    known = inquiry.index.data["procedures"]
    for name in inquiry.hits.question.procedures:
        text = without_names(text, known[name]["names"])
    left = text.split()
    while left and plain(left[-1]).strip("?!.,;: ") in STOP:
        left.pop()  # "… in the LDPP and the LRS"
    return " ".join(left) or inquiry.text


def _has_all(inquiry: Inquiry, name: str) -> bool:
    """Whether a procedure's text has every telling word of the question."""
    passages, engine = inquiry.index.passages, inquiry.index.engine
    return all(
        any(passages[at]["procedure"] == name for at in engine.documents("stem", word))
        for word in inquiry.sought.words
    )


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


def side(index: Index, answer: Answer) -> Side:
    """Give an answer as one side of several."""
    return Side(
        procedure=answer.procedure,
        title=index.procedure(answer.procedure).header.title,
        headline=answer.headline,
        said=said(answer),
        clauses=answer.clauses,
    )


def headline(index: Index, sides: Sequence[Side], named: bool) -> str:
    """Say in a sentence that several procedures answer, and what each says first."""
    names = [index.procedure(each.procedure).header.abbreviation for each in sides]
    parts = [f"{name}: {each.said[0]}" for name, each in zip(names, sides, strict=True)]
    lead = "" if named else "The procedures differ, and the question names none — "
    return f"{lead}{'; '.join(parts)}."
