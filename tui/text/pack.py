"""Packs as text: what one would hold, and what one holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.text.layout import bullet, paragraph

if TYPE_CHECKING:
    from toolkit.letters.packs.matrix import Matrix, Row
    from toolkit.letters.packs.pack import Pack
    from toolkit.procedure.procedure import Procedure


def sendings(procedure: Procedure, found: Matrix, wide: int) -> str:
    """Give what a pack would hold, and what is still missing for it."""
    what = f"the steps {', '.join(found.steps)}" if found.steps else "what is due"
    lines = [f"{found.case or procedure.id} on {found.on.isoformat()}: {what}", ""]
    for row in found.rows:
        lines.extend(_row(procedure, row, wide))
    if not found.rows:
        lines += ["  nothing is due", ""]
    if found.missing:
        lines.append(f"Missing ({len(found.missing)})")
        lines.extend(bullet(str(problem), wide) for problem in found.missing)
        lines.append("")
    if found.notes:
        lines.append("Notes")
        lines.extend(bullet(note, wide) for note in found.notes)
        lines.append("")
    return "\n".join(lines)


def _row(procedure: Procedure, row: Row, wide: int) -> list[str]:
    to = "for the file"
    if row.to:
        role = procedure.role_name(row.to)
        to = row.name if row.name == role else f"{row.name} ({role})"
        to = f"copy to {to}" if row.copy else f"to {to}"
    if row.ground:
        to = f"{to}, {row.ground}"
    ways = ", ".join(row.channels) or "way not stated"
    if row.marking:
        ways = f"{ways}, marked {row.marking}"
    lines = [
        f"  {row.document}",
        paragraph(to, wide, 4, 2),
        paragraph(f"by: {ways}", wide, 4, 2),
        paragraph(f"because: {row.because} [{', '.join(row.clauses)}]", wide, 4, 2),
    ]
    for enclosed in row.enclosures:
        file = f" ({enclosed.file})" if enclosed.file else ""
        lines.append(paragraph(f"encloses: {enclosed.name}{file}", wide, 4, 2))
    return [*lines, ""]


def contents(target: Path, made: Pack, wide: int) -> str:
    """Give the files of a pack that has been written."""
    lines = [f"wrote {target}: {len(made.files)} files"]
    lines.extend(f"  {file.name}" for file in made.files)
    lines.extend(paragraph(f"note: {note}", wide, 0, 2) for note in made.matrix.notes)
    return "\n".join(lines)
