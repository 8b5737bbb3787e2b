"""How good a ranking is, by labelled queries: hit@1, MRR@10, nDCG@10 and recall@5.

A result is relevant to a query where its text has one of the query's snippets, once white space,
quotation marks, asterisks and case have been evened out. The ideal ranking, which nDCG is measured
by, has each labelled passage once, the best first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log2
from typing import Any

from toolkit.plain import Plain
from toolkit.problem import BadData, Problem

DEPTH = 10
"""How many results are looked at."""

_QUOTES = re.compile(r"[\"'`*‘’‚“”„«»]")


@dataclass(frozen=True, slots=True)
class Label:
    """A passage that is relevant to a query.

    Attributes:
        snippet: Words of it.
        grade: 2 where it answers the query, 1 where it helps.
    """

    snippet: str
    grade: int


@dataclass(frozen=True, slots=True)
class Query:
    """A labelled query."""

    id: str
    text: str
    kind: str
    relevant: tuple[Label, ...]


class Score(Plain):
    """How a ranking did, for one query or as the mean of several.

    Attributes:
        queries: How many.
        hit_1: Whether the first result is relevant.
        mrr_10: One divided by the place of the first relevant result.
        ndcg_10: The gain of the results, those further down counting less, against the ideal.
        recall_5: The share of relevant passages among the first five results.
    """

    queries: int
    hit_1: float
    mrr_10: float
    ndcg_10: float
    recall_5: float


class Judged(Plain):
    """One query and what became of it."""

    id: str
    query: str
    kind: str
    first: str
    place: int
    score: Score


def read(text: str, file: str) -> tuple[Query, ...]:
    """Read labelled queries, one JSON object a line.

    Args:
        text: The file's text.
        file: Its name, for messages.

    Raises:
        BadData: A line is no labelled query; holds every fault.
    """
    found: list[Query] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found.append(_query(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            why = (
                f"'{error.args[0]}' is missing" if isinstance(error, KeyError) else "it is no JSON"
            )
            why = why if isinstance(error, KeyError | json.JSONDecodeError) else str(error)
            problems.append(
                Problem(
                    "bad-query", f"this line is no labelled query: {why}", file, number,
                    suggestion='write {"id": …, "query": …, "kind": …, "relevant": '
                    '[{"snippet": …, "grade": 2}]}',
                )
            )  # fmt: skip
    if not found and not problems:
        problems.append(Problem("no-queries", "there are no queries in this file", file))
    if problems:
        raise BadData(problems)
    return tuple(found)


def _query(data: dict[str, Any]) -> Query:
    if not isinstance(data, dict):
        raise ValueError("it is no object")
    labels = tuple(
        Label(even(str(each["snippet"])), int(each.get("grade", 2))) for each in data["relevant"]
    )
    if not labels or not all(label.snippet and label.grade in (1, 2) for label in labels):
        raise ValueError("'relevant' has a snippet and a grade of 1 or 2 for each passage")
    return Query(str(data["id"]), str(data["query"]), str(data.get("kind", "")), labels)


def even(text: str) -> str:
    """Even white space, quotation marks, asterisks and case out."""
    return " ".join(_QUOTES.sub("", text).casefold().split())


def score(query: Query, texts: Sequence[str]) -> Score:
    """Score one query's results.

    A passage that several results show counts once, for the first of them.

    Args:
        query: With its labels.
        texts: The texts of the results, the best first.
    """
    left = dict(enumerate(query.relevant))
    gains: list[int] = []
    places: list[int] = []
    seen_early = 0
    for place, text in enumerate(map(even, texts[:DEPTH]), start=1):
        shown = [at for at, label in enumerate(query.relevant) if label.snippet in text]
        new = [at for at in shown if at in left]
        gains.append(max((2 ** left[at].grade - 1 for at in new), default=0))
        if shown:
            places.append(place)
        for at in new:
            del left[at]
            seen_early += place <= 5
    ideal = sorted((2**label.grade - 1 for label in query.relevant), reverse=True)[:DEPTH]
    return Score(
        queries=1,
        hit_1=float(bool(places) and places[0] == 1),
        mrr_10=1 / places[0] if places else 0.0,
        ndcg_10=min(1.0, _gain(gains) / _gain(ideal)),
        recall_5=seen_early / len(query.relevant),
    )


def _gain(gains: Iterable[int]) -> float:
    return sum(gain / log2(place + 1) for place, gain in enumerate(gains, start=1))


def mean(scores: Iterable[Score]) -> Score:
    """Give the mean of scores, each counting by its queries."""
    held = tuple(scores)
    count = sum(each.queries for each in held)

    def of(name: str) -> float:
        total = sum(getattr(each, name) * each.queries for each in held)
        return round(total / count, 4) if count else 0.0

    return Score(
        queries=count,
        hit_1=of("hit_1"),
        mrr_10=of("mrr_10"),
        ndcg_10=of("ndcg_10"),
        recall_5=of("recall_5"),
    )


def evaluate(
    queries: Iterable[Query], search: Callable[[str], Sequence[Any]]
) -> tuple[Judged, ...]:
    """Judge a search by labelled queries.

    Args:
        queries: The queries.
        search: Gives hits with ``ref`` and ``text`` for a query, the best first.
    """
    judged = []
    for query in queries:
        hits = search(query.text)
        texts = [hit.text for hit in hits]
        result = score(query, texts)
        place = round(1 / result.mrr_10) if result.mrr_10 else 0
        first = hits[0].ref if hits else ""
        judged.append(
            Judged(
                id=query.id, query=query.text, kind=query.kind, first=first, place=place,
                score=result,
            )
        )  # fmt: skip
    return tuple(judged)


def by_kind(judged: Iterable[Judged]) -> dict[str, Score]:
    """Give the mean score of each kind of query, in alphabetical order."""
    kinds: dict[str, list[Score]] = {}
    for each in judged:
        kinds.setdefault(each.kind, []).append(each.score)
    return {kind: mean(kinds[kind]) for kind in sorted(kinds)}
