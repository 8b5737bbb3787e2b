"""Misspellings: the word of the texts that is meant by one that stands nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from math import log

SHORTEST = 4
"""Shorter words are too near to too many others."""

LEAST = 0.74
"""How alike two words have to be, from 0 to 1."""


def nearest(word: str, vocabulary: Mapping[str, int], least: float = LEAST) -> str:
    """Give the known word that a misspelt one is most like; the more frequent of equals.

    Args:
        word: In small letters.
        vocabulary: How often each known word occurs.
        least: How alike they have to be.

    Returns:
        The word, or an empty string where none is near.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return ""
    from rapidfuzz.distance import DamerauLevenshtein
    from rapidfuzz.process import extract

    near = extract(
        word,
        [known for known in vocabulary if abs(len(known) - len(word)) <= 2 and len(known) > 3],
        scorer=DamerauLevenshtein.normalized_similarity,
        score_cutoff=least,
        limit=8,
    )
    if not near:
        return ""

    def merit(found: tuple[str, float, int]) -> float:
        known, alike, _ = found
        bonus = 0.03 * (known[0] == word[0]) + 0.003 * log(1 + vocabulary[known])
        return alike + bonus

    return max(near, key=merit)[0]
