"""A Word file as the text of a draft: for reading, for ``git diff``, and for making it anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from toolkit.letters.word.opened import read_edges, read_sheet
from toolkit.letters.word.sheet import (
    BLANK,
    CONTAINERS,
    Blank,
    Block,
    Break,
    Cell,
    Paragraph,
    Row,
    Sheet,
    Steer,
    Table,
    Tick,
    Words,
)
from toolkit.letters.word.tags import CLOSES, TAG, keyword

_NAMES = {style: name for name, style in CONTAINERS.items()}
_MARKDOWN = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)|[*`]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<=\])\("
)
_LINE_START = re.compile(
    r"#{1,6}(?=\s|$)|[-+](?=\s|$)|>|:::|~~~|\||([-=])\1+\s*$|(?<=\d)[.)](?=\s|$)"
)
_ITEM_NUMBER = re.compile(r"\d{1,9}(?=[.)](\s|$))")


def text(data: bytes, file: str = "", *, parts: bool = False) -> str:
    """Give a template, or a finished letter, as the text of a draft.

    Args:
        data: The bytes of the Word file.
        file: Its name, for messages.
        parts: Whether headers and footers follow at the end; a draft does not hold them.

    Raises:
        BadData: It is no Word file, or holds what a letter must not hold.
    """
    written = sheet_text(read_sheet(data, file))
    if parts:
        for name, lines in read_edges(data, file).items():
            written += "".join(f"{line}\n" for line in ("", f"--- {name} ---", *lines))
    return written


def sheet_text(sheet: Sheet) -> str:
    """Give a sheet as the text of a draft."""
    import yaml

    title = yaml.safe_dump({"title": sheet.title}, allow_unicode=True, width=10**6)
    written = f"---\n{title}---\n"
    above: Block | None = None
    for block, lines in _lines(sheet.blocks):
        tight = above is None or _together(above, block)
        written += ("" if tight else "\n") + "".join(f"{line}\n" for line in lines)
        above = block
    return written


def _together(above: Block, block: Block) -> bool:
    """Say whether two blocks stand on lines that follow each other: items of one list."""
    if not isinstance(above, Paragraph) or not isinstance(block, Paragraph):
        return False
    listed = above.style in ("ListBullet", "ListNumber")
    return listed and (above.style, above.series) == (block.style, block.series)


def _lines(blocks: Sequence[Block]) -> Iterator[tuple[Block, list[str]]]:
    """Give each block with its lines, those of a container's first and last block included."""
    begins, ends = _containers(blocks)
    counted: dict[int, int] = {}
    for place, block in enumerate(blocks):
        lines: list[str] = []
        match block:
            case Steer(tag):
                lines = [tag]
            case Table():
                lines = list(_table(block))
            case Paragraph(pieces, style, series):
                mark = ""
                if style.startswith("Heading"):
                    mark = "#" * int(style[-1]) + " "
                elif style == "ListBullet":
                    mark = "- "
                elif style == "ListNumber":
                    counted[series] = counted.get(series, 0) + 1
                    mark = f"{counted[series]}. "
                lines = _marked(mark, pieces)
        if place in begins:
            lines.insert(0, f"::: {begins[place]}")
        if place in ends:
            lines.append(":::")
        yield block, lines


def _containers(blocks: Sequence[Block]) -> tuple[dict[int, str], set[int]]:
    """Find where containers begin and end; lists and tags between their paragraphs are in them."""
    begins: dict[int, str] = {}
    ends: set[int] = set()
    place = 0
    while place < len(blocks):
        name = _container(blocks[place])
        if not name:
            place += 1
            continue
        last = place
        for further in range(place + 1, len(blocks)):
            if _container(blocks[further]) == name:
                last = further
            elif not _neutral(blocks[further]):
                break
        while last + 1 < len(blocks) and _open(blocks[place : last + 1]):
            if not _neutral(blocks[last + 1]):
                break
            last += 1
        begins[place] = name
        ends.add(last)
        place = last + 1
    return begins, ends


def _container(block: Block) -> str:
    return _NAMES.get(block.style, "") if isinstance(block, Paragraph) else ""


def _neutral(block: Block) -> bool:
    """Say whether a block may stand in any container: a tag, or an item of a list."""
    return isinstance(block, Steer) or (
        isinstance(block, Paragraph) and block.style in ("ListBullet", "ListNumber")
    )


def _open(blocks: Iterable[Block]) -> int:
    """Say how many tags are open at the end of these blocks."""
    depth = 0
    for block in blocks:
        word = keyword(block.tag) if isinstance(block, Steer) else ""
        depth += (word in CLOSES) - (word in CLOSES.values())
        depth = max(depth, 0)
    return depth


def _marked(mark: str, pieces: Cell) -> list[str]:
    """Give the lines of a paragraph; those after the first stand under its words."""
    listed = bool(mark) and not mark.startswith("#")
    lines = [_guarded(line) for line in _line(pieces).split("\n")]
    if mark.startswith("#") and lines[-1].endswith("#"):
        lines[-1] = lines[-1][:-1] + "\\#"
    indent = " " * len(mark) if listed else ""
    return [(mark if number == 0 else indent) + line for number, line in enumerate(lines)]


def _guarded(line: str) -> str:
    """Give a line with what would begin a block of Markdown at its start kept as words."""
    number = _ITEM_NUMBER.match(line)
    if number:
        return line[: number.end()] + "\\" + line[number.end() :]
    return "\\" + line if _LINE_START.match(line) else line


def _line(pieces: Cell) -> str:
    found = []
    for piece in pieces:
        match piece:
            case Words(words, strong):
                inner = _escaped(words)
                found.append(f"**{inner}**" if strong else inner)
            case Break():
                found.append("\\\n")
            case Tick(condition):
                found.append(f"[[ {condition} ]]")
            case Blank():
                found.append(BLANK)
    return "".join(found)


def _escaped(words: str) -> str:
    """Give words so that Markdown reads them as they are; tags stay as they are."""
    parts: list[str] = []
    done = 0
    for tag in TAG.finditer(words):
        parts += [_MARKDOWN.sub(r"\\\g<0>", words[done : tag.start()]), tag.group()]
        done = tag.end()
    return "".join([*parts, _MARKDOWN.sub(r"\\\g<0>", words[done:])])


def _table(table: Table) -> Iterator[str]:
    columns = len(table.header.cells)
    for number, row in enumerate((table.header, *table.body)):
        cells = (
            [_line(cell).replace("|", "\\|") for cell in row.cells] if isinstance(row, Row) else []
        )
        if isinstance(row, Steer):
            cells = [row.tag.replace("|", "\\|"), *[""] * (columns - 1)]
        yield "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|"
        if number == 0:
            yield "|" + "---|" * columns
