"""Many letters of one kind, on one processor, on several, or on any executor of the user's.

Rows are taken as they come and letters are written as they are done, so that memory stays flat. A
row that is faulty stops no other. A journal beside the letters keeps a hash of all that each was
made from: a second run makes only what is not there yet, or has changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from pathlib import Path

from toolkit.case.case import Case, read_case
from toolkit.letters.context import Desk
from toolkit.letters.make import make, template_of
from toolkit.letters.naming import plain_name
from toolkit.letters.rows import TableRow, with_row
from toolkit.letters.template.compiled import Compiled
from toolkit.letters.template.shelf import letterhead_path, template_path
from toolkit.problem import BadData, Problem, ToolkitError
from toolkit.procedure.library import load
from toolkit.procedure.procedure import Procedure
from toolkit.version import __version__

JOURNAL = "journal.jsonl"
_TOGETHER = 16
"""Rows that go to a worker at once."""

_WAITING = 4
"""Lots that wait for each worker; more would only take memory."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is the same for every letter of a run; it is sent to the workers.

    Attributes:
        procedure: Id of the procedure.
        letter: Id of the letter.
        on: Its date.
        letterhead: Another letterhead than the shelf's.
        template: Another template than the shelf's.
    """

    procedure: str
    letter: str
    on: date
    letterhead: Path | None = None
    template: Path | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One letter to be made.

    Attributes:
        file: Name of the file to write.
        source: The case's file or the table, for messages.
        line: The row's line, or 0.
        case: The case's file, or that from which every row begins; ``None`` for rows alone.
        cells: The row's cells by column.
    """

    file: str
    source: str
    line: int = 0
    case: Path | None = None
    cells: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one letter: its content, or what was wrong."""

    item: Item
    content: bytes = b""
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Report:
    """What became of a run.

    Attributes:
        made: How many letters were written.
        skipped: How many were there already, made from the same.
        failed: How many could not be made.
        problems: Why, each with its file and line.
    """

    made: int = 0
    skipped: int = 0
    failed: int = 0
    problems: list[Problem] = field(default_factory=list)


def items_of_cases(cases: Iterable[Path], letter: str) -> Iterator[Item]:
    """Yield an item for each case's file."""
    for case in cases:
        yield Item(f"{plain_name(case.stem)}--{letter}.docx", str(case), case=case)


def items_of_table(
    rows: Iterable[TableRow | Problem], table: Path, letter: str, base: Path | None
) -> Iterator[Item | Problem]:
    """Yield an item for each row of a table, and the problems of rows that cannot be read."""
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        cells = row.cells
        stem = plain_name(cells.get("file", "").removesuffix(".docx") or cells.get("id", ""))
        name = f"{stem or f'row-{row.line:05}'}--{letter}.docx"
        yield Item(name, str(table), row.line, base, cells)


def bulk(
    order: Order,
    items: Iterable[Item | Problem],
    folder: Path,
    executor: Executor | None = None,
    workers: int = 1,
    tell: Callable[[Report], None] | None = None,
) -> Report:
    """Make many letters and write each as it is done.

    Args:
        order: What is the same for all.
        items: The letters; they are taken as they are needed.
        folder: Where they go, with the journal; it is made where it is not there.
        executor: Where they are made; in this process where there is none.
        workers: How many the executor has at work.
        tell: Is told after each letter; what it raises stops the run, and what is made stays.

    Raises:
        BadData: The template is missing or faulty, so that no letter can be made.
        OSError: The folder cannot be written.
    """
    for kept in (_procedure, _template, _base, _content):
        kept.cache_clear()
    common = _fingerprint(order)
    _template(order)
    folder.mkdir(parents=True, exist_ok=True)
    report = Report()
    names: dict[str, Item] = {}
    with _Journal(folder) as journal:

        def wanted() -> Iterator[Item]:
            for item in items:
                if not isinstance(item, Problem):
                    twice = _twice(names.setdefault(item.file, item), item)
                    if twice is None and not journal.has(item, common):
                        yield item
                        continue
                    report.skipped += twice is None
                    item = twice or item
                if isinstance(item, Problem):
                    report.failed += 1
                    report.problems.append(item)
                if tell is not None:
                    tell(report)

        for result in _results(order, wanted(), executor, workers):
            if result.problems:
                report.failed += 1
                report.problems.extend(result.problems)
            else:
                journal.write(result, common)
                report.made += 1
            if tell is not None:
                tell(report)
    report.problems.sort(key=lambda problem: (problem.file, problem.line))
    return report


def _twice(first: Item, item: Item) -> Problem | None:
    """Give the problem of an item whose file another one writes."""
    if first is item:
        return None
    where = f"{first.source}:{first.line}" if first.line else first.source
    return Problem(
        "same-file",
        f"its letter would be {item.file}, as that of {where}",
        item.source,
        item.line,
        suggestion="give each its own id, or a column 'file'",
    )


