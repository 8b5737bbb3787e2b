"""``toolkit diagram``: a procedure drawn."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.files import write_atomically
from toolkit.procedure.diagram import can_draw_svg, mermaid, svg
from toolkit.procedure.library import load


@click.command("diagram")
@click.argument("procedure_id", metavar="ID")
@click.option("--format", "kind", type=click.Choice(["mermaid", "svg"]), help="By default mermaid.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where.")
def command(procedure_id: str, kind: str | None, output: Path | None) -> None:
    """Draw the steps, outcomes and arrows of the procedure ID, stage by stage.

    SVG needs Graphviz; where it is not installed the Mermaid text is given instead.
    """
    procedure = load(procedure_id)
    if kind is None:
        kind = "svg" if output and output.suffix == ".svg" else "mermaid"
    if kind == "svg" and not can_draw_svg():
        click.echo(
            "Graphviz (the program dot) is not installed; this is the Mermaid text instead",
            err=True,
        )
        kind = "mermaid"
        output = output.with_suffix(".mmd") if output else None
    text = svg(procedure) if kind == "svg" else mermaid(procedure)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_atomically(output, text)
        click.echo(str(output))
