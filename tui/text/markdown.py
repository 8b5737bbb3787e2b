"""Text as Markdown: what is quoted stays as it is."""

from __future__ import annotations

import re

_MARKS = re.compile(r"([\\`*_\[\]<>|])")
_AT_START = re.compile(r"^(\s*)([-+#]|\d+(?=[.)](?:\s|$)))", re.MULTILINE)


def plain(text: str) -> str:
    """Escape whatever Markdown would take for a mark."""
    return _AT_START.sub(_guarded, _MARKS.sub(r"\\\1", text))


def quotation(text: str, indent: str = "") -> str:
    """Write text as a quotation, its line breaks kept."""
    lines = plain(text).split("\n")
    return "\n".join(f"{indent}> {line}".rstrip() + ("  " if line else "") for line in lines)


def _guarded(found: re.Match[str]) -> str:
    """Keep a dash, a hash or a number at the beginning of a line from making a list or heading."""
    space, mark = found[1], found[2]
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"
