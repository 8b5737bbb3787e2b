"""``toolkit procedures``: which procedures there are."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from toolkit.problem import Problem, Refused
from toolkit.procedure.library import load_all, procedures_folder
from toolkit.procedure.procedure import Procedure
from tui.output import as_json, width, write, write_json
from tui.text.layout import pages, paragraph, section


@click.command("procedures")
@as_json
def command(json_: bool) -> None:
    """List the procedures, with how many clauses and rules each has."""
    found = list(load_all())
    if json_:
        write_json([summary(procedure) for procedure in found])
    elif found:
        write(pages(described(procedure, width()) for procedure in found))
    if not found:
        folder = procedures_folder()
        raise Refused([Problem("no-procedures", f"there are no procedures in {folder}")])


def summary(procedure: Procedure) -> dict[str, Any]:
    """Give what the list says of a procedure, as plain data."""
    header = procedure.header
    return {
        "id": header.id,
        "title": header.title,
        "issuer": header.issuer,
        "version": header.version,
        "subject": header.subject,
        "clauses": len(procedure.clauses),
        "rules": dict(sorted(Counter(rule.kind for rule in procedure.rules).items())),
    }


def described(procedure: Procedure, wide: int) -> str:
    """Give what the list says of a procedure, as text."""
    header = procedure.header
    facts = summary(procedure)
    rules = ", ".join(f"{count} {kind}" for kind, count in facts["rules"].items())
    return section(
        header.id,
        [
            paragraph(f"{header.title} ({header.issuer}, version {header.version})", wide),
            paragraph(f"{facts['clauses']} clauses; rules: {rules or 'none'}", wide),
        ],
    )