def _results(
    order: Order, items: Iterator[Item], executor: Executor | None, workers: int
) -> Iterator[Result]:
    if executor is None:
        for item in items:
            yield from make_lot(order, (item,))
        return
    running: set[Future[list[Result]]] = set()
    try:
        while True:
            while len(running) < workers * _WAITING and (lot := tuple(islice(items, _TOGETHER))):
                running.add(executor.submit(make_lot, order, lot))
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield from future.result()
    finally:
        for future in running:
            future.cancel()


def make_lot(order: Order, lot: Sequence[Item]) -> list[Result]:
    """Make some letters; this is what a worker does."""
    return [_made(order, item) for item in lot]


def _made(order: Order, item: Item) -> Result:
    try:
        procedure = _procedure(order.procedure)
        base = None if item.case is None else _case(item)
        case, extra = with_row(procedure, base, item.cells) if item.line else (base, {})
        assert case is not None
        if case.procedure != order.procedure:
            raise BadData([_other(case, order)])
        desk = Desk(procedure, case, order.on, extra, item.source)
        letter = procedure.letters[order.letter]
        made = make(desk, letter, _template(order), item.cells.get("to", ""))
    except ToolkitError as error:
        return Result(item, problems=tuple(_placed(item, each) for each in error.problems))
    return Result(item, made.content)


def _case(item: Item) -> Case:
    assert item.case is not None
    return _base(item.case) if item.line else read_case(item.case)


def _other(case: Case, order: Order) -> Problem:
    return Problem(
        "other-procedure",
        f"the case is under {case.procedure}, and the letter is one of {order.procedure}",
    )


def _placed(item: Item, problem: Problem) -> Problem:
    """Give a problem with the row or file that it came from."""
    if item.line:
        return replace(problem, file=item.source, line=item.line)
    return problem if problem.file else replace(problem, file=item.source)


@lru_cache(maxsize=4)
def _procedure(name: str) -> Procedure:
    return load(name)


@lru_cache(maxsize=4)
def _template(order: Order) -> Compiled:
    procedure = _procedure(order.procedure)
    letter = procedure.letters[order.letter]
    return template_of(procedure, letter, order.template, order.letterhead)


@lru_cache(maxsize=4)
def _base(path: Path) -> Case:
    return read_case(path)


def _fingerprint(order: Order) -> bytes:
    """Give a hash of what is the same for every letter."""
    digest = sha256(f"{__version__} {order.letter} {order.on.isoformat()}".encode())
    digest.update(_procedure(order.procedure).model_dump_json().encode())
    template = order.template or template_path(order.procedure, order.letter)
    letterhead = order.letterhead or letterhead_path(order.procedure)
    for path in (template, letterhead):
        digest.update(sha256(path.read_bytes() if path.is_file() else b"").digest())
    return digest.digest()


class _Journal:
    """What is in a folder already, each letter with a hash of what it was made from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / JOURNAL
        self._known = dict(self._read())

    def __enter__(self) -> _Journal:
        self._stream = self._path.open("a", encoding="utf-8")
        return self

    def __exit__(self, *problem: object) -> None:
        self._stream.close()

    def _read(self) -> Iterator[tuple[str, bytes]]:
        """Yield what the journal knows; a line that was cut off is passed over."""
        if not self._path.is_file():
            return
        with self._path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                try:
                    held = json.loads(line)
                    yield held["file"], bytes.fromhex(held["inputs"])
                except (ValueError, KeyError, TypeError):
                    continue

    def has(self, item: Item, common: bytes) -> bool:
        """Whether a letter is there, made from the same."""
        known = self._known.get(item.file)
        return known == _inputs(item, common) and (self._folder / item.file).is_file()

    def write(self, result: Result, common: bytes) -> None:
        """Write a letter, then its line in the journal."""
        target = self._folder / result.item.file
        part = target.with_name(f".{target.name}.part")
        part.write_bytes(result.content)
        part.replace(target)
        entry = {
            "file": target.name,
            "inputs": _inputs(result.item, common).hex(),
            "sha256": sha256(result.content).hexdigest(),
        }
        self._stream.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self._stream.flush()


def _inputs(item: Item, common: bytes) -> bytes:
    """Give a hash of all that a letter is made from."""
    digest = sha256(common)
    digest.update(json.dumps(item.cells, sort_keys=True).encode())
    if item.case is not None:
        digest.update(_content(item.case) if item.line else _bytes(item.case))
    return digest.digest()[:16]


@lru_cache(maxsize=4)
def _content(path: Path) -> bytes:
    return _bytes(path)


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
