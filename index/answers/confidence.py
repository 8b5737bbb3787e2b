"""How sure it is that these policies answer a question at all.

It is judged by signs that can be seen before there is an answer: how well a clause and a rule were
found, and whether the question is like those that are asked of the policies. The weights were
fitted by ``benchmarks/refusals.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp
from typing import TYPE_CHECKING

from index.answers.elsewhere import leaning
from index.answers.nearness import Sought
from index.answers.ranking import Rank
from index.answers.subject import subjects
from toolkit.plain import Frozen

if TYPE_CHECKING:
    from index.search import Hits

WHOLE = 10.0
"""A good score is about so much, of a clause or of a rule."""

SIGNS = ("leaning", "subject", "strength", "rule", "named")

WEIGHTS: Mapping[str, float] = {
    "leaning": 16.51, "subject": 0.59, "strength": 2.28, "rule": 5.77, "named": 0.37,
}  # fmt: skip
BIAS = -9.42
"""What ``benchmarks/refusals.py`` printed last."""

LEAST = 0.42
"""Below this, a question is refused."""

HOPELESS = 0.12
"""Below this, it is refused though a line of a catalogue fits what is told."""


class Confidence(Frozen):
    """How sure it is, and what that rests on.

    Attributes:
        value: From 0 to 1.
        signs: The signs, by name.
    """

    value: float
    signs: Mapping[str, float]


def confidence(
    sought: Sought, hits: Hits, ranks: Sequence[Rank], *, named: bool = False
) -> Confidence:
    """Say how sure it is that the policies answer a question.

    Args:
        sought: The question.
        hits: What was found of it.
        ranks: What may answer it in the procedure of the best clause, the best first.
        named: Whether somebody has said which procedure is meant.
    """
    found = signs(sought, hits, ranks)
    if named:
        found["named"] = 1.0
    sum_ = BIAS + sum(WEIGHTS[name] * found[name] for name in SIGNS)
    return Confidence(round(1 / (1 + exp(-max(-30.0, min(30.0, sum_)))), 4), found)


def signs(sought: Sought, hits: Hits, ranks: Sequence[Rank]) -> dict[str, float]:
    """Give the signs that confidence rests on.

    ``leaning``: whether it is more like questions asked of the policies than like others.
    ``subject``: whether its words are of their subject. ``strength`` and ``rule``: the best score
    of a clause, and that of a rule or text. ``named``: whether it names a procedure or a stage.
    """
    table = subjects()
    best = next((rank.score for rank in ranks if rank.candidate.kind != "not-stated"), 0.0)
    return {
        "leaning": leaning(sought),
        "subject": table.of_text(sought.text)[0] if table is not None else 0.0,
        "strength": hits[0].score / WHOLE if hits else 0.0,
        "rule": best / WHOLE,
        "named": float(bool(hits.question.procedures or hits.question.stages)),
    }
