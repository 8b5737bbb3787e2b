"""Which clause of a passage a hit points to: the numbered clause, or one of its items."""

from __future__ import annotations

import math
from collections.abc import Mapping

from index.engine import stem
from index.words import words

PLAINLY = 0.6
"""A clause of a passage is pointed to where it is as likely as this to be the one asked for."""


def plainly_asked(texts: Mapping[str, str], sensed: Mapping[str, float]) -> str:
    """Give the clause of a passage that is plainly asked for, or nothing.

    Args:
        texts: The words of each of its clauses.
        sensed: How likely each clause is asked for, from 0 to 1; those of headings are among them.
    """
    best = max(sensed, key=lambda ref: sensed[ref], default="")
    return best if best in texts and sensed[best] >= PLAINLY else ""


def fitting_item(
    name: str, texts: Mapping[str, str], named: str, asked: tuple[str, str],
    stems: Mapping[str, float],
) -> str:  # fmt: skip
    """Give the clause of a passage that fits best by its words.

    Args:
        name: What the passage goes by: its numbered clause, or its list.
        texts: The words of each of its clauses.
        named: The clause that the query refers to, or empty.
        asked: The clause under which the most similar question stands, and the question.
        stems: What the query holds, each stem with how much it counts. What the passage's own text
            holds does not tell its items apart.
    """
    if len(texts) == 1 or (named != name and named in texts):
        return named if named in texts else next(iter(texts))

    common = set(map(stem, words(texts.get(name, ""))))
    apart = {each: counts for each, counts in stems.items() if each not in common} or stems

    def held(text: str) -> float:
        return sum(apart.get(each, 0.0) for each in set(map(stem, words(text))))

    best = max(texts, key=lambda ref: held(texts[ref]) / math.sqrt(8 + len(words(texts[ref]))))
    under, question = asked
    if under == name or under not in texts:
        return best
    return under if held(f"{texts[under]} {question}") >= held(texts[best]) else best
