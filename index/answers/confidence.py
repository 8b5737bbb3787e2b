"""How sure it is that these policies answer a question at all.

It is judged by signs that can be seen before there is an answer: how well a clause and a rule were
found, and whether the question is like those that are asked of the policies. The weights were
fitted by ``benchmarks/refusals.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from index.answers.elsewhere import leaning
from index.answers.kind import is_statement
from index.answers.nearness import Sought
from index.answers.ranking import Rank, stated
from index.answers.sensed import of_these
from index.answers.subject import subjects
from index.answers.weighed import Weighed
from toolkit.plain import Frozen

if TYPE_CHECKING:
    from index.search import Hits

SIGNS = ("leaning", "subject", "found", "covered", "rarity", "told", "stage", "procedure", "sense")

SENSED = Weighed(
    {
        "leaning": 17.78, "subject": 0.05, "found": 0.09, "covered": 4.04, "rarity": -0.93,
        "told": 0.90, "stage": 0.43, "procedure": 1.54, "sense": 0.61,
    },
    -2.57,
)  # fmt: skip
UNSENSED = Weighed(
    {
        "leaning": 25.42, "subject": 0.18, "found": 0.11, "covered": 4.14, "rarity": -1.30,
        "told": 1.00, "stage": 1.45, "procedure": 1.22,
    },
    1.25,
)  # fmt: skip
"""What ``benchmarks/refusals.py`` printed last; without ``sense`` where nothing is known of it."""

LOOKED_AT = 3
"""In how many of the best rules and clauses the question's words are looked for."""

LEAST = 0.3
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


NONE = Confidence(0.0, dict.fromkeys(SIGNS, 0.0))
"""Where nothing is found."""


def confidence(sought: Sought, hits: Hits, ranks: Sequence[Rank]) -> Confidence:
    """Say how sure it is that the policies answer a question.

    Args:
        sought: The question.
        hits: What was found of it.
        ranks: What may answer it in the procedure of the best clause, the best first.
    """
    found = signs(sought, hits, ranks)
    likely = (SENSED if found["sense"] else UNSENSED).likely(found)
    return Confidence(round(likely, 4), found)


def signs(sought: Sought, hits: Hits, ranks: Sequence[Rank]) -> dict[str, float]:
    """Give the signs that confidence rests on.

    ``leaning``: whether it is more like questions asked of the policies than like others.
    ``subject``: how far its words are of their subject, all together. ``found``: how much of it is
    in the best rules and clauses, ``covered``: how large a share of it is in one of them.
    ``rarity``: how much its words tell on average: those that stand nowhere tell the most, and
    speak against it. ``told``: whether it tells what happened. ``stage``, ``procedure``: whether it
    names one; other matters of the same body have its name as well. ``sense``: how much speaks for
    these policies in how it is put, see `index.sense`.
    """
    table = subjects()
    said = stated(ranks)
    held = frozenset[str]().union(*(rank.candidate.said or () for rank in said[:LOOKED_AT]))
    weights = sought.weights
    return {
        "leaning": leaning(sought),
        "subject": table.of_text(sought.text) if table is not None else 0.0,
        "found": sum(weight * sought.found(word, held) for word, weight in weights.items()),
        "covered": max((rank.signs["covered"] for rank in ranks), default=0.0),
        "rarity": sum(weights.values()) / len(weights) if weights else 0.0,
        "told": float(is_statement(sought.text)),
        "stage": float(bool(hits.question.stages)),
        "procedure": float(bool(hits.question.procedures)),
        "sense": of_these(sought.index, sought.text),
    }
