"""What is said, as lines under headings, each line with the clauses that it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.case.advice import Cited


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an advice or an answer.

    Attributes:
        words: What it says.
        sign: A word that stands before it, such as "overdue" or "yours"; never colour alone.
        detail: What it unfolds to before the clauses; a point of a list begins with a hyphen.
        clauses: The clauses that it rests on, quoted.
        key: What it is about: a step, an outcome, a letter; for following it.
    """

    words: str
    sign: str = ""
    detail: tuple[str, ...] = ()
    clauses: tuple[Cited, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading.

    Attributes:
        title: The heading.
        lines: The lines.
        detailed: Whether details are to be seen at once, and only clauses are folded away.
    """

    title: str
    lines: tuple[Line, ...]
    detailed: bool = False
