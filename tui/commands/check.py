"""``toolkit check``: whether procedures are sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from toolkit.check import Report, check
from toolkit.problem import Problem, Refused
from toolkit.procedure.library import folder_of, procedure_ids, procedures_folder
from tui.exits import BAD_DATA
from tui.output import as_json, width, write, write_json
from tui.text.layout import bullet, pages, paragraph, section


@click.command("check")
@click.argument("what", nargs=-1, metavar="[ID | FOLDER]...")
@as_json
@click.pass_context
def command(ctx: click.Context, what: tuple[str, ...], json_: bool) -> None:
    """Check procedures: the source's own words, rules that fit, and no hole on any path.

    Without an argument every procedure of the library is checked. Errors are on stdout, as they are
    what was asked for; the exit code is 3 where there are any.
    """
    start = perf_counter()
    reports = [check(folder) for folder in _folders(what)]
    seconds = perf_counter() - start
    if json_:
        write_json(as_data(reports, seconds))
    else:
        write(as_text(reports, seconds, width()))
    if any(report.errors for report in reports):
        ctx.exit(BAD_DATA)


def as_data(reports: list[Report], seconds: float) -> dict[str, Any]:
    """Give the reports as plain data for JSON."""
    return {
        "errors": [_problem(problem) for report in reports for problem in report.errors],
        "warnings": [_problem(problem) for report in reports for problem in report.warnings],
        "procedures": {
            report.id: {
                "clauses": report.clauses,
                "covered": report.covered,
                "rules": {kind: count for kind, count in report.rules.items() if count},
                "conflicts": report.conflicts,
                "clauses-with-questions": report.asked,
                "questions": report.questions,
                "words": report.words,
                "locked": report.locked,
                "left-out": report.left_out,
                "positions": report.positions,
                "edges": report.edges,
                "paths": report.paths,
                "walk-seconds": round(report.walk_seconds, 3),
            }
            for report in reports
        },
        "seconds": round(seconds, 3),
    }


def as_text(reports: list[Report], seconds: float, wide: int) -> str:
    """Give the reports as text."""
    errors = sum(len(report.errors) for report in reports)
    warnings = sum(len(report.warnings) for report in reports)
    total = f"{_count(errors, 'error')}, {_count(warnings, 'warning')}; {seconds:.1f} s"
    return pages([*(section(report.id, _lines(report, wide)) for report in reports), total])


def _lines(report: Report, wide: int) -> Iterator[str]:
    if report.clauses:
        yield paragraph(
            f"clauses: {report.covered} of {report.clauses} carry a rule or are cited by one", wide
        )
        yield paragraph(
            f"text: {report.locked} of {report.words} words of the source stand here word for "
            f"word, {report.left_out} are left out with a reason",
            wide,
        )
        rules = ", ".join(f"{count} {kind}" for kind, count in report.rules.items() if count)
        yield paragraph(f"rules: {rules or 'none'}", wide)
        yield paragraph(f"conflicts: {report.conflicts}", wide)
        yield paragraph(
            f"questions: {report.questions} authored, under {_count(report.asked, 'clause')}", wide
        )
    if report.positions:
        yield paragraph(
            f"walked: {report.positions} positions, {report.edges} edges, {report.paths} paths "
            f"({report.tier}), {report.walk_seconds:.2f} s",
            wide,
        )
    for problem in report.problems:
        yield bullet(f"{problem.level}: {problem}", wide)


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "clause": problem.clause,
        "code": problem.code,
        "message": problem.message,
        "suggestion": problem.suggestion,
    }


def _folders(what: tuple[str, ...]) -> list[Path]:
    if not what:
        ids = procedure_ids()
        if not ids:
            where = procedures_folder()
            raise Refused([Problem("no-procedures", f"there are no procedures in {where}")])
        return [folder_of(procedure_id) for procedure_id in ids]
    folders = []
    for item in what:
        path = Path(item)
        known = item.lower() in procedure_ids()
        folders.append(path.resolve() if path.is_dir() and not known else folder_of(item))
    return folders


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
