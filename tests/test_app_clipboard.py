"""Copying with a citation."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.app_driving import Driver, drive
from tui.app import clipboard
from tui.app.copied import Copied
from tui.app.places import Place


def test_by_terminal_and_tool(tmp_path: Path) -> None:
    """The terminal is always asked; a tool that copies is named."""
    sent: list[str] = []
    where = clipboard.copy("words", sent.append, lambda text: "xclip", tmp_path)
    assert sent == ["words"]
    assert where == "It is in the clipboard (xclip)."


def test_without_a_tool(tmp_path: Path) -> None:
    """Without a tool the text lies in a file too, as the terminal gives no answer."""
    sent: list[str] = []
    where = clipboard.copy("words", sent.append, lambda text: "", tmp_path / "new")
    assert sent == ["words"]
    file = tmp_path / "new" / clipboard.FILE
    assert where == f"It was sent to the terminal's clipboard. If pasting gives nothing: {file}"
    assert file.read_text() == "words"


def test_too_long_for_a_terminal(tmp_path: Path) -> None:
    """What terminals drop is not sent to them."""
    sent: list[str] = []
    where = clipboard.copy("x" * 80_000, sent.append, lambda text: "", tmp_path)
    assert not sent and where.startswith("It is too long for the terminal's clipboard. It is in")


def test_no_tool_over_ssh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over SSH no tool of the far machine is asked: its clipboard is not the user's."""
    monkeypatch.setenv("SSH_CONNECTION", "1")
    assert clipboard.local_tool() is None
    assert clipboard.by_tool("x") == ""


def test_tool_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tool that fails counts as none."""
    monkeypatch.setattr(clipboard, "local_tool", lambda: ["/bin/false"])
    assert clipboard.by_tool("x") == ""
    monkeypatch.setattr(clipboard, "local_tool", lambda: ["/bin/cat"])
    assert clipboard.by_tool("x") == "cat"

    def slow(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("x", 3)

    monkeypatch.setattr(subprocess, "run", slow)
    assert clipboard.by_tool("x") == ""


def test_citation() -> None:
    """A copy ends with where it is from."""
    assert Copied("Words.", "LDPP 1.1, Policy").whole() == "Words.\n\n— LDPP 1.1, Policy\n"
    assert Copied("Words.").whole() == "Words.\n"


def test_copy_a_clause(tmp_path: Path) -> None:
    """The key y copies the chosen clause with its citation, and says where it is."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: "LDPP 8.1 (" in user.text)
        await user.press("y")
        user.told("It is in the clipboard (test).")
        assert user.copies[0].startswith("8.1 ")
        assert user.copies[0].endswith(
            "\n\n— LDPP 8.1, Learner Disciplinary Policy and Procedure (Loughborough College, "
            "version 2019-09)\n"
        )

    drive(journey, tmp_path, start=Place("procedures", "ldpp", "LDPP 8.1"))


def test_nothing_to_copy(tmp_path: Path) -> None:
    """Where nothing is chosen, the app says so."""

    async def journey(user: Driver) -> None:
        await user.press("tab", "y")
        user.told("Nothing is chosen that could be copied.")

    drive(journey, tmp_path)
