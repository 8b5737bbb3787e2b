"""The example cases of the letters: which documents are made from each, and on which day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent / "letters"


@dataclass(frozen=True)
class Example:
    """One document of one example case."""

    procedure: str
    case: Path
    on: date
    letter: str

    def __str__(self) -> str:
        return f"{self.procedure}-{self.case.stem}-{self.letter}"


def examples() -> Iterator[Example]:
    """Yield every document of every example case; the head of the case's file names them."""
    for path in sorted(FOLDER.glob("*/*.yaml")):
        head = path.read_text(encoding="utf-8")[:2000]
        letters = re.search(r"^# letters: (.+)$", head, re.MULTILINE)
        on = re.search(r"^# on: (\S+)$", head, re.MULTILINE)
        assert letters and on, f"{path} does not say which letters are made from it, and when"
        for letter in re.split(r",\s*", letters[1].strip()):
            yield Example(path.parent.name, path, date.fromisoformat(on[1]), letter)
