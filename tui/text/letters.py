"""Letters as text: the list of a procedure's, and the fields of templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tui.text.layout import paragraph

if TYPE_CHECKING:
    from toolkit.letters.register import Entry
    from toolkit.procedure.procedure import Procedure


def registers(found: Iterable[tuple[Procedure, Sequence[Entry]]], wide: int) -> str:
    """Give the letters of procedures, each procedure under its title."""
    pieces: list[str] = []
    for procedure, entries in found:
        ready = sum(entry.template for entry in entries)
        pieces.append(f"{procedure.header.title} ({procedure.id})")
        pieces.append(f"  {len(entries)} documents, {ready} with a template\n")
        pieces.extend(_entry(entry, wide) for entry in entries)
    return "\n".join(pieces)


def _entry(entry: Entry, wide: int) -> str:
    to = ", ".join(entry.recipients) or "kept on record"
    copies = f"; copy to {', '.join(entry.copies)}" if entry.copies else ""
    lines = [
        f"  {entry.letter}",
        paragraph(f"{entry.name} [{entry.clause}]", wide, 4),
        paragraph(f"{entry.sort}; from {entry.sender}, to {to}{copies}", wide, 4),
        paragraph(f"{entry.status}{'' if entry.template else '; no template'}", wide, 4),
        "",
    ]
    return "\n".join(lines)


def table_of_fields(rows: Iterable[tuple[str, str, str, str]], wide: int) -> str:
    """Give the fields of templates, each with its type, who fills it, and what it is."""
    lines: list[str] = []
    for path, kind, by, about in rows:
        lines.append(f"{path}")
        lines.append(paragraph(f"{kind}, {_BY[by]}: {about}", wide, 2))
    return "\n".join(lines)


_BY = {
    "computed": "worked out",
    "case": "from the case's file",
    "letter": "written for the letter",
}
