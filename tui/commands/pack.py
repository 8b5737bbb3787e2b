"""``toolkit pack``: every letter of a step, to everybody who gets it, with what goes with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tui.output import DAY, as_json, width, write, write_json


class Enclose(click.ParamType[tuple[str, Path]]):
    """An enclosure and its file, written ITEM=FILE."""

    name = "item=file"

    def convert(
        self,
        value: str | tuple[str, Path],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[str, Path]:
        """Take an enclosure's name and its file apart; anything else is wrong use."""
        if isinstance(value, tuple):
            return value
        item, equals, file = value.partition("=")
        if not (item.strip() and equals and file):
            self.fail(f"'{value}' is not of the form ITEM=FILE", param, ctx)
        return item.strip(), Path(file)


@click.command("pack")
@click.argument("case", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--step", "steps", multiple=True, help="Documents of this step; may be repeated.")
@click.option("--on", type=DAY, default="today", help="Date of the letters; today by default.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder, or file in .zip.")
@click.option("--letterhead", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--enclose", "given", multiple=True, type=Enclose(), help="A file for an enclosure.")
@click.option("--pdf", is_flag=True, help="Each document as a PDF as well (needs LibreOffice).")
@click.option("--dry-run", is_flag=True, help="Only show what it would hold, and what is missing.")
@click.option("--replace", is_flag=True, help="Put it in the place of an older pack.")
@click.option(
    "--closures",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File with days on which the organisation is closed.",
)
@as_json
def command(
    case: Path,
    steps: tuple[str, ...],
    on: date,
    output: Path | None,
    letterhead: Path | None,
    given: tuple[tuple[str, Path], ...],
    pdf: bool,
    dry_run: bool,
    replace: bool,
    closures: Path | None,
    json_: bool,
) -> None:
    """Make the letters of a case, with copies, enclosures, e-mail drafts and calendar files.

    Without --step: whatever is due on the day, and what was done last. It is written whole or not
    at all; whatever is missing is listed at once.
    """
    from toolkit.case.closures import calendar_with, settings_file
    from toolkit.letters.context import Desk
    from toolkit.letters.packs.matrix import matrix
    from toolkit.letters.packs.pack import MANIFEST, Wanted, pack
    from toolkit.letters.packs.parcel import may_write, write_parcel
    from tui.casefile import faults_of, open_case
    from tui.text.pack import contents, sendings

    if output is None and not dry_run:
        raise click.UsageError("say where to write it: -o FOLDER, -o FILE.zip, or --dry-run")
    if output is not None and not dry_run:
        may_write(output, MANIFEST, replace)
    procedure, held = open_case(case)
    with faults_of(case):
        calendar = calendar_with(procedure, closures or settings_file(), held)
        desk = Desk(procedure, held, on, file=str(case), calendar=calendar)
        if dry_run or output is None:
            found = matrix(desk, steps, dict(given))
            if json_:
                write_json(found.as_data())
            else:
                write(sendings(procedure, found, width()))
            return
        made = pack(desk, Wanted(steps, letterhead, dict(given), pdf))
    write_parcel(made.files, output, MANIFEST, replace)
    if json_:
        write_json({"pack": str(output), "files": [entry.as_data() for entry in made.entries]})
    else:
        write(contents(output, made, width()))
