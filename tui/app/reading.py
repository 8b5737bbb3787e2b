"""A policy's text as it is read on the screen, as data: lines, marks, cross-references, finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from toolkit.procedure.procedure import Clause, Procedure
from toolkit.procedure.reference import Atoms, atoms, names_of
from toolkit.procedure.rule import Conflict, NotStated

Kind = Literal["heading", "ref", "text"]

SIGNS = {
    "contradiction": "‼ contradiction",
    "ambiguity": "? ambiguity",
    "gap": "… gap",
    "extraction": "# faulty copy",
    "not stated": "… not stated",
}
"""How a fault is marked: a sign and a word."""


@dataclass(frozen=True, slots=True)
class Link:
    """A cross-reference within a text, and the clause that it leads to."""

    start: int
    end: int
    ref: str


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, the line above a clause, or a paragraph of it.

    Attributes:
        clause: The number of the clause in reading order, or -1 for a heading.
        level: How deep a heading is, from 0.
        links: The cross-references in it.
    """

    text: str
    kind: Kind
    clause: int
    level: int = 0
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Find:
    """A place where a text was found: a block, and from where to where in it."""

    block: int
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """The text of a procedure, or of some of its clauses, ready to be laid out.

    Attributes:
        refs: The clauses' references in reading order.
        blocks: What stands on the page, from top to bottom.
    """

    refs: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each clause by its reference."""
        return {ref: at for at, ref in enumerate(self.refs)}

    def links_of(self, clause: int) -> tuple[Link, ...]:
        """Give a clause's cross-references, each clause named once."""
        found = {
            link.ref: link
            for block in self.blocks
            if block.clause == clause
            for link in block.links
        }
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page: a part of a block, or an empty line where ``block`` is -1."""

    block: int
    start: int = 0
    end: int = 0
    indent: int = 0


@dataclass(frozen=True)
class Laid:
    """A reading laid out for a width.

    Attributes:
        lines: The lines.
        tops: The first line of each clause.
        ends: The line after the last of each clause.
    """

    lines: tuple[Line, ...] = ()
    tops: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    of_block: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def clause_at(self, line: int) -> int:
        """Give the clause on a line, or the next below it; the last one, below all."""
        for clause, end in enumerate(self.ends):
            if line < end:
                return clause
        return len(self.ends) - 1

    def line_of(self, block: int, start: int) -> int:
        """Give the line on which a place of a block stands."""
        numbers = self.of_block.get(block, (0,))
        return next((at for at in reversed(numbers) if self.lines[at].start <= start), numbers[0])


def marks(procedure: Procedure) -> dict[str, dict[str, str]]:
    """Give the faults of each clause: the sign by the id of the rule that names the fault."""
    found: dict[str, dict[str, str]] = {}
    for rule in procedure.rules:
        if isinstance(rule, Conflict):
            refs = (*rule.clauses, *(ref for side in rule.sides for ref in side.cites))
            sign = SIGNS[rule.type]
        elif isinstance(rule, NotStated) and rule.of:
            refs, sign = rule.clauses, SIGNS["not stated"]
        else:
            continue
        for ref in dict.fromkeys(refs):
            found.setdefault(ref, {})[rule.id] = sign
    return found


_REFERENCE = re.compile(
    r"(?:(?:Appendix|Annex|App)\s+[A-Z0-9]+(?:[ ,]+(?:paragraph |section |clause )?\d+(?:\.\d+)+)?"
    r"|(?:[Ss]ection|[Pp]aragraph|[Cc]lause)\s+\d+(?:\.\d+)*(?!\()|\b\d+\.\d+(?:\.\d+)*)\b(?!\()"
)


def linker(procedure: Procedure) -> Callable[[Clause], tuple[Link, ...]]:
    """Give a function that finds the cross-references of a clause of this procedure."""
    names = names_of(procedure.id, procedure.header.abbreviation)
    own: dict[Atoms, str] = {}
    parts: dict[Atoms, str] = {}
    for clause in procedure.clauses:
        held = _bare(atoms(clause.ref), names)
        own.setdefault(held, clause.ref)
        for length in range(1, len(held)):
            parts.setdefault(held[:length], clause.ref)

    def links(clause: Clause) -> tuple[Link, ...]:
        return tuple(_links(clause, names, own, parts))

    return links


def _bare(reference: Atoms, names: Iterable[Atoms]) -> Atoms:
    """Give a reference without the name of its procedure."""
    for name in names:
        if name and len(reference) > len(name) and reference[: len(name)] == name:
            return reference[len(name) :]
    return reference


def _links(
    clause: Clause, names: Iterable[Atoms], own: dict[Atoms, str], parts: dict[Atoms, str]
) -> Iterator[Link]:
    within = _bare(atoms(clause.ref), names)
    for match in _REFERENCE.finditer(clause.text):
        if not match.start():
            continue  # the clause's own number
        wanted = atoms(match[0])
        inner = (within[0], within[1], *wanted) if within[0] == "app" else wanted
        ref = own.get(inner) or own.get(wanted) or parts.get(wanted)
        if ref and ref != clause.ref:
            yield Link(match.start(), match.end(), ref)


def reading(procedure: Procedure, refs: Iterable[str] | None = None) -> Reading:
    """Give the text of a procedure ready to be laid out.

    Args:
        procedure: The procedure.
        refs: The clauses to be shown; by default all.
    """
    wanted = None if refs is None else set(refs)
    chosen = [clause for clause in procedure.clauses if wanted is None or clause.ref in wanted]
    faults, links = marks(procedure), linker(procedure)
    blocks: list[Block] = []
    path: tuple[str, ...] = ()
    for number, clause in enumerate(chosen):
        for level, heading in enumerate(clause.path):
            if clause.path[: level + 1] != path[: level + 1]:
                blocks.append(Block(heading, "heading", -1, level))
        path = clause.path
        blocks.extend(_clause(procedure, clause, number, faults.get(clause.ref, {}), links(clause)))
    return Reading(tuple(clause.ref for clause in chosen), tuple(blocks))


def _clause(
    procedure: Procedure,
    clause: Clause,
    number: int,
    faults: dict[str, str],
    links: tuple[Link, ...],
) -> Iterator[Block]:
    """Yield the line above a clause, and its paragraphs."""
    rules = [rule for rule in procedure.rules_under.get(clause.ref, ()) if rule.id not in faults]
    words = [clause.ref, *dict.fromkeys(faults.values())]
    if rules:
        words.append(f"§ {len(rules)} rule{'s' if len(rules) > 1 else ''}")
    if clause.placed:
        words.append("placed here by the editors")
    yield Block("  ".join(words), "ref", number)
    at = 0
    for part in clause.text.split("\n"):
        if part.strip():
            inside = tuple(
                Link(link.start - at, link.end - at, link.ref)
                for link in links
                if at <= link.start and link.end <= at + len(part)
            )
            yield Block(part, "text", number, links=inside)
        at += len(part) + 1


_WORD = re.compile(r"\S+")
_BULLET = re.compile(r"\s*(?:[-•o*]|\(?[a-z0-9ivx]{1,4}[.)])\s+")


def laid_out(reading: Reading, width: int) -> Laid:
    """Lay a reading out.

    Args:
        reading: The text.
        width: Characters a line.
    """
    lines: list[Line] = []
    of_block: dict[int, tuple[int, ...]] = {}
    tops: list[int] = []
    ends: list[int] = []
    clause = -2
    for number, block in enumerate(reading.blocks):
        if block.clause != clause or block.kind == "heading":
            if clause >= 0:
                ends.append(len(lines))
            if lines:
                lines.append(Line(-1))
            if block.clause >= 0:
                tops.append(len(lines))
        clause = block.clause
        first = len(lines)
        lines.extend(_wrapped(block, number, max(width, 8)))
        of_block[number] = tuple(range(first, len(lines)))
    if clause >= 0:
        ends.append(len(lines))
    return Laid(tuple(lines), tuple(tops), tuple(ends), of_block)


def _wrapped(block: Block, number: int, width: int) -> Iterator[Line]:
    """Yield the lines of one block; those after the first of a point of a list hang."""
    bullet = _BULLET.match(block.text) if block.kind == "text" else None
    hang = len(bullet[0]) if bullet and len(bullet[0]) < width // 3 else 0
    start = end = 0
    indent = 0
    for match in _WORD.finditer(block.text):
        if end and match.end() - start + indent > width:
            yield Line(number, start, end, indent)
            start, indent = match.start(), hang
        word = match.end()
        while word - start + indent > width:  # a word longer than a line
            yield Line(number, start, start + width - indent, indent)
            start, indent = start + width - indent, hang
        end = word
    if end:
        yield Line(number, start, end, indent)


def found(reading: Reading, words: Iterable[str], *, whole: bool = False) -> tuple[Find, ...]:
    """Find words in a reading, in reading order.

    Args:
        reading: Where.
        words: What; upper and lower case are the same, and so is all white space.
        whole: Whether a word has to begin where a word of the text begins.
    """
    patterns = [r"\s+".join(map(re.escape, word.split())) for word in words if word.strip()]
    if not patterns:
        return ()
    edge = r"\b" if whole else ""
    pattern = re.compile(edge + "(?:" + "|".join(patterns) + ")", re.IGNORECASE)
    return tuple(
        Find(number, match.start(), match.end())
        for number, block in enumerate(reading.blocks)
        for match in pattern.finditer(block.text)
    )
