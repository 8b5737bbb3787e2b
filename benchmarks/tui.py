"""The app against its limits: how soon it is ready, how much it takes, how fast it answers.

Run it with the Python of an environment in which the toolkit is installed:

    python benchmarks/tui.py [RUNS] [--with COMMAND ...]

Frogmouth, posting and harlequin are timed beside it, in turn, where they are installed beside that
Python or on the path, or are named: each pins its own Textual, so each wants an environment of its
own (``--with ~/peers/posting/bin/posting``). Under Python 3.11 posting 2.11.1 needs
``tree-sitter==0.25.2``: with 0.26 it crashes as it starts. An app is ready when a text that it
shows at the end of its start has been written to a terminal of 80 columns and 24 rows; the first
start of each is not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import fcntl
import os
import pty
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # this file has the name of a package of ours
CASE = ROOT / "docs" / "example-case.yaml"

OURS = [sys.executable, "-c", "from tui.cli import run; run()", "tui"]
FLOOR = [
    sys.executable, "-c",
    "from textual.app import App\nfrom textual.widgets import Static\n"
    "class A(App):\n    def compose(self): yield Static('ready now')\nA().run()",
]  # fmt: skip
PEERS = {
    "frogmouth": ([], "Welcome to Frogmouth!"),
    "posting": ([], "Collection"),
    "harlequin": (["--locale", "C"], "Run Query"),
}
"""The options that each needs to start without a question, and the text that tells it is ready."""

READY, MEMORY, IDLE, OPEN, KEY = 350, 60, 0.5, 500, 50
"""The limits: milliseconds, megabytes, per cent, milliseconds, milliseconds."""


class Screen:
    """A program in a terminal of 80 columns and 24 rows, and what it has written."""

    def __init__(self, command: list[str], environment: dict[str, str], folder: Path) -> None:
        self.started = perf_counter()
        self.process, self.line = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, environment)
        fcntl.ioctl(self.line, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.seen = b""

    def until(self, words: str, limit: float = 20.0) -> float:
        """Read until words are there; give the milliseconds since the start."""
        end = perf_counter() + limit
        while perf_counter() < end:
            if select.select([self.line], [], [], 0.05)[0]:
                try:
                    held = os.read(self.line, 65536)
                except OSError:
                    break
                self.seen += held
                # Programs ask a terminal what it is; one that never answered would hold some up.
                if b"\x1b[c" in held:
                    os.write(self.line, b"\x1b[?1;2c")
                if words.encode() in self.seen:
                    return (perf_counter() - self.started) * 1000
        raise TimeoutError(f"{words!r} never came")

    def memory(self) -> float:
        """Give the megabytes that it holds."""
        pages = int(Path(f"/proc/{self.process}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def idle(self, seconds: float = 4.0) -> float:
        """Give the per cent of a processor that it takes while nothing is done."""
        before = self._ticks()
        end = perf_counter() + seconds
        while perf_counter() < end:
            if select.select([self.line], [], [], 0.1)[0]:
                os.read(self.line, 65536)
        return (self._ticks() - before) / os.sysconf("SC_CLK_TCK") / seconds * 100

    def _ticks(self) -> int:
        held = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return int(held[11]) + int(held[12])

    def end(self) -> None:
        """End it."""
        os.kill(self.process, 15)
        sleep(0.1)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process, 9)
        os.waitpid(self.process, 0)
        os.close(self.line)


def programs(named: list[Path]) -> dict[str, tuple[list[str], str]]:
    """Give what is timed: the command, and the text that tells that it is ready."""
    found = {
        "Textual alone (the floor)": (FLOOR, "ready now"),
        "toolkit tui": (OURS, "See the letters"),
    }
    given = {path.name: str(path.absolute()) for path in named}
    if unknown := given.keys() - PEERS:
        raise SystemExit(f"only {', '.join(PEERS)} can be named, not {', '.join(sorted(unknown))}")
    for name, (options, words) in PEERS.items():
        beside = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        if path := shutil.which(given.get(name, name), path=beside):
            found[name] = ([path, *options], words)
        else:
            print(f"{name} is not installed: skipped")
    return found


def starts(runs: int, timed: dict[str, tuple[list[str], str]], work: Path) -> bool:
    """Time the starts, in turn; say whether a limit was passed."""
    home = work / "home"
    home.mkdir()
    mine = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    plain = {
        **mine, "TERM": "xterm-256color", "COLORTERM": "truecolor", "HOME": str(home),
        "PYTHONPYCACHEPREFIX": str(work / "pyc"), "PYTHONDONTWRITEBYTECODE": "",
    }  # fmt: skip
    ours = {
        **plain, "PYTHONPATH": str(ROOT),
        "TOOLKIT_CACHE": str(work / "cache"), "TOOLKIT_CONFIG": str(work / "config"),
    }  # fmt: skip
    cases = work / "cases"
    cases.mkdir()
    shutil.copy(CASE, cases / "case.yaml")
    times: dict[str, list[float]] = {name: [] for name in timed}
    memory: dict[str, float] = {}
    idle: dict[str, float] = {}
    for number in range(runs + 1):
        for name, (command, words) in timed.items():
            screen = Screen(command, plain if name in PEERS else ours, cases)
            try:
                taken = screen.until(words)
                if number:
                    times[name].append(taken)
                else:
                    screen.idle()  # the first round fills the caches
                if number == runs:
                    sleep(1.5)
                    screen.idle(0.3)
                    memory[name], idle[name] = screen.memory(), screen.idle()
            except TimeoutError as error:
                print(f"{name}: {error}")
            finally:
                screen.end()
    print(f"{'ready, ms':28}{'min':>8}{'median':>8}{'MB':>8}{'idle %':>8}")
    for name, taken in times.items():
        if taken:
            print(
                f"{name:28}{min(taken):8.0f}{median(taken):8.0f}"
                f"{memory.get(name, 0):8.0f}{idle.get(name, 0):8.1f}"
            )
    name = "toolkit tui"
    return min(times[name]) > READY or memory[name] > MEMORY or idle[name] > IDLE


async def answers(work: Path) -> bool:
    """Time what happens within the app; say whether a limit was passed."""
    from datetime import date

    from tui.app.app import ToolkitApp
    from tui.app.places import Place
    from tui.app.seams import Seams

    many = work / "many"
    many.mkdir()
    text = CASE.read_text("utf-8")
    for number in range(1000):
        (many / f"case-{number:04}.yaml").write_text(text.replace("Sam Example", f"Sam {number}"))
    os.environ["TOOLKIT_CACHE"] = str(work / "cache")
    app = ToolkitApp(Seams(today=lambda: date(2026, 3, 20), cases=many, config=work / "config"))
    late = False

    def tell(name: str, taken: float, limit: float) -> None:
        nonlocal late
        late = late or taken > limit
        print(f"{name:44}{taken:8.0f}{limit:8.0f}{'  TOO SLOW' if taken > limit else ''}")

    print(f"\n{'within the app, ms':44}{'':>8}{'limit':>8}")
    async with app.run_test(size=(80, 24)) as pilot:

        async def settled() -> None:
            await app.workers.wait_for_complete()
            await pilot.pause()

        await settled()
        from toolkit.procedure.library import load

        load("ldpp")
        start = perf_counter()
        app.go(Place("procedures", "ldpp"))
        while "LDPP header" not in str(getattr(app.page, "here", Place("home"))().detail):
            await asyncio.sleep(0.002)
        await pilot.pause()
        tell("the longest procedure opens", (perf_counter() - start) * 1000, OPEN)
        for name, key in (("next clause", "j"), ("page down", "pagedown")):
            tell(f"a key in the text: {name}", await pressed(app, key), KEY)
        app.go(Place("cases"))
        await settled()
        await settled()
        tell("a key in the list of 1,000 cases: down", await pressed(app, "down"), KEY)
        tell("a key in the list of 1,000 cases: page down", await pressed(app, "pagedown"), KEY)
    return late


async def pressed(app: object, key: str, times: int = 20) -> float:
    """Give the median of the milliseconds until a key press has been dealt with and drawn."""
    from textual import events
    from textual.app import App

    assert isinstance(app, App)
    taken = []
    for _ in range(times):
        start = perf_counter()
        app.post_message(events.Key(key, None if len(key) > 1 else key))
        done = asyncio.Event()
        await asyncio.sleep(0)
        target = app.screen.focused or app.screen
        target.call_after_refresh(done.set)
        await done.wait()
        taken.append((perf_counter() - start) * 1000)
    return median(taken)


def main() -> int:
    """Time all of it; give 1 where a limit is passed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("runs", nargs="?", type=int, default=8)
    parser.add_argument("--with", dest="named", type=Path, nargs="+", default=[], metavar="COMMAND")
    parsed = parser.parse_args()
    timed = programs(parsed.named)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        subprocess.run(  # so that the cache of procedures is warm
            [sys.executable, "-c", "import toolkit; list(toolkit.load_all())"],
            check=True, env={**os.environ, "TOOLKIT_CACHE": str(work / "cache"),
                             "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        late = starts(parsed.runs, timed, work)
        late = asyncio.run(answers(work)) or late
    return int(late)


if __name__ == "__main__":
    raise SystemExit(main())
