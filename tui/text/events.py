"""The events that a position allows, as text."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.case.allowed import Allowed
from tui.text.layout import bullet, listed, pages, paragraph, section

_TITLES = {
    "now": "What is open",
    "letter": "Letters",
    "duty": "Duties",
    "may": "Possible at any time",
}


def listing(found: Iterable[Allowed], width: int) -> str:
    """List events under what they are, each with what it means and what it carries."""
    items = tuple(found)
    sections = []
    for relation, title in _TITLES.items():
        lines = []
        for item in items:
            if item.relation == relation:
                lines.append(bullet(f"{item.event}: {item.does}", width))
                if item.outcomes:
                    lines.append(paragraph(f"outcomes: {listed(item.outcomes)}", width, 4))
                if item.data:
                    lines.append(paragraph(f"data: {listed(item.data)}", width, 4))
        sections.append(section(title, lines))
    return pages(sections) or "Nothing can be recorded here."
