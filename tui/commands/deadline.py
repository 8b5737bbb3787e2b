"""``toolkit deadline``: a clause's time limits, worked out day by day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from toolkit.case.closures import calendar_with, settings_file
from toolkit.case.limits import deadlines
from toolkit.procedure.library import candidates
from toolkit.procedure.reference import find_clause
from tui.output import DAY, as_json, width, write, write_json
from tui.text.deadlines import deadline
from tui.text.layout import pages, paragraph


@click.command("deadline")
@click.argument("ref", nargs=-1, required=True)
@click.option("--from", "start", type=DAY, help="Day of the event that starts the clock.")
@click.option("--by", type=DAY, help="Work backwards: when must it be sent, to be in time?")
@click.option("--event", default="", help="Only limits whose clock this event starts.")
@click.option(
    "--closures",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File with days on which the organisation is closed.",
)
@as_json
def command(
    ref: tuple[str, ...],
    start: date | None,
    by: date | None,
    event: str,
    closures: Path | None,
    json_: bool,
) -> None:
    """Work out the time limits that a clause sets.

    REF is a clause, such as "LDPP 8.2". With --from DATE each limit is counted day by day, naming
    the weekend days and bank holidays that do not count; with --by DATE it is worked backwards.
    Without either the limits are listed in words.
    """
    if start and by:
        raise click.UsageError("--from counts forwards and --by backwards; give one of them")
    typed = " ".join(ref)
    procedure, clause = find_clause(typed, candidates(typed))
    calendar = calendar_with(procedure, closures or settings_file())
    found = deadlines(procedure, clause.ref, start=start, by=by, event=event, calendar=calendar)
    if json_:
        write_json(
            {
                "procedure": procedure.id,
                "clause": {"ref": clause.ref, "text": procedure.quote(clause.ref)},
                "deadlines": [item.as_data() for item in found],
            }
        )
        return
    wide = width()
    head = "\n".join([clause.ref, paragraph(procedure.quote(clause.ref), wide), ""])
    write(pages([head, *(deadline(item, wide, by=by) for item in found)]))
