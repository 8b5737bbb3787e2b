"""Words that a table lists, each with numbers of its own, kept small as whole numbers."""

from __future__ import annotations

import struct

from index.near import place_of

SCALE = struct.Struct("<f")


class Listed:
    """Words in alphabetical order, each with whole numbers and their scale.

    Args:
        data: The bytes.
        at: Where they begin.
        names: How many bytes the words take.
        count: How many words.
        size: How many numbers each has.
    """

    def __init__(self, data: bytes, at: int, names: int, count: int, size: int) -> None:
        step = SCALE.size + size
        self.end = at + names + count * step
        if self.end > len(data):
            raise ValueError("the table is cut short")
        self._words = data[at : at + names].split(b"\n")[1:-1]
        self._data = memoryview(data)[at + names : self.end]
        self._step = step

    def __contains__(self, word: str) -> bool:
        return place_of(word, self._words) >= 0

    def of(self, word: str) -> list[float] | None:
        """Give the numbers of a word, or ``None`` where it is not listed."""
        if (place := place_of(word, self._words)) < 0:
            return None
        held = self._data[place * self._step : (place + 1) * self._step]
        (scale,) = SCALE.unpack_from(held)
        return [scale * each for each in held[SCALE.size :].cast("b")]
