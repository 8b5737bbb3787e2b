"""How sure it is that these policies answer a question at all.

It is judged by signs that can be seen in the search: how much of what the question says is found
again in the best clause and its questions, how well that clause was found, and what the policies
have no word for. The weights were fitted by ``benchmarks/refusals.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from typing import TYPE_CHECKING

from index.answers.nearness import Sought, bag
from index.answers.subject import subjects
from toolkit.plain import Frozen

if TYPE_CHECKING:
    from index.search import Hits

LOOKED_AT = 3
"""How many hits are looked at."""

WHOLE = 10.0
"""A good score is about so much."""

SIGNS = ("covered", "foreign", "strength", "named", "subject", "least")

WEIGHTS: Mapping[str, float] = {
    "covered": 0.154, "foreign": -2.332, "strength": 3.805, "named": 0.709, "subject": 1.504,
    "least": 0.042,
}  # fmt: skip
BIAS = -1.785
"""What ``benchmarks/refusals.py`` printed last."""

LEAST = 0.22
"""Below this, a question is refused."""

HOPELESS = 0.05
"""Below this it is refused, whatever is near or fits: a printer that does not work is no breach."""


class Confidence(Frozen):
    """How sure it is, and what that rests on.

    Attributes:
        value: From 0 to 1.
        signs: The signs, by name.
    """

    value: float
    signs: Mapping[str, float]


def confidence(sought: Sought, hits: Hits, *, named: bool = False) -> Confidence:
    """Say how sure it is that the policies answer a question.

    Args:
        sought: The question.
        hits: What was found of it.
        named: Whether somebody has said which procedure is meant.
    """
    found = signs(sought, hits)
    if named:
        found["named"] = 1.0
    sum_ = BIAS + sum(WEIGHTS[name] * found[name] for name in SIGNS)
    return Confidence(round(1 / (1 + exp(-max(-30.0, min(30.0, sum_)))), 4), found)


def signs(sought: Sought, hits: Hits) -> dict[str, float]:
    """Give the signs that confidence rests on.

    ``covered``: the share of the question found in the best of the first clauses with its
    questions. ``foreign``: the share that no clause's own text has in any form. ``strength``: the
    best score. ``named``: whether the question names a procedure or a stage. ``subject`` and
    ``least``: as `index.answers.subject` has them.
    """
    engine = sought.index.engine
    covered = max((sought.covered(_words_at(sought, hit.ref, hit.procedure)) for hit in
                   hits[:LOOKED_AT]), default=0.0)  # fmt: skip
    foreign = sum(
        weight for word, weight in sought.weights.items()
        if not any(engine.holders("stem", each) for each in sought.stand_ins(word))
    )  # fmt: skip
    table = subjects()
    mean, least = table.of_text(sought.text) if table is not None else (0.0, 0.0)
    best = hits[0].score if hits else 0.0
    return {
        "covered": covered,
        "foreign": foreign / sought.weight,
        "strength": best / WHOLE,
        "named": float(bool(hits.question.procedures or hits.question.stages)),
        "subject": mean,
        "least": least,
    }


def _words_at(sought: Sought, ref: str, procedure: str) -> frozenset[str]:
    """Give all the stems of a clause, its headings, its questions and its cards."""
    index = sought.index
    found: frozenset[str] = frozenset()
    for at, passage in enumerate(index.passages):
        if passage["procedure"] == procedure and passage["ref"] == ref:
            text = " ".join(
                (*passage["path"], passage["name"], *(text for _, text in passage["clauses"]))
            )
            asked = " ".join(each for place, _, each in index.data["questions"] if place == at)
            found |= bag(text, None) | bag(asked, None)
    return found
