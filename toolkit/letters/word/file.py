"""A sheet as a Word file: only the parts that Word needs, and the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from toolkit.letters.word.parts import MARKUP, OFFICE, PAGE, W14, numbering_xml, packed
from toolkit.letters.word.sheet import (
    BLANK,
    TICKED,
    UNTICKED,
    Blank,
    Break,
    Cell,
    Paragraph,
    Piece,
    Row,
    Sheet,
    Steer,
    Table,
    Tick,
    Words,
    plain,
)
from toolkit.letters.word.styles import TEXT_WIDTH, W
from toolkit.letters.word.tags import TAG

WRITTEN = "\N{NO-BREAK SPACE}"
"""What a line to be filled in by hand is made of, underlined by the style ``Blank``."""

_IN_A_LINE, _BESIDE_WORDS = 46, 14
_CELL_EDGES, _LETTER_WIDTH = 340, 67
_ROOM_TO_WRITE = 640
_ALIAS = 64


def word_file(sheet: Sheet) -> bytes:
    """Give a sheet as a Word file.

    Args:
        sheet: What it holds; the same sheet gives the same bytes.
    """
    body = "".join(_blocks(sheet))
    document = (
        f'<w:document xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:w14="{W14}" xmlns:mc="{MARKUP}"'
        f' mc:Ignorable="w14"><w:body>{body}<w:sectPr>{PAGE}</w:sectPr></w:body></w:document>'
    )
    series = max(
        (block.series for block in sheet.blocks if isinstance(block, Paragraph)), default=0
    )
    return packed(sheet.title, document, numbering=numbering_xml(max(series, 1)))


def _blocks(sheet: Sheet) -> Iterator[str]:
    closing = _closing(sheet)
    for number, block in enumerate(sheet.blocks):
        match block:
            case Paragraph():
                yield paragraph_xml(block, keep=number in closing)
            case Steer(tag):
                yield _styled("Tag", _run(_level(tag, "p")))
            case Table():
                yield _table(block)


def _closing(sheet: Sheet) -> set[int]:
    """Give which paragraphs a signature follows: it never stands alone on a page."""
    found: set[int] = set()
    before: int | None = None
    for number, block in enumerate(sheet.blocks):
        if isinstance(block, Steer):
            continue
        signed = isinstance(block, Paragraph) and block.style == "Signature"
        if signed and before is not None:
            found.add(before)
        before = number if isinstance(block, Paragraph) and not signed else None
    return found


def _level(tag: str, level: str) -> str:
    """Give ``{% if x %}`` as ``{%p if x %}``, the way docxtpl knows what a tag steers."""
    return tag[:2] + level + tag[2:]


def paragraph_xml(block: Paragraph, *, keep: bool = False) -> str:
    """Give one paragraph as XML.

    Args:
        block: The paragraph.
        keep: Whether it stays on one page with the next.
    """
    if block.style == "Normal" and block.pieces == (Blank(),):
        # the line is the paragraph's own border, as wide as the page
        unlined = '<w:rPr><w:rStyle w:val="Blank"/><w:u w:val="none"/></w:rPr>'
        return _styled("WritingLine", f"<w:r>{unlined}<w:t>{WRITTEN}</w:t></w:r>")
    next_ = "<w:keepNext/>" if keep else ""
    number = (
        f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{block.series + 1}"/></w:numPr>'
        if block.series
        else ""
    )
    return _styled(block.style, _runs(block.pieces, _IN_A_LINE), next_ + number)


def _styled(style: str, runs: str, more: str = "") -> str:
    named = "" if style == "Normal" else f'<w:pStyle w:val="{style}"/>'
    properties = f"<w:pPr>{named}{more}</w:pPr>" if named or more else ""
    return f"<w:p>{properties}{runs}</w:p>"


def _runs(pieces: tuple[Piece, ...], blank: int, about: str = "") -> str:
    """Give the runs of a line; words and breaks of one weight share a run."""
    done: list[str] = []
    inner: list[str] = []
    strong = False

    def close() -> None:
        if inner:
            done.append(_wrapped("".join(inner), "Strong" if strong else ""))
            inner.clear()

    for index, piece in enumerate(pieces):
        match piece:
            case Words(text, weight):
                if weight != strong:
                    close()
                strong = weight
                inner.append(_text(text))
            case Break():
                inner.append("<w:br/>")
            case Blank():
                close()
                done.append(_wrapped(_text(WRITTEN * blank), "Blank"))
            case Tick(condition):
                close()
                done.append(_tick(condition, _beside(pieces, index) or about))
    close()
    return "".join(done)


def _run(text: str) -> str:
    return _wrapped(_text(text), "")


def _wrapped(inner: str, style: str) -> str:
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f"<w:r>{properties}{inner}</w:r>"


def _text(text: str) -> str:
    keep = ' xml:space="preserve"' if text != text.strip(" ") or TAG.search(text) else ""
    return f"<w:t{keep}>{escape(text)}</w:t>"


def _tick(condition: str, about: str) -> str:
    return (
        _run("{%r if " + condition + " %}")
        + _box(True, about)
        + _run("{%r else %}")
        + _box(False, about)
        + _run("{%r endif %}")
    )


def _box(ticked: bool, about: str) -> str:
    """Give a tick box as Word's own control; its alias is what a screen reader says."""
    font = (
        '<w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic"/></w:rPr>'
    )
    states = "".join(
        f'<w14:{name} w14:val="{ord(mark):04X}" w14:font="MS Gothic"/>'
        for name, mark in (("checkedState", TICKED), ("uncheckedState", UNTICKED))
    )
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(about)}/><w14:checkbox>"
        f'<w14:checked w14:val="{int(ticked)}"/>{states}</w14:checkbox></w:sdtPr>'
        f"<w:sdtContent><w:r>{font}<w:t>{TICKED if ticked else UNTICKED}</w:t></w:r>"
        "</w:sdtContent></w:sdt>"
    )


