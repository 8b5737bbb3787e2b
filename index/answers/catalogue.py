"""The lines of the catalogue of breaches that a question may be about, the best first.

The question is laid beside each line's words, the other words that its authors gave for it, and the
questions under its clause: word by word, by what they mean, and by what `index.sense` says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from index.answers.nearness import Sought, bag
from index.answers.supposed import supposed
from index.search import Index
from index.words import plain
from toolkit.plain import Frozen
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Breach

SECOND, FURTHER = 0.25, 0.05
"""What the second best phrase of a line adds, and the three after it."""

BY_MEANING, UNLIKE = 1.0, 0.4
"""What the phrase nearest in meaning adds, and what is no nearness at all."""

BY_SENSE, UNLIKELY = 1.0, 0.6
"""What the line adds that is likeliest to be asked for, and what is not likely at all."""

BY_SEARCH = 0.004
"""What the score of the search adds."""

NOT_REPEATED, REPEATED = 0.6, 1.05
"""What multiplies lines on repeating something, by whether the question speaks of that."""

CONCERNED, PERHAPS = 1.3, 0.8
"""What multiplies lines for some people only, where the question says that it is them, and where it
tells an age and leaves open whether it is."""

WITHOUT_CLASS = 0.85
"""What multiplies lines without class and sanction beside those of other procedures."""

_AGAIN = re.compile(
    r"\b(again|repeat\w*|re ?offend\w*|second|third|fourth|twice|another time|keeps?|kept|"
    r"always|persistent\w*|times|more than once|over and over)\b"
)
_SENTENCES = re.compile(r"(?<=[.;])\s+")


class Fit(Frozen):
    """A line of the catalogue and how well it fits."""

    procedure: Procedure
    breach: Breach
    score: float


def fitting(index: Index, sought: Sought, procedures: Collection[str]) -> list[Fit]:
    """Give the lines of the catalogue that fit a question, the best first.

    Args:
        index: The open index.
        sought: The question.
        procedures: The procedures whose catalogues are looked at.
    """
    found = _found(index, sought, procedures)
    again = bool(_AGAIN.search(plain(sought.text)))
    fits = []
    every = ((index.procedure(name), breach) for name in procedures
             for breach in index.procedure(name).breaches.values())  # fmt: skip
    for procedure, breach in every:
        by_search = found.get((procedure.id, breach.id), 0.0)
        score = _nearness(procedure, breach, sought) + BY_SEARCH * by_search
        if breach.id in _repetitions(procedure):
            score *= REPEATED if again else NOT_REPEATED
        score *= _concerns(procedure, breach, sought)
        if len(procedures) > 1 and not (breach.class_ or breach.outcomes):
            score *= WITHOUT_CLASS
        if score:
            fits.append(Fit(procedure, breach, score))
    fits.sort(key=lambda fit: -fit.score)
    return fits


def _found(
    index: Index, sought: Sought, procedures: Collection[str]
) -> dict[tuple[str, str], float]:
    """Give how well the search finds each line, by procedure and rule."""
    scores: dict[tuple[str, str], float] = {}
    asked: dict[tuple[str, str], list[float]] = {}
    lines = _lines(index, procedures)
    questions, cards = index.data["questions"], index.data["cards"]
    for number, score in sought.scores.items():
        if number >= index.first_card:
            places, rule, kind = cards[number - index.first_card]
            owner = index.passages[places[0]]["procedure"]
            if kind == "breach" and owner in procedures:
                scores[owner, rule] = scores.get((owner, rule), 0.0) + 1.5 * score
        elif number >= index.first_question:
            _, ref, _ = questions[number - index.first_question]
            for line in lines.get(ref, ()):
                asked.setdefault(line, []).append(score)
    for line, each in asked.items():
        each.sort(reverse=True)
        scores[line] = scores.get(line, 0.0) + each[0] + sum(each[1:2]) * 0.3 + sum(each[2:]) * 0.1
    return scores


def _lines(index: Index, procedures: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """Give the lines by the clause that they stand under."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in procedures:
        for breach in index.procedure(name).breaches.values():
            found.setdefault(breach.place.clause, []).append((name, breach.id))
    return found


def _nearness(procedure: Procedure, breach: Breach, sought: Sought) -> float:
    phrases = list(_phrases(procedure, breach))
    near = sorted((sought.beside(bag(each)) for each in phrases), reverse=True)
    meant = max(map(sought.meant, phrases))
    in_words = near[0] + SECOND * sum(near[1:2]) + FURTHER * sum(near[2:5])
    likely = sought.sensed(procedure.id).of_clause(breach.place.clause)
    return (
        in_words
        + BY_MEANING * max(0.0, meant - UNLIKE)
        + BY_SENSE * max(0.0, likely - UNLIKELY) / (1 - UNLIKELY)
    )


def _phrases(procedure: Procedure, breach: Breach) -> Iterator[str]:
    """Yield the phrases that stand for a line: its words, others for it, and questions."""
    clause = breach.place.clause
    yield from _SENTENCES.split(breach.text or procedure.clause_by_ref[clause].text)
    yield from breach.say
    yield from procedure.questions.get(clause, ())


def _repetitions(procedure: Procedure) -> frozenset[str]:
    return frozenset(name for each in procedure.breaches.values() for name in each.repeated)


def _concerns(procedure: Procedure, breach: Breach, sought: Sought) -> float:
    """Give what a line is multiplied by for whom or when it concerns."""
    if breach.when is None:
        return 1.0
    facts = supposed(procedure, sought.text, breach)
    truth = facts.truth(breach.when)
    if truth is None:
        return 1.0 if facts.age is None else PERHAPS
    return CONCERNED if truth else 0.3
