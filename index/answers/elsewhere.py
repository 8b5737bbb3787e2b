"""Whether a question is like those that are asked of the policies, or like those asked elsewhere.

Its vector (`index.vectors`) is laid beside those of the authored questions, and beside those of
phrases and questions about other matters (``index/tables/outside.txt``); see `index.answers.laid`.
"""

from __future__ import annotations

from functools import lru_cache
from heapq import nlargest

from index.answers.nearness import Sought
from index.columns import Columns
from index.search import Index
from index.vectors import side_by_side

HERE, ELSEWHERE = 5, 3
"""How many of the nearest questions count, of the policies' own and of others."""


def leaning(sought: Sought) -> float:
    """Give how much nearer a question is to what is asked of the policies than to other matters.

    Nothing tells where a word has no vector, or where the policies have no questions on record.
    """
    if sought.vector is None:
        return 0.0
    own, other = _vectors(sought.index)
    if not own.rows:
        return 0.0
    return _nearest(sought.vector, own, HERE) - _nearest(sought.vector, other, ELSEWHERE)


def _nearest(vector: list[float], held: Columns, count: int) -> float:
    """Give the mean nearness of the nearest few."""
    best = nlargest(count, held.times(vector))
    return sum(best) / len(best) if best else 0.0


@lru_cache(maxsize=16)
def _vectors(index: Index) -> tuple[Columns, Columns]:
    """Give the vectors of the authored questions, and those of other matters."""
    size = index.asked["size"] or 1
    own, other = (
        side_by_side(bytes.fromhex(index.asked[name]), size) for name in ("asked", "outside")
    )
    return own, other
