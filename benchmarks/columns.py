"""How much quicker columns of large numbers are than number by number, in plain Python.

python benchmarks/columns.py
"""

from __future__ import annotations

import random
import struct
from operator import mul
from statistics import median
from time import perf_counter

from index.columns import NOUGHT, Columns

COUNT, ROWS, RUNS = 512, 2_000, 7


def main() -> None:
    chance = random.Random(1)
    rows = [[chance.randint(-127, 127) for _ in range(COUNT)] for _ in range(ROWS)]
    factors = [max(0.0, chance.gauss(0, 1)) for _ in range(COUNT)]
    numbers = b"".join(
        bytes(each + NOUGHT for each in column) for column in zip(*rows, strict=True)
    )
    columns = Columns(numbers + struct.pack(f"<{2 * ROWS}f", *[1.0] * ROWS, *[0.0] * ROWS),
                      0, COUNT, ROWS)  # fmt: skip
    columns.times(factors)
    each_way: dict[str, list[float]] = {"number by number": [], "by columns": []}
    for _ in range(RUNS):
        start = perf_counter()
        slow = [sum(map(mul, row, factors)) for row in rows]
        between = perf_counter()
        quick = columns.times(factors)
        each_way["number by number"].append(between - start)
        each_way["by columns"].append(perf_counter() - between)
        assert max(abs(a - b) for a, b in zip(slow, quick, strict=True)) < 0.1
    slowest, quickest = (1000 * median(times) for times in each_way.values())
    print(f"{COUNT * ROWS:,} products: number by number {slowest:.1f} ms, by columns "
          f"{quickest:.1f} ms, {slowest / quickest:.0f} times as quick")  # fmt: skip


if __name__ == "__main__":
    main()
