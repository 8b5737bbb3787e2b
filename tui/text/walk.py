"""The paths of a procedure as a table that its owner can read, correct and sign."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from toolkit.procedure.procedure import Procedure
from toolkit.walk.paths import Leg, Path

COLUMNS = ("path", "leg", "track", "stage", "step", "who", "result", "letters", "limits", "clauses")


def as_markdown(procedure: Procedure, found: Iterable[Path]) -> str:
    """Write every path as Markdown: a heading a path, a table row a step."""
    header = procedure.header
    lines = [
        f"# Every path: {header.title}",
        "",
        f"{header.issuer}, version {header.version}. Each path is one way through the procedure, "
        "step by step, with the letters sent, the time limits and the clauses. Each loop is gone "
        "round once.",
        "",
    ]
    for number, path in enumerate(found, 1):
        lines += [f"## {number}. {_title(path)}", ""]
        lines += [
            "| step | who | result | letters | limits | clauses |",
            "|---|---|---|---|---|---|",
        ]
        lines += [_row(leg) for leg in path.legs]
        lines += ["", f"Then: {_cell(path.end)}.", ""]
    return "\n".join(lines)


def as_csv(found: Iterable[Path]) -> str:
    """Write every path as CSV, a line a step."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow((*COLUMNS, "then"))
    for number, path in enumerate(found, 1):
        for at, leg in enumerate(path.legs, 1):
            last = at == len(path.legs)
            writer.writerow(
                (
                    number,
                    at,
                    path.track,
                    leg.stage,
                    leg.does,
                    leg.who,
                    leg.result,
                    "; ".join(leg.letters),
                    "; ".join(leg.limits),
                    "; ".join(leg.clauses),
                    path.end if last else "",
                )
            )
    return held.getvalue()


def as_sheet(procedure: Procedure, stage: str, found: Iterable[Path]) -> str:
    """Write one stage as a sheet to be signed: each step once, with all its results."""
    known = procedure.stages[stage]
    legs: dict[str, list[Leg]] = {}
    for path in found:
        for leg in path.legs:
            legs.setdefault(leg.step, [])
            if leg not in legs[leg.step]:
                legs[leg.step].append(leg)
    header = procedure.header
    lines = [
        f"# {known.name}: sign-off sheet",
        "",
        f"{header.title}, {header.issuer}, version {header.version}.",
        "",
        "| step | who | limits | can end as | letters | clauses | right? |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_sheet_row(found_legs) for found_legs in legs.values()]
    lines += ["", "Read and found to be what the policy says:", ""]
    lines += [
        "Name: ______________________  Date: ______________  Signature: ______________________"
    ]
    return "\n".join([*lines, ""])


def _title(path: Path) -> str:
    """Name a path by how its steps end; duties do not steer it."""
    turns = [leg.result for leg in path.legs if leg.nature != "duty"]
    return _cell(" → ".join(turns) or path.legs[0].does)


def _row(leg: Leg) -> str:
    result = f"{leg.result} (what follows is not stated)" if leg.silent else leg.result
    cells = (
        leg.does, leg.who, result, "; ".join(leg.letters), "; ".join(leg.limits),
        ", ".join(leg.clauses),
    )  # fmt: skip
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _sheet_row(legs: list[Leg]) -> str:
    first = legs[0]
    cells = (
        first.does,
        first.who,
        "; ".join(first.limits),
        "; ".join(dict.fromkeys(leg.result for leg in legs)),
        "; ".join(dict.fromkeys(_all(leg.letters for leg in legs))),
        ", ".join(dict.fromkeys(_all(leg.clauses for leg in legs))),
        "☐",
    )
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _all(groups: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for group in groups:
        yield from group


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
