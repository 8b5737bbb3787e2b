"""What has to hold across a sheet: headings, tags that close, nothing that comes out empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.letters.word.sheet import BLANK, Block, Cell, Paragraph, Steer, Table, plain
from toolkit.letters.word.tags import Fault, keyword, may_be_empty, unbalanced


def sheet_faults(blocks: Sequence[Block]) -> Iterator[Fault]:
    """Find what is wrong with the blocks of a sheet as a whole.

    Args:
        blocks: All of them, with their lines.
    """
    yield from _headings(blocks)
    steering = list(_steering(blocks))
    yield from steering
    if not steering:
        yield from _empty(blocks)
        yield from _tables(blocks)


def _headings(blocks: Sequence[Block]) -> Iterator[Fault]:
    """Hold the headings to: one of level 1, first, and no level left out on the way down."""
    above = 0
    for block in blocks:
        if not isinstance(block, Paragraph) or not block.style.startswith("Heading"):
            continue
        level, line = int(block.style[-1]), block.line
        if level == 1 and above:
            message = "a second heading with one #"
            yield Fault("second-title", message, "use ## for parts", line)
        elif level > above + 1:
            message = f"a heading with {'#' * level} leaps over {'#' * (above + 1)}"
            yield Fault("heading-leap", message, f"use {'#' * (above + 1)}", line)
        above = level
    if not above:
        message = "the draft has no heading"
        yield Fault("no-heading", message, "say with '# …' what the letter is", 1)


def _steering(blocks: Sequence[Block]) -> Iterator[Fault]:
    """Hold the tags that steer paragraphs, and those that steer rows, to close."""
    yield from unbalanced((block.tag, block.line) for block in blocks if isinstance(block, Steer))
    for block in blocks:
        if isinstance(block, Table):
            yield from unbalanced(
                (row.tag, row.line) for row in block.body if isinstance(row, Steer)
            )


def _empty(blocks: Sequence[Block]) -> Iterator[Fault]:
    """Refuse what would leave an empty paragraph or cell behind."""
    given: list[str] = []
    for block in blocks:
        match block:
            case Steer(tag):
                _follow(tag, given)
            case Paragraph(pieces) if _can_be_empty(pieces, given):
                hint = "put each tag into a paragraph of its own, or say something in {% else %}"
                yield Fault("may-be-empty", "a paragraph that can come out empty", hint, block.line)
            case Table():
                yield from _empty_cells(block, given)


def _empty_cells(table: Table, given: list[str]) -> Iterator[Fault]:
    within = list(given)
    for row in (table.header, *table.body):
        if isinstance(row, Steer):
            _follow(row.tag, within)
            continue
        for number, cell in enumerate(row.cells, 1):
            if _can_be_empty(cell, within):
                message = f"cell {number} of the row can come out empty"
                hint = f"say something in {{% else %}}, or write {BLANK} to be filled in by hand"
                if not cell:
                    message = f"cell {number} of the row is empty"
                    hint = f"say something, or write {BLANK} to be filled in by hand"
                yield Fault("may-be-empty" if cell else "empty-cell", message, hint, row.line)


def _follow(tag: str, given: list[str]) -> None:
    """Keep, for each open tag, the condition that holds under it."""
    word = keyword(tag)
    condition = tag[2:-2].strip().partition(" ")[2] if word in ("if", "elif") else ""
    if word in ("elif", "else") or word.startswith("end"):
        given.pop()
    if word in ("if", "for", "block", "elif", "else"):
        given.append(condition)


def _can_be_empty(pieces: Cell, given: Sequence[str]) -> bool:
    source = plain(pieces)
    for condition in filter(None, given):
        source = f"{{% if {condition} %}}{source}{{% else %}}-{{% endif %}}"
    return may_be_empty(source)


def _tables(blocks: Sequence[Block]) -> Iterator[Fault]:
    """Refuse two tables with nothing between them: Word would show them as one."""
    loops: dict[int, bool] = {}
    # a loop can end as it begins: what the first pass learns of its end holds for its beginning
    lines = set(_meeting(blocks, loops)) | set(_meeting(blocks, loops))
    for line in sorted(lines):
        hint = "put a heading or words between"
        yield Fault("tables-meet", "a table directly after a table", hint, line)


def _meeting(blocks: Sequence[Block], loops: dict[int, bool]) -> Iterator[int]:
    """Give the lines of tables that can stand directly under a table.

    Args:
        blocks: All blocks, with tags that close.
        loops: By place of a loop, whether its body can end with a table; filled on the way.
    """
    after = False
    opened: list[tuple[int, bool, bool, bool]] = []  # place, above it, at its ends, has it an else
    for place, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            after = False
        elif isinstance(block, Table):
            if after:
                yield block.line
            after = True
        else:
            word = keyword(block.tag)
            if word in ("if", "for", "block"):
                opened.append((place, after, False, word == "block"))
                after = after or loops.get(place, False)
            elif word in ("elif", "else"):
                begun, above, ends, _ = opened.pop()
                opened.append((begun, above, ends or after, word == "else"))
                after = above
            elif word.startswith("end"):
                begun, above, ends, otherwise = opened.pop()
                loops[begun] = word == "endfor" and (after or ends)
                after = after or ends or (above and not otherwise)
