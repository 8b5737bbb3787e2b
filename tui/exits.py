"""Exit codes, and the one place that turns an error into a message and a code.

0 done, 1 nothing found or refused, 2 wrong use, 3 bad data.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.problem import Problem

DONE, REFUSED, USAGE, BAD_DATA = 0, 1, 2, 3

_NOT_YOURS = "use a folder in which you may write, or ask whoever looks after this one"
_CURES = {
    errno.ENOSPC: "make room on the disk, then do it again",
    errno.EDQUOT: "make room on the disk, then do it again",
    errno.EROFS: _NOT_YOURS,
    errno.EACCES: _NOT_YOURS,
    errno.EPERM: _NOT_YOURS,
}
"""What to do about an error of the system."""


def code_of(error: Exception) -> int | None:
    """Give the exit code for an error, or ``None`` for one that is a fault of the toolkit."""
    from toolkit.problem import BadData, ToolkitError

    if isinstance(error, BadData):
        return BAD_DATA
    if isinstance(error, ToolkitError | OSError):
        return REFUSED
    return None


@contextmanager
def explained() -> Iterator[None]:
    """Turn what is wrong with the input into lines on stderr and an exit code.

    Raises:
        SystemExit: With the code, after the message.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except Exception as error:
        code = code_of(error)
        if code is None:
            raise
        for line in message(error):
            print(line, file=sys.stderr)
        raise SystemExit(code) from None


def _lines(problem: Problem) -> list[str]:
    """Give a problem's line, and under it the clauses that it quotes."""
    quotes = problem.excerpt.splitlines() if problem.code == "not-allowed" else []
    return [str(problem), *(f"  {quote}" for quote in quotes)]


def message(error: Exception) -> list[str]:
    """Give the lines that say what was wrong."""
    from toolkit.problem import ToolkitError

    if isinstance(error, ToolkitError):
        return [line for problem in error.problems for line in _lines(problem)]
    if isinstance(error, OSError) and error.filename:
        words = f"{error.filename}: {(error.strerror or 'cannot be used').lower()}"
        return [f"{words}; {_CURES[error.errno]}" if error.errno in _CURES else words]
    return [str(error)]
