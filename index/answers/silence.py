"""Whether a procedure says what is asked, where it deals with the subject at all.

A silence that its authors have recorded may fit better than any rule. But not every silence is
recorded: where much of what the question says is found nowhere in what fits it best, or where it
asks for a number and no number stands there, the text does not say either. The weights were fitted
by ``benchmarks/refusals.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import exp

from index.answers.kind import asked, is_statement
from index.answers.nearness import UNKNOWN, Sought
from index.answers.ranking import Rank
from index.words import plain
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import NotStated

SIGNS = ("gap", "silent", "unfound", "numberless", "how long", "told")

WEIGHTS: Mapping[str, float] = {
    "gap": 0.08, "silent": 4.23, "unfound": 0.55, "numberless": 3.61,
    "how long": 0.97, "told": -1.66,
}  # fmt: skip
BIAS = -1.50
"""What ``benchmarks/refusals.py`` printed last."""

DOUBTFUL = 0.84
"""From here on, the text is taken not to say."""

PERHAPS = 0.7
"""From here on, what is nearest answers, and it is said that the text may not state it."""

LOOKED_AT = 3
"""In how many of the best rules and clauses the question's words are looked for."""

FEW = 2
"""To a question of fewer telling words, a silence has to fit better than any rule."""

CITED = 3
"""In how many of a rule's clauses a number is looked for."""

BY_WORDS = 6.0
"""How much it counts, among silences, that one is near in words."""

RECORDED = 2.5
"""A silence on record is meant where it fits less well than the best rule by no more than this."""

BY_SORT = 3.0
"""The same for being of the sort that is asked for."""

NO_GAP = -6.0
"""Where no silence is found at all."""

_NUMBER = re.compile(
    r"\b(how many|how much (is|does|do|are|money|will)|how (old|often|far)|"
    r"(what|which) (time|hours|percentage|age|number|price))\b"
)
_FIGURE = re.compile(
    r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|once|twice|"
    r"daily|weekly|monthly|annual(ly)?)\b",
    re.IGNORECASE,
)
_OWN_NUMBER = re.compile(r"^\s*\d+(\.\d+)*|\bstages? \d\b|\blevels? \d\b", re.IGNORECASE)


def doubt(procedure: Procedure, sought: Sought, ranks: Sequence[Rank]) -> float:
    """Say how likely it is that a procedure does not say what is asked, from 0 to 1.

    Args:
        procedure: The procedure.
        sought: The question.
        ranks: What may answer in it, the best first.
    """
    found = signs(procedure, sought, ranks)
    sum_ = BIAS + sum(WEIGHTS[name] * found[name] for name in SIGNS)
    return 1 / (1 + exp(-max(-30.0, min(30.0, sum_))))


def signs(procedure: Procedure, sought: Sought, ranks: Sequence[Rank]) -> dict[str, float]:
    """Give the signs that doubt rests on.

    ``gap``: by how much the best silence fits better than the best rule. ``silent``: how near its
    words are, where it may be meant. ``unfound``: how much of the question is in none of the best.
    ``numberless``: whether it asks for a number and none stands there. ``how long``: whether it
    asks for a time, of which the texts are silent most often. ``told``: whether it tells what
    happened; what follows from that is mostly stated.
    """
    said = [rank for rank in ranks if rank.candidate.kind != "not-stated"]
    quiet = recorded(ranks)
    if not said:
        return dict.fromkeys(SIGNS, 0.0)
    held = frozenset[str]().union(*(rank.candidate.said or () for rank in said[:LOOKED_AT]))
    unfound = sum(weight * (1 - sought.found(word, held)) for word, weight in
                  sought.weights.items())  # fmt: skip
    gap = max(NO_GAP, quiet.score - said[0].score) if quiet else NO_GAP
    least = -RECORDED if len(sought.words) >= FEW else 0.0
    return {
        "gap": gap,
        "silent": quiet.signs["near"] if quiet and gap >= least else 0.0,
        "unfound": unfound / UNKNOWN,
        "numberless": float(_numberless(procedure, sought.text, said[0])),
        "how long": float(asked(sought.text) == "how-long"),
        "told": float(is_statement(sought.text)),
    }


def recorded(ranks: Sequence[Rank]) -> Rank | None:
    """Give the silence on record that fits best: above all, the one whose words are nearest."""
    quiet = [rank for rank in ranks if rank.candidate.kind == "not-stated"]

    def fits(rank: Rank) -> float:
        return rank.score + BY_WORDS * rank.signs["near"] + BY_SORT * rank.signs["sort"]

    return max(quiet, key=fits, default=None)


def asks_number(text: str) -> bool:
    """Whether a question asks for a number."""
    return bool(_NUMBER.search(plain(text)))


def _numberless(procedure: Procedure, text: str, best: Rank) -> bool:
    """Whether a number is asked for, and none stands in the clauses of what fits best."""
    if not asks_number(text):
        return False
    clauses = (procedure.clause_by_ref[ref].text for ref in best.candidate.clauses[:CITED])
    return not any(_FIGURE.search(_OWN_NUMBER.sub(" ", clause)) for clause in clauses)


def limit_of(procedure: Procedure, rule: str, ranks: Sequence[Rank]) -> Rank | None:
    """Give the time limit that a silence is about, where the text sets one, if without a number.

    Args:
        procedure: The procedure.
        rule: The silence.
        ranks: What may answer in the procedure.
    """
    about = {
        (procedure.split_event(name) or (name, ""))[0] if name not in procedure.rule_by_id else name
        for name in procedure.of_kind(NotStated)[rule].of
    }
    limits = (rank for rank in ranks if rank.candidate.kind == "limit")
    return next((rank for rank in limits if rank.candidate.rule in about), None)
