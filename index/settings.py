"""What the ranking weighs, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Weights = Mapping[str, float]


def _frozen(**weights: float) -> Weights:
    return MappingProxyType(weights)


@dataclass(frozen=True, slots=True)
class Settings:
    """The weights of the ranking.

    Attributes:
        fields: How much a word counts in each field. ``text`` has the words as they are written,
            ``stem`` their stems, ``head`` the headings, ``asked`` all questions of a passage,
            ``card`` all cards of it, ``ask`` one question, ``fact`` one card.
        near: How much a word counts there that is only near to one of the question.
        flatness: BM25's b by field: how much a long text is held against it.
        repeats: BM25's k1: how much a word's repetition still adds.
        second_question: What the second best question of a passage adds, beside the best.
        second_card: The same for cards.
        near_words: How many near words are taken for each word of the question.
        near_least: How near they have to be, from 0 to 1.
        near_power: How quickly a word counts less where it is less near.
        synonym: How much the words of a term count where one of its other words is typed.
        corrected: How much a corrected word counts.
        prefix_words: How many words a prefix such as ``susp*`` stands for, at the most.
        phrase: What a phrase in quotes multiplies a passage by that has it.
        procedure: What multiplies passages of the procedure that the question names.
        stage: What multiplies passages of the stage that it names.
        other_stage: What multiplies passages of other stages then.
        facet: What multiplies passages that hold such statements as it asks for.
        meaning: What the passage nearest in meaning gains, of the best score that words give; with
            the extra `semantic` only.
        meaning_of_questions: How much of that the passage's best question decides.
    """

    fields: Weights = field(
        default_factory=lambda: _frozen(
            text=0.3, stem=1.0, head=0.6, asked=0.5, card=0.3, ask=1.4, fact=0.4
        )
    )
    near: Weights = field(default_factory=lambda: _frozen(stem=0.8, ask=0.6, fact=0.2))
    flatness: Weights = field(
        default_factory=lambda: _frozen(
            text=0.6, stem=0.6, head=0.5, asked=0.6, card=0.6, ask=0.5, fact=0.5
        )
    )
    repeats: float = 1.2
    second_question: float = 0.3
    second_card: float = 0.2
    near_words: int = 5
    near_least: float = 0.42
    near_power: float = 2.0
    synonym: float = 0.6
    corrected: float = 0.9
    prefix_words: int = 12
    phrase: float = 3.0
    procedure: float = 1.8
    stage: float = 1.3
    other_stage: float = 0.8
    facet: float = 1.12
    meaning: float = 0.67
    meaning_of_questions: float = 0.6


DEFAULT = Settings()
"""The settings that the toolkit ranks by."""
