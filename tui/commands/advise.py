"""``toolkit advise``: where a case stands and what comes next."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from toolkit.case.advise import advise
from toolkit.case.closures import calendar_with, settings_file
from tui.casefile import faults_of, open_case
from tui.output import DAY, as_json, width, write, write_json
from tui.text.advice import advice


@click.command("advise")
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--on", type=DAY, default="today", show_default=True, help="The day of the advice.")
@click.option("--brief", is_flag=True, help="Leave out the reasons and the clauses' words.")
@click.option(
    "--closures",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File with days on which the organisation is closed.",
)
@as_json
def command(case: Path, on: date, brief: bool, closures: Path | None, json_: bool) -> None:
    """Say where the case in the file CASE stands, what comes next, who does it, and by when.

    The outcomes that are open and those that are not, the letters due and to whom, the deadlines
    with their working, and what to find out first: each with the clauses that say so.
    """
    with faults_of(case):
        procedure, held = open_case(case)
        calendar = calendar_with(procedure, closures or settings_file(), held)
        found = advise(procedure, held, on, calendar)
    if json_:
        write_json(found.as_data())
    else:
        write(advice(found, width(), brief=brief))
