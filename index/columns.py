"""Columns of whole numbers, each kept as one large number, so that plain Python multiplies fast.

Every number of a column has a lane of 32 bits in it. A column times a factor is then one product,
however long it is, and a table times a vector takes a fraction of what it takes number by number
(``benchmarks/columns.py``). The factors are whole numbers too, as large as they can be without a
sum that leaves its lane.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import cached_property
from operator import mul

LANE = 4
"""How many bytes each number has to itself."""

NOUGHT = 128
"""Numbers from -127 to 127 are written down as so much more."""

_LIFTED = bytes((each + NOUGHT) % 256 for each in range(256))
"""What each byte of a signed number is written down as."""

_MIDDLE = 1 << (8 * LANE - 1)
_MOST = _MIDDLE // NOUGHT
"""What the factors add up to at most, but for what rounding adds; it has room."""

_LEAST = 1e-30
"""What adds up to less is nothing."""


class Columns:
    """Columns of whole numbers from -127 to 127, with a scale and an addend for each row.

    Args:
        data: The bytes: the columns one after another, the scales, then the addends.
        at: Where they begin.
        count: How many columns.
        rows: How long each is.

    Attributes:
        end: Where the next thing begins.
        rows: How long each column is.
    """

    def __init__(self, data: bytes, at: int, count: int, rows: int) -> None:
        after = at + count * rows
        self.end = after + 2 * LANE * rows
        if self.end > len(data):
            raise ValueError("the table is cut short")
        self._numbers = memoryview(data)[at:after]
        self._count, self.rows = count, rows
        self._scales = struct.unpack_from(f"<{rows}f", data, after)
        self._added = struct.unpack_from(f"<{rows}f", data, after + LANE * rows)

    @classmethod
    def of_rows(cls, rows: bytes, size: int, scale: float) -> Columns:
        """Turn rows of signed bytes, each ``size`` long and all of one scale, into columns."""
        lifted = rows.translate(_LIFTED)
        numbers = b"".join(lifted[at::size] for at in range(size))
        scales = struct.pack("<f", scale) * (len(rows) // size)
        return cls(numbers + scales + bytes(len(scales)), 0, size, len(rows) // size)

    def times(self, held: Sequence[float]) -> list[float]:
        """Give for each row the sum of its numbers, each times one of those held, and the addend.

        Args:
            held: A number for each column.
        """
        whole = sum(map(abs, held))
        if whole < _LEAST:
            return list(self._added)
        factor = _MOST / whole
        factors = [round(factor * each) for each in held]
        total = self._middles + sum(map(mul, self._columns, factors))
        lanes = struct.unpack(f"<{self.rows}I", total.to_bytes(LANE * self.rows, "little"))
        return [
            (each - _MIDDLE) / factor * scale + added
            for each, scale, added in zip(lanes, self._scales, self._added, strict=True)
        ]

    @cached_property
    def _columns(self) -> list[int]:
        """The columns, each as one number; made when they are first wanted."""
        step = LANE * self.rows
        spread = bytearray(LANE * len(self._numbers))
        spread[::LANE] = self._numbers
        lanes = memoryview(spread)
        noughts = self._all(NOUGHT)
        return [
            int.from_bytes(lanes[at * step : (at + 1) * step], "little") - noughts
            for at in range(self._count)
        ]

    @cached_property
    def _middles(self) -> int:
        return self._all(_MIDDLE)

    def _all(self, number: int) -> int:
        """Give the same number in every lane."""
        return int.from_bytes(number.to_bytes(LANE, "little") * self.rows, "little")
