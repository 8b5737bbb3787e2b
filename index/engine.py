"""The one module that knows Whoosh.

Queries are lists of weighted words, never text for Whoosh's parser. Each word's postings are read,
scored by BM25 and summed here: Whoosh's own ``search(limit=N)`` loses true hits of nested queries,
and a document that several fields rank needs no tree of matchers.

Whoosh unpickles what it opens. Whoever calls `Engine` has made sure that the folder is their own.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import FieldType, Schema
from whoosh.formats import Existence
from whoosh.lang.porter import stem as _porter
from whoosh.reading import TermNotFound

FIELDS = ("text", "stem", "head", "asked", "card", "ask", "fact")
"""The fields; `index.settings.Settings` says what each of them holds."""

Lengths = Mapping[str, tuple[int, Sequence[int]]]
"""By field the number of the first document that has it, and the length of each from there on.

Whoosh keeps lengths rounded, and looks each up in a file; these are exact and quick.
"""

Term = tuple[str, str, float]
"""A field, a word in it, and how much the word counts."""


MOST_KEPT = 1_000_000
"""So many postings, at some 12 bytes each, are kept once they are read; then they are forgotten."""

SORTED = 512
"""Megabytes of postings that are sorted at once; what is more goes to the disk first."""

SMALL = 5_000
"""In a field of so many documents a word's postings are as quickly read as their number."""


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Give the stem of a word: ``withdrawn`` and ``withdraws`` share theirs with ``withdraw``."""
    made: str = _porter(word) if len(word) > 2 else word
    return made


class Words(FieldType):
    """A field of words, of which it is kept how often each stands in a document.

    Whoosh's own text fields take a string apart, and keep lengths and places, which nobody needs.
    """

    def __init__(self) -> None:
        super().__init__(Existence(), SpaceSeparatedTokenizer())

    def index(self, value: Sequence[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield each word with how often it stands there."""
        for word, often in Counter(value).items():
            yield word.encode("utf-8"), often, float(often), b""


def write(folder: Path, documents: Iterable[Mapping[str, Sequence[str]]]) -> None:
    """Write an index into an empty folder.

    Args:
        folder: Exists, and is empty.
        documents: The words of each document by field; its number is its place.
    """
    made = whoosh_index.create_in(str(folder), Schema(**{name: Words() for name in FIELDS}))
    writer = made.writer(codec=W3Codec(blocklimit=1024, compression=0), limitmb=SORTED)
    for document in documents:
        writer.add_document(**document)
    writer.commit()
    made.close()


Postings = tuple["array[int]", "array[float]"]
"""The numbers of documents, and the score of a word in each."""


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
        self._read: dict[tuple[str, str], Postings] = {}
        self._kept = 0
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

    def postings(self, field: str, word: str) -> Iterator[tuple[int, float]]:
        """Yield the documents that have a word in a field, with its score in each."""
        return zip(*self._postings(field, word), strict=True)

    def _postings(self, field: str, word: str) -> Postings:
        """Give the same as two rows, from what has been read before or from the files."""
        if (known := self._read.get((field, word))) is not None:
            return known
        numbers, often = self._from_files(field, word)
        most = _idf(self._counts[field], len(numbers)) * (self._repeats + 1)
        first, norms = self._first[field], self._norms[field]
        scores = array("d", [
            most * each / (each + norms[number - first])
            for number, each in zip(numbers, often, strict=True)
        ])  # fmt: skip
        if self._kept > MOST_KEPT:
            self._read.clear()
            self._kept = 0
        self._kept += len(numbers)
        self._read[field, word] = numbers, scores
        return numbers, scores

    def _from_files(self, field: str, word: str) -> tuple[array[int], array[float]]:
        """Give the documents that have a word in a field, and how often each has it."""
        numbers, often = array("I"), array("f")
        try:
            matcher = self._reader.postings(field, word)
        except TermNotFound:
            return numbers, often
        # Whole blocks: to ask the matcher for one document after another takes twice as long.
        while matcher.is_active():
            matcher.id(), matcher.weight()
            numbers.extend(matcher._ids)
            often.extend(matcher._weights)
            matcher._next_block()
        return numbers, often

    def idf(self, field: str, word: str) -> float:
        """Give how much a word counts in a field: the rarer, the more."""
        return _idf(self._counts[field], self.holders(field, word))

    @lru_cache(maxsize=8192)  # noqa: B019 - the same
    def holders(self, field: str, word: str) -> int:
        """Give how many documents have a word in a field."""
        if (field, word) in self._read or self._counts[field] <= SMALL:
            return len(self._postings(field, word)[0])
        return self._held(field, word)

    @lru_cache(maxsize=4096)  # noqa: B019 - one engine lives as long as the process
    def _held(self, field: str, word: str) -> int:
        return int(self._searcher.doc_frequency(field, word))

    def documents(self, field: str, word: str) -> Sequence[int]:
        """Give the numbers of the documents that have a word in a field."""
        return self._postings(field, word)[0]

    def beginning(self, prefix: str) -> Iterator[str]:
        """Yield the words of the text that begin so, in alphabetical order."""
        for word in self._searcher.reader().expand_prefix("text", prefix):
            yield word.decode("utf-8") if isinstance(word, bytes) else word


def _idf(count: int, holding: int) -> float:
    return log(1 + (count - holding + 0.5) / (holding + 0.5))


def _norms(lengths: Sequence[int], count: int, flatness: float, repeats: float) -> list[float]:
    """Give what BM25 holds against each document for its length."""
    mean = max(1.0, sum(lengths) / max(1, count))
    flat, steep = repeats * (1 - flatness), repeats * flatness / mean
    return [flat + steep * length for length in lengths]
