"""Passages: the numbered clauses with the items under them, each as one text.

Items on their own rank worse than the clause that they are part of, so they are folded into it; a
hit then points to the item that fits best.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.procedure.procedure import Clause, Procedure

_ITEM = re.compile(r"(?: [a-z]*\d+(?:\.\d+)?[a-z]?|\([ivx]+\))$")
"""How the reference of an item ends: `` 5``, `` b2``, `` 10a``, ``(ii)``."""

_TAIL = re.compile(r" [a-z]+$")
"""How the reference of the words after a list ends, as in ``3.16 tail``."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A numbered clause and the items under it.

    Attributes:
        procedure: The procedure's id.
        ref: The numbered clause; the first item, where the list has no clause of its own.
        name: What the passage is called: a clause's reference, or the beginning that items share.
        path: Headings above it.
        clauses: The clause and its items.
        heading: Whether it is only a heading; it answers nothing and is found by look-up alone.
    """

    procedure: str
    ref: str
    name: str
    path: tuple[str, ...]
    clauses: tuple[Clause, ...]
    heading: bool = False

    @property
    def text(self) -> str:
        """The words of the clause and of its items."""
        return "\n\n".join(clause.text for clause in self.clauses)


def passages(procedure: Procedure) -> Iterator[Passage]:
    """Yield the passages of a procedure in the order of their first clauses."""
    known = procedure.clause_by_ref
    numbered = re.compile(rf"^(?:{re.escape(procedure.header.abbreviation)}|App \d+) \d")
    groups: dict[str, list[Clause]] = {}
    for clause in procedure.clauses:
        groups.setdefault(_name(clause.ref, known, numbered), []).append(clause)
    headings = {heading for clause in procedure.clauses for heading in clause.path}
    for name, clauses in groups.items():
        first = clauses[0]
        yield Passage(
            procedure.id,
            first.ref,
            name,
            first.path,
            tuple(clauses),
            heading=len(clauses) == 1 and first.text in headings,
        )


def _name(ref: str, known: dict[str, Clause], numbered: re.Pattern[str]) -> str:
    """Give the reference of the passage that a clause belongs to."""
    above = ref
    while (shorter := _above(above, known)) and (
        not numbered.match(above) or (shorter in known and numbered.match(shorter))
    ):
        above = shorter
    return above


def _above(ref: str, known: dict[str, Clause]) -> str:
    """Give what stands above an item: a clause, or the beginning that the items of a list share."""
    if (lettered := ref[:-1]) in known and ref[-1].isalpha():
        return lettered
    for end in range(len(ref) - 1, 0, -1):
        if ref[end] in " ¶" and (clause := known.get(ref[:end])) is not None and clause.whole:
            return clause.ref
    shorter = _ITEM.sub("", ref)
    if shorter in known and shorter != ref:
        return shorter
    if (before := _TAIL.sub("", ref)) in known and before != ref:
        return before
    named = shorter != ref and shorter.count(" ") > 1 and not shorter[-1].isdigit()
    return shorter if named else ""
