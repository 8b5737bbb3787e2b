"""How the search does on authored questions that its index has not seen.

    python benchmarks/held_out.py [--every 3] [--set linked=0.4 --set words.ask=1.8 ...]

The authored questions are dealt into parts; an index is made without one of them and asked it, and
so on. A question's own clause counts as right. Others may answer it as well, so the figures are
low; what counts is how they change with the settings. The word vectors that are shipped know all
questions, which flatters ``vector`` here; ``weights.py`` fits them anew for each part. What
`index.sense` says is left out, since it knows them too. Questions of evaluation files play no part.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from index.answers.laid import lay_down
from index.near import near_words
from index.search import Index
from index.settings import DEFAULT, Settings
from index.store import DATA, write_index
from toolkit.procedure.library import load_all
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import NotStated

PARTS = 8


def part(question: str) -> int:
    """Give the part that a question is dealt into."""
    return sha256(question.encode()).digest()[0] % PARTS


def without(procedure: Procedure, held_out: int) -> Procedure:
    """Give a procedure without the questions of one part, those without an answer included."""
    kept = {
        ref: tuple(each for each in questions if part(each) != held_out)
        for ref, questions in procedure.questions.items()
    }
    rules = tuple(
        rule.model_copy(update={"asked_as": tuple(
            each for each in rule.asked_as if part(each) != held_out)})
        if isinstance(rule, NotStated) else rule
        for rule in procedure.rules
    )  # fmt: skip
    return procedure.model_copy(update={"questions": kept, "rules": rules})


class HeldOut(NamedTuple):
    """An index without a part of the authored questions.

    Attributes:
        folder: Where it is.
        data: Its data.
        asked: The part's questions, each with its clause.
    """

    folder: Path
    data: dict[str, Any]
    asked: list[tuple[str, str]]


def indexes(every: int) -> Iterator[HeldOut]:
    """Yield for each part an index without it, and one in so many of the part's questions."""
    procedures = list(load_all())

    def chosen(question: str, held_out: int) -> bool:
        return part(question) == held_out and sha256(question.encode()).digest()[1] % every == 0

    for held_out in range(PARTS):
        folder = Path(tempfile.mkdtemp())
        some = [without(procedure, held_out) for procedure in procedures]
        write_index(folder, some)
        lay_down(folder, some)
        asked = [
            (question, ref)
            for procedure in procedures
            for ref, questions in procedure.questions.items()
            for question in questions
            if chosen(question, held_out)
        ]
        yield HeldOut(folder, json.loads((folder / DATA).read_bytes()), asked)


def figures(held: Sequence[Any], settings: Settings) -> tuple[float, float, float]:
    """Give hit@1, MRR@10 and recall@5 over all parts."""
    first = early = 0
    reciprocal = 0.0
    count = 0
    for folder, data, asked in held:
        index = Index(folder, data, settings, near_words())
        for question, ref in asked:
            right = {
                at for at, each in enumerate(data["passages"])
                if any(ref == own for own, _ in each["clauses"])
            }  # fmt: skip
            order = index.order(question)[:10]
            place = next((n for n, at in enumerate(order, start=1) if at in right), 0)
            count += 1
            first += place == 1
            early += 0 < place <= 5
            reciprocal += 1 / place if place else 0.0
        index.close()
    return first / count, reciprocal / count, early / count


def changed(settings: Settings, changes: Sequence[str]) -> Settings:
    """Give settings with some weights changed, written ``name=1.0`` or ``words.ask=1.0``."""
    for change in changes:
        name, _, value = change.partition("=")
        name, _, key = name.partition(".")
        old = getattr(settings, name)
        new: Any = type(old)(float(value)) if not key else None
        if key:
            new = MappingProxyType({**old, key: float(value)})
        settings = replace(settings, **{name: new})
    return settings


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--set", action="append", default=[], help="several go with commas")
    parser.add_argument("--every", type=int, default=1, help="ask one in so many, to be quicker")
    parsed = parser.parse_args()
    held = list(indexes(parsed.every))
    print(f"{sum(len(each.asked) for each in held)} questions", file=sys.stderr)
    for change in ["", *parsed.set]:
        some = ["words.sense=0", *filter(None, change.split(","))]
        hit, mrr, recall = figures(held, changed(DEFAULT, some))
        print(f"hit@1 {hit:.3f}  MRR@10 {mrr:.3f}  recall@5 {recall:.3f}  {change or 'as shipped'}")


if __name__ == "__main__":
    main()
