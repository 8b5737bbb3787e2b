"""Sense: what a question asks for, made out by a small network of words.

It was taught once (``benchmarks/sense.py``) by the authored questions, those under clauses, those
under silences on record and questions about other matters, and by many others that a large model
had told the aim of. For each of these it says how likely a question is to be one of them, however
it is worded, and which sort of answer it wants. Every word counts, and so do its neighbours. No
model and no other library is needed to read it, and what it knows nothing of, a clause or a silence
that has been reworded, it says nothing about.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import chain
from math import exp, log, sqrt
from operator import add, mul
from pathlib import Path
from typing import TYPE_CHECKING

from index.listed import SCALE, Listed
from index.words import words

if TYPE_CHECKING:
    from toolkit.procedure.procedure import Procedure

FILE = Path(__file__).parent / "tables" / "sense.bin"
MAGIC = b"sense 1\n"
KEY = 8
"""How many bytes of a hash stand for a clause or a silence."""

LONGEST = 30
"""So many words of a question are read."""

BESIDE = 3
"""A word is read with the one before it and the one after it."""

LEAST = -12.0
"""What is less likely than this, as a logarithm, is not likely at all."""

_HEAD = struct.Struct("<7I")

OUTSIDE = "outside"


class Rows:
    """Rows of whole numbers from -127 to 127, each with its scale, and a number that is added.

    Args:
        data: The bytes.
        at: Where they begin.
        count: How many rows.
        size: How long each is.
    """

    def __init__(self, data: bytes, at: int, count: int, size: int) -> None:
        self.end = at + count * (size + 2 * SCALE.size)
        if self.end > len(data):
            raise ValueError("the table of sense is cut short")
        self._numbers = memoryview(data)[at : at + count * size].cast("b")
        self._factors = struct.unpack_from(f"<{2 * count}f", data, at + count * size)
        self._size = size
        self._kept: dict[int, list[int]] = {}

    def of(self, held: Sequence[float], rows: Iterable[int]) -> list[float]:
        """Give what some rows make of some numbers."""
        factors = self._factors
        return [
            sum(map(mul, self._row(row), held)) * factors[2 * row] + factors[2 * row + 1]
            for row in rows
        ]

    def _row(self, row: int) -> list[int]:
        """Give the numbers of a row, ready to be multiplied."""
        if (kept := self._kept.get(row)) is None:
            start = row * self._size
            kept = self._kept[row] = self._numbers[start : start + self._size].tolist()
        return kept

    def all(self, held: Sequence[float]) -> list[float]:
        """Give what all rows make of some numbers."""
        return self.of(held, range(len(self._factors) // 2))


class Sense:
    """The network, open.

    Args:
        data: The bytes of the file: sizes; the words, and those of them that are frequent, with
            what reading makes of each; the rows that read a word with its neighbours, those that
            put the question together, and a row for each clause, for each silence, for other
            matters and for each sort of answer, with the hashes these are known by.
    """

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC):
            raise ValueError("this is no table of sense")
        at = len(MAGIC)
        size, width, names, count, often, frequent, known = _HEAD.unpack_from(data, at)
        self._width = width
        self._words = Listed(data, at + _HEAD.size, names, count, size)
        self._often = Listed(data, self._words.end, often, frequent, BESIDE * width)
        self._read = Rows(data, self._often.end, BESIDE * width, size)
        self._joined = Rows(data, self._read.end, width, 2 * width + size)
        self._aims = Rows(data, self._joined.end, known, width)
        keys = data[self._aims.end :]
        if not size or len(keys) != known * KEY:
            raise ValueError("the table of sense is cut short")
        self._number = {keys[start : start + KEY]: start // KEY
                        for start in range(0, len(keys), KEY)}  # fmt: skip
        self._of_word = lru_cache(maxsize=2_000)(self._worked_out)
        self._of_words = lru_cache(maxsize=64)(self._said)

    def clause(self, procedure: Procedure, ref: str) -> int | None:
        """Give the number that a clause is known by, or ``None``."""
        return self._number.get(key(procedure.id, ref, procedure.clause_by_ref[ref].text))

    def silence(self, procedure: Procedure, about: str) -> int | None:
        """Give the number that a silence is known by, or ``None``."""
        return self._number.get(key(procedure.id, "", about))

    @cached_property
    def outside(self) -> int | None:
        """The number that other matters are known by, or ``None``."""
        return self._number.get(key("", "", OUTSIDE))

    def sort(self, name: str) -> int | None:
        """Give the number that a sort of answer is known by, or ``None``."""
        return self._number.get(key("", "", f"sort {name}"))

    def of(self, text: str, numbers: Iterable[int]) -> dict[int, float]:
        """Say how much speaks for a question being each of some.

        Args:
            text: The question.
            numbers: What clauses, silences, other matters and sorts of answers are known by.

        Returns:
            By number; the likelihoods are proportional to their exponentials. Nothing where no word
            is known, or figures alone: they are a reference.
        """
        known = tuple(word for word in words(text)[:LONGEST] if word in self._words)
        if not any(map(str.isalpha, known)):
            return {}
        held, scores = self._of_words(known)
        asked = list(numbers)
        new = [number for number in asked if number not in scores]
        scores.update(zip(new, self._aims.of(held, new), strict=True))
        return {number: scores[number] for number in asked}

    def _said(self, known: tuple[str, ...]) -> tuple[list[float], dict[int, float]]:
        """Give what words in order say together, and room for what speaks for each number."""
        return self._put_together(known), {}

    def _worked_out(self, word: str) -> tuple[list[float], list[float]]:
        """Give what a word is, and what it adds to its neighbours and to itself."""
        own = self._words.of(word) or []
        return own, self._often.of(word) or self._read.all(own)

    def _put_together(self, known: tuple[str, ...]) -> list[float]:
        """Give what words in order say together."""
        made = [self._of_word(word) for word in known]
        width, count = self._width, len(known)
        nothing = [0.0] * width
        seen = []
        for at in range(count):
            before = made[at - 1][1][:width] if at else nothing
            after = made[at + 1][1][2 * width :] if at + 1 < count else nothing
            own = made[at][1][width : 2 * width]
            seen.append([max(0.0, each) for each in map(add, map(add, before, own), after)])
        root = sqrt(count)
        most = map(max, zip(*seen, strict=True))
        mean = (sum(each) / root for each in zip(*seen, strict=True))
        whole = (sum(each) / root for each in zip(*(own for own, _ in made), strict=True))
        joined = self._joined.all([*chain(most, mean, whole)])
        return [max(0.0, each) for each in joined]


def likely(found: Mapping[int, float]) -> dict[int, float]:
    """Give how likely each of some is, if it is one of them: the logarithm, `LEAST` at the least.

    Args:
        found: As `Sense.of` gives it.
    """
    whole = together(found.values())
    return {number: max(LEAST, each - whole) for number, each in found.items()}


def together(held: Iterable[float]) -> float:
    """Give the logarithm of the sum of the exponentials; far below zero where there are none."""
    some = list(held)
    most = max(some, default=0.0)
    return most + log(sum(exp(each - most) for each in some)) if some else 10 * LEAST


def key(procedure: str, ref: str, text: str) -> bytes:
    """Give what a clause, or a silence (with no reference), is known by."""
    whole = "\n".join((procedure, ref, " ".join(text.split())))
    return sha256(whole.encode("utf-8", "replace")).digest()[:KEY]


@lru_cache(maxsize=1)
def sense() -> Sense | None:
    """Give the network that is shipped, or ``None`` where it is missing or broken."""
    try:
        return Sense(FILE.read_bytes())
    except (OSError, ValueError, struct.error):
        return None
