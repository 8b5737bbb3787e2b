"""Advice that names a command, said as the app does the same."""

from __future__ import annotations

import re

_SAID = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"toolkit case add\b( FILE EVENT --date DAY)?", "n on the page of the case"),
        (r"\btoolkit advise\b", "the page Today of the case"),
        (r", or --set \S+", ""),
        (r"give its file: --enclose (\S+)=FILE",
         r"give its file where the pack is made, in “Files to enclose”: \1=FILE"),
        (r"\(--step \S+\)", "(l shows it among the letters of the case)"),
        (r"give another with -o, or .* with --replace", "move it away, or write another name"),
        (r"give another name with -o", "write another name"),
    )
)  # fmt: skip


def spoken(words: str) -> str:
    """Give a message with what is to be done in the app in place of commands."""
    for pattern, instead in _SAID:
        words = pattern.sub(instead, words)
    return words
