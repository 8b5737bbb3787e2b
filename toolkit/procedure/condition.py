"""Conditions over named facts, in three values: true, false and unknown.

A condition is data, never code: ``all`` / ``any`` / ``not`` over ``fact``, ``{fact: value}``,
``{fact: [values]}``, ``{fact: {at-least: n}}`` and ``{fact: {below: n}}``. So it can be checked,
enumerated, put into words, and asked for one question at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Literal

from toolkit.procedure.base import Model, model_validator

Value = bool | int | date | str
"""What a fact can hold; a fact that lists several things holds a tuple of these."""

Known = Value | tuple[Value, ...] | None
"""What is known of a fact: its value, several values, or ``None`` for unknown."""

Truth = bool | None
"""True, false, or ``None`` for unknown."""


class Condition(Model):
    """One node of a condition.

    Attributes:
        op: ``all``, ``any``, ``not``, ``is``, ``at-least`` or ``below``.
        terms: The conditions under ``all``, ``any`` and ``not``.
        fact: The fact that a leaf reads.
        values: The values that satisfy an ``is`` leaf.
        number: The threshold of an ``at-least`` or ``below`` leaf.
    """

    op: Literal["all", "any", "not", "is", "at-least", "below"]
    terms: tuple[Condition, ...] = ()
    fact: str = ""
    values: tuple[Value, ...] = ()
    number: int = 0

    @model_validator(mode="before")
    @classmethod
    def _read(cls, raw: Any) -> Any:
        """Turn the author's spelling into nodes; pass over what is already a node."""
        if isinstance(raw, str):
            return {"op": "is", "fact": raw, "values": (True,)}
        if not isinstance(raw, dict):
            raise ValueError("a condition is a fact's name, or all/any/not, or {fact: value}")
        if "op" in raw:
            return raw
        if not raw:
            raise ValueError("the condition is empty; write a fact's name, or {fact: value}")
        if len(raw) != 1:
            raise ValueError(
                f"a condition has one key, not {len(raw)} ({', '.join(map(str, raw))}); "
                "join several with all: [...] or any: [...]"
            )
        ((key, value),) = raw.items()
        if key in ("all", "any"):
            if not isinstance(value, list) or not value:
                raise ValueError(f"'{key}' takes a list of conditions")
            return {"op": key, "terms": value}
        if key == "not":
            return {"op": "not", "terms": [value]}
        if isinstance(value, dict):
            return cls._threshold(key, value)
        values = value if isinstance(value, list) else [value]
        if not values:
            raise ValueError(f"'{key}' is compared with an empty list, which nothing satisfies")
        if not all(isinstance(item, bool | int | date | str) for item in values):
            raise ValueError(
                f"'{key}' is compared with nothing; write {{{key}: value}} or {{{key}: [values]}}"
            )
        return {"op": "is", "fact": key, "values": tuple(values)}

    @staticmethod
    def _threshold(fact: str, value: dict[str, Any]) -> dict[str, Any]:
        if len(value) == 1:
            ((op, number),) = value.items()
            if op in ("at-least", "below") and type(number) is int:
                return {"op": op, "fact": fact, "number": number}
        raise ValueError(
            f"'{fact}' is compared as in {{{fact}: value}}, {{{fact}: {{at-least: 3}}}} or "
            f"{{{fact}: {{below: 3}}}}"
        )

    def facts(self) -> Iterator[str]:
        """Yield the facts that the leaves read, in order, with repeats."""
        if self.terms:
            for term in self.terms:
                yield from term.facts()
        else:
            yield self.fact

    def leaves(self) -> Iterator[Condition]:
        """Yield the leaves, in order."""
        if self.terms:
            for term in self.terms:
                yield from term.leaves()
        else:
            yield self

    def truth(self, known: Callable[[str], Known]) -> Truth:
        """Evaluate in three values.

        Args:
            known: Gives what is known of a fact.

        Returns:
            True, false, or ``None`` where an unknown fact could still change the result.
        """
        if self.op == "not":
            inner = self.terms[0].truth(known)
            return None if inner is None else not inner
        if self.op in ("all", "any"):
            truths = [term.truth(known) for term in self.terms]
            decisive = self.op == "any"
            if decisive in truths:
                return decisive
            return None if None in truths else not decisive
        value = known(self.fact)
        if value is None:
            return None
        if self.op == "is":
            held = value if isinstance(value, tuple) else (value,)
            return any(item in self.values and type(item) in _types(self.values) for item in held)
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        return value >= self.number if self.op == "at-least" else value < self.number

    def unknown_part(self, known: Callable[[str], Known]) -> Condition:
        """Give what is still to be known of an unknown condition, without what is settled."""
        if self.truth(known) is not None or not self.terms:
            return self
        if self.op == "not":
            inner = self.terms[0].unknown_part(known)
            return self.model_copy(update={"terms": (inner,)})
        left = tuple(term.unknown_part(known) for term in self.terms if term.truth(known) is None)
        return left[0] if len(left) == 1 else self.model_copy(update={"terms": left})

    def deciding(self, known: Callable[[str], Known]) -> tuple[Condition, ...]:
        """Give the leaves that make the condition what it now is: false, or unknown.

        For a false condition these are the failing leaves; for an unknown one, the unknown leaves
        that can still change it.
        """
        truth = self.truth(known)
        if self.op == "not":
            inner = self.terms[0]
            return inner.deciding(known) if truth is None else tuple(inner.leaves())
        if self.terms:
            return tuple(
                leaf
                for term in self.terms
                if term.truth(known) is truth
                for leaf in term.deciding(known)
            )
        return (self,)


def _types(values: tuple[Value, ...]) -> set[type]:
    """Keep True from equalling 1: the types that the values themselves have."""
    return {type(value) for value in values}
