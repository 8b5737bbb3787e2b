"""What is wrong, where, and what to do about it: the one shape of every message to an author."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from toolkit.plain import Frozen


class Problem(Frozen):
    """One fault in a procedure, a case or an argument.

    Args:
        code: Stable short name of the mistake, such as ``unknown-step``.
        message: What is wrong, as one sentence without a full stop at its end.
        file: Path as the author knows it, or empty.
        line: Line number from 1, or 0 where no line applies.
        clause: Reference of the clause above the place, such as ``LDPP 5.13``.
        suggestion: What to do, or empty.
        excerpt: The line itself, or the clauses quoted; or empty.
        level: ``error`` or ``warning``.
    """

    code: str
    message: str
    file: str = ""
    line: int = 0
    clause: str = ""
    suggestion: str = ""
    excerpt: str = ""
    level: str = "error"

    def __str__(self) -> str:
        """Give the message as it is printed: place, sentence, suggestion, clause."""
        where = (
            f"{self.file}:{self.line}: " if self.line else (f"{self.file}: " if self.file else "")
        )
        hint = f"; {self.suggestion}" if self.suggestion else ""
        under = f" (under {self.clause})" if self.clause else ""
        return f"{where}{self.message}{hint}{under}"

    def as_dict(self) -> dict[str, str | int]:
        """Give the problem as plain data for JSON."""
        return asdict(self)


class ToolkitError(Exception):
    """One or more problems that stopped the work.

    Attributes:
        problems: All problems found in the run, in the order of their places.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class BadData(ToolkitError):
    """A procedure or case file that cannot be read as what it claims to be."""


class Refused(ToolkitError):
    """Something that the procedure does not allow, or that is not to be found in it."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give ``did you mean 'x'?`` for the known word nearest to ``word``, or an empty string."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else ""
