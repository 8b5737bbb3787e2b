"""``toolkit ask``: a question gets the answer that the rules give, or an honest refusal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tui.output import DAY, as_json, width, write, write_json

TRIAL = "on trial: one in five answers misses the clause that matters; read those that it quotes"
"""Said beside every answer, until answers are right as often as the search is."""


@click.command("ask")
@click.argument("question", nargs=-1, required=True)
@click.option("--case", type=click.Path(path_type=Path), help="Answer for the case in this file.")
@click.option("--procedure", metavar="ID", help="Look in this procedure only.")
@click.option("--on", type=DAY, default="today", show_default=True, help="The day of the answer.")
@as_json
@click.pass_context
def command(
    ctx: click.Context,
    question: tuple[str, ...],
    case: Path | None,
    procedure: str | None,
    on: date,
    json_: bool,
) -> None:
    """Answer a question from the policies' rules, with the clauses word for word.

    On trial: it may take the question for another one. Read the clauses that it quotes.

    Ask who, what happens next, how long, which letter or which sanction; or say what somebody did.
    Where the policies do not say, the answer is a refusal with the nearest clauses, and the exit
    code is 1.
    """
    from index import ask
    from tui.text.answers import answer

    asked = " ".join(question)
    if case is None:
        found = ask(asked, procedure=procedure)
    else:
        from tui.casefile import faults_of, open_case

        with faults_of(case):
            _, held = open_case(case)
            found = ask(asked, case=held, on=on)
    if json_:
        write_json(found.as_data())
    else:
        click.echo(TRIAL, err=True)
        write(answer(found, width()))
    if found.kind == "refused":
        ctx.exit(1)
