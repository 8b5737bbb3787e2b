"""Blocks of text laid along the words of a source document.

Each block must be an exact run of the source's words. Blocks are laid by the heaviest chain that
keeps their order, so that one changed block stays one and all others are where they were.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

_BULLET = re.compile(r"^\s*[-*•]\s+")
_ADDRESS = re.compile(r"<(https?://[^<>\s]+)>")
_QUOTES = str.maketrans("‘’“”", "''\"\"")
_ALIKE = 0.5
"""How much of a block must agree with some lines of the source to count as these, changed."""

Span = tuple[int, int]
"""A run of the source's words: the index of its first, and the index after its last."""


def words(text: str) -> list[tuple[str, int]]:
    """Give the words of a text, each with its line from 1: the one normalisation there is.

    A word is a run without white space, so punctuation and capitals count. Four things that are
    layout, not wording, are taken away: a bullet at the beginning of a line, ``**``, the angle
    brackets around a web address, and the slant of quotation marks.
    """
    found: list[tuple[str, int]] = []
    for number, line in enumerate(text.splitlines(), 1):
        plain = _ADDRESS.sub(r"\1", _BULLET.sub("", line)).replace("**", "").translate(_QUOTES)
        found.extend((word, number) for word in plain.split())
    return found


def normalise(text: str) -> str:
    """Give the words of a text with one space between them."""
    return " ".join(word for word, _ in words(text))


@dataclass(eq=False, slots=True)
class Block:
    """One block of a procedure's text, or something left out of it.

    Attributes:
        words: Its words, normalised.
        file: The file where it stands.
        line: Its first line there.
        clause: Reference of its clause; empty for a heading.
        placed: Whether it may stand elsewhere than in the source.
        span: Where it was laid.
    """

    words: list[str]
    file: str
    line: int
    clause: str = ""
    placed: bool = False
    span: Span | None = None


class Laying:
    """The words of a source document, and which block covers each."""

    def __init__(self, source: str) -> None:
        found = words(source)
        self.words = [word for word, _ in found]
        self.lines = [line for _, line in found]
        self.owner: list[Block | None] = [None] * len(found)
        self._at: dict[str, list[int]] = {}
        for index, word in enumerate(self.words):
            self._at.setdefault(word, []).append(index)

    def lay(self, block: Block, span: Span | None) -> bool:
        """Cover a run of words with this block; do nothing where there is no run."""
        if span is None:
            return False
        block.span = span
        self.owner[span[0] : span[1]] = [block] * (span[1] - span[0])
        return True

    def spans(self, sought: list[str]) -> list[Span]:
        """Give every run of the source that is exactly these words."""
        if not sought:
            return []
        rare = min(range(len(sought)), key=lambda i: len(self._at.get(sought[i], ())))
        starts = (index - rare for index in self._at.get(sought[rare], ()))
        size = len(sought)
        return [
            (start, start + size)
            for start in starts
            if start >= 0 and self.words[start : start + size] == sought
        ]

    def free(self, sought: list[str]) -> Span | None:
        """Give a run of these words that nothing covers, at the start of a line if there is one."""
        found = [span for span in self.spans(sought) if not any(self.owner[slice(*span)])]
        return max(found, key=self._starts_line, default=None)

    def _starts_line(self, span: Span) -> bool:
        return span[0] == 0 or self.lines[span[0] - 1] != self.lines[span[0]]

    def lay_in_order(self, blocks: Iterable[Block]) -> None:
        """Lay the heaviest set of these blocks that stand in the source in this same order."""
        # links: block, span, and the link before it. The three lists are the front of the search:
        # the best score of a chain that ends by a given word, ends and scores both rising.
        links: list[tuple[Block, Span, int]] = []
        ends, scores, last = [0], [0], [-1]
        for block in blocks:
            new = []
            for span in self.spans(block.words):
                before = bisect_right(ends, span[0]) - 1
                score = scores[before] + 4 * len(block.words) + self._starts_line(span)
                new.append((span[1], score, len(links)))
                links.append((block, span, last[before]))
            for end, score, link in new:
                index = bisect_right(ends, end)
                if scores[index - 1] >= score:
                    continue
                index -= ends[index - 1] == end
                stop = index
                while stop < len(ends) and scores[stop] <= score:
                    stop += 1
                ends[index:stop], scores[index:stop], last[index:stop] = [end], [score], [link]
        link = last[-1]
        while link >= 0:
            block, span, link = links[link]
            self.lay(block, span)

    def uncovered(self) -> Iterator[Span]:
        """Give each run of the source that nothing covers."""
        runs = groupby(range(len(self.owner)), lambda index: self.owner[index] is None)
        for is_free, run in runs:
            if is_free:
                found = list(run)
                yield found[0], found[-1] + 1

    def alike(self, block: Block) -> Span | None:
        """Give the one to three uncovered lines of the source that a block resembles most."""
        matcher = SequenceMatcher(None, [], block.words, autojunk=False)
        best, best_span = _ALIKE, None
        for run in self.uncovered():
            lines = [list(line) for _, line in groupby(range(*run), self.lines.__getitem__)]
            for first, line in enumerate(lines):
                for to in lines[first : first + 3]:
                    span = (line[0], to[-1] + 1)
                    matcher.set_seq1(self.words[slice(*span)])
                    if matcher.real_quick_ratio() <= best or matcher.quick_ratio() <= best:
                        continue
                    if (ratio := matcher.ratio()) > best:
                        best, best_span = ratio, span
        return best_span

    def uncovered_line_after(self, block: Block | None) -> Span | None:
        """Give the words that follow a block in the source, to their line's end, if uncovered."""
        start = block.span[1] if block and block.span else 0
        end = start
        while (
            end < len(self.words)
            and self.owner[end] is None
            and self.lines[end] == self.lines[start]
        ):
            end += 1
        return (start, end) if end > start else None

    def block_before(self, span: Span) -> Block | None:
        """Give the block of text that covers the nearest word before a run."""
        for index in range(span[0] - 1, -1, -1):
            owner = self.owner[index]
            if owner is not None and owner.words:
                return owner
        return None
