"""The manifest of a pack: what it was made from, under which clauses, and each file's hash."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from toolkit.letters.context import Desk
from toolkit.letters.packs.matrix import Matrix
from toolkit.plain import Plain
from toolkit.version import __version__


class Entry(Plain):
    """One file of a pack.

    Attributes:
        kind: ``document``, ``copy``, ``enclosure``, ``calendar``, ``email`` or ``pdf``.
        document: Id of the document, or of the enclosure, in the rules.
        recipient: Who gets it, by role.
        ground: Why there is a copy.
        derived_from: What it was made from: templates, files, the names of other files in it.
    """

    name: str
    kind: str
    title: str
    document: str = ""
    recipient: str = ""
    recipient_name: str = ""
    channels: tuple[str, ...] = ()
    marking: str = ""
    ground: str = ""
    because: str = ""
    clauses: tuple[str, ...] = ()
    derived_from: tuple[str, ...] = ()
    size: int = 0
    sha256: str = ""

    def of(self, content: bytes) -> Entry:
        """Give the entry with the size and hash of its content."""
        return replace(self, size=len(content), sha256=sha256(content).hexdigest())

    def as_pdf(self, name: str, source: str) -> Entry:
        """Give the entry of the same document as a PDF."""
        return replace(self, name=name, kind="pdf", derived_from=(source,))


def manifest(
    desk: Desk, matrix: Matrix, letterhead: Path | None, entries: Iterable[Entry]
) -> bytes:
    """Give the manifest of a pack as JSON.

    Args:
        desk: Where its letters were written.
        matrix: What it holds.
        letterhead: The letterhead, where it is not the shelf's.
        entries: Its files.
    """
    header = desk.procedure.header
    data = {
        "made-by": f"procedure-toolkit {__version__}",
        "date": desk.on.isoformat(),
        "case": {
            "id": desk.case.id,
            "file": Path(desk.file).name if desk.file else "",
            "sha256": sha256(_case(desk)).hexdigest(),
        },
        "policy": {
            "id": header.id,
            "title": header.title,
            "version": header.version,
            "source-sha256": header.sha256,
        },
        "steps": list(matrix.steps),
        "letterhead": letterhead.name if letterhead is not None else "",
        "clauses": list(dict.fromkeys(ref for row in matrix.rows for ref in row.clauses)),
        "notes": list(matrix.notes),
        "files": [entry.as_data() for entry in entries],
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _case(desk: Desk) -> bytes:
    """Give the case as it lies on disk, or where it does not as its data."""
    if desk.file and (path := Path(desk.file)).is_file():
        return path.read_bytes()
    return desk.case.model_dump_json().encode()
