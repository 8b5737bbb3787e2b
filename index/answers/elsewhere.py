"""Whether a question is like those that are asked of the policies, or like those asked elsewhere.

Its vector (`index.vectors`) is laid beside those of the authored questions, and beside those of
phrases and questions about other matters (``index/tables/outside.txt``); see `index.answers.laid`.
"""

from __future__ import annotations

from functools import lru_cache
from heapq import nlargest

from index.answers.nearness import Sought
from index.search import Index
from index.vectors import nearness

HERE, ELSEWHERE = 5, 3
"""How many of the nearest questions count, of the policies' own and of others."""


def leaning(sought: Sought) -> float:
    """Give how much nearer a question is to what is asked of the policies than to other matters.

    Nothing tells where a word has no vector, or where the policies have no questions on record.
    """
    if sought.vector is None:
        return 0.0
    own, other = _vectors(sought.index)
    if not own:
        return 0.0
    return _nearest(sought.vector, own, HERE) - _nearest(sought.vector, other, ELSEWHERE)


def _nearest(vector: list[float], held: tuple[bytes, ...], count: int) -> float:
    """Give the mean nearness of the nearest few."""
    best = nlargest(count, (nearness(vector, each) for each in held))
    return sum(best) / len(best) if best else 0.0


@lru_cache(maxsize=16)
def _vectors(index: Index) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Give the vectors of the authored questions, and those of other matters."""
    made = []
    for name in ("asked", "outside"):
        held = bytes.fromhex(index.asked[name])
        size = index.asked["size"] or 1
        made.append(tuple(held[at : at + size] for at in range(0, len(held), size)))
    return made[0], made[1]
