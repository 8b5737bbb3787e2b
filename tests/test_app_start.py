"""Opening the app: when it refuses, and what it does not load."""

from __future__ import annotations

import sys

import pytest
from click.testing import CliRunner

from tests.test_imports import loaded
from tui.cli import main
from tui.commands import tui as command


def test_no_terminal() -> None:
    """Without a terminal the app refuses, and says what to use instead."""
    done = CliRunner().invoke(main, ["tui"])
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1] == (
        "Error: the app needs a terminal, and this is not a terminal; use the commands instead "
        "(toolkit --help), or the guide in plain questions and answers: toolkit guide --plain"
    )
    assert not done.stdout


def test_bare_command_without_a_terminal() -> None:
    """Without a command and a terminal, the help is shown, and it counts as wrong use."""
    done = CliRunner().invoke(main, [])
    assert done.exit_code == 2
    assert done.stderr.startswith("Usage:") and not done.stdout


class Terminal:
    """Stands for a stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("term", "runs"), [("dumb", False), ("", False), ("xterm-256color", True)])
def test_terminals(term: str, runs: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that cannot place text is refused like none."""
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("TERM", term)
    assert (command.refusal() == "") is runs
    if not runs:
        assert "TERM is dumb" in command.refusal()


def test_first_screen_loads_little() -> None:
    """Before it is drawn, the app loads neither Word, nor the search, nor the Markdown parser."""
    found = loaded("import tui.app.app, tui.app.screens.home, tui.app.dialogs")
    assert not found & {"docx", "whoosh", "markdown_it", "holidays", "numpy", "index", "yaml"}
    assert "pydantic" not in found


def test_library_does_not_load_the_app() -> None:
    """The commands do not load Textual."""
    assert "textual" not in loaded("import tui.cli, tui.commands.tui, tui.commands.show")
