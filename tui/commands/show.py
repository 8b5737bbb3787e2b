"""``toolkit show``: clauses word for word, and the rules that encode them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from toolkit.problem import Refused
from toolkit.procedure.library import candidates, folder_of, load, procedure_ids
from toolkit.procedure.procedure import Clause, Procedure
from toolkit.procedure.reference import find_clause
from toolkit.procedure.shape import Rule
from tui.output import as_json, width, write, write_json
from tui.text.clauses import shown

Found = list[tuple[Procedure, tuple[Clause, ...]]]


@click.command("show")
@click.argument("what", nargs=-1, required=True, metavar="ID | REF...")
@as_json
def command(what: tuple[str, ...], json_: bool) -> None:
    """Show clauses word for word, with the rules that encode them.

    Give a procedure's id for all of its clauses in reading order, or references such as
    "LDPP 5.13", ldpp:5.13, app5 3.11.
    """
    found = _find(what)
    if json_:
        if len({procedure.id for procedure, _ in found}) > 1:
            raise click.UsageError("with --json ask for the clauses of one procedure at a time")
        procedure = found[0][0]
        clauses = [clause for _, some in found for clause in some]
        write_json({"procedure": procedure.id, "clauses": list(_as_data(procedure, clauses))})
        return
    wide = width()
    pages = [shown(procedure, clause, wide) for procedure, some in found for clause in some]
    write("\n\n".join(pages))


def _find(what: tuple[str, ...]) -> Found:
    """Find what is meant, taking the longest run of words that is one reference."""
    found: Found = []
    at = 0
    while at < len(what):
        for end in range(len(what), at, -1):
            typed = " ".join(what[at:end])
            last = end == at + 1
            if last and typed.lower() in procedure_ids():
                procedure = load(typed)
                found.append((procedure, procedure.clauses))
                break
            try:
                procedure, clause = find_clause(typed, candidates(typed))
            except Refused:
                if last:
                    if not any(letter.isdigit() for letter in typed):
                        folder_of(typed)
                    raise
            else:
                found.append((procedure, (clause,)))
                break
        at = end
    return found


def _as_data(procedure: Procedure, clauses: Iterable[Clause]) -> Iterable[dict[str, Any]]:
    for clause in clauses:
        yield {
            "ref": clause.ref,
            "path": list(clause.path),
            "text": clause.text,
            "file": clause.file,
            "line": clause.line,
            "rules": [_rule(rule) for rule in procedure.rules_under.get(clause.ref, ())],
        }


def _rule(rule: Rule) -> dict[str, Any]:
    """Give a rule as plain data: its kind and id, then what its author wrote."""
    held = rule.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    place = held.pop("place")
    held.pop("id")
    return {
        "kind": getattr(rule, "kind", ""), "id": rule.id, **held,
        "clauses": list(rule.clauses), "file": place["file"], "line": place["line"],
    }  # fmt: skip
