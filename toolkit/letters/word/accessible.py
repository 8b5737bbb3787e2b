"""Whether a Word file can be read by everybody: by eye, by ear, enlarged.

The rules are those that code can prove: language and title, headings in order, tables with a
header row and without merged cells, words for pictures, letters of 12 points, nothing in capitals,
italics or underlined, marked right-to-left text, no empty paragraphs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from toolkit.letters.word.file import WRITTEN
from toolkit.letters.word.look import Look
from toolkit.letters.word.opened import alt_text, parse_part
from toolkit.letters.word.package import CORE, DOCUMENT, read_package
from toolkit.letters.word.styles import LANGUAGE, W
from toolkit.letters.word.tags import TAG
from toolkit.problem import Problem

_W = f"{{{W}}}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_EDGE = re.compile(r"word/(?:letterhead-)?((?:header|footer)\d*)\.xml")
_SMALLEST = 12
_DRESS = {
    "caps": "in capitals",
    "smallCaps": "in small capitals",
    "i": "in italics",
    "u": "underlined",
}


def accessible(data: bytes, file: str = "") -> tuple[Problem, ...]:
    """Find what keeps a template or letter from being read by everybody.

    Args:
        data: The bytes of the Word file; tags of a template are passed over.
        file: Its name, for messages.

    Returns:
        The faults in the order of the file; each names the paragraph or cell and what to do.

    Raises:
        BadData: It is no Word file, or holds what a letter must not hold.
    """
    return tuple(_Check(read_package(data, file).parts, file).faults())


class _Check:
    """One Word file while it is looked at."""

    def __init__(self, parts: dict[str, bytes], file: str) -> None:
        self.parts = parts
        self.file = file
        self.look = Look(self.tree("word/styles.xml"))

    def tree(self, name: str) -> Element:
        return parse_part(self.parts, name, self.file)

    def fault(self, code: str, message: str, suggestion: str) -> Problem:
        return Problem(code, message, self.file, suggestion=suggestion)

    def faults(self) -> Iterator[Problem]:
        yield from self._properties()
        body = self.tree(DOCUMENT).find(_W + "body")
        if body is not None:
            places = list(_places(body))
            yield from self._headings(places)
            yield from self._tables(body)
            for place, paragraph in places:
                yield from self._paragraph(place, paragraph, edge=False)
        for part in sorted(self.parts):
            if edge := _EDGE.fullmatch(part):
                for place, paragraph in _places(self.tree(part)):
                    yield from self._paragraph(f"{edge[1]}, {place}", paragraph, edge=True)

    def _properties(self) -> Iterator[Problem]:
        defaults = self.look.run_defaults
        language = None if defaults is None else defaults.find(_W + "lang")
        said = "none" if language is None else language.get(_W + "val", "none")
        if said != LANGUAGE:
            hint = f"set the language of the default font to English (UK), {LANGUAGE}"
            yield self.fault("language", f"the language of the text is {said}", hint)
        core = self.tree(CORE)
        if (said := (core.findtext(_DC + "language") or "").strip() or "none") != LANGUAGE:
            hint = f"set the language in the file's properties to {LANGUAGE}"
            yield self.fault("language", f"the language of the file is {said}", hint)
        if not (core.findtext(_DC + "title") or "").strip():
            hint = "write it under File, Info, Title"
            yield self.fault("no-title", "the file has no title", hint)

    def _headings(self, places: list[tuple[str, Element]]) -> Iterator[Problem]:
        above = 0
        for place, paragraph in places:
            level = self.look.level(paragraph)
            if not level or not _words(paragraph):
                continue
            if level == 1 and above:
                hint = "use Heading 2 for parts"
                yield self.fault("second-title", f"{place}: a second Heading 1", hint)
            elif level > above + 1:
                message = f"{place}: Heading {level} leaps over Heading {above + 1}"
                yield self.fault("heading-leap", message, f"use Heading {above + 1}")
            above = level
        if not above:
            hint = "say with Heading 1 what the letter is"
            yield self.fault("no-heading", "there is no heading", hint)

    def _tables(self, body: Element) -> Iterator[Problem]:
        for number, table in enumerate(body.iter(_W + "tbl"), 1):
            first = table.find(_W + "tr")
            marked = None if first is None else first.find(f"{_W}trPr/{_W}tblHeader")
            if marked is None or marked.get(_W + "val", "1") in ("0", "false", "off"):
                hint = "mark its first row under Table, Repeat Header Rows"
                yield self.fault("no-header-row", f"table {number}: no header row", hint)
            for line, row in enumerate(table.findall(_W + "tr"), 1):
                for column, cell in enumerate(row.findall(_W + "tc"), 1):
                    yield from self._cell(f"table {number}, row {line}, cell {column}", cell, row)

    def _cell(self, place: str, cell: Element, row: Element) -> Iterator[Problem]:
        properties = cell.find(_W + "tcPr")
        span = None if properties is None else properties.find(_W + "gridSpan")
        merged = span is not None and span.get(_W + "val", "1") != "1"
        if properties is not None:
            merged |= any(properties.find(_W + name) is not None for name in ("vMerge", "hMerge"))
        if merged:
            yield self.fault("merged-cell", f"{place}: a merged cell", "split it")
        if next(cell.iter(_W + "tbl"), None) is not None:
            hint = "make it a table of its own"
            yield self.fault("nested-table", f"{place}: a table in a cell", hint)
        if not len(cell) or cell[-1].tag != _W + "p":
            hint = "put a condition into the line of words, not around the paragraph"
            yield self.fault("no-paragraph", f"{place}: the cell does not end in a paragraph", hint)
        elif not any(_says(each) for each in cell.iter(_W + "p")) and "{%tr" not in _words(row):
            hint = "say something, or leave a line to be filled in"
            yield self.fault("empty-cell", f"{place}: an empty cell", hint)

    def _paragraph(self, place: str, paragraph: Element, *, edge: bool) -> Iterator[Problem]:
        if re.fullmatch(r"\{%(p|tr) .*%\}", _words(paragraph).strip(), re.DOTALL):
            return
        if not _says(paragraph) and not place.startswith("table"):
            hint = "take it out, and set the space in the style of the paragraph before"
            yield self.fault("empty-paragraph", f"{place}: an empty paragraph", hint)
        for picture in (*paragraph.iter(_W + "drawing"), *paragraph.iter(_W + "pict")):
            if not alt_text(picture):
                hint = "say under Alt Text what it shows"
                yield self.fault("no-alt-text", f"{place}: a picture without words", hint)
        side = self.look.of_paragraph(paragraph, "jc")
        aligned = "left" if side is None else side.get(_W + "val", "left")
        if not edge and aligned not in ("left", "start"):
            yield self.fault("not-left", f"{place}: the text is not left-aligned", "align it left")
        yield from self._runs(place, paragraph)

    def _runs(self, place: str, paragraph: Element) -> Iterator[Problem]:
        """Look at the runs; each fault is told once for a paragraph."""
        told: set[str] = set()
        for run in paragraph.iter(_W + "r"):
            words = _words(run)
            if not words.strip():
                continue
            for code, message, hint in self._run(paragraph, run, words):
                if message not in told:
                    told.add(message)
                    yield self.fault(code, f"{place}: {message}", hint)

    def _run(self, paragraph: Element, run: Element, words: str) -> Iterator[tuple[str, str, str]]:
        points = self.look.points(paragraph, run)
        if points < _SMALLEST:
            hint = f"make them {_SMALLEST} points or more"
            yield "small-letters", f"letters of {points:g} points", hint
        for name, said in _DRESS.items():
            if self.look.is_on(paragraph, run, name):
                yield "hard-to-read", f"text {said}", "use bold"
        bare = TAG.sub("", words)
        backward = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in bare)
        if backward and not self.look.is_on(paragraph, run, "rtl"):
            hint = "mark the run as right-to-left (w:rtl)"
            yield "right-to-left", "right-to-left letters that are not marked", hint


def _places(parent: Element) -> Iterator[tuple[str, Element]]:
    """Give every paragraph with the name of its place, as other messages name it."""
    counts = {"p": 0, "tbl": 0}

    def under(element: Element, cell: str) -> Iterator[tuple[str, Element]]:
        for child in element:
            if child.tag == _W + "p":
                counts["p"] += not cell
                yield cell or f"paragraph {counts['p']}", child
            elif child.tag == _W + "tbl":
                counts["tbl"] += 1
                table = counts["tbl"]
                for line, row in enumerate(child.findall(_W + "tr"), 1):
                    for column, inner in enumerate(row.findall(_W + "tc"), 1):
                        yield from under(inner, f"table {table}, row {line}, cell {column}")
            else:
                yield from under(child, cell)

    yield from under(parent, "")


def _words(element: Element) -> str:
    """Give the words under an element; a line to be filled in has none."""
    return "".join(text.text or "" for text in element.iter(_W + "t")).replace(WRITTEN, " ")


def _says(paragraph: Element) -> bool:
    """Say whether a paragraph holds words, a picture, a line to be filled in, or a new page."""
    if any(True for text in paragraph.iter(_W + "t") if (text.text or "").strip(" ")):
        return True
    shown = ("drawing", "pict", "fldSimple", "sectPr")
    if any(next(paragraph.iter(_W + name), None) is not None for name in shown):
        return True
    return any(each.get(_W + "type") == "page" for each in paragraph.iter(_W + "br"))
