"""``toolkit compare``: how procedures treat the same thing."""

from __future__ import annotations

import click

from toolkit.review.compare import TOPICS, compare
from tui.opening import open_procedures
from tui.output import as_json, width, write, write_json
from tui.text.compare import markdown, side_by_side, topics


@click.command("compare")
@click.argument("topic", required=False)
@click.argument("procedures", nargs=-1, metavar="[ID | FOLDER]...")
@click.option("--format", "form", type=click.Choice(["md", "json"]), help="As a table, or as JSON.")
@as_json
def command(topic: str | None, procedures: tuple[str, ...], form: str | None, json_: bool) -> None:
    """Show how procedures treat TOPIC, side by side, each answer with its clauses.

    Without a procedure all of the library are compared; without a topic the topics are listed.
    """
    if json_ and form == "md":
        raise click.UsageError("--json and --format md contradict each other; give one of them")
    json_ = json_ or form == "json"
    if topic is None:
        if json_:
            write_json(
                [{"topic": name, "question": held.question} for name, held in TOPICS.items()]
            )
        else:
            write(topics(TOPICS, width()))
        return
    compare(topic, ())
    found = compare(topic, open_procedures(procedures))
    if json_:
        write_json(found.as_data())
    elif form == "md":
        click.echo(markdown(found))
    else:
        write(side_by_side(found, width()))
