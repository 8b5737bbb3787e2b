"""What the ranking weighs, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Weights = Mapping[str, float]


def _frozen(weights: dict[str, float]) -> Weights:
    return MappingProxyType(weights)


WORDS = _frozen(
    {
        "text": 1.18,
        "stem": 1.46,
        "head": 2.62,
        "card": 1.31,
        "cover": 2.3,
        "ask": 1.0,
        "fact": 1.4,
        "near stem": 3.35,
        "near ask": 1.11,
        "synonym": 1.66,
        "vector": 6.73,
        "sense": 20.0,
        "stage": 0.34,
        "other stage": -0.56,
        "facet": 0.33,
    }
)
"""What each kind of evidence weighs; fitted by ``benchmarks/weights.py``."""

MEANING = _frozen(
    {
        "text": 1.15,
        "stem": 0.56,
        "head": 1.38,
        "card": 0.64,
        "cover": 2.22,
        "ask": 1.0,
        "fact": 1.56,
        "near stem": 2.23,
        "near ask": 1.38,
        "synonym": 1.59,
        "stage": 0.1,
        "other stage": -0.46,
        "facet": 0.33,
        "meaning": 2.08,
        "meaning of question": 5.5,
        "meaning of all": 6.19,
        "sense": 12.0,
    }
)
"""The same with the extra `semantic`."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The weights of the ranking.

    Attributes:
        words: What each kind of evidence weighs. ``text`` are the words as they are written,
            ``stem`` their stems, ``head`` the headings, ``card`` the cards of the rules, ``cover``
            the share of the question's words that is there at all, ``ask`` the best authored
            question, ``fact`` the best card, ``near …`` the same for near words, ``synonym`` the
            procedure's own terms, ``vector`` the word vectors, ``sense`` what `index.sense` says,
            ``stage`` and ``other stage`` whether the passage is of a stage that is named, ``facet``
            whether it holds what is asked for.
        meaning: The same where the extra `semantic` is used: ``meaning`` of the passage, of its
            nearest question, and of the middle of both.
        linked: What the best score of those passages adds that a rule links with one.
        procedure: What multiplies passages of the procedure that the question names.
        phrase: What a phrase in quotes multiplies a passage by that has it.
        flatness: BM25's b by field: how much a long text is held against it.
        repeats: BM25's k1: how much a word's repetition still adds.
        near_words: How many near words are taken for each word of the question.
        near_least: How near they have to be, from 0 to 1.
        near_power: How quickly a word counts less where it is less near.
        near_share: How much near words count beside typed ones for the best question and card.
        corrected: How much a corrected word counts.
        prefix_words: How many words a prefix such as ``susp*`` stands for, at the most.
    """

    words: Weights = field(default_factory=lambda: WORDS)
    meaning: Weights = field(default_factory=lambda: MEANING)
    linked: float = 0.3
    procedure: float = 1.5
    phrase: float = 3.0
    flatness: Weights = field(
        default_factory=lambda: _frozen(
            {
                "text": 0.6, "stem": 0.6, "head": 0.5, "asked": 0.6, "card": 0.6,
                "ask": 0.5, "fact": 0.5,
            }
        )
    )  # fmt: skip
    repeats: float = 1.2
    near_words: int = 5
    near_least: float = 0.42
    near_power: float = 2.0
    near_share: float = 0.6
    corrected: float = 0.9
    prefix_words: int = 12


DEFAULT = Settings()
"""The settings that the toolkit ranks by."""
