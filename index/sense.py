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
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING

from index.columns import Columns
from index.listed import Listed
from index.shipped import shipped
from index.words import words

if TYPE_CHECKING:
    from toolkit.procedure.procedure import Procedure

FILE = Path(__file__).parent / "tables" / "sense.bin"
MAGIC = b"sense 2\n"
KEY = 8
"""How many bytes of a hash stand for a clause or a silence."""

LONGEST = 30
"""So many words of a question are read."""

BESIDE = 3
"""A word is read with the one before it and the one after it."""

LEAST = -12.0
"""What is less likely than this, as a logarithm, is not likely at all."""

_HEAD = struct.Struct("<9I")

OUTSIDE = "outside"


class Sense:
    """The network, open.

    Args:
        data: The bytes of the file: sizes; the words, and those of them that are frequent with what
            reading makes of each; what reads a word with its neighbours, what puts a question
            together, and what makes of it a score for each clause, for other matters and each sort
            of answer, and then for each silence, with the hashes that these are known by.
    """

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC):
            raise ValueError("this is no table of sense")
        at = len(MAGIC)
        size, width, joined, *listed, stated, silent = _HEAD.unpack_from(data, at)
        names, count, often, frequent = listed
        if not (size and width and joined):
            raise ValueError("the table of sense has no numbers")
        self._width = width
        self._words = Listed(data, at + _HEAD.size, names, count, size)
        self._often = Listed(data, self._words.end, often, frequent, BESIDE * width)
        self._read = Columns(data, self._often.end, size, BESIDE * width)
        self._joined = Columns(data, self._read.end, 2 * width + size, joined)
        self._stated = Columns(data, self._joined.end, joined, stated)
        self._silent = Columns(data, self._stated.end, joined, silent)
        keys = data[self._silent.end :]
        if len(keys) != (stated + silent) * KEY:
            raise ValueError("the table of sense is cut short")
        self._number = {keys[start : start + KEY]: start // KEY
                        for start in range(0, len(keys), KEY)}  # fmt: skip
        self._of_word = lru_cache(maxsize=2_000)(self._worked_out)
        self._together = lru_cache(maxsize=64)(self._put_together)
        self._scores = lru_cache(maxsize=128)(self._scored)

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
        asked, first = list(numbers), self._stated.rows
        stated = self._scores(known, False) if any(each < first for each in asked) else ()
        silent = self._scores(known, True) if any(each >= first for each in asked) else ()
        return {each: stated[each] if each < first else silent[each - first] for each in asked}

    def _scored(self, known: tuple[str, ...], silent: bool) -> Sequence[float]:
        """Give what speaks for each silence, or for each of the others, where words are asked."""
        return (self._silent if silent else self._stated).times(self._together(known))

    def _worked_out(self, word: str) -> tuple[list[float], list[float]]:
        """Give what a word is, and what it adds to its neighbours and to itself."""
        own = self._words.of(word) or []
        return own, self._often.of(word) or self._read.times(own)

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
            seen.append(_positive(map(add, map(add, before, own), after)))
        by_number = list(zip(*seen, strict=True))
        most = map(max, by_number)
        sums = map(sum, chain(by_number, zip(*(own for own, _ in made), strict=True)))
        root = sqrt(count)
        joined = self._joined.times([*most, *(each / root for each in sums)])
        return _positive(joined)


def _positive(held: Iterable[float]) -> list[float]:
    """Give some numbers, with 0 for those below it."""
    return [each if each > 0.0 else 0.0 for each in held]


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
    return shipped(FILE, Sense)
