"""What may be supposed without a case: what the question says, and which breach it is about.

Whatever else a condition turns on stays unknown, so that nothing is closed that a case might open.
"""

from __future__ import annotations

import re

from index.words import plain
from toolkit.plain import Frozen
from toolkit.procedure.condition import Condition
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Breach, Fact

_AGE = re.compile(
    r"\b(?:aged? |turned |i am |im |i'm |(?:he|she)(?:s|'s| is) )?(1[0-9]|2[0-9])"
    r"(?=[ -]?(?:years?|yrs?|yo|y o)\b)|"
    r"\b(?:aged?|turned|i am|im|(?:he|she)(?:s| is)|(?:son|daughter|child|learner|student) is) "
    r"(1[0-9]|2[0-9])\b(?! ?(?:days|weeks|months|hours|minutes|am|pm|%))"
)
_YOUNGER = re.compile(r"\b(?:under|below) ?18s?\b|\bunderage\b")
_OLDER = re.compile(r"\b(?:over|above) ?18s?\b|\b18 (?:or|and) (?:over|older)\b|\badults?\b")


def age(text: str) -> int | None:
    """Give the age that a question names, or one on the same side of 18; ``None`` without one."""
    flat = plain(text).replace("-", " ")
    if match := _AGE.search(flat):
        return int(match[1] or match[2])
    if _YOUNGER.search(flat):
        return 17
    return 18 if _OLDER.search(flat) else None


class Supposed(Frozen):
    """What is known where there is no case.

    Attributes:
        procedure: The procedure.
        breach: The line of the catalogue that is meant, or ``None``.
        age: How old the person is, or ``None``.
    """

    procedure: Procedure
    breach: Breach | None = None
    age: int | None = None

    def truth(self, condition: Condition | None) -> bool | None:
        """Say whether a condition is true, false, or not known."""
        if condition is None:
            return True
        if condition.op == "not":
            inner = self.truth(condition.terms[0])
            return None if inner is None else not inner
        if condition.terms:
            found = [self.truth(term) for term in condition.terms]
            decisive = condition.op == "any"
            if decisive in found:
                return decisive
            return None if None in found else not decisive
        return self._leaf(condition)

    def _leaf(self, leaf: Condition) -> bool | None:
        fact = self.procedure.facts.get(leaf.fact)
        if fact is None:
            return None
        if leaf.op == "is":
            held = self._values(fact)
            return None if held is None else any(value in held for value in leaf.values)
        if self.age is None or fact.from_ is None or not fact.from_.years_since:
            return None
        return self.age >= leaf.number if leaf.op == "at-least" else self.age < leaf.number

    def _values(self, fact: Fact) -> tuple[object, ...] | None:
        """Give the values that a fact has, or ``None`` where that is not known."""
        way = fact.from_
        if way is None:
            return None
        if way.is_ is not None:
            truth = self.truth(way.is_)
            return None if truth is None else (truth,)
        if self.breach is None:
            return None
        if way.breach:
            return (self.breach.id in way.breach,)
        if way.class_of:
            return self.breach.class_ or None
        if way.stage_of:
            return self.breach.stage or None
        return None


def supposed(procedure: Procedure, text: str, breach: Breach | None = None) -> Supposed:
    """Give what a question lets us suppose.

    Args:
        procedure: The procedure.
        text: The question.
        breach: The line of the catalogue that it is about.
    """
    return Supposed(procedure, breach, age(text))
