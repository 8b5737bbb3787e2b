"""``toolkit evaluate``: how good the search is, by labelled queries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tui.output import as_json, write, write_json


@click.command("evaluate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--missed", is_flag=True, help="List the queries whose first result is not relevant.")
@click.option("--semantic", is_flag=True, help="Rank by meaning too; needs the model installed.")
@as_json
def command(file: Path, missed: bool, semantic: bool, json_: bool) -> None:
    """Score the search by labelled queries, one JSON object a line of FILE.

    hit@1: the first result is relevant. MRR@10: one divided by the place of the first relevant
    one. nDCG@10: the gain of ten results against the ideal. recall@5: the share of relevant
    passages among five.
    """
    from index import open_index
    from index.evaluate import DEPTH, by_kind, evaluate, mean, read

    index = open_index(semantic=semantic)
    queries = read(_text(file), file.name)
    judged = evaluate(queries, lambda query: index.search(query, limit=DEPTH))
    overall, kinds = mean(each.score for each in judged), by_kind(judged)
    if json_:
        write_json(
            {
                "overall": overall.as_data(),
                "kinds": {kind: score.as_data() for kind, score in kinds.items()},
                "queries": [each.as_data() for each in judged],
            }
        )
        return
    rows: list[tuple[str, Any]] = [*kinds.items(), ("all", overall)]
    wide = max(len("kind"), *(len(name) for name, _ in rows))
    lines = [f"{'kind':{wide}}  queries  hit@1  MRR@10  nDCG@10  recall@5"]
    lines += [
        f"{name:{wide}}  {each.queries:7}  {each.hit_1:.3f}   {each.mrr_10:.3f}    "
        f"{each.ndcg_10:.3f}     {each.recall_5:.3f}"
        for name, each in rows
    ]
    if missed:
        lines += [
            f"{each.id}: {each.query} → {each.first or 'nothing'} "
            f"(relevant: {each.place or 'not among ten'})"
            for each in judged if each.place != 1
        ]  # fmt: skip
    write("\n".join(lines))


def _text(file: Path) -> str:
    from toolkit.problem import BadData, Problem

    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"this cannot be read as UTF-8 text: {error}"
        raise BadData([Problem("unreadable", message, file.name)]) from None
