"""How long the search takes, and how it does beside other engines, in one run.

    python benchmarks/search.py [QUERIES.jsonl ...] [--sizes 10000,100000] [--dense]

It times building, opening, asking and the command as a whole process, with the invented questions
of the tests. With labelled queries it then compares the engines (`peers.py`): quality on the
shipped text, and time there and at each size.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from peers import compare

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
    parser = argparse.ArgumentParser()
    parser.add_argument("queries", type=Path, nargs="*")
    parser.add_argument("--sizes", default="10000,100000", help="passages, with commas")
    parser.add_argument("--dense", action="store_true", help="the model as well (minutes)")
    parsed = parser.parse_args()
    of_ours()
    if parsed.queries:
        sizes = [int(each) for each in parsed.sizes.split(",") if each]
        compare(parsed.queries, sizes, parsed.dense)


def of_ours() -> None:
    """Print how long our own search takes."""
    lines = INVENTED.read_text("utf-8").splitlines()
    queries = [json.loads(line)["query"] for line in lines if line]
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
