"""How long the search takes: building, opening, asking, and the command as a whole process.

    python benchmarks/search.py [QUERIES.jsonl]

Without a file the invented questions of the tests are asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from index import open_index
from index.store import rebuild
from toolkit.procedure.library import load_all

INVENTED = Path(__file__).parent.parent / "tests" / "data" / "search-invented.jsonl"
RUNS = 5


def best(runs: list[float]) -> str:
    return f"{min(runs) * 1000:.0f} ms (median {median(runs) * 1000:.0f})"


def timed(what: object) -> float:
    start = perf_counter()
    assert callable(what)
    what()
    return perf_counter() - start


def main() -> None:
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else INVENTED
    queries = [json.loads(line)["query"] for line in file.read_text("utf-8").splitlines() if line]
    list(load_all())
    print("build, procedures loaded:", best([timed(rebuild) for _ in range(RUNS)]))
    print("open:", best([timed(open_index) for _ in range(RUNS)]))
    index = open_index()
    times = [timed(lambda query=query: index.search(query)) * 1000 for query in queries]
    print(f"query, each once, {len(queries)}: median {median(times):.1f} ms, "
          f"p95 {quantiles(times, n=20)[-1]:.1f} ms")  # fmt: skip
    command = [sys.executable, "-c", "from tui.cli import run; run()", "search", queries[-1]]
    runs = [
        timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
        for _ in range(RUNS)
    ]
    print("toolkit search, whole process:", best(runs))


if __name__ == "__main__":
    main()
