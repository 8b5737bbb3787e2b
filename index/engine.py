"""The one module that knows Whoosh.

Queries are lists of weighted words, never text for Whoosh's parser. Each word's postings are read,
scored by BM25 and summed here: Whoosh's own ``search(limit=N)`` loses true hits of nested queries,
and a document that several fields rank needs no tree of matchers.

Whoosh unpickles what it opens. Whoever calls `Engine` has made sure that the folder is their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import TEXT, Schema
from whoosh.lang.porter import stem as _porter
from whoosh.query import Phrase
from whoosh.reading import TermNotFound

FIELDS = ("text", "stem", "head", "asked", "card", "ask", "fact")
"""The fields; `index.settings.Settings` says what each of them holds."""

Lengths = Mapping[str, tuple[int, Sequence[int]]]
"""By field the number of the first document that has it, and the length of each from there on.

Whoosh keeps lengths rounded, and looks each up in a file; these are exact and quick.
"""

Term = tuple[str, str, float]
"""A field, a word in it, and how much the word counts."""


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Give the stem of a word: ``withdrawn`` and ``withdraws`` share theirs with ``withdraw``."""
    made: str = _porter(word) if len(word) > 2 else word
    return made


def write(folder: Path, documents: Iterable[Mapping[str, Sequence[str]]]) -> None:
    """Write an index into an empty folder.

    Args:
        folder: Exists, and is empty.
        documents: The words of each document by field; its number is its place.
    """
    plain = SpaceSeparatedTokenizer()
    kinds = {name: TEXT(analyzer=plain, phrase=name == "text") for name in FIELDS}
    made = whoosh_index.create_in(str(folder), Schema(**kinds))
    writer = made.writer(codec=W3Codec(blocklimit=1024, compression=0))
    for document in documents:
        writer.add_document(**{name: " ".join(words) for name, words in document.items()})
    writer.commit()
    made.close()


class Engine:
    """An open index.

    Args:
        folder: Made by `write` in this user's own cache.
        lengths: How many words each document has, by field and from the field's first document;
            `Lengths` says how.
        flatness: BM25's b by field.
        repeats: BM25's k1.
    """

    def __init__(
        self, folder: Path, lengths: Lengths, flatness: Mapping[str, float], repeats: float
    ) -> None:
        self._index = whoosh_index.open_dir(str(folder), readonly=True)
        self._searcher: Any = self._index.searcher()
        self._reader: Any = self._searcher.reader()
        self._repeats = repeats
        self._counts = {field: sum(map(bool, each)) for field, (_, each) in lengths.items()}
        self._first = {field: first for field, (first, _) in lengths.items()}
        self._norms = {
            field: _norms(each, self._counts[field], flatness[field], repeats)
            for field, (_, each) in lengths.items()
        }

    def close(self) -> None:
        """Let go of the files."""
        self._searcher.close()
        self._index.close()

    def scores(self, terms: Iterable[Term]) -> dict[int, float]:
        """Give the score of each document that has any of the words."""
        found: dict[int, float] = {}
        for field, word, weight in terms:
            for number, score in self.postings(field, word):
                found[number] = found.get(number, 0.0) + weight * score
        return found

    @lru_cache(maxsize=512)  # noqa: B019 - one engine lives as long as the process
    def postings(self, field: str, word: str) -> tuple[tuple[int, float], ...]:
        """Give the documents that have a word in a field, with its score in each."""
        try:
            matcher = self._reader.postings(field, word)
        except TermNotFound:
            return ()
        most = self.idf(field, word) * (self._repeats + 1)
        first, norms = self._first[field], self._norms[field]
        found = []
        while matcher.is_active():
            number, often = matcher.id(), matcher.weight()
            found.append((number, most * often / (often + norms[number - first])))
            matcher.next()
        return tuple(found)

    @lru_cache(maxsize=2048)  # noqa: B019 - the same
    def idf(self, field: str, word: str) -> float:
        """Give how much a word counts in a field: the rarer, the more."""
        holding = self.holders(field, word)
        return log(1 + (self._counts[field] - holding + 0.5) / (holding + 0.5))

    def holders(self, field: str, word: str) -> int:
        """Give how many documents have a word in a field."""
        return int(self._searcher.doc_frequency(field, word))

    def with_phrase(self, words: Sequence[str]) -> frozenset[int]:
        """Give the documents whose text has these words one after another."""
        if len(words) == 1:
            return frozenset(number for number, _ in self.postings("text", words[0]))
        matcher = Phrase("text", list(words)).matcher(self._searcher)
        return frozenset(matcher.all_ids())

    def beginning(self, prefix: str) -> Iterator[str]:
        """Yield the words of the text that begin so, in alphabetical order."""
        for word in self._searcher.reader().expand_prefix("text", prefix):
            yield word.decode("utf-8") if isinstance(word, bytes) else word


def _norms(lengths: Sequence[int], count: int, flatness: float, repeats: float) -> list[float]:
    """Give what BM25 holds against each document for its length."""
    mean = max(1.0, sum(lengths) / max(1, count))
    flat, steep = repeats * (1 - flatness), repeats * flatness / mean
    return [flat + steep * length for length in lengths]
