"""What each part of the ranking gives: the figures without it.

    python benchmarks/ablation.py QUERIES.jsonl [...]

The other weights stay as they are. Prints the table of ``docs/search.md``.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from index import open_index
from index.evaluate import evaluate, mean, read
from index.near import near_words
from index.search import Index
from index.settings import DEFAULT, Settings
from index.store import stored

PARTS: dict[str, tuple[str, ...]] = {
    "what is sensed": ("sense",),
    "word vectors": ("vector",),
    "near words": ("near stem", "near ask"),
    "authored questions, one by one": ("ask", "near ask"),
    "cards of the rules": ("card", "fact"),
    "headings": ("head",),
    "words as they are written": ("text",),
    "share of the words that is there": ("cover",),
    "the procedures' own terms": ("synonym",),
    "what sort of answer is asked for": ("facet",),
    "stage that is named": ("stage", "other stage"),
}
"""The kinds of evidence that belong to each part."""


def without(parts: tuple[str, ...]) -> Settings:
    kept = {kind: weight for kind, weight in DEFAULT.words.items() if kind not in parts}
    return replace(DEFAULT, words=MappingProxyType(kept))


def variants() -> dict[str, Settings]:
    """Give the settings of each row."""
    made = {"all of it": DEFAULT}
    made |= {f"without {name}": without(kinds) for name, kinds in PARTS.items()}
    made["without links between passages"] = replace(DEFAULT, linked=0.0)
    made["without the procedure that is named"] = replace(DEFAULT, procedure=1.0)
    made["stems of the text alone"] = replace(
        DEFAULT, words=MappingProxyType({"stem": 1.0}), linked=0.0, procedure=1.0
    )
    return made


def main() -> None:
    files = [Path(name) for name in sys.argv[1:]]
    sets = [read(file.read_text("utf-8"), file.name) for file in files]
    open_index().close()
    held = stored()
    print("| |" + "".join(f" {file.stem}: hit@1 / nDCG@10 / recall@5 |" for file in files))
    print("|---|" + "---|" * len(files))
    for name, settings in variants().items():
        index = Index(held.folder, held.data, settings, near_words())
        row = f"| {name} |"
        for queries in sets:
            found = mean(judged.score for judged in evaluate(queries, index.search))
            row += f" {found.hit_1:.3f} / {found.ndcg_10:.3f} / {found.recall_5:.3f} |"
        print(row, flush=True)
        index.close()


if __name__ == "__main__":
    main()
