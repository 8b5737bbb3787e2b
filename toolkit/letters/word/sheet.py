"""What a template or letter holds, apart from how it is written: as text or as a Word file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

BLANK = "____"
"""How a line to be filled in by hand is written."""

CONTAINERS = {
    "address": "Address",
    "reference": "Reference",
    "signature": "Signature",
    "note": "Note",
    "lead": "Lead",
    "copies": "Copies",
}
"""Containers of a draft, and the paragraph style that each of them gives."""

TICKED, UNTICKED = "☒", "☐"


@dataclass(frozen=True, slots=True)
class Words:
    """Words in one line, with the inline tags among them."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line within a paragraph."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A box that is ticked where a condition holds."""

    condition: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A line to be filled in by hand."""


Piece = Words | Break | Tick | Blank


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, heading or item of a list.

    Attributes:
        style: Id of its paragraph style, such as ``Normal``, ``Heading2`` or ``ListBullet``.
        pieces: What stands in it.
        series: Which numbered list of the document it belongs to, from 1; 0 for none.
    """

    pieces: tuple[Piece, ...]
    style: str = "Normal"
    series: int = 0
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Steer:
    """A tag that steers whole paragraphs or rows, and leaves none behind."""

    tag: str
    line: int = field(default=0, compare=False)


Cell = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    cells: tuple[Cell, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its header row, and the rows and row tags under it."""

    header: Row
    body: tuple[Row | Steer, ...]
    line: int = field(default=0, compare=False)


Block = Paragraph | Steer | Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole template or letter."""

    title: str
    blocks: tuple[Block, ...]


def tidy(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Give pieces in the one form in which they compare: words joined, spaces outside strong."""
    return tuple(_trimmed(_joined(_loose(_joined(pieces)))))


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Give the pieces with neighbouring words of one weight as one, and without empty ones."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, Words) and not piece.text:
            continue
        if isinstance(piece, Words) and isinstance(last, Words) and piece.strong == last.strong:
            joined[-1] = Words(last.text + piece.text, piece.strong)
        else:
            joined.append(piece)
    return joined


def _loose(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Give the pieces with the spaces at the ends of strong words set plain."""
    for piece in pieces:
        if not isinstance(piece, Words) or not piece.strong:
            yield piece
            continue
        inner = piece.text.strip(" ")
        start = piece.text.find(inner) if inner else len(piece.text)
        yield Words(piece.text[:start])
        yield Words(inner, strong=True)
        yield Words(piece.text[start + len(inner) :])


def _trimmed(pieces: list[Piece]) -> Iterator[Piece]:
    """Give the pieces without spaces at the ends of lines, and without empty ones."""
    for index, piece in enumerate(pieces):
        if isinstance(piece, Words):
            text = piece.text
            if index == 0 or isinstance(pieces[index - 1], Break):
                text = text.lstrip(" ")
            if index == len(pieces) - 1 or isinstance(pieces[index + 1], Break):
                text = text.rstrip(" ")
            if not text:
                continue
            piece = Words(text, piece.strong)
        yield piece


def plain(pieces: Iterable[Piece]) -> str:
    """Give pieces as one line with their tags: what the words of a paragraph or cell come to."""
    found: list[str] = []
    for piece in pieces:
        match piece:
            case Words(text):
                found.append(text)
            case Break():
                found.append(" ")
            case Tick():
                found.append(UNTICKED)
            case Blank():
                found.append(BLANK)
    return "".join(found)
