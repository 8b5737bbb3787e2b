"""Whether words are of the policies' subject, or of everyday life beside it.

The table was made once by ``benchmarks/refusals.py``: for each word of everyday English how much
it speaks for a question that these policies answer, against one that they do not.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path

from index.shipped import shipped
from index.words import STOP, words

FILE = Path(__file__).parent.parent / "tables" / "subjects.bin"
MAGIC = b"subjects 1\n"
STEP = 16
"""A figure of the table is so many for one of `Subjects.of`."""

_SIZE = struct.Struct("<I")


class Subjects:
    """The table, open.

    Args:
        data: The bytes of the file.
    """

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC):
            raise ValueError("this is no table of subjects")
        (size,) = _SIZE.unpack_from(data, len(MAGIC))
        start = len(MAGIC) + _SIZE.size
        self._words = data[start : start + size]
        self._figures = data[start + size :]

    def of(self, word: str) -> float | None:
        """Give how much a word speaks for the policies; below 0, for something else."""
        place = self._words.find(f"\n{word}\n".encode("ascii", "replace"))
        if place < 0:
            return None
        return (self._figures[self._words.count(b"\n", 0, place)] - 128) / STEP

    def of_text(self, text: str) -> float:
        """Give how much the telling words of a question speak for the policies, all together."""
        found = (self.of(word) for word in words(text) if word not in STOP)
        return sum(figure for figure in found if figure is not None)


@lru_cache(maxsize=1)
def subjects() -> Subjects | None:
    """Give the table that is shipped, or ``None`` where it is missing or broken."""
    return shipped(FILE, Subjects)


def as_bytes(table: dict[str, float]) -> bytes:
    """Give the bytes of a table."""
    listed = "".join(f"\n{word}" for word in sorted(table)).encode("ascii") + b"\n"
    figures = bytes(max(0, min(255, round(table[word] * STEP) + 128)) for word in sorted(table))
    return MAGIC + _SIZE.pack(len(listed)) + listed + figures
