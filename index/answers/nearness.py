"""How near two short texts are: word by word, the telling words counting most.

A question is laid beside a phrase (an authored question, another word for a breach, a silence of
the text). What counts is how much of each is found again in the other, by stem or by a near word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from math import log
from operator import mul
from typing import TYPE_CHECKING

from index.answers.sensed import Sensed, sensed
from index.engine import stem
from index.question import MOST_WORDS
from index.vectors import word_vectors
from index.words import STOP, plain, words

if TYPE_CHECKING:
    from index.answers.likeness import Alike
    from index.search import Index
    from toolkit.procedure.procedure import Procedure

NEAR_LEAST = 0.42
NEAR_POWER = 1.5
"""How near a word has to be, and how quickly it counts less where it is less near."""

OF_THE_QUESTION = 0.5
"""How much the share of the question counts that the phrase covers; the rest is the other way."""

SHORT = 0.5
"""Held against short phrases: they are covered easily."""

UNKNOWN = 8.0
"""How much a word counts that stands nowhere."""

QUESTIONS = 40
"""How many authored questions are laid beside a question: those that have most of its words."""

_NUMBERED = re.compile(r"\b(stage|level|appendix|annex|section)\s+(\d|one|two|three)\b")
_FIGURES = {"one": "1", "two": "2", "three": "3"}
_AGE = re.compile(r"\b(?:under|below) ?18s?\b|\b1[0-7][ -]?(?:year|yr|yo)s?(?:[ -]?olds?)?\b")
_AT_NIGHT = re.compile(r"\b(?:(?:1[012]|[1-5])(?:[:.]\d\d)? ?am|1[01](?:[:.]\d\d)? ?pm|midnight)\b")

Bag = frozenset[str]


@lru_cache(maxsize=30_000)
def bag(text: str, most: int | None = MOST_WORDS) -> Bag:
    """Give the stems of a text's telling words, of the first so many."""
    return frozenset(map(stem, typed(text, most)))


def typed(text: str, most: int | None = MOST_WORDS) -> list[str]:
    """Give a text's telling words.

    A stage and its number are one word, an hour of the night is the night, and ages are left to
    the conditions of the rules.
    """
    flat = plain(text).replace("-", " ")
    flat = _NUMBERED.sub(lambda match: f"{match[1]}{_FIGURES.get(match[2], match[2])}", flat)
    flat = _AT_NIGHT.sub(" night ", _AGE.sub(" ", flat))
    return [word for word in words(flat) if word not in STOP][:most]


@lru_cache(maxsize=30_000)
def _vector(phrase: str) -> list[float] | None:
    table = word_vectors()
    return table.of(typed(phrase)) if table else None


