"""How often a question gets its own answer: kind, clause, refusal, class and stage of a breach.

    python benchmarks/asking.py [--part fit|held] [--wrong] [--alone]

The questions in ``data/`` were written from the policies' texts alone, by people who knew neither
the authored questions nor how answers are made. Those in ``data/fit`` chose weights and thresholds;
those in ``data/held`` were written last, and are only counted. No word of either stands in the code
or in a table.

``outside.jsonl`` holds what the policies have nothing on, ``silent.jsonl`` what one of them leaves
open, ``answered.jsonl`` what they do answer, each with its kind and its clauses, the essential one
first. Two files are dealt into halves by their ids: ``judged.jsonl``, search queries that the
policies answer (the search was fitted to both halves), and ``breaches.jsonl``, what somebody did,
with class and stage as the catalogue has them.
``--alone`` leaves the procedure open even where the question is one of a procedure's own users,
``--wrong`` lists what went wrong, of the fit half alone.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from index import Answer, Index, ask, open_index
from index.answers.answer import Entry

DATA = Path(__file__).parent / "data"
PARTS = ("fit", "held")
IDS = {"LDPP": "ldpp", "LRS": "lrs", "LGD": "localgov-digital", "PI": "pi31", "MIAP": "miap"}

Row = dict[str, Any]


def part(row: Row) -> str:
    """Give the half that a question is dealt into, of a file that is not divided itself."""
    return PARTS[sha256(row["id"].encode()).digest()[0] % 2]


def rows(name: str, of: str) -> list[Row]:
    """Give the questions of a sort that are to fit by, or held."""
    own = DATA / of / f"{name}.jsonl"
    whole = own.exists()
    lines = (own if whole else DATA / f"{name}.jsonl").read_text("utf-8").splitlines()
    found = [{"question": row.get("query"), **row} for row in map(json.loads, lines)]
    return [row for row in found if whole or part(row) == of]


def listed(value: Any) -> set[str]:
    """Give a value, or each of several, as a set."""
    return set(value if isinstance(value, list) else [value])


def clause(ref: str) -> str:
    """Give a reference without what it adds in brackets."""
    return ref.split(" (")[0]


def has_clause(found: Answer, ref: str) -> bool:
    """Whether an answer quotes a clause, or an item of it."""
    wanted = clause(ref)
    return any(
        each.ref == wanted or each.ref.startswith((f"{wanted} ", f"{wanted}¶"))
        for each in found.clauses
    )


def is_refused(found: Answer, procedure: str = "") -> bool:
    """Whether an answer refuses; of several sides, that of the procedure meant."""
    if found.kind == "refused":
        return True
    return any(side.procedure == procedure and side.said == ("not stated",) for side in found.sides)


def reason(found: Answer) -> str:
    """Say why an answer refuses: ``outside``, ``recorded``, ``unstated``; or give nothing."""
    if found.kind != "refused":
        return ""
    if found.headline == "Not in these policies.":
        return "outside"
    return "recorded" if found.silences else "unstated"


def rightly_rated(line: Entry | None, row: Row) -> bool:
    """Whether a line, by one reading of the text, has a right class and a right stage."""
    if line is None:
        return False
    classes = {*line.class_, *(each for other in line.otherwise for each in other.class_)}
    stages = {*line.stage, *(each for other in line.otherwise for each in other.stage)}
    figures = {stage[-1] for stage in stages}
    return bool(classes & listed(row["class"])) and bool(figures & listed(row["stage"]))


class Scores:
    """Counts what is right, and what is not."""

    def __init__(self, of: str, alone: bool) -> None:
        self.index: Index = open_index()
        self.of, self.alone = of, alone
        self.right: Counter[str] = Counter()
        self.all: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.reasons: Counter[str] = Counter()

    def count(self, name: str, right: bool, row: Row, found: Answer) -> None:
        """Count one question under a name."""
        self.all[name] += 1
        self.right[name] += right
        if not right:
            self.wrong.append(
                f"{name}: {row['question']} | {row.get('kind', '')} {row.get('clauses', '')} "
                f"| {found.kind} {found.confidence:.2f} {found.headline[:160]} "
                f"{[each.ref for each in found.clauses][:6]}"
            )

    def asked(self, row: Row) -> tuple[Answer, str]:
        """Ask a question, of its procedure alone unless it is to be left open."""
        procedure = IDS.get(row.get("procedure", ""), "")
        only = None if self.alone else procedure or None
        return ask(row["question"], procedure=only, index=self.index), procedure

    def run(self) -> None:
        """Ask everything."""
        for row in rows("answered", self.of):
            found, procedure = self.asked(row)
            refused = is_refused(found, procedure)
            self.reasons[reason(found) or "compared" * refused] += 1
            self.count("answerable, not refused", not refused, row, found)
            same = found.kind == row["kind"] or found.kind == "compare"
            self.count("right kind", same, row, found)
            self.count("essential clause", has_clause(found, row["clauses"][0]), row, found)
            any_ = any(has_clause(found, each) for each in row["clauses"])
            self.count("any right clause", any_, row, found)
        for row in rows("judged", self.of):
            found, _ = self.asked(row)
            self.count("search query, not refused", found.kind != "refused", row, found)
            self.reasons[reason(found)] += 1
        for row in rows("outside", self.of):
            found, _ = self.asked(row)
            self.count("outside, refused", is_refused(found), row, found)
        for row in rows("silent", self.of):
            found, procedure = self.asked(row)
            refused = is_refused(found, procedure)
            self.count("silent, refused", refused, row, found)
            noted = refused or "may not state" in found.because
            self.count("silent, refused or noted", noted, row, found)
        for row in rows("breaches", self.of):
            found, _ = self.asked(row | {"procedure": "LDPP"})
            best = found.entries[0] if found.entries else None
            self.count("breach, class and stage", rightly_rated(best, row), row, found)
            own = best is not None and best.ref in map(clause, row["clauses"])
            self.count("breach, a right line first", own, row, found)

    def lines(self) -> Iterator[str]:
        """Yield the figures, a line each."""
        for name, count in self.all.items():
            yield f"{name:28} {self.right[name]:4} of {count:4}  {self.right[name] / count:6.1%}"
        whole = self.reasons.total()
        for name in filter(None, self.reasons):
            count, lead = self.reasons[name], f"wrongly refused: {name}"
            yield f"{lead:28} {count:4} of {whole:4}  {count / whole:6.1%}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--alone", action="store_true")
    parsed = parser.parse_args()
    for of in parsed.part or PARTS:
        scores = Scores(of, parsed.alone)
        scores.run()
        print(f"{of}{', no procedure given' if parsed.alone else ''}")
        print("\n".join(scores.lines()))
        if parsed.wrong and of == "fit":
            print("\n".join(sorted(scores.wrong)))


if __name__ == "__main__":
    main()
