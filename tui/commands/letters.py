"""``toolkit letters``: list, make, check and write the letters of a procedure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tui.exits import BAD_DATA
from tui.output import DAY, as_json, width, write, write_json


@click.group("letters")
def command() -> None:
    """List, make, check and write the letters of a procedure."""


@command.command("list")
@click.argument("procedure", nargs=-1)
@as_json
def list_(procedure: tuple[str, ...], json_: bool) -> None:
    """List the letters of procedures: clause, sender, recipients, status, template."""
    from toolkit.letters.register import register
    from tui.opening import open_procedures
    from tui.text.letters import registers

    found = [(each, register(each)) for each in open_procedures(procedure)]
    if json_:
        write_json([entry.as_data() for _, entries in found for entry in entries])
        return
    write(registers(found, width()))


@command.command("fields")
@click.argument("letter", required=False)
@click.option("--procedure", help="The procedure of the letter.")
@as_json
def fields(letter: str | None, procedure: str | None, json_: bool) -> None:
    """List the fields that a template may use; with LETTER the entries of its form too."""
    from toolkit.letters.form import entries
    from toolkit.letters.template.check import field_paths
    from toolkit.letters.template.shelf import letter_named
    from tui.opening import open_procedure
    from tui.text.letters import table_of_fields

    rows = list(field_paths())
    if letter:
        if not procedure:
            raise click.UsageError("say which procedure, by its id: --procedure ID")
        known = letter_named(open_procedure(procedure), letter)
        rows += [
            (f"form.{name}", each.type, "letter", " – ".join(filter(None, (each.name, each.hint))))
            for name, each in entries(known).items()
        ]
    if json_:
        keys = ("field", "type", "by", "about")
        write_json([dict(zip(keys, row, strict=True)) for row in rows])
        return
    write(table_of_fields(rows, width()))


@command.command("make")
@click.argument("letter")
@click.argument("case", type=click.Path(path_type=Path, dir_okay=False))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write it.")
@click.option("--on", type=DAY, default="today", help="Date of the letter; today by default.")
@click.option("--to", "recipient", default="", help="Recipient, by role; its first by default.")
@click.option("--set", "sets", multiple=True, metavar="FIELD=VALUE", help="Fill a field.")
@click.option("--letterhead", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--template", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--pdf", is_flag=True, help="Write a PDF beside it (needs LibreOffice).")
@click.option("--replace", is_flag=True, help="Write over a file that is there.")
@as_json
def make_(
    letter: str,
    case: Path,
    output: Path | None,
    on: date,
    recipient: str,
    sets: tuple[str, ...],
    letterhead: Path | None,
    template: Path | None,
    pdf: bool,
    replace: bool,
    json_: bool,
) -> None:
    """Make one letter of a case.

    What is missing is listed at once, each with the place to write it in the case's file.
    """
    from toolkit.case.closures import calendar_with, settings_file
    from toolkit.letters.context import Desk
    from toolkit.letters.make import make, template_of
    from toolkit.letters.output import free, save
    from toolkit.letters.setting import read_sets
    from toolkit.letters.template.shelf import letter_named
    from tui.casefile import faults_of, open_case

    procedure, held = open_case(case)
    with faults_of(case):
        calendar = calendar_with(procedure, settings_file(), held)
        desk = Desk(procedure, held, on, read_sets(sets), str(case), calendar)
        wanted = letter_named(procedure, letter)
        made = make(desk, wanted, template_of(procedure, wanted, template, letterhead), recipient)
    target = output or Path(f"{wanted.id}.docx")
    if pdf:
        free(target.with_suffix(".pdf"), replace)
    save(target, made, replace)
    written = [target]
    if pdf:
        from toolkit.letters.pdf import to_pdf

        written += to_pdf([target], target.parent, on=on)
    due = desk.is_due(wanted)
    if json_:
        write_json(
            {
                "letter": wanted.id,
                "recipient": made.recipient,
                "files": [str(each) for each in written],
                "due": due,
            }
        )
    else:
        for each in written:
            click.echo(f"wrote {each}")
    if not due:
        click.echo(
            f"note: '{wanted.name}' is not due in this case on {on.isoformat()}; "
            "toolkit advise says what is",
            err=True,
        )


@command.command("text")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--all", "parts", is_flag=True, help="With headers and footers.")
def text_(file: Path, parts: bool) -> None:
    """Show the text of a template or letter, as a draft is written."""
    from toolkit.letters.template.shelf import read_file
    from toolkit.letters.word.text import text

    click.echo(text(read_file(file, "file"), str(file), parts=parts), nl=False)


@command.command("new")
@click.argument("letter")
@click.option("--procedure", required=True, help="The procedure of the letter.")
@click.option(
    "--draft", type=click.Path(path_type=Path, dir_okay=False), help="The text, as Markdown."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
@click.option("--replace", is_flag=True, help="Write over a file that is there.")
def new(letter: str, procedure: str, draft: Path | None, output: Path, replace: bool) -> None:
    """Make a template: from a draft, or with the blocks that the letter has to state."""
    from toolkit.letters.output import save_bytes
    from toolkit.letters.template.shelf import letter_named, read_file
    from toolkit.letters.template.skeleton import skeleton
    from toolkit.letters.word.draft import draft as drawn
    from tui.opening import open_procedure

    known = letter_named(open_procedure(procedure), letter)
    if draft is None:
        content = drawn(skeleton(known), f"{known.id}.md")
    else:
        content = drawn(read_file(draft, "draft").decode("utf-8", "replace"), str(draft))
    save_bytes(output, content, replace)
    click.echo(f"wrote {output}")


@command.command("check")
@click.argument("file", nargs=-1, type=click.Path(path_type=Path))
@click.option("--procedure", help="The procedure of the templates.")
@click.option("--letter", help="The letter of a single FILE; by its name otherwise.")
@as_json
def check(file: tuple[Path, ...], procedure: str | None, letter: str | None, json_: bool) -> None:
    """Prove templates: fields, demanded statements, tags, cells, accessibility.

    Without FILE every template of every procedure is checked, or of the one named.
    """
    from toolkit.letters.template.checking import check_files, check_shelf
    from tui.opening import open_procedure, open_procedures

    if file:
        if not procedure:
            raise click.UsageError("say which procedure, by its id: --procedure ID")
        report = check_files(open_procedure(procedure), file, letter)
    else:
        report = check_shelf(open_procedures((procedure,) if procedure else ()))
    if json_:
        write_json(
            {
                "errors": [each.as_dict() for each in report.problems],
                "templates": report.templates,
            }
        )
    else:
        for each in report.problems:
            click.echo(str(each))
        click.echo(f"{len(report.problems)} errors in {report.templates} templates")
    if report.problems:
        raise click.exceptions.Exit(BAD_DATA)


@command.command("bulk")
@click.argument("letter")
@click.argument("cases", nargs=-1, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--csv", "table", type=click.Path(path_type=Path, dir_okay=False), help="A table.")
@click.option(
    "--case", "base", type=click.Path(path_type=Path, dir_okay=False), help="Each row's beginning."
)
@click.option("--procedure", help="The procedure of a table without --case.")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--on", type=DAY, default="today", help="Date of the letters; today by default.")
@click.option("--jobs", type=click.IntRange(1), help="Processes; one for each processor at most.")
@click.option("--letterhead", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--template", type=click.Path(path_type=Path, dir_okay=False))
@as_json
def bulk_(
    letter: str,
    cases: tuple[Path, ...],
    table: Path | None,
    base: Path | None,
    procedure: str | None,
    output: Path,
    on: date,
    jobs: int | None,
    letterhead: Path | None,
    template: Path | None,
    json_: bool,
) -> None:
    """Make one letter for many cases, or for each row of a table.

    What is there already, made from the same, is left as it is. A faulty case or row stops no
    other; each is reported with its file and line.
    """
    from toolkit.letters.bulk import Order
    from tui.manyletters import letters_of_cases, letters_of_table, run

    if bool(cases) == (table is not None):
        raise click.UsageError("give case files, or a table with --csv")
    if table is not None:
        known, items, total = letters_of_table(letter, table, base, procedure)
    else:
        known, items, total = letters_of_cases(letter, cases, procedure)
    report = run(Order(*known, on, letterhead, template), items, output, total, jobs)
    if json_:
        write_json(
            {
                "folder": str(output),
                "made": report.made,
                "skipped": report.skipped,
                "failed": report.failed,
                "errors": [each.as_dict() for each in report.problems],
            }
        )
    else:
        for each in report.problems:
            click.echo(str(each), err=True)
        there = f", {report.skipped} there already" if report.skipped else ""
        failed = f", {report.failed} not made" if report.failed else ""
        click.echo(f"wrote {report.made} letters to {output}{there}{failed}")
    if report.failed:
        raise click.exceptions.Exit(BAD_DATA)
