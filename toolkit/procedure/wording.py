"""Conditions in the words of the policy's users."""

from __future__ import annotations

from toolkit.procedure.condition import Condition
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Fact


def phrase(procedure: Procedure, condition: Condition) -> str:
    """Put a condition into words: "the learner is under 18 and not: the learner agrees".

    Args:
        procedure: Holds the facts, whose ``words`` are used; without them their ids are.
        condition: The condition.
    """
    if condition.op == "not":
        inner = condition.terms[0]
        words = phrase(procedure, inner)
        return f"not: ({words})" if inner.terms else f"not: {words}"
    if condition.terms:
        joined = " and " if condition.op == "all" else " or "
        return joined.join(
            f"({phrase(procedure, term)})" if term.op in ("all", "any") else phrase(procedure, term)
            for term in condition.terms
        )
    return _leaf(condition, procedure.facts.get(condition.fact))


def subject(fact: Fact | None, name: str) -> str:
    """Name a fact in words: its own, or its id without hyphens."""
    return fact.words if fact is not None and fact.words else name.replace("-", " ")


def _leaf(leaf: Condition, fact: Fact | None) -> str:
    name = subject(fact, leaf.fact)
    if leaf.op != "is":
        return f"{name} is {leaf.op.replace('-', ' ')} {leaf.number}"
    if leaf.values == (True,):
        return name
    if leaf.values == (False,):
        return f"not: {name}"
    return f"{name} is {' or '.join(str(value).replace('-', ' ') for value in leaf.values)}"
