"""A template, compiled once and filled many times.

Nearly all that docxtpl does for one letter does not depend on the letter: unpacking, cleaning the
tags that Word has split, parsing, compressing. Here that is done once. docxtpl's own cleaning
turns the Word file into Jinja's text, part by part; Jinja turns that into code; what has no tags
is compressed at once. A letter then costs one run of the code and compressing its own parts. The
result is the same as docxtpl's, which is a test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from toolkit.letters.template.listing import with_breaks, with_directions
from toolkit.letters.template.proof import words_of_piece
from toolkit.letters.template.sandbox import Machine
from toolkit.letters.word.package import DOCUMENT, Package, Stored, assemble, pack

if TYPE_CHECKING:
    from jinja2 import Template

_FILLED = re.compile(r"word/(document|footnotes|(letterhead-)?(header|footer)[^/]*)\.xml")
_BODY = re.compile(r"<w:body\b.*</w:body>", re.DOTALL)
_BETWEEN = re.compile(r">\s*\n\s*<")
_ORDER = ("[Content_Types].xml", "_rels/.rels", DOCUMENT)
_LONGEST = 30_000_000
_AT_ONCE = 1000


class TooLong(Exception):
    """A letter grew beyond what a letter can be."""


@dataclass(frozen=True, slots=True)
class Source:
    """A template made ready: parts to be filled, as Jinja's text, and parts as they are."""

    filled: dict[str, str]
    fixed: dict[str, bytes]


def is_filled(name: str) -> bool:
    """Whether a part of a Word file is one whose tags are filled."""
    return _FILLED.fullmatch(name) is not None


def prepare(package: Package) -> Source:
    """Turn the parts of a joined template into Jinja's text, by docxtpl's own cleaning.

    Args:
        package: A template with its letterhead.
    """
    from docxtpl import DocxTemplate

    patch = DocxTemplate.patch_xml
    filled: dict[str, str] = {}
    fixed: dict[str, bytes] = {}
    for name, content in package.parts.items():
        if not is_filled(name):
            fixed[name] = content
            continue
        text = _BETWEEN.sub("><", content.decode("utf-8").replace("\r\n", "\n"))
        if name == DOCUMENT:
            body = _BODY.search(text)
            assert body is not None
            filled[name] = text[: body.start()] + patch(None, body[0]) + text[body.end() :]
        elif "{" in text:
            filled[name] = patch(None, text)
        else:
            fixed[name] = content
    return Source(filled, fixed)


class Compiled:
    """A template ready to be filled.

    Args:
        source: The template made ready.
    """

    def __init__(self, source: Source) -> None:
        self._machine = Machine()
        self.templates: dict[str, Template] = {
            name: self._machine.from_string(text) for name, text in source.filled.items()
        }
        self._fixed = {name: pack(name, content) for name, content in source.fixed.items()}
        self._words = _Words()
        self._last: dict[str, tuple[str, Stored]] = {}
        names = (*source.fixed, *source.filled)
        self._names = sorted(names, key=lambda name: _ORDER.index(name) if name in _ORDER else 9)

    def fill(self, fields: dict[str, Any]) -> Filled:
        """Fill the parts of the template.

        Args:
            fields: The fields; what is not filled is a `Blank`, which notes that it was asked for.

        Raises:
            TooLong: It grew beyond what a letter can be.
        """
        printed = self._machine.printed
        printed.refused = []
        parts: dict[str, str] = {}
        said: dict[str, str] = {}
        for name, template in self.templates.items():
            printed.right_to_left = False
            pieces = _pieces(template.root_render_func(template.new_context(fields, shared=True)))
            said[name] = self._said(pieces)
            text = "".join(pieces)
            if "\n" in text or "\t" in text:
                text = with_breaks(text)
            if printed.right_to_left:
                text = with_directions(text)
            parts[name] = text
        return Filled(parts, said, tuple(printed.refused))

    def _said(self, pieces: list[str]) -> str:
        """Give the words of a part's pieces; those of the template's own are looked up."""
        known = self._words
        words = [piece if piece.__class__ is Markup else known[piece] for piece in pieces]
        return unescape("".join(words))

    def write(self, filled: Filled) -> bytes:
        """Give the bytes of the Word file of a filled template."""
        return assemble(self._stored(name, filled) for name in self._names)

    def _stored(self, name: str, filled: Filled) -> Stored:
        """Give a part compressed; a header that is the same in each letter is compressed once."""
        fixed = self._fixed.get(name)
        if fixed is not None:
            return fixed
        text = filled.parts[name]
        if name == DOCUMENT:
            return pack(name, text.encode())
        last = self._last.get(name)
        if last is None or last[0] != text:
            last = self._last[name] = (text, pack(name, text.encode()))
        return last[1]


class _Words(dict[str, str]):
    """The words of the pieces that are the template's own, each worked out once."""

    def __missing__(self, piece: str) -> str:
        words = self[piece] = words_of_piece(piece)
        return words


def _pieces(rendered: Iterator[str]) -> list[str]:
    """Take what a template gives, up to the most that a letter can be."""
    pieces: list[str] = []
    size = 0
    while some := list(islice(rendered, _AT_ONCE)):
        pieces += some
        size += sum(map(len, some))
        if size > _LONGEST:
            raise TooLong
    return pieces


@dataclass(frozen=True, slots=True)
class Filled:
    """The parts of a template with their fields filled in.

    Attributes:
        parts: Text of each filled part by name.
        said: The words of each of them, a line a paragraph.
        refused: Types of values that were to be printed and are no text, such as ``bool``.
    """

    parts: dict[str, str]
    said: dict[str, str]
    refused: tuple[str, ...]
