"""Plain text that reads well in a terminal: headings at the margin, the rest indented."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


def paragraph(text: str, width: int, indent: int = 2, hang: int = 0, mark: str = "") -> str:
    """Wrap text.

    Args:
        text: Its line breaks part paragraphs.
        width: Width of the page.
        indent: Spaces before each line.
        hang: More spaces before each line but the first.
        mark: What stands before the first line, such as ``- ``; it widens the hang.
    """
    first = " " * indent + mark
    later = " " * (indent + hang + len(mark))
    lines: list[str] = []
    for part in text.split("\n"):
        line = later if lines else first
        empty = True
        for word in part.split():
            if not empty and len(line) + len(word) >= width:
                lines.append(line)
                line, empty = later, True
            line += word if empty else f" {word}"
            empty = False
        if not empty:
            lines.append(line)
    return "\n".join(lines)


def bullet(text: str, width: int, indent: int = 2) -> str:
    """Wrap text as one point of a list."""
    return paragraph(text, width, indent, mark="- ")


def section(title: str, parts: Iterable[str]) -> str:
    """Put parts under a heading; nothing at all where there are none."""
    body = [part for part in parts if part]
    return "\n".join([title, *body, ""]) if body else ""


def pages(sections: Iterable[str]) -> str:
    """Join the sections that hold something."""
    return "\n".join(part for part in sections if part).rstrip("\n")


def day(value: date) -> str:
    """Write a day in full, as ``Thursday 9 April 2026``."""
    from toolkit.case.days import WEEKDAYS, in_full

    return f"{WEEKDAYS[value.weekday()]} {in_full(value)}"


def listed(items: Iterable[str], last: str = "and") -> str:
    """Join as "a, b and c"."""
    found = list(items)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"
