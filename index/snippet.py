"""Snippets: the part of a passage that fits a query best, with the words that fit it marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from index.words import plain

MARK = "**"
"""What stands before and after each word that fits."""

LONGEST = 240
"""How many characters a snippet has, without its marks."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")


def snippet(text: str, weights: Mapping[str, float], stem: Callable[[str], str]) -> str:
    """Give the part of a text in which most of the weighted stems stand.

    Args:
        text: The passage.
        weights: How much each stem counts.
        stem: Gives the stem of a word.
    """
    flat = " ".join(text.split())
    found = [
        (match.start(), match.end(), weight)
        for match in _WORD.finditer(flat)
        if (weight := weights.get(stem(plain(match[0])), 0.0))
    ]
    start, end = _window(flat, found)
    pieces = ["… " if start else ""]
    at = start
    for first, last, _ in found:
        if first >= start and last <= end:
            pieces += [flat[at:first], MARK, flat[first:last], MARK]
            at = last
    pieces += [flat[at:end], " …" if end < len(flat) else ""]
    return "".join(pieces).replace(f"{MARK} {MARK}", " ")


def _window(flat: str, found: list[tuple[int, int, float]]) -> tuple[int, int]:
    """Give the beginning and end of the best part, at the edges of words."""
    if len(flat) <= LONGEST:
        return 0, len(flat)
    best, start = 0.0, 0
    for first, _, _ in found:
        inside = {
            flat[begin:end].lower(): weight for begin, end, weight in found
            if begin >= first and end <= first + LONGEST - 40
        }  # fmt: skip
        if (held := sum(inside.values())) > best:
            best, start = held, max(0, first - 40)
    if start:
        sentence = flat.rfind(". ", max(0, start - 60), start + 40)
        start = sentence + 2 if sentence >= 0 else flat.find(" ", start) + 1
    end = min(len(flat), start + LONGEST)
    if end < len(flat):
        end = max(flat.rfind(" ", start, end), start + 1)
    return start, end
