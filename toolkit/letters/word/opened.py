"""A Word file as a sheet: a template or a finished letter, also one that Word has saved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from toolkit.letters.word.file import WRITTEN
from toolkit.letters.word.look import Look
from toolkit.letters.word.package import CORE, DOCUMENT, read_package
from toolkit.letters.word.parts import MARKUP, W14
from toolkit.letters.word.sheet import (
    TICKED,
    UNTICKED,
    Blank,
    Block,
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
    tidy,
)
from toolkit.letters.word.styles import STYLES, W
from toolkit.letters.word.tags import TAG, normal
from toolkit.problem import BadData, Problem

_W, _W14 = f"{{{W}}}", f"{{{W14}}}"
_BREAK, _BLANK = "\n", "\ue000"
_TICK = re.compile(
    r"\{%r\s+if\s+(.*?)\s*%\}\s*" + TICKED + r"\s*\{%r\s+else\s*%\}\s*" + UNTICKED + r"\s*"
    r"\{%r\s+endif\s*%\}"
)
_STEERS = {level: re.compile(r"\{%" + level + r"\s+(.*?)\s*%\}") for level in ("p", "tr")}
_QUOTES = str.maketrans("‘’“”", "''\"\"")
_SET_ASIDE = {
    _W + name
    for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "tcPr")
} | {f"{{{MARKUP}}}Fallback"}
_MARKS = {"tab": " ", "cr": _BREAK, "noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}
_KNOWN = {style.name.lower(): name for name, style in STYLES.items()} | {"title": "Heading1"}
_IN_ROWS = " / "


def read_sheet(data: bytes, file: str = "") -> Sheet:
    """Read what a Word file holds.

    Args:
        data: Its bytes.
        file: Its name, for messages.

    Raises:
        BadData: It is no Word file, or holds what a letter must not hold.
    """
    return _Opened(data, file).sheet()


def read_edges(data: bytes, file: str = "") -> dict[str, tuple[str, ...]]:
    """Read the words of the headers and footers of a Word file.

    Args:
        data: Its bytes.
        file: Its name, for messages.

    Returns:
        The lines of each, by name, such as ``header1``.

    Raises:
        BadData: It is no Word file, or holds what a letter must not hold.
    """
    opened = _Opened(data, file)
    found: dict[str, tuple[str, ...]] = {}
    for part in sorted(opened.parts):
        if edge := re.fullmatch(r"word/(?:letterhead-)?((?:header|footer)\d*)\.xml", part):
            blocks = opened.blocks(opened.tree(part))
            lines = [plain(block.pieces) for block in blocks if isinstance(block, Paragraph)]
            found[edge[1]] = tuple(line for line in lines if line)
    return found


def parse_part(parts: dict[str, bytes], name: str, file: str) -> Element:
    """Give one part of a Word file as a tree; an empty one where there is no such part.

    Raises:
        BadData: Its XML is broken.
    """
    if name not in parts:
        return Element("none")
    try:
        return ElementTree.fromstring(parts[name])
    except ElementTree.ParseError as error:
        hint = "open it in Word and save it again"
        problem = Problem(
            "broken-xml", f"the part {name} is broken: {error}", file, suggestion=hint
        )
        raise BadData([problem]) from None


class _Opened:
    """The parts of one Word file, with its styles and lists worked out."""

    def __init__(self, data: bytes, file: str) -> None:
        self.parts = read_package(data, file).parts
        self.file = file
        self.look = Look(self.tree("word/styles.xml"))
        self.forms = dict(_list_forms(self.tree("word/numbering.xml")))
        self.series: dict[str, int] = {}

    def tree(self, name: str) -> Element:
        return parse_part(self.parts, name, self.file)

    def sheet(self) -> Sheet:
        body = self.tree(DOCUMENT).find(_W + "body")
        title = self.tree(CORE).findtext("{http://purl.org/dc/elements/1.1/}title") or ""
        return Sheet(" ".join(title.split()), tuple(self.blocks(body if body is not None else ())))

    def blocks(self, parent: Iterable[Element]) -> Iterator[Block]:
        for element in parent:
            if element.tag == _W + "p":
                if block := self._paragraph(element):
                    yield block
            elif element.tag == _W + "tbl":
                if table := self._table(element):
                    yield table
            elif element.tag not in _SET_ASIDE:
                yield from self.blocks(element)

    def _paragraph(self, element: Element) -> Paragraph | Steer | None:
        style, series = self._style(element)
        pieces = self._pieces(element)
        if tag := _STEERS["p"].fullmatch(plain(pieces)):
            return Steer(normal("{%" + tag[1] + "%}"))
        if style.startswith("Heading"):
            loose = (Words(p.text) if isinstance(p, Words) else p for p in pieces)
            pieces = tidy(loose)
        if style == "WritingLine":
            style = "Normal"
            if not plain(pieces).strip():
                pieces = (Blank(),)
        return Paragraph(pieces, style, series) if plain(pieces).strip() else None

    def _style(self, paragraph: Element) -> tuple[str, int]:
        """Give the style of a paragraph as ours, and the numbered list that it belongs to."""
        style = "Normal"
        number = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        for above in self.look.lineage(self.look.style_of(paragraph)):
            name = above.find(_W + "name")
            if style == "Normal" and name is not None:
                style = _KNOWN.get(name.get(_W + "val", "").lower(), "Normal")
            if number is None:
                number = above.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        identity = "0" if number is None else number.get(_W + "val", "0")
        if identity in self.forms and style in ("Normal", "ListBullet", "ListNumber"):
            style = "ListBullet" if self.forms[identity] == "bullet" else "ListNumber"
        if style != "ListNumber":
            return style, 0
        return style, self.series.setdefault(identity, len(self.series) + 1)

    def _table(self, element: Element) -> Table | None:
        rows: list[Row | Steer] = []
        for row in element.iter(_W + "tr"):
            cells = tuple(cell for each in _cells(row) for cell in self._cell(each))
            if tag := _STEERS["tr"].fullmatch(plain(cells[0]) if cells else ""):
                rows.append(Steer(normal("{%" + tag[1] + "%}")))
            elif cells:
                rows.append(Row(cells))
        columns = max((len(row.cells) for row in rows if isinstance(row, Row)), default=0)
        even = [
            Row(row.cells + ((),) * (columns - len(row.cells))) if isinstance(row, Row) else row
            for row in rows
        ]
        header = next((row for row in even if isinstance(row, Row)), None)
        if header is None:
            return None
        even.remove(header)
        return Table(header, tuple(even))

    def _cell(self, cell: Element) -> Iterator[Cell]:
        """Give what one cell says, and an empty one for each further column that it spans."""
        pieces: list[Piece] = []
        for paragraph in cell.iter(_W + "p"):
            words = self._pieces(paragraph)
            if tag := _STEERS["p"].fullmatch(plain(words)):
                pieces.append(Words(normal("{%" + tag[1] + "%}")))
            elif words:
                pieces += [Words(_IN_ROWS)] if pieces and _said(pieces) else []
                pieces += [Words(_IN_ROWS) if isinstance(p, Break) else p for p in words]
        yield tidy(pieces)
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        yield from [()] * (int(span.get(_W + "val", "1")) - 1 if span is not None else 0)

    def _pieces(self, paragraph: Element) -> Cell:
        letters = list(self._marks(paragraph, strong=False))
        text = "".join(letter for letter, _ in letters)
        pieces: list[Piece] = []
        done = 0
        for found in re.finditer(f"{_TICK.pattern}|{TAG.pattern}", text, re.DOTALL):
            pieces += _loose(letters[done : found.start()])
            source = found.group().replace(_BLANK, "").translate(_QUOTES)
            if found[1]:
                pieces.append(Tick(found[1].translate(_QUOTES)))
            elif source.startswith(("{%p ", "{%tr ")):
                pieces.append(Words(source))
            else:
                pieces.append(
                    Words(normal(source.replace("{%r ", "{% ")), letters[found.start()][1])
                )
            done = found.end()
        return tidy([*pieces, *_loose(letters[done:])])

    def _marks(self, element: Element, strong: bool) -> Iterator[tuple[str, bool]]:
        """Give the letters under an element, each with its weight."""
        for child in element:
            name = child.tag.rpartition("}")[2]
            if child.tag in _SET_ASIDE:
                continue
            if child.tag == _W + "r":
                yield from self._run(child)
            elif child.tag == _W + "t":
                yield from ((letter, strong) for letter in (child.text or "").replace("\n", " "))
            elif (
                child.tag == _W + "br" and child.get(_W + "type", "textWrapping") == "textWrapping"
            ):
                yield _BREAK, strong
            elif child.tag.startswith(_W) and name in _MARKS:
                yield _MARKS[name], strong
            elif child.tag in (_W + "drawing", _W + "pict"):
                yield from ((letter, strong) for letter in f"[picture: {alt_text(child)}]")
            elif (box := child.find(f"{_W}sdtPr/{_W14}checkbox/{_W14}checked")) is not None:
                yield (TICKED if box.get(_W14 + "val") in ("1", "true") else UNTICKED), False
            else:
                yield from self._marks(child, strong)

    def _run(self, run: Element) -> Iterator[tuple[str, bool]]:
        named = run.find(f"{_W}rPr/{_W}rStyle")
        style = "" if named is None else named.get(_W + "val", "")
        # bold that belongs to the paragraph's style, as in a heading, is no emphasis
        strong = self.look.is_on(Element("none"), run, "b")
        marks = list(self._marks(run, strong))
        lined = self.look.named(style) == "blank"
        if marks and lined and all(letter in (WRITTEN, " ") for letter, _ in marks):
            yield _BLANK, False
        else:
            yield from marks


def alt_text(picture: Element) -> str:
    """Give what a picture shows, as it is said to those who cannot see it."""
    for part in picture.iter():
        if part.tag.endswith("}docPr"):
            return part.get("descr", "").strip()
        if part.tag.endswith("}shape"):
            return part.get("alt", "").strip()
    return ""


def _said(pieces: list[Piece]) -> bool:
    """Say whether the last of these is more than a tag that steers."""
    last = pieces[-1]
    return not (isinstance(last, Words) and last.text.endswith("%}"))


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == _W + "tc":
            yield child
        elif child.tag not in _SET_ASIDE:
            yield from _cells(child)


def _loose(letters: list[tuple[str, bool]]) -> Iterator[Piece]:
    for letter, strong in letters:
        match letter:
            case "\n":
                yield Break()
            case "\ue000":
                yield Blank()
            case _:
                yield Words(letter, strong)


def _list_forms(numbering: Element) -> Iterator[tuple[str, str]]:
    """Give, by number of a list, the form of its marks, such as ``bullet`` or ``decimal``."""
    forms: dict[str, str] = {}
    for kind in numbering.findall(_W + "abstractNum"):
        form = kind.find(f"{_W}lvl/{_W}numFmt")
        identity = kind.get(_W + "abstractNumId", "")
        forms[identity] = "decimal" if form is None else form.get(_W + "val", "decimal")
    for number in numbering.findall(_W + "num"):
        kind_of = number.find(_W + "abstractNumId")
        if kind_of is not None:
            yield number.get(_W + "numId", ""), forms.get(kind_of.get(_W + "val", ""), "decimal")
