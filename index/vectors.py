"""Word vectors: what a question is about, as the sum of its words, beside what passages are about.

The table was made once (``benchmarks/word_vectors.py``) from the vectors that a small model gives,
so that the sum of a question's words is as near as can be to what the model makes of the question.
No model is needed to read it.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from math import sqrt
from operator import add
from pathlib import Path

from index.columns import Columns
from index.listed import Listed
from index.shipped import shipped

FILE = Path(__file__).parent / "tables" / "word_vectors.bin"
MAGIC = b"word-vectors 1\n"
KEY = 8
"""How many bytes of a passage's hash stand for it."""

_HEAD = struct.Struct("<III")
_WHOLE = 127.0


class WordVectors:
    """The table, open.

    Args:
        data: The bytes of the file: how long the vectors are, the words, a vector for each word
            with its scale, the mean of the passages, and a vector for each passage known by its
            hash.
    """

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC):
            raise ValueError("this is no table of word vectors")
        at = len(MAGIC)
        self.size, listed, words = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        self._words = Listed(data, at, listed, words, self.size)
        at = self._words.end
        self._mean = struct.unpack_from(f"<{self.size}f", data, at)
        at += 4 * self.size
        step = KEY + self.size
        if not self.size or (len(data) - at) % step:
            raise ValueError("the table of word vectors is cut short")
        self._known = {
            data[start : start + KEY]: data[start + KEY : start + step]
            for start in range(at, len(data), step)
        }

    def of(self, words: Iterable[str]) -> list[float] | None:
        """Give the vector of some words, of length 1, or ``None`` where none of them is known."""
        total = [0.0] * self.size
        for word in words:
            if (held := self._words.of(word)) is not None:
                total = list(map(add, total, held))
        return _unit(total)

    def knows(self, text: str) -> bool:
        """Tell whether a passage has a vector of its own."""
        return key(text) in self._known

    def of_passage(self, text: str, words: Iterable[str]) -> bytes:
        """Give the vector of a passage: the model's where its text is known, or that of its words.

        Args:
            text: As `key` wants it.
            words: All telling words of the passage and of its questions.
        """
        if found := self._known.get(key(text)):
            return found
        made = self.of(words)
        if made is None:
            return b""
        apart = _unit([each - mean for each, mean in zip(made, self._mean, strict=True)])
        return packed(apart) if apart else b""


def key(text: str) -> bytes:
    """Give what a passage is known by, whatever its white space."""
    return sha256(" ".join(text.split()).encode("utf-8", "replace")).digest()[:KEY]


def packed(vector: Sequence[float]) -> bytes:
    """Give a vector of length 1 as bytes."""
    return array("b", [round(_WHOLE * each) for each in vector]).tobytes()


def side_by_side(vectors: bytes, size: int) -> Columns:
    """Lay vectors of length 1 side by side: times another one they give the cosine with each.

    Args:
        vectors: One after another, as `packed` gives them.
        size: How long each is.
    """
    return Columns.of_rows(vectors, size, 1 / _WHOLE)


def _unit(vector: Sequence[float]) -> list[float] | None:
    length = sqrt(sum(each * each for each in vector))
    return [each / length for each in vector] if length else None


@lru_cache(maxsize=1)
def word_vectors() -> WordVectors | None:
    """Give the table that is shipped, or ``None`` where it is missing or broken."""
    return shipped(FILE, WordVectors)
