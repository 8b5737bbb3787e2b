"""The README's example is what the program prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tui.cli import main

ROOT = Path(__file__).parent.parent


def test_the_example_is_real_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part of the example stands in the output of the command above it, word for word."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    example = readme.split("<!-- example: begin -->")[1].split("<!-- example: end -->")[0]
    command, _, shown = example.strip().strip("`").strip().partition("\n")
    assert command.startswith("$ toolkit ")
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    result = CliRunner().invoke(main, command.removeprefix("$ toolkit ").split())
    assert result.exit_code == 0
    parts = [part.strip("\n") for part in shown.split("…")]
    assert [part for part in parts if part not in result.stdout] == []
