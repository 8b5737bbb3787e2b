"""``toolkit walk``: every path of a procedure, to be checked by its owner."""

from __future__ import annotations

import click

from toolkit.problem import Problem, Refused, did_you_mean
from toolkit.procedure.library import load
from toolkit.procedure.procedure import Procedure
from toolkit.walk.paths import paths
from toolkit.walk.walk import walk
from tui.output import write, write_json
from tui.text.walk import as_csv, as_markdown, as_sheet


@click.command("walk")
@click.argument("procedure")
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "csv", "json"]),
    default="md",
    show_default=True,
    help="What to write.",
)
@click.option("--sheet", metavar="STAGE", help="Only one stage, as a sheet to be signed.")
def command(procedure: str, form: str, sheet: str | None) -> None:
    """List every path of a PROCEDURE: its steps, outcomes, letters, limits and clauses.

    It is the table that the owner of the policy checks against the text and signs.
    """
    held = load(procedure)
    if sheet is not None:
        stage = _stage(held, sheet)
        write(as_sheet(held, stage, paths(held, walk(held), stage)))
        return
    found = tuple(paths(held, walk(held)))
    if form == "json":
        write_json([path.as_data() for path in found])
    elif form == "csv":
        write(as_csv(found))
    else:
        write(as_markdown(held, found))


def _stage(procedure: Procedure, typed: str) -> str:
    wanted = typed.strip().lower().replace(" ", "-")
    if wanted in procedure.stages:
        return wanted
    known = ", ".join(procedure.stages)
    every = f"the stages are {known}" if known else "it has no stages"
    hint = did_you_mean(wanted, procedure.stages) or every
    raise Refused(
        [Problem("no-such-stage", f"{procedure.id} has no stage '{typed}'", suggestion=hint)]
    )
