"""Authored questions: what people ask, in their own words, that a clause answers.

They stand in ``asked-as`` blocks, one question a line, and feed the search. They are neither the
policy's text nor rules: the lock does not see them, and no advice rests on them. Questions that get
no answer stand in the ``not-stated`` rule that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from toolkit.problem import Problem, did_you_mean

WORD = "asked-as"
"""What stands after the fence of such a block."""

LONGEST = 200
"""The most characters that a question may have: what is longer is no question but an essay."""

_ITEM = re.compile(r"\s*\(?(?:[a-z]*[0-9.]+[a-z]?|[a-z]|[ivx]+)\)?$")


@dataclass(frozen=True, slots=True)
class Asked:
    """A block of questions as it stands in a file.

    Attributes:
        body: The block's lines.
        file: Path for messages.
        line: The line of its fence.
        clause: The clause that it follows.
        in_list: Whether that clause is an item of a list.
        named: The finer clause that it names, or empty.
    """

    body: str
    file: str
    line: int
    clause: str
    in_list: bool = False
    named: str = ""


def questions(
    blocks: Iterable[Asked], clauses: Iterable[str], problems: list[Problem]
) -> dict[str, tuple[str, ...]]:
    """Give the questions by clause, in the order of the clauses.

    Args:
        blocks: All blocks of a procedure.
        clauses: References of all of its clauses, in reading order.
        problems: What is wrong is added here.
    """
    found: dict[str, dict[str, tuple[str, int]]] = {ref: {} for ref in clauses}
    for block in blocks:
        ref = block.named or block.clause
        problem = _misplaced(block, found) if block.named else None
        if problem is not None:
            problems.append(problem)
            continue
        problems.extend(_collect(block, found[ref]))
    return {ref: tuple(words for words, _ in held.values()) for ref, held in found.items() if held}


def as_asked(written: tuple[str, ...]) -> tuple[str, ...]:
    """Give the questions that a rule holds, each on one line.

    Args:
        written: The questions, as they stand in the rule.

    Raises:
        ValueError: One is empty, too long, or stands there twice.
    """
    found = tuple(" ".join(words.split()) for words in written)
    seen = set[str]()
    for words in found:
        if not words:
            raise ValueError("a question is empty: write it, or take its line away")
        if len(words) > LONGEST:
            raise ValueError(
                f"a question has {len(words)} characters, and it may have {LONGEST}: "
                "write it shorter, as somebody would ask it"
            )
        if words.casefold() in seen:
            raise ValueError(f"the question '{words}' stands there twice: keep one of them")
        seen.add(words.casefold())
    return found


def _misplaced(block: Asked, known: Mapping[str, object]) -> Problem | None:
    """Say what is wrong with the clause that a block names, if anything is."""
    above = _ITEM.sub("", block.clause) if block.in_list else block.clause
    if block.named not in known:
        near = [ref for ref in known if _under(ref, above)]
        return _problem(
            block,
            "unknown-clause",
            f"this {WORD} block names the clause '{block.named}', which does not exist",
            did_you_mean(block.named, near or known) or "name a clause under this one, or none",
        )
    if not _under(block.named, above):
        return _problem(
            block,
            "asked-elsewhere",
            f"this {WORD} block names the clause '{block.named}', which does not lie under "
            f"'{above}'",
            "move the block under that clause",
        )
    return None


def _under(ref: str, above: str) -> bool:
    """Whether a clause is another, or lies under it."""
    rest = ref[len(above) :]
    return ref.startswith(above) and not rest[:1].isdigit()


def _collect(block: Asked, held: dict[str, tuple[str, int]]) -> Iterator[Problem]:
    """Add a block's questions to those of its clause."""
    lines = [
        (" ".join(line.split()), block.line + at)
        for at, line in enumerate(block.body.splitlines(), start=1)
        if line.strip()
    ]
    if not lines:
        yield _problem(
            block,
            "empty-block",
            f"this {WORD} block is empty",
            "write its questions, one a line, or take the block away",
        )
    for words, line in lines:
        if len(words) > LONGEST:
            yield _problem(
                block,
                "question-too-long",
                f"this question has {len(words)} characters, and it may have {LONGEST}",
                "write it shorter, as somebody would ask it",
                line,
            )
        first = held.setdefault(words.casefold(), (words, line))
        if first[1] != line:
            yield _problem(
                block,
                "question-twice",
                f"the question '{words}' stands under this clause twice",
                f"keep one of them; the other is on line {first[1]}",
                line,
            )


def _problem(
    block: Asked, code: str, message: str, suggestion: str, line: int | None = None
) -> Problem:
    return Problem(code, message, block.file, line or block.line, block.clause, suggestion)
