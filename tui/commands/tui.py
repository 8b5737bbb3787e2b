"""``toolkit tui``: the full-screen app."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from tui.output import DAY


def refusal() -> str:
    """Say why the app cannot run here, and what to use instead; empty where it can."""
    if os.environ.get("TEXTUAL_DRIVER"):
        return ""  # shown in a browser
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        where = "this is not a terminal"
    elif os.environ.get("TERM", "dumb") in ("dumb", "") and sys.platform != "win32":
        where = "this terminal cannot place text on the screen (TERM is dumb)"
    else:
        return ""
    return (
        f"the app needs a terminal, and {where}; use the commands instead (toolkit --help), "
        "or the guide in plain questions and answers: toolkit guide --plain"
    )


@click.command("tui")
@click.option(
    "--cases",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder with your cases; by default that of your settings, else this one.",
)
@click.option("--on", type=DAY, default=None, help="Take this day for today.")
def command(cases: Path | None, on: object) -> None:
    """Open the app: guided questions, cases, search, the policies' text, letters.

    F1 says what can be done, wherever you are. Where there is no terminal, the other commands give
    the same answers.
    """
    if words := refusal():
        raise click.UsageError(words)
    run_app(cases, on)


def run_app(cases: Path | None = None, on: object = None) -> None:
    """Run the app until the user leaves it."""
    from datetime import date

    from tui.app.app import ToolkitApp
    from tui.app.seams import Seams

    seams = Seams(
        today=date.today if not isinstance(on, date) else lambda: on,
        cases=cases.absolute() if cases else None,
    )
    ToolkitApp(seams).run()