@lru_cache(maxsize=16)
def _asked_at(index: Index, procedure: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for at, ref, question in index.data["questions"]:
        if index.passages[at]["procedure"] == procedure:
            found.setdefault(ref, []).append(question)
    return found


class Sought:
    """A question, ready to be laid beside phrases.

    Args:
        index: Tells how telling words are, and which are near.
        text: The question, its misspellings mended.
    """

    def __init__(self, index: Index, text: str) -> None:
        self.index = index
        self.words = bag(text)
        self.text = text
        self._near = {
            word: self._matches(word, as_typed)
            for word, as_typed in {stem(each): each for each in typed(text)}.items()
        }
        self._telling: dict[str, float] = {}
        self._alike: dict[str, Alike] = {}
        self._sensed: dict[str, Sensed] = {}
        self.weights = {word: self.telling(word) for word in self._near}
        self.weight = sum(self.weights.values()) or 1.0

    @cached_property
    def scores(self) -> dict[int, float]:
        """What the engine makes of the question, by document."""
        index = self.index
        return index.engine.scores(index.terms(index.understand(self.text)))

    def asked_in(self, procedure: str) -> dict[str, tuple[float, float]]:
        """Give how near the nearest question under each clause is, in words and in meaning."""
        index = self.index
        first, last = index.first_question, index.first_card
        passages, questions = index.passages, index.data["questions"]
        best = sorted(
            ((score, number) for number, score in self.scores.items()
             if first <= number < last
             and passages[questions[number - first][0]]["procedure"] == procedure),
            reverse=True,
        )[:QUESTIONS]  # fmt: skip
        near: dict[str, tuple[float, float]] = {}
        for _, number in best:
            _, ref, question = questions[number - first]
            words, meant = near.get(ref, (0.0, 0.0))
            near[ref] = max(words, self.beside(bag(question))), max(meant, self.meant(question))
        return near

    def alike(self, procedure: Procedure) -> Alike:
        """Say what the question is like among the authored questions of a procedure."""
        if procedure.id not in self._alike:
            meant = self.index.understand(self.text).synonyms.get(procedure.id, ())
            self._alike[procedure.id] = self.index.likeness.alike(self.text, procedure.id, meant)
        return self._alike[procedure.id]

    def sensed(self, procedure: str) -> Sensed:
        """Say what the question asks for in a procedure, given by its id."""
        if procedure not in self._sensed:
            self._sensed[procedure] = sensed(self.index, self.text, procedure)
        return self._sensed[procedure]

    def said_at(self, procedure: Procedure, ref: str) -> Bag:
        """Give the stems of a clause's text and of the questions under it."""
        text = procedure.clause_by_ref[ref].text
        asked = _asked_at(self.index, procedure.id).get(ref, ())
        return bag(text, None).union(*map(bag, asked))

    @cached_property
    def vector(self) -> list[float] | None:
        """What the question is about, or ``None`` where no word of it has a vector."""
        table = word_vectors()
        return table.of(typed(self.text)) if table else None

    def meant(self, phrase: str) -> float:
        """Give how near a phrase is in meaning, by the vectors of its words."""
        other = _vector(phrase)
        if self.vector is None or other is None:
            return 0.0
        cosine: float = sum(map(mul, self.vector, other))
        return cosine

    def telling(self, word: str) -> float:
        """Give how much a stem tells: the fewer questions have it, the more."""
        if word not in self._telling:
            count = len(self.index.data["questions"])
            held = self.index.engine.holders("ask", word) or self.index.engine.holders("stem", word)
            made = log(1 + (max(0, count - held) + 0.5) / (held + 0.5)) if held else UNKNOWN
            self._telling[word] = made
        return self._telling[word]

    def _matches(self, word: str, as_typed: str) -> dict[str, float]:
        """Give the stems that stand for a word, each with how well."""
        found: dict[str, float] = {}
        if self.index.near is not None:
            for other, nearness in self.index.near.near(as_typed):
                if nearness >= NEAR_LEAST:
                    made = stem(other)
                    found[made] = max(found.get(made, 0.0), nearness**NEAR_POWER)
        found[word] = 1.0
        return found

    def covered(self, phrase: Iterable[str]) -> float:
        """Give the share of the question that a phrase, or several together, covers."""
        held = frozenset(phrase)
        return sum(self.telling(word) * self.found(word, held) for word in self._near) / self.weight

    def found(self, word: str, held: Bag) -> float:
        """Give how well a word of the question is found among stems."""
        near = self._near[word]
        return max((near[each] for each in near.keys() & held), default=0.0)

    def beside(self, phrase: Bag) -> float:
        """Give how near a phrase is, from 0 to 1."""
        back: dict[str, float] = {}
        forth = 0.0
        for word, near in self._near.items():
            best = 0.0
            for each in near.keys() & phrase:
                best = max(best, near[each])
                back[each] = max(back.get(each, 0.0), near[each])
            forth += best * self.telling(word)
        if not forth:
            return 0.0
        whole = sum(map(self.telling, phrase)) + SHORT
        there = sum(self.telling(word) * best for word, best in back.items()) / whole
        share: float = (forth / self.weight) ** OF_THE_QUESTION * there ** (1 - OF_THE_QUESTION)
        return share
