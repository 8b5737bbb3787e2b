"""Fit what each sign of `index.answers.ranking` weighs.

    python benchmarks/answering.py [--every 4] [--judged 10] [--sense]

Everything that may answer a question is a candidate; the weights are those that make the right ones
likeliest. Right are, for an authored question that the index has not seen, the rules and texts of
its own clause, and for a question of the half to fit by (``asking.py``) those that have its
essential clause. What `index.sense` says was learnt from the authored questions; with ``--sense``
the weights of that, and of the sort of answer, are fitted to the judged questions alone, while the
others stay as they are. It needs ``numpy``. The weights printed go into
``index/answers/ranking.py``; that of ``own act`` was set by hand, because too few questions have
it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from asking import IDS, clause, rows
from held_out import indexes

from index import Index, open_index
from index.answers.candidate import KINDS, Candidate
from index.answers.inquiry import Inquiry
from index.answers.kind import Asked
from index.answers.ranking import WEIGHTS
from index.near import near_words
from index.settings import DEFAULT

NAMES = list(WEIGHTS)
OF_SENSE = np.array([name.startswith("sense") or name == "sort" for name in NAMES])
STEPS, RATE, DECAY = 400, 0.3, 2e-3

Sample = tuple[Any, Any, float]


def sample(
    index: Index, question: str, procedure: str, ref: str, kind: Asked | None, weight: float
) -> Sample | None:
    """Give the signs of all candidates, which are right, and how much the question counts."""
    inquiry = Inquiry(question, index, procedure, None)
    asked = kind or inquiry.asked
    ranks = inquiry.ranks(procedure, inquiry.asked) if inquiry.hits else []
    right = _right([rank.candidate for rank in ranks], ref, asked)
    if right is None:
        return None
    signs = np.array([[rank.signs.get(name, 0.0) for name in NAMES] for rank in ranks])
    return signs, right, weight


def _right(held: list[Candidate], ref: str, asked: Asked) -> Any:
    """Tell which candidates are right: of the sort asked for where there is one, or any."""
    wanted = KINDS.get(asked, frozenset()) - {"not-stated"}
    for test in (
        lambda each: each.kind in wanted and each.clauses[0] == ref,
        lambda each: each.kind in wanted and ref in each.clauses,
        lambda each: each.kind != "not-stated" and ref in each.clauses,
    ):
        found = [test(each) for each in held]
        if any(found):
            return np.array(found)
    return None


def samples(judged: float) -> Iterator[Sample]:
    """Yield the judged questions to fit by."""
    index = open_index()
    for row in rows("answered", "fit"):
        procedure = IDS.get(row["procedure"])
        if procedure is None:
            continue
        essential = clause(row["clauses"][0])
        if made := sample(index, row["question"], procedure, essential, row["kind"], judged):
            yield made


def unseen(every: int) -> Iterator[Sample]:
    """Yield authored questions, each with an index that has not seen it."""
    for folder, data, asked in indexes(every):
        held = Index(folder, data, DEFAULT, near_words())
        own = {ref: each["procedure"] for each in held.passages for ref, _ in each["clauses"]}
        for question, ref in asked:
            if made := sample(held, question, own[ref], ref, None, 1.0):
                yield made
        held.close()


def fit(held: list[Sample], chosen: Any) -> Any:
    """Give the weights under which the right candidates are likeliest (by Adam).

    Args:
        held: The questions.
        chosen: Which signs' weights are fitted; the others keep those they have.
    """
    spread = np.concatenate([signs for signs, _, _ in held]).std(0) + 1e-6
    whole = sum(weight for _, _, weight in held)
    weights = np.array([WEIGHTS[name] for name in NAMES]) * spread
    weights[chosen] = 0.0
    mean, square = (np.zeros(len(NAMES)) for _ in range(2))
    for step in range(1, STEPS + 1):
        slope = DECAY * weights
        for signs, right, weight in held:
            scores = signs / spread @ weights
            odds = np.exp(scores - scores.max())
            among = odds * right
            slope += weight / whole * (signs / spread).T @ (odds / odds.sum() - among / among.sum())
        slope[~chosen] = 0.0
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        pace = RATE * (1 - step / STEPS)
        weights -= pace * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights / spread


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=4, help="one authored question in so many")
    parser.add_argument("--judged", type=float, default=10.0, help="what each judged one counts")
    parser.add_argument("--sense", action="store_true", help="fit what is sensed alone")
    parsed = parser.parse_args()
    held = list(samples(parsed.judged))
    if not parsed.sense:
        held += unseen(parsed.every)
    weights = fit(held, OF_SENSE if parsed.sense else ~OF_SENSE)
    first = np.mean([bool(right[np.argmax(signs @ weights)]) for signs, right, _ in held])
    print(f"{len(held)} questions, right first {first:.3f}")
    for name, weight in zip(NAMES, weights, strict=True):
        print(f"{name}: {weight:.2f}")


if __name__ == "__main__":
    main()
