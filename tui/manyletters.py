"""Many letters from the command line: what is to be made, by how many processes, how far it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import click

from toolkit.case.case import read_case
from toolkit.letters.bulk import Item, Order, Report, bulk, items_of_cases, items_of_table
from toolkit.letters.rows import read_table
from toolkit.letters.template.shelf import letter_named
from toolkit.problem import Problem
from tui.casefile import open_case
from tui.opening import open_procedure

_WORTH_A_PROCESS = 400
"""Letters that take as long as a process takes to start."""

Items = Iterable[Item | Problem]
Named = tuple[str, str]
"""Procedure and letter, by id."""


def letters_of_cases(
    letter: str, cases: tuple[Path, ...], procedure: str | None
) -> tuple[Named, Items, int]:
    """Give what is to be made of case files: the letter's id, the letters, and how many."""
    known = open_procedure(procedure or read_case(cases[0]).procedure)
    named = letter_named(known, letter)
    return (known.id, named.id), items_of_cases(cases, named.id), len(cases)


def letters_of_table(
    letter: str, table: Path, base: Path | None, procedure: str | None
) -> tuple[Named, Items, int]:
    """Give what is to be made of a table: the letter's id, the letters, and how many."""
    if base is not None:
        known, _ = open_case(base)
    elif procedure:
        known = open_procedure(procedure)
    else:
        raise click.UsageError("say which procedure, by its id: --procedure ID, or --case FILE")
    named = letter_named(known, letter)
    total = sum(1 for _ in read_table(table, known))
    items = items_of_table(read_table(table, known), table, named.id, base)
    return (known.id, named.id), items, total


def run(order: Order, items: Items, folder: Path, total: int, jobs: int | None) -> Report:
    """Make the letters, with a bar on stderr that says how far it is."""
    workers = jobs or min(os.cpu_count() or 1, 1 + total // _WORTH_A_PROCESS)
    bar = click.progressbar(
        length=total, label="letters", file=sys.stderr, hidden=not sys.stderr.isatty()
    )

    def tell(report: Report) -> None:
        bar.update(report.made + report.skipped + report.failed - bar.pos)

    with bar:
        if workers == 1:
            return bulk(order, items, folder, tell=tell)
        with ProcessPoolExecutor(workers) as executor:
            return bulk(order, items, folder, executor, workers, tell)
