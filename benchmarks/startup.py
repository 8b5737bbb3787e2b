"""How long whole processes take, against their limits.

Run it with the Python of an environment in which the toolkit is installed:
``python benchmarks/startup.py [RUNS]``.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "docs" / "example-case.yaml"
DAY = ["--on", "2026-03-20"]
TOOLKIT = [sys.executable, "-c", "from tui.cli import run; run()"]

# What is timed, and its limit in milliseconds; "over" is over the bare interpreter.
TIMED: list[tuple[str, list[str], str, float]] = [
    ("python -c pass", [sys.executable, "-c", "pass"], "", 0),
    ("import toolkit", [sys.executable, "-c", "import toolkit"], "over", 30),
    ("toolkit --help", [*TOOLKIT, "--help"], "whole", 60),
    ("toolkit show ldpp, warm", [*TOOLKIT, "show", "ldpp"], "whole", 250),
    ("toolkit show LDPP 5.13, warm", [*TOOLKIT, "show", "LDPP", "5.13"], "whole", 250),
    ("toolkit advise CASE, warm", [*TOOLKIT, "advise", str(CASE), *DAY], "whole", 250),
    ("toolkit advise --json, warm", [*TOOLKIT, "advise", str(CASE), *DAY, "--json"], "whole", 250),
    ("toolkit deadline, warm", [*TOOLKIT, "deadline", "8.2", "--from", "2026-04-02"], "whole", 250),
]  # fmt: skip


def main() -> int:
    """Time each command, interleaved; give 1 where a median passes its limit."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    times: dict[str, list[float]] = {name: [] for name, *_ in TIMED}
    worked: dict[str, list[float]] = {name: [] for name, *_ in TIMED}
    with tempfile.TemporaryDirectory() as cache:
        # Installed, the byte code lies beside the code; in a checkout it goes to a folder of ours.
        environment = {
            **os.environ,
            "TOOLKIT_CACHE": cache,
            "PYTHONPYCACHEPREFIX": str(Path(cache, "pyc")),
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        }
        for number in range(runs + 1):
            for name, command, *_ in TIMED:
                start, before = perf_counter(), _work()
                subprocess.run(command, env=environment, check=True, capture_output=True)
                if number:  # the first round fills the cache
                    times[name].append((perf_counter() - start) * 1000)
                    worked[name].append((_work() - before) * 1000)
    bare = median(times["python -c pass"])
    failed = False
    print(f"{'whole process, milliseconds':32}{'min':>8}{'median':>8}{'CPU':>8}{'limit':>8}")
    for name, _, kind, limit in TIMED:
        half = median(times[name])
        counted = half - bare if kind == "over" else half
        late = bool(limit) and counted > limit
        failed = failed or late
        says = (
            "" if not limit else f"{limit:8.0f}" + (" over the bare one" if kind == "over" else "")
        )
        work = median(worked[name])
        slow = "  TOO SLOW" if late else ""
        print(f"{name:32}{min(times[name]):8.0f}{half:8.0f}{work:8.0f}{says}{slow}")
    return int(failed)


def _work() -> float:
    """Give the seconds of processor time that the processes begun so far have taken.

    Other work on the machine lengthens a process, and hardly changes this.
    """
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    raise SystemExit(main())
