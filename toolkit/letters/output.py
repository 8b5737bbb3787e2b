"""Writing finished letters: whole or not at all, never over a file that is there unless asked."""

from __future__ import annotations

from pathlib import Path

from toolkit.files import write_bytes_atomically
from toolkit.letters.make import Made
from toolkit.letters.template.proof import read_back
from toolkit.problem import BadData, Problem, Refused


def save(target: Path, made: Made, replace: bool = False) -> None:
    """Write a letter, and read it back from where it was written.

    Raises:
        Refused: There is a file already, or it cannot be written there.
        BadData: What was read back does not pass its proof; the file is then taken away.
    """
    save_bytes(target, made.content, replace)
    problems = read_back(made.letter, made.data, target.read_bytes(), str(target))
    if problems:
        target.unlink()
        raise BadData(problems)


def free(target: Path, replace: bool = False) -> None:
    """Make sure that a file may be written under a name.

    Raises:
        Refused: There is a file of this name already.
    """
    if target.exists() and not replace:
        raise Refused(
            [
                Problem(
                    "exists",
                    "there is a file of this name already",
                    str(target),
                    suggestion="give another with -o, or write over it with --replace",
                )
            ]
        )


def save_bytes(target: Path, content: bytes, replace: bool = False) -> None:
    """Write a file, whole or not at all.

    Raises:
        Refused: There is a file already, or it cannot be written there.
    """
    free(target, replace)
    try:
        write_bytes_atomically(target, content)
    except OSError as error:
        raise not_written(target, error) from None


def not_written(target: Path, error: OSError) -> Refused:
    """Give the refusal for what the system did not let be written."""
    return Refused(
        [
            Problem(
                "cannot-write",
                f"this cannot be written: {error.strerror or error}",
                str(target),
                suggestion="choose a folder that is there and may be written",
            )
        ]
    )
