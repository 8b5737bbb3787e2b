"""``toolkit faults``: the register of contradictions, ambiguities, gaps and bad copies."""

from __future__ import annotations

import click

from toolkit.problem import Problem, Refused
from toolkit.review.faults import TYPES, Register, chosen, faults
from tui.opening import open_procedures
from tui.output import as_json, width, write, write_json
from tui.text.faults import listing, markdown, table


@click.command("faults")
@click.argument("procedure", required=False, metavar="[ID | FOLDER]")
@click.option(
    "--type",
    "types",
    type=click.Choice(TYPES),
    multiple=True,
    help="Only faults of this type; may be given again.",
)
@click.option("--settle", default="", help="Only what these people should settle: part of a name.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "csv", "json"]),
    help="As a document, as a table, or as JSON.",
)
@as_json
def command(
    procedure: str | None, types: tuple[str, ...], settle: str, form: str | None, json_: bool
) -> None:
    """List the faults in the text of a procedure, or of all.

    Each contradiction, ambiguity, gap and fault of the copy, with every reading and its clauses,
    the reading that is followed, what to do meanwhile, and who should settle it.
    """
    if json_ and form not in (None, "json"):
        raise click.UsageError(
            f"--json and --format {form} contradict each other; give one of them"
        )
    whole = [faults(item) for item in open_procedures([procedure] if procedure else ())]
    found = [chosen(register, types, settle) for register in whole]
    if (types or settle) and not any(register.faults for register in found):
        raise Refused([_nothing(whole, types, settle)])
    if json_ or form == "json":
        write_json({"registers": [register.as_data() for register in found]})
    elif form == "csv":
        click.echo(table(found))
    elif form == "md":
        click.echo("\n\n".join(markdown(register) for register in found))
    else:
        wide = width()
        write("\n\n".join(listing(register, wide) for register in found))


def _nothing(whole: list[Register], types: tuple[str, ...], settle: str) -> Problem:
    """Say that the filters leave nothing, and what they could be."""
    kind = " or ".join(types) or "fault"
    if not settle:
        names = ", ".join(register.procedure for register in whole)
        return Problem("no-faults", f"there is no {kind} in the text of {names}")
    settlers = dict.fromkeys(
        fault.settle
        for register in whole
        for fault in chosen(register, types).faults
    )  # fmt: skip
    hint = f"there is something to settle for: {'; '.join(settlers)}" if settlers else ""
    return Problem(
        "no-faults", f"no {kind} is to be settled by '{settle}'", suggestion=hint
    )  # fmt: skip
