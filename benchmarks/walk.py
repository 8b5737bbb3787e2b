"""How long the walks of the procedures take, and what they find.

Run it with the Python of an environment in which the toolkit is installed:
``python benchmarks/walk.py [RUNS]``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from toolkit.problem import BadData
from toolkit.procedure.fit import check_rules
from toolkit.procedure.parse import parse_folder
from toolkit.procedure.procedure import Procedure
from toolkit.walk.holes import holes
from toolkit.walk.paths import paths
from toolkit.walk.walk import walk

ROOT = Path(__file__).resolve().parent.parent
SHELVES = (ROOT / "procedures", ROOT / "docs" / "examples")


def main() -> None:
    """Walk every procedure, and print positions, edges, paths and milliseconds."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    print(
        f"{'':18}{'facts forgotten':^36}{'facts remembered':^34}{'paths':^22}{'holes':^14}\n"
        f"{'':18}{'positions':>10}{'edges':>8}{'min':>8}{'median':>8}"
        f"{'positions':>12}{'edges':>8}{'min':>8}{'median':>8}"
        f"{'number':>8}{'min':>7}{'median':>8}{'min':>7}{'median':>8}"
    )
    for procedure in readable():
        print(row(procedure, runs))
    print(f"Times in milliseconds, over {runs} runs.")


def readable() -> Iterator[Procedure]:
    """Yield the procedures whose rules fit; the others are named."""
    for shelf in SHELVES:
        for folder in sorted(path for path in shelf.iterdir() if path.is_dir()):
            try:
                procedure = parse_folder(folder)[0]
            except BadData:
                print(f"{folder.name:18}  does not parse")
                continue
            if check_rules(procedure):
                print(f"{folder.name:18}  has rules that do not fit")
            else:
                yield procedure


def row(procedure: Procedure, runs: int) -> str:
    forgetful, mindful = walk(procedure), walk(procedure, remember=True)
    cells = [f"{procedure.id:18}"]
    for found, remember, wide in ((forgetful, False, 10), (mindful, True, 12)):
        stopped = "" if found.complete else "+"
        figures = timed(lambda r=remember: walk(procedure, remember=r), runs)
        cells.append(f"{f'{len(found.positions)}{stopped}':>{wide}}{found.edges:8}{figures}")
    number = len(list(paths(procedure, forgetful)))
    cells.append(f"{number:8}{timed(lambda: list(paths(procedure, forgetful)), runs)}")
    cells.append(timed(lambda: holes(procedure, forgetful, mindful), runs))
    return "".join(cells)


def timed(work: Callable[[], object], runs: int) -> str:
    """Give the least and the median time of some work."""
    times = []
    for _ in range(runs):
        start = perf_counter()
        work()
        times.append((perf_counter() - start) * 1000)
    return f"{min(times):8.1f}{median(times):8.1f}"


if __name__ == "__main__":
    main()
