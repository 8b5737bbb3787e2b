"""Evaluation: the figures are right, and a file that is no set of queries is refused."""

from __future__ import annotations

import json
from math import log2
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.evaluate import Label, Query, Score, by_kind, evaluate, even, mean, read, score
from toolkit.problem import BadData
from tui.cli import main

GOOD = {
    "id": "q1",
    "query": "who",
    "kind": "who",
    "relevant": [{"snippet": "The Chair", "grade": 2}],
}


def query(*labels: tuple[str, int]) -> Query:
    return Query("q", "?", "k", tuple(Label(even(words), grade) for words, grade in labels))


def test_even() -> None:
    """White space, quotation marks, asterisks and case do not matter."""
    assert even("A  ‘**No** Case’\n\nto “answer”") == "a no case to answer"


def test_the_first_is_right() -> None:
    """One relevant passage in the first place is all that there is to be had."""
    assert score(query(("x", 2)), ["has X", "y"]) == Score(1, 1.0, 1.0, 1.0, 1.0)


def test_the_third_is_right() -> None:
    """Further down the gain is less."""
    assert score(query(("x", 2)), ["a", "b", "x"]) == Score(1, 0.0, 1 / 3, 1 / log2(4), 1.0)


def test_grades_and_the_ideal() -> None:
    """A passage that helps gains one, one that answers three; the ideal has them in that order."""
    made = score(query(("best", 2), ("fair", 1)), ["fair", "no", "best"])
    ideal = 3 + 1 / log2(3)
    assert made.ndcg_10 == pytest.approx((1 + 3 / log2(4)) / ideal)
    assert made.hit_1 == 1.0 and made.recall_5 == 1.0


def test_a_passage_that_is_shown_twice_counts_once() -> None:
    """Showing the same passage again gains nothing."""
    assert score(query(("x", 2), ("y", 2)), ["x", "x", "x"]).ndcg_10 == pytest.approx(
        3 / (3 + 3 / log2(3))
    )


def test_nothing_right() -> None:
    """Without a relevant result all figures are nought; so they are without results."""
    assert score(query(("x", 2)), ["a"] * 20) == Score(1, 0.0, 0.0, 0.0, 0.0)
    assert score(query(("x", 2)), []) == Score(1, 0.0, 0.0, 0.0, 0.0)
    assert score(query(("x", 2)), ["a"] * 10 + ["x"]).mrr_10 == 0.0


def test_recall_looks_at_five() -> None:
    """What comes sixth is not recalled."""
    assert score(query(("x", 2), ("y", 1)), ["y", "a", "b", "c", "d", "x"]).recall_5 == 0.5


def test_means() -> None:
    """Means are over queries, overall and by kind."""
    one, nothing = Score(1, 1.0, 1.0, 1.0, 1.0), Score(1, 0.0, 0.0, 0.0, 0.0)
    assert mean([one, nothing]).hit_1 == 0.5
    assert mean([]) == Score(0, 0.0, 0.0, 0.0, 0.0)
    assert by_kind([]) == {}
    assert evaluate([], lambda text: ()) == ()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "this line is no labelled query: it is no JSON"),
        ("[]", "this line is no labelled query: it is no object"),
        ('{"id": "a", "query": "b"}', "this line is no labelled query: 'relevant' is missing"),
        ('{"query": "b", "relevant": []}', "'relevant' has a snippet and a grade of 1 or 2"),
        (
            '{"id": "a", "query": "b", "relevant": [{"snippet": "x", "grade": 3}]}',
            "'relevant' has a snippet and a grade of 1 or 2 for each passage",
        ),
        ('{"id": "a", "query": "b", "relevant": [{"grade": 2}]}', "'snippet' is missing"),
    ],
)
def test_what_is_no_query(line: str, message: str) -> None:
    """The message names the file and the line, and says how a query is written."""
    with pytest.raises(BadData) as caught:
        read(f"{json.dumps(GOOD)}\n{line}\n", "set.jsonl")
    (problem,) = caught.value.problems
    assert message in problem.message and (problem.file, problem.line) == ("set.jsonl", 2)
    assert problem.suggestion.startswith('write {"id": …')


def test_an_empty_file() -> None:
    """A file without queries is refused."""
    with pytest.raises(BadData, match="there are no queries in this file"):
        read("\n\n", "set.jsonl")


def test_the_command(tmp_path: Path) -> None:
    """The command prints a line for each kind and one for all, or the same as JSON."""
    file = tmp_path / "set.jsonl"
    wrong = {**GOOD, "id": "q2", "kind": "odd", "query": "zxqwv"}
    file.write_text(
        json.dumps({**GOOD, "query": "5.24", "relevant": [{"snippet": "Stage 3 Disciplinary Hearing"}]})
        + "\n" + json.dumps(wrong)
    )  # fmt: skip
    done = CliRunner().invoke(main, ["evaluate", str(file), "--missed"])
    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == [
        "kind  queries  hit@1  MRR@10  nDCG@10  recall@5",
        "odd         1  0.000   0.000    0.000     0.000",
        "who         1  1.000   1.000    1.000     1.000",
        "all         2  0.500   0.500    0.500     0.500",
        "q2: zxqwv → nothing (relevant: not among ten)",
    ]
    data = json.loads(CliRunner().invoke(main, ["evaluate", str(file), "--json"]).output)
    assert data["overall"]["hit-1"] == 0.5 and data["kinds"]["who"]["queries"] == 1
    assert [each["first"] for each in data["queries"]] == ["LDPP 5.24", ""]


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"{", 3, "set.jsonl:1: this line is no labelled query: it is no JSON"),
        (b"\xff\xfe", 3, "set.jsonl: this cannot be read as UTF-8 text"),
        (None, 2, "does not exist"),
    ],
)
def test_a_bad_file(tmp_path: Path, content: bytes | None, code: int, words: str) -> None:
    """A file that is no set of queries is refused with its place."""
    file = tmp_path / "set.jsonl"
    if content is not None:
        file.write_bytes(content)
    done = CliRunner().invoke(main, ["evaluate", str(file)])
    assert done.exit_code == code
    assert words in done.output