def _beside(pieces: tuple[Piece, ...], index: int) -> str:
    """Give the words that say what a box is about: those after it, or else those before it."""

    def words(near: Iterable[Piece]) -> str:
        found: list[Piece] = []
        for piece in near:
            if isinstance(piece, Tick | Break):
                break
            found.append(piece)
        return alias(plain(found))

    after = words(pieces[index + 1 :])
    return after or alias(plain([p for p in pieces[:index] if isinstance(p, Words)]))


def alias(text: str) -> str:
    """Give words short and without tags, as the name of a control."""
    bare = " ".join(TAG.sub(" ", text).replace(BLANK, " ").split()).strip(" :;,.()")
    return bare if len(bare) <= _ALIAS else bare[:_ALIAS].rsplit(" ", 1)[0]


def _table(table: Table) -> str:
    widths = _widths(table)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = [plain(cell) for cell in table.header.cells]
    rows = [_row(table.header, widths, heads, head=True)]
    for row in table.body:
        if isinstance(row, Steer):
            cells: list[Cell] = [(Words(_level(row.tag, "tr")),), *([()] * (len(widths) - 1))]
            rows.append(_row(Row(tuple(cells)), widths, heads, style="Tag"))
        else:
            rows.append(_row(row, widths, heads))
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Table"/>'
        f'<w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(
    row: Row, widths: list[int], heads: list[str], *, head: bool = False, style: str = "TableText"
) -> str:
    written = any(isinstance(piece, Blank) for cell in row.cells for piece in cell)
    room = f'<w:trHeight w:val="{_ROOM_TO_WRITE}" w:hRule="atLeast"/>' if written else ""
    middle = '<w:vAlign w:val="center"/>' if written else ""
    first = plain(row.cells[0])
    cells = []
    for cell, width, over in zip(row.cells, widths, heads, strict=True):
        about = alias(f"{over}: {first}") or "Tick box"
        runs = _runs(cell, _blank_length(cell, width), about)
        paragraph = _styled("TableHeading" if head else style, runs)
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{middle}</w:tcPr>{paragraph}</w:tc>'
        )
    properties = f"<w:trPr><w:cantSplit/>{room}{'<w:tblHeader/>' if head else ''}</w:trPr>"
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def _blank_length(cell: Cell, width: int) -> int:
    """Give how long a line in a cell is: as wide as the cell, unless it stands among words."""
    words = alias(plain(cell))
    return _BESIDE_WORDS if words else max((width - _CELL_EDGES) // _LETTER_WIDTH, 8)


def _widths(table: Table) -> list[int]:
    """Share the width out by how much the columns have to say, none too narrow."""
    rows = [table.header, *(row for row in table.body if isinstance(row, Row))]
    shares = []
    for column in range(len(table.header.cells)):
        lengths = [len(TAG.sub("n" * 14, plain(row.cells[column]))) for row in rows]
        word = max(len(word) for word in plain(table.header.cells[column]).split() or [""])
        shares.append(min(max(*lengths, word + 2, 11), 34))
    if len(shares) == 2:
        # key facts: names on the left, what is to be said of them on the right
        shares = [max(min(shares[0], 22), 12), 34]
    whole = sum(shares)
    widths = [TEXT_WIDTH * share // whole for share in shares]
    widths[-1] += TEXT_WIDTH - sum(widths)
    return widths
