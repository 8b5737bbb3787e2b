"""What a question asks for, as `index.sense` makes it out, in one procedure or anywhere at all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING

from index.sense import LEAST, likely, sense, together
from toolkit.plain import Frozen
from toolkit.procedure.rule import NotStated

if TYPE_CHECKING:
    from index.search import Index


class Sensed(Frozen):
    """What a question asks for in one procedure.

    Attributes:
        silent: How much more speaks for its being one that gets no answer; 0 where nothing tells.
        clauses: How likely it is, as a logarithm, to be asked of each clause.
        silences: The same of each silence on record.
    """

    silent: float
    clauses: Mapping[str, float]
    silences: Mapping[str, float]

    @property
    def peak(self) -> float:
        """How much likelier the likeliest silence is than the likeliest clause."""
        if not self.silences or not self.clauses:
            return 0.0
        return max(self.silences.values()) - max(self.clauses.values())

    def of_clause(self, ref: str) -> float:
        """Give how likely a clause is asked for, by the order of magnitude: from 0 to 1."""
        return 1 - self.clauses.get(ref, LEAST) / LEAST

    def of_silence(self, rule: str) -> float:
        """Give the same of a silence."""
        return 1 - self.silences.get(rule, LEAST) / LEAST


PLAINLY = log(0.9)
"""So likely, as a logarithm, a question is put to one procedure and to nothing else."""

NOTHING = Sensed(0.0, {}, {})
"""Where nothing is known."""


@lru_cache(maxsize=64)
def _known(index: Index, procedure_id: str) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """Give the clauses and the silences of a procedure that are known, by their numbers."""
    table = sense()
    if table is None:
        return {}, {}
    procedure = index.procedure(procedure_id)
    clauses = ((table.clause(procedure, ref), ref) for ref in procedure.questions)
    silences = ((table.silence(procedure, rule.about), rule.id)
                for rule in procedure.of_kind(NotStated).values())  # fmt: skip
    return (
        {number: ref for number, ref in clauses if number is not None},
        {number: rule for number, rule in silences if number is not None},
    )


def sensed(index: Index, text: str, procedure_id: str) -> Sensed:
    """Say what a question asks for in a procedure.

    Args:
        index: The open index.
        text: The question.
        procedure_id: The procedure's id.
    """
    clauses, silences = _known(index, procedure_id)
    table = sense()
    found = table.of(text, (*clauses, *silences)) if table is not None else {}
    if not found or not clauses or not silences:
        return NOTHING
    sure = likely(found)
    return Sensed(
        silent=together(found[each] for each in silences)
        - together(found[each] for each in clauses),
        clauses={ref: sure[number] for number, ref in clauses.items()},
        silences={rule: sure[number] for number, rule in silences.items()},
    )


def plainly_of(index: Index, text: str) -> str | None:
    """Give the procedure that a question is plainly put to, whether it answers or not.

    Args:
        index: The open index.
        text: The question.

    Returns:
        Its id, or ``None`` where nothing tells.
    """
    table = sense()
    if table is None or table.outside is None:
        return None
    own = {name: [number for some in _known(index, name) for number in some]
           for name in index.data["procedures"]}  # fmt: skip
    found = table.of(text, (*(each for some in own.values() for each in some), table.outside))
    if not found:
        return None
    shares = {name: together(found[each] for each in some) for name, some in own.items()}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] - together(found.values()) >= PLAINLY else None


def of_these(index: Index, text: str) -> float:
    """Give how much more speaks for a question being about the policies than about other matters.

    Args:
        index: The open index.
        text: The question.
    """
    table = sense()
    if table is None or table.outside is None:
        return 0.0
    own = [number for each in index.data["procedures"] for some in _known(index, each)
           for number in some]  # fmt: skip
    found = table.of(text, (*own, table.outside))
    return together(found[each] for each in own) - found[table.outside] if found and own else 0.0
