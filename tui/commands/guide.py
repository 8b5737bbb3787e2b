"""``toolkit guide``: the guided lookup, one question at a time."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from tui.commands.tui import refusal
from tui.output import DAY, as_json, width, write_json


@click.command("guide")
@click.argument("procedure", required=False)
@click.option("--plain", is_flag=True, help="Lines only: for screen readers, SSH and pipes.")
@click.option("--on", type=DAY, default="today", show_default=True, help="The day of the advice.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Where cases and answers are written; by default here.",
)
@as_json
def command(procedure: str | None, plain: bool, on: date, folder: Path, json_: bool) -> None:
    """Find the answer for a matter by answering one question at a time.

    The questions are those that decide most; "don't know" is an answer, and "why" shows the
    clause for which one is asked. In a terminal it opens in the app. With --plain, with --json, or
    without a terminal it is held in plain lines; with --json the answers and the advice are written
    at the end on stdout, and the dialogue on stderr.
    """
    if not (plain or json_) and not refusal():
        in_app((procedure or "").strip().lower(), on, folder)
        return
    in_lines((procedure or "").strip().lower(), on, folder, json_=json_)


def in_app(procedure: str, on: date, folder: Path) -> None:
    """Hold the guided lookup in the app."""
    from tui.app.app import ToolkitApp
    from tui.app.places import Place
    from tui.app.seams import Seams

    cases = None if folder == Path() else folder.absolute()
    seams = Seams(today=lambda: on, cases=cases)
    ToolkitApp(seams, Place("guide", procedure)).run()


def in_lines(procedure: str, on: date, folder: Path, *, json_: bool) -> None:
    """Hold the guided lookup as plain lines."""
    from toolkit.case.closures import calendar_with, settings_file
    from toolkit.procedure.library import load_all
    from tui.guide.guide import begin
    from tui.guide.plain import Dialogue
    from tui.guide.result import as_data
    from tui.guide.speaker import lines_of

    shelf = tuple(load_all())
    guide = begin(
        lambda: shelf,
        on,
        procedure,
        lambda of, case: calendar_with(of, settings_file(), case),
    )
    say = (lambda line: click.echo(line, err=True)) if json_ else click.echo
    lines = iter(sys.stdin.readline, "")
    ended = Dialogue(guide, lines_of(lines), say, width(), folder).run()
    if json_:
        write_json(as_data(ended))
