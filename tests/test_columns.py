"""Columns: what large numbers make of a table is what each of its numbers makes."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.columns import NOUGHT, Columns

WHOLE = st.integers(-127, 127)
FACTOR = st.floats(-1e3, 1e3, allow_subnormal=False)


def packed(columns: Sequence[Sequence[int]], scales: Sequence[float], added: Sequence[float]) -> bytes:  # fmt: skip
    """Write columns down: their numbers, then the scales and addends of the rows."""
    numbers = b"".join(bytes(each + NOUGHT for each in column) for column in columns)
    return numbers + struct.pack(f"<{2 * len(scales)}f", *scales, *added)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[int]], list[float]]:
    """Draw some columns of one length, and a factor for each."""
    rows = draw(st.integers(1, 5))
    columns = draw(st.lists(st.lists(WHOLE, min_size=rows, max_size=rows), min_size=1, max_size=6))
    return columns, draw(st.lists(FACTOR, min_size=len(columns), max_size=len(columns)))


@given(tables())
def test_rows_are_what_their_numbers_make(table: tuple[list[list[int]], list[float]]) -> None:
    columns, factors = table
    rows = len(columns[0])
    scales, added = [0.5 * (row + 1) for row in range(rows)], [float(row) for row in range(rows)]
    held = Columns(packed(columns, scales, added), 0, len(columns), rows)
    largest = sum(map(abs, factors))
    for row, found in enumerate(held.times(factors)):
        numbers = [column[row] for column in columns]
        exact = sum(a * b for a, b in zip(numbers, factors, strict=True)) * scales[row] + added[row]
        assert found == pytest.approx(exact, abs=1e-4 * largest + 1e-9)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("count", [1, 300])
def test_no_sum_leaves_its_lane(sign: int, count: int) -> None:
    """Where every number is the largest, the neighbours are as right as ever."""
    columns = [[127, 0, -127, 1]] * count
    held = Columns(packed(columns, [1.0] * 4, [0.0] * 4), 0, count, 4)
    made = held.times([sign * 9.0] * count)
    assert made == pytest.approx(
        [sign * 9 * count * each for each in columns[0]], rel=1e-5, abs=1e-2
    )


@pytest.mark.parametrize("factor", [0.0, 5e-324, 2.3e-308, -1e-31])
def test_nothing_makes_what_is_added(factor: float) -> None:
    """What is next to nothing, of which no factor can be made, as well."""
    held = Columns(packed([[3, 4]], [1.0, 1.0], [0.5, -2.0]), 0, 1, 2)
    assert held.times([factor]) == [0.5, -2.0]


def test_columns_lie_where_they_are_said_to() -> None:
    data = b"before" + packed([[3, 4]], [1.0, 1.0], [0.0, 0.0]) + b"after"
    held = Columns(data, len(b"before"), 1, 2)
    assert data[held.end :] == b"after"
    assert held.times([2.0]) == [6.0, 8.0]


@pytest.mark.parametrize("missing", [1, 8, 17])
def test_columns_that_are_cut_short_are_refused(missing: int) -> None:
    data = packed([[3, 4]], [1.0, 1.0], [0.0, 0.0])
    with pytest.raises(ValueError, match=r"^the table is cut short$"):
        Columns(data[:-missing], 0, 1, 2)
