"""How answers reach the terminal: text on stdout, as wide as the terminal; or JSON."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

WIDEST = 100
"""Lines longer than this are hard to read, however wide the terminal."""


def width() -> int:
    """Give the width to wrap to."""
    return max(40, min(shutil.get_terminal_size((80, 24)).columns, WIDEST))


def write(text: str) -> None:
    """Write an answer; in a terminal with colour, headings (lines at the margin) are bold."""
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb":
        text = "\n".join(
            click.style(line, bold=True) if line and not line[0].isspace() else line
            for line in text.split("\n")
        )
    click.echo(text)


def write_json(data: Any) -> None:
    """Write an answer as JSON."""
    import json

    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


as_json: Callable[[Command], Command] = click.option(
    "--json", "json_", is_flag=True, help="Answer as JSON."
)
"""The option ``--json``, the same on every command that reads."""


class Day(click.ParamType[date]):
    """A day, written 2026-04-02 or ``today``."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a day; anything else is wrong use."""
        if isinstance(value, date):
            return value
        if value == "today":
            return date.today()
        try:
            if len(value) == 10:
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.fail(f"'{value}' is not a day; write it as 2026-04-02", param, ctx)


DAY = Day()
