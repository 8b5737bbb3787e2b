"""An example case with its evidence, for the tests of packs and of many letters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from toolkit.case.case import read_case
from toolkit.letters.context import Desk
from toolkit.procedure.library import load

DAY = date(2026, 3, 16)
EXAMPLE = Path(__file__).parent / "letters" / "ldpp" / "stage-2-invited.yaml"
EVIDENCE = """
- {name: 'Statement of J. Gate', pages: 2, file: evidence/statement.pdf}
- {name: Gate record / 5 March 2026, pages: 1, file: evidence/gate.png}
"""


def case_file(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the case of an invitation to Stage 2 into a folder, with its evidence."""
    text = EXAMPLE.read_text(encoding="utf-8")
    head, _, rest = text.partition("\nevidence:\n")
    _, _, tail = rest.partition("\nwitnesses:")
    text = f"{head}\nevidence:{EVIDENCE}witnesses:{tail}"
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    (folder / "evidence").mkdir(exist_ok=True)
    (folder / "evidence" / "statement.pdf").write_bytes(b"%PDF- a statement")
    (folder / "evidence" / "gate.png").write_bytes(b"PNG a record")
    path = folder / "case.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def desk(path: Path, on: date = DAY) -> Desk:
    """Give where the letters of a case file are written."""
    case = read_case(path)
    return Desk(load(case.procedure), case, on, file=str(path))
