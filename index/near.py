"""Near words: for each word of everyday English, the words of the policies nearest in meaning.

The table was made once by a small model (``benchmarks/near_words.py``) and is read here as it lies:
a list of words, one a line, and for each of them eight numbers of target words with their nearness.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from index.shipped import shipped

FILE = Path(__file__).parent / "tables" / "near_words.bin"
MAGIC = b"near-words 1\n"
EACH = 8
"""How many near words each word has."""

_SIZES = struct.Struct("<III")
_RECORD = struct.Struct(f"<{EACH}H{EACH}B")


class NearWords:
    """The table, open.

    Args:
        data: The bytes of the file.
    """

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC):
            raise ValueError("this is no table of near words")
        at = len(MAGIC)
        words, targets, _ = _SIZES.unpack_from(data, at)
        at += _SIZES.size
        self._words = data[at : at + words].split(b"\n")[1:-1]
        self._targets = data[at + words : at + words + targets].decode("ascii").split("\n")[1:-1]
        self._records = data[at + words + targets :]

    def __contains__(self, word: str) -> bool:
        return self._place(word) >= 0

    def near(self, word: str) -> list[tuple[str, float]]:
        """Give the words nearest to a word, each with its nearness from 0 to 1."""
        if (place := self._place(word)) < 0:
            return []
        held = _RECORD.unpack_from(self._records, place * _RECORD.size)
        pairs = zip(held[:EACH], held[EACH:], strict=True)
        return [(self._targets[number], nearness / 255) for number, nearness in pairs if nearness]

    def _place(self, word: str) -> int:
        return place_of(word, self._words)


def place_of(word: str, listed: Sequence[bytes]) -> int:
    """Give the place of a word in a list in alphabetical order, or -1."""
    sought = word.encode("ascii", "replace")
    place = bisect_left(listed, sought)
    return place if place < len(listed) and listed[place] == sought else -1


@lru_cache(maxsize=1)
def near_words() -> NearWords | None:
    """Give the table that is shipped, or ``None`` where it is missing or broken."""
    return shipped(FILE, NearWords)


def as_bytes(table: dict[str, list[tuple[str, float]]]) -> bytes:
    """Give the bytes of a table.

    Args:
        table: For each word its near words with their nearness, the nearest first.
    """
    targets = sorted({target for near in table.values() for target, _ in near[:EACH]})
    number = {target: at for at, target in enumerate(targets)}
    listed = "".join(f"\n{word}" for word in sorted(table)).encode("ascii") + b"\n"
    aims = "".join(f"\n{word}" for word in targets).encode("ascii") + b"\n"
    records = bytearray()
    for word in sorted(table):
        near = table[word][:EACH]
        numbers = [number[target] for target, _ in near] + [0] * (EACH - len(near))
        sizes = [max(1, min(255, round(close * 255))) for _, close in near]
        records += _RECORD.pack(*numbers, *sizes, *[0] * (EACH - len(near)))
    return b"".join((MAGIC, _SIZES.pack(len(listed), len(aims), len(table)), listed, aims, records))
