"""The cases of a folder, listed at once: what is known of each is kept until it or the day changes.

A summary is kept under the case's own bytes, the day, the procedures, the closures and the code
that reads them. What is kept can be made anew at any time: a file of it that is broken is passed
over.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Event

from toolkit.case.advise import advise
from toolkit.case.case import parse_case
from toolkit.case.closures import calendar_with, settings_file
from toolkit.files import cache_folder, write_atomically
from toolkit.problem import BadData, Problem, ToolkitError
from toolkit.procedure.library import load, procedures_folder
from toolkit.version import __version__
from tui.cases.summary import Summary, summary_from, summary_of

KEPT = "cases.json"

ENDINGS = frozenset({".yaml", ".yml", ".json"})
"""The endings of case files."""

NO_CASES = (".answer.json",)
"""Endings of files that the guided lookup writes, and that hold no case."""

LARGEST = 2_000_000
"""Bytes that a case file may have; more is no case."""

Tell = Callable[[int, int], None]
"""Is told how many cases have been read, of how many."""


def case_files(folder: Path) -> tuple[Path, ...]:
    """Give the case files of a folder, by name; none where there is no folder."""
    try:
        return tuple(
            sorted(
                path
                for path in folder.iterdir()
                if path.suffix.lower() in ENDINGS
                and not path.name.startswith(".")
                and not path.name.endswith(NO_CASES)
                and path.is_file()
            )
        )
    except OSError:
        return ()


def listed(folder: Path, today: date) -> tuple[Summary, ...]:
    """Give the cases of a folder at once; what has still to be read is marked as pending."""
    kept = _Kept(today)
    return in_order(
        kept.get(path) or Summary(file=str(path), reference=path.stem, pending=True)
        for path in case_files(folder)
    )


def read_all(
    folder: Path, today: date, tell: Tell | None = None, stop: Event | None = None
) -> tuple[Summary, ...]:
    """Give the cases of a folder, all of them looked at; this takes its time once a day.

    Args:
        folder: The folder.
        today: The day of the advice.
        tell: Is told how far the work is.
        stop: Ends the work early; what has not been looked at is then marked as pending.
    """
    kept = _Kept(today)
    files = case_files(folder)
    found = []
    for number, path in enumerate(files):
        summary = kept.get(path)
        if summary is None and stop is not None and stop.is_set():
            summary = Summary(file=str(path), reference=path.stem, pending=True)
        elif summary is None:
            summary = summarise(path, today)
            kept.put(path, summary)
        found.append(summary)
        if tell is not None:
            tell(number + 1, len(files))
    kept.write()
    return in_order(found)


def summarise(path: Path, today: date) -> Summary:
    """Give what a list says of one case; of one that cannot be read, its fault."""
    try:
        case = parse_case(_text(path), path.name)
        procedure = load(case.procedure)
        advice = advise(procedure, case, today, calendar_with(procedure, settings_file(), case))
    except ToolkitError as error:
        fault = "; ".join(str(problem) for problem in error.problems)
        return Summary(file=str(path), reference=path.stem, fault=fault)
    except (OSError, ValueError, OverflowError, RecursionError) as error:
        return Summary(file=str(path), reference=path.stem, fault=str(error) or "it is no case")
    stages = procedure.stages
    stage = stages[advice.stage].name if advice.stage in stages else ""
    return summary_of(path, case, advice, procedure.header.abbreviation, stage)


def in_order(summaries: Iterable[Summary]) -> tuple[Summary, ...]:
    """Put cases in order: overdue first, then by the next day on which something is due."""
    return tuple(sorted(summaries, key=Summary.order))


def matching(summaries: Iterable[Summary], typed: str) -> tuple[Summary, ...]:
    """Give the cases that hold every word typed: in name, subject, procedure or position."""
    words = typed.casefold().split()
    return tuple(
        item
        for item in summaries
        if all(word in f"{item.name} {item.about}".casefold() for word in words)
    )


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST:
        raise BadData([Problem("too-large", "this file is too large for a case", path.name)])
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadData(
            [Problem("unreadable", "this is no text", path.name, suggestion="save it as UTF-8")]
        ) from None


class _Kept:
    """Summaries of a day as they are kept, by what they were made from."""

    def __init__(self, today: date) -> None:
        self._file = cache_folder() / KEPT
        self._base = f"{today.isoformat()} {_world()}"
        self._held = self._read()
        self._new = False

    def get(self, path: Path) -> Summary | None:
        """Give what is kept of a file with this content, or ``None``."""
        held = self._held.get(self._key(path))
        if held is None:
            return None
        try:
            return summary_from({**held, "file": str(path)})
        except (ValueError, TypeError, KeyError, AttributeError):
            return None

    def put(self, path: Path, summary: Summary) -> None:
        """Keep a summary."""
        self._held[self._key(path)] = summary.as_data()
        self._new = True

    def write(self) -> None:
        """Write what is kept, if there is anything new; a full disk does no harm."""
        if not self._new:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            held = {"of": self._base, "cases": self._held}
            write_atomically(self._file, json.dumps(held, ensure_ascii=False))
        except OSError:
            return

    def _read(self) -> dict[str, dict[str, object]]:
        try:
            held = json.loads(self._file.read_text("utf-8"))
            if held["of"] != self._base:
                return {}
            cases = held["cases"]
            return {key: value for key, value in cases.items() if isinstance(value, dict)}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _key(self, path: Path) -> str:
        digest = sha256(path.name.encode(errors="replace"))
        try:
            if path.stat().st_size <= LARGEST:
                digest.update(path.read_bytes())
        except OSError:
            digest.update(b"unreadable")
        return digest.hexdigest()


def _world() -> str:
    """Give the key of what a summary depends on beside the case: rules, closures, code."""
    digest = sha256(_code().encode())
    closures = settings_file()
    for path in (*sorted(procedures_folder().glob("*/*.md")), *((closures,) if closures else ())):
        content = path.read_bytes()
        digest.update(f"\0{path}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


@cache
def _code() -> str:
    """Give the key of the code; it does not change while it runs."""
    from toolkit.case import advise as engine

    digest = sha256(__version__.encode())
    for folder in (Path(engine.__file__).parent, Path(__file__).parent):
        for path in sorted(folder.glob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
