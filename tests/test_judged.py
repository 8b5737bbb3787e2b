"""The judged questions: their labels fit the text, and the search keeps what it has reached."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index import Index, open_index
from index.evaluate import evaluate, even, mean, read

DATA = Path(__file__).parent.parent / "benchmarks" / "data"
JUDGED = DATA / "judged.jsonl"


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    """The index of the shipped procedures."""
    made = open_index()
    yield made
    made.close()


def rows(file: Path) -> list[dict[str, Any]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_snippets_stand_in_the_text(index: Index) -> None:
    """Every passage that a judged query names is there to be found."""
    texts = [even("\n\n".join(text for _, text in each["clauses"])) for each in index.passages]
    lost = [
        (query.id, label.snippet)
        for query in read(JUDGED.read_text(encoding="utf-8"), JUDGED.name)
        for label in query.relevant
        if not any(label.snippet in text for text in texts)
    ]
    assert lost == []


def test_the_search_keeps_what_it_has_reached(index: Index) -> None:
    """Most judged queries find a right clause first; those that are misspelt too."""
    queries = read(JUDGED.read_text(encoding="utf-8"), JUDGED.name)
    judged = evaluate(queries, index.search)
    score = mean(each.score for each in judged)
    misspelt = mean(each.score for each in judged if each.kind == "misspelt")
    assert score.queries == 200
    assert score.hit_1 >= 0.62 and score.ndcg_10 >= 0.58 and score.recall_5 >= 0.52
    assert misspelt.hit_1 >= 0.9


def test_ids_are_used_once() -> None:
    """No two judged questions have the same id."""
    ids = [row["id"] for file in sorted(DATA.rglob("*.jsonl")) for row in rows(file)]
    assert len(ids) > 1_000
    assert len(ids) == len(set(ids))
