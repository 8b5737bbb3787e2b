"""Text as Markdown: what is quoted stays as it is."""

from __future__ import annotations

import re
from itertools import pairwise

_MARKS = re.compile(r"([\\`*_\[\]<>|])")
_AT_START = re.compile(r"^(\s*)([-+#]|\d+(?=[.)](?:\s|$)))", re.MULTILINE)


def plain(text: str) -> str:
    """Escape what Markdown would take for a mark within a line."""
    return _MARKS.sub(r"\\\1", text)


def block(text: str) -> str:
    """Escape what Markdown would take for a mark, at the beginning of a line too."""
    return _AT_START.sub(_guarded, plain(text))


def quotation(text: str, indent: str = "") -> str:
    """Write text as a quotation, its line breaks kept."""
    lines = block(text).split("\n")
    breaks = ["  " if line and after else "" for line, after in pairwise([*lines, ""])]
    return "\n".join(
        f"{indent}> {line}".rstrip() + end for line, end in zip(lines, breaks, strict=True)
    )


def _guarded(found: re.Match[str]) -> str:
    """Keep a dash, a hash or a number at the beginning of a line from making a list or heading."""
    space, mark = found[1], found[2]
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"
