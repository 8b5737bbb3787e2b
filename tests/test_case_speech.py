"""Advice that names a command, said as the app does the same."""

from __future__ import annotations

import errno

import pytest

from tui.cases.speech import spoken
from tui.exits import message


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("record it (toolkit case add)", "record it (n on the page of the case)"),
        ("toolkit advise asks for it", "the page Today of the case asks for it"),
        ("write it in the case: a: {b: …}, or --set b=…", "write it in the case: a: {b: …}"),
        (
            "also due: 'Sheet' (--step stage-2.upload)",
            "also due: 'Sheet' (l shows it among the letters of the case)",
        ),
        (
            "give its file: --enclose report=FILE",
            "give its file where the pack is made, in “Files to enclose”: report=FILE",
        ),
        (
            "give another with -o, or put this in its place with --replace",
            "move it away, or write another name",
        ),
        ("save it as UTF-8", "save it as UTF-8"),
    ],
)
def test_no_command_is_named_in_the_app(words: str, said: str) -> None:
    """What tells of a command or an option tells of a key or a line instead."""
    assert spoken(words) == said


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            PermissionError(errno.EACCES, "Permission denied", "cases/a.yaml"),
            "cases/a.yaml: permission denied; use a folder in which you may write, or ask whoever "
            "looks after this one",
        ),
        (
            OSError(errno.ENOSPC, "No space left on device", "cases/a.yaml"),
            "cases/a.yaml: no space left on device; make room on the disk, then do it again",
        ),
        (FileNotFoundError(errno.ENOENT, "No such file", "a.yaml"), "a.yaml: no such file"),
    ],
)
def test_errors_of_the_system_say_what_to_do(error: OSError, said: str) -> None:
    """A full disk, or a folder of somebody else's, is told with what helps."""
    assert message(error) == [said]
