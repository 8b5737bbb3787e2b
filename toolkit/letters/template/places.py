"""Where in a Word file a tag stands: which paragraph, or which cell of which table."""

from __future__ import annotations

import re

_PARAGRAPH = re.compile(r"<w:p[ >/]")
_MARK = re.compile(r"<w:(?P<open>tbl|tr|tc|p)(?=[ >])[^>]*>|</w:(?P<close>tbl|tr|tc|p)>")
_TAGS = re.compile(r"<[^>]*>")

PART_NAMES = {"document": "", "header": "header", "footer": "footer", "footnotes": "footnotes"}


def numbered(xml: str) -> str:
    """Put every paragraph on a line of its own, so that a line number tells the paragraph."""
    return _PARAGRAPH.sub(lambda found: f"\n{found[0]}", xml.replace("\n", " "))


def places(xml: str) -> list[str]:
    """Name each paragraph of a part, in order: "paragraph 3" or "table 1, row 2, cell 1"."""
    names: list[str] = []
    tables: list[list[int]] = []
    count = paragraphs = 0
    for found in _MARK.finditer(xml):
        opened, closed = found["open"], found["close"]
        if opened == "tbl":
            count += 1
            tables.append([count, 0, 0])
        elif closed == "tbl":
            tables.pop()
        elif opened == "tr" and tables:
            tables[-1][1:] = [tables[-1][1] + 1, 0]
        elif opened == "tc" and tables:
            tables[-1][2] += 1
        elif opened == "p":
            if tables:
                table, row, cell = tables[-1]
                names.append(f"table {table}, row {row}, cell {cell}")
            else:
                paragraphs += 1
                names.append(f"paragraph {paragraphs}")
    return names


def words(xml: str) -> list[str]:
    """Give the words of each paragraph of a part, in order."""
    return [_TAGS.sub("", piece).strip() for piece in re.split(r"<w:p[ >]", xml)[1:]]


def part_name(name: str) -> str:
    """Give how a message calls a part; nothing for the text itself."""
    short = name.rpartition("/")[2].removeprefix("letterhead-").rstrip("0123456789.xml")
    return PART_NAMES.get(short, short)
