"""``toolkit diff``: what differs between two versions of a procedure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from toolkit.case.answers import AnswerChange, compare_answers
from toolkit.case.case import read_case
from toolkit.problem import Problem, Refused
from toolkit.procedure.procedure import Procedure
from toolkit.review.difference import difference
from tui.opening import open_procedure
from tui.output import DAY, as_json, width, write, write_json
from tui.text.difference import listing


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--cases",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder with case files whose answers are compared.",
)
@click.option("--on", type=DAY, help="The day of the advice; by default each case's last event.")
@as_json
def command(old: str, new: str, cases: Path | None, on: date | None, json_: bool) -> None:
    """Show what differs between two versions of a procedure, OLD and NEW: ids or folders.

    The clauses word by word; the time limits, outcomes and letters that change; the rules whose
    clause changed and which did not; and with --cases, the answers that change.
    """
    if on and cases is None:
        raise click.UsageError("--on is the day of the advice on cases; name them with --cases")
    before, after = open_procedure(old), open_procedure(new)
    found = difference(before, after)
    answers = None if cases is None else _answers(before, after, cases, on)
    if json_:
        data = found.as_data()
        if answers is not None:
            data["answers"] = [item.as_data() for item in answers]
        write_json(data)
    else:
        write(listing(found, answers, width()))


def _answers(
    old: Procedure, new: Procedure, folder: Path, on: date | None
) -> tuple[AnswerChange, ...]:
    """Compare the answers to the cases under either procedure in a folder and those below it."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".yaml", ".yml"))
    cases = [(path.relative_to(folder).as_posix(), read_case(path)) for path in files]
    ids = tuple(dict.fromkeys((old.id, new.id)))
    found = tuple(
        compare_answers(old, new, name, case, on) for name, case in cases if case.procedure in ids
    )
    if not found:
        names = " or ".join(f"'{procedure}'" for procedure in ids)
        raise Refused([Problem("no-cases", f"there is no case under {names} in {folder}")])
    return found
