"""``toolkit search``: the clauses that answer a question, in the asker's own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from tui.output import as_json, width, write, write_json
from tui.text.layout import pages, paragraph

if TYPE_CHECKING:
    from index.search import Hit, Hits

KINDS = (
    "breach", "conflict", "fact", "letter", "not-stated", "outcome", "protocol", "role",
    "safeguard", "stage", "step", "term", "track",
)  # fmt: skip

_MARKED = re.compile(r"\*\*(.+?)\*\*")
_MOST_RULES = 6


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@click.option("--procedure", metavar="ID", help="Look in this procedure only.")
@click.option("--kind", type=click.Choice(KINDS), help="Only clauses with such a rule.")
@click.option("-n", "limit", type=click.IntRange(1, 100), default=5, help="How many; 5 is usual.")
@click.option("--semantic", is_flag=True, help="Rank by meaning too; needs the model installed.")
@as_json
@click.pass_context
def command(
    ctx: click.Context,
    query: tuple[str, ...],
    procedure: str | None,
    kind: str | None,
    limit: int,
    semantic: bool,
    json_: bool,
) -> None:
    """Find the clauses that answer a question.

    Ask in your own words, or give a reference such as 5.24, "app 5 3.11", "annex b". A phrase in
    quotes has to be there word for word; susp* stands for every word that begins so.
    """
    from index import open_index
    from toolkit.procedure.library import folder_of

    chosen = folder_of(procedure).name if procedure else None
    index = open_index(semantic=semantic)
    hits = index.search(" ".join(query), limit=limit, procedure=chosen, kind=kind)
    if json_:
        write_json(as_data(hits))
    else:
        write(as_text(hits, width()))
    if not hits:
        ctx.exit(1)


def as_data(hits: Hits) -> dict[str, Any]:
    """Give the hits as plain data for JSON."""
    return {
        "query": hits.query,
        "results": [hit.as_data() for hit in hits],
        "did_you_mean": hits.did_you_mean or None,
    }


def as_text(hits: Hits, wide: int) -> str:
    """Give the hits as text."""
    blocks = [_block(hit, wide) for hit in hits] or ["Nothing found."]
    if hits.did_you_mean:
        blocks.insert(0, paragraph(f"Did you mean: {hits.did_you_mean}", wide))
    return pages(blocks)


def _block(hit: Hit, wide: int) -> str:
    where = hit.ref if hit.item in ("", hit.ref) else f"{hit.ref} ({hit.item})"
    lines = [where, *(paragraph(hit.path[-1], wide) for _ in hit.path[:1])]
    lines.append(paragraph(_MARKED.sub(_bold, hit.snippet), wide))
    if hit.rules:
        more = len(hit.rules) - _MOST_RULES
        listed = ", ".join(hit.rules[:_MOST_RULES]) + (f" and {more} more" if more > 0 else "")
        lines.append(paragraph(f"rules: {listed}", wide))
    return "\n".join(lines)


def _bold(match: re.Match[str]) -> str:
    import os
    import sys

    plain = not sys.stdout.isatty() or bool(os.environ.get("NO_COLOR"))
    return match[1] if plain else click.style(match[1], bold=True)
