"""The accessibility check names each fault of a Word file, its place, and what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from toolkit.letters.word.accessible import accessible
from toolkit.letters.word.draft import draft
from toolkit.letters.word.letterhead import letterhead, mark
from toolkit.problem import BadData

TEMPLATES = Path(__file__).parent.parent / "letter_templates"
SOURCE = """\
---
title: Warning
---
# Warning

Dear {{ name }}

{% if a %}

## Part

{% endif %}

| What | Details |
|---|---|
| Day | {{ day }} |

The end
"""
MADE = draft(SOURCE)


def said(old: str, new: str, part: str = "word/document.xml", made: bytes = MADE) -> list[str]:
    """Give the faults of a template in which something was replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as package, zipfile.ZipFile(out, "w") as changed:
        for name in package.namelist():
            content = package.read(name).decode("utf-8", "surrogateescape")
            if name == part:
                assert old in content
                content = content.replace(old, new, 1)
            changed.writestr(name, content.encode("utf-8", "surrogateescape"))
    return [str(problem) for problem in accessible(out.getvalue())]


def test_right_ones() -> None:
    """A draft's template, a letterhead, and every letterhead that ships, have no fault."""
    assert accessible(MADE) == ()
    assert accessible(letterhead(logo=mark("1F5C7A"))) == ()
    for file in sorted(TEMPLATES.glob("*/letterhead.docx")):
        assert accessible(file.read_bytes(), file.name) == ()


END = "<w:r><w:t>The end</w:t></w:r>"
DAY = '<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr><w:r><w:t>Day</w:t></w:r></w:p>'
HEAD = '<w:pStyle w:val="Heading2"/>'
CELL = 'w:type="dxa"/></w:tcPr>'
NOW = "make them 12 points or more"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (HEAD, '<w:pStyle w:val="Heading1"/>', "paragraph 4: a second Heading 1; use Heading 2 for parts"),
        (HEAD, '<w:pStyle w:val="Heading3"/>', "paragraph 4: Heading 3 leaps over Heading 2; use Heading 2"),
        ('<w:pStyle w:val="Heading1"/>', "", "paragraph 4: Heading 2 leaps over Heading 1; use Heading 1"),
        ("<w:tblHeader/>", "", "table 1: no header row; mark its first row under Table, Repeat Header Rows"),
        (f"{CELL}{DAY}", f'{CELL[:-9]}<w:vMerge/></w:tcPr>{DAY}', "table 1, row 2, cell 1: a merged cell; split it"),
        (f"{CELL}{DAY}", f'{CELL[:-9]}<w:gridSpan w:val="2"/></w:tcPr>{DAY}', "table 1, row 2, cell 1: a merged cell; split it"),
        (DAY, f"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>{DAY}</w:tc></w:tr></w:tbl>{DAY}", "table 1, row 2, cell 1: a table in a cell; make it a table of its own"),
        (DAY, "", "table 1, row 2, cell 1: the cell does not end in a paragraph; put a condition into the line of words, not around the paragraph"),
        (DAY, "<w:p/>", "table 1, row 2, cell 1: an empty cell; say something, or leave a line to be filled in"),
        (END, "", "paragraph 6: an empty paragraph; take it out, and set the space in the style of the paragraph before"),
        (END, f'<w:pPr><w:jc w:val="both"/></w:pPr>{END}', "paragraph 6: the text is not left-aligned; align it left"),
        (END, '<w:r><w:rPr><w:sz w:val="21"/></w:rPr><w:t>The end</w:t></w:r>', f"paragraph 6: letters of 10.5 points; {NOW}"),
        (END, "<w:r><w:rPr><w:caps/></w:rPr><w:t>The end</w:t></w:r>", "paragraph 6: text in capitals; use bold"),
        (END, "<w:r><w:rPr><w:i/></w:rPr><w:t>The end</w:t></w:r>", "paragraph 6: text in italics; use bold"),
        (END, '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t>The end</w:t></w:r>', "paragraph 6: text underlined; use bold"),
        (END, "<w:r><w:t>سام</w:t></w:r>", "paragraph 6: right-to-left letters that are not marked; mark the run as right-to-left (w:rtl)"),
        (END, "<w:r><w:drawing/></w:r>", "paragraph 6: a picture without words; say under Alt Text what it shows"),
    ],
)  # fmt: skip
def test_document(old: str, new: str, message: str) -> None:
    """A fault of the text is named with its paragraph or cell."""
    assert message in said(old, new)


@pytest.mark.parametrize(
    "new",
    [
        "<w:r><w:rPr><w:rtl/></w:rPr><w:t>سام</w:t></w:r>",
        '<w:r><w:rPr><w:i w:val="0"/><w:u w:val="none"/></w:rPr><w:t>The end</w:t></w:r>',
        '<w:r><w:br w:type="page"/></w:r>',
    ],
)
def test_no_fault(new: str) -> None:
    """Marked right-to-left runs, dress that is switched off, and a new page are right."""
    assert said(END, new) == []


@pytest.mark.parametrize(
    ("part", "old", "new", "message"),
    [
        ("word/styles.xml", '<w:lang w:val="en-GB"', '<w:lang w:val="en-US"', "the language of the text is en-US; set the language of the default font to English (UK), en-GB"),
        ("docProps/core.xml", "<dc:language>en-GB</dc:language>", "", "the language of the file is none; set the language in the file's properties to en-GB"),
        ("docProps/core.xml", "Warning", " ", "the file has no title; write it under File, Info, Title"),
        ("word/styles.xml", '<w:sz w:val="24"/>', '<w:sz w:val="22"/>', f"paragraph 2: letters of 11 points; {NOW}"),
        ("word/styles.xml", '<w:sz w:val="24"/>', "", f"paragraph 2: letters of 10 points; {NOW}"),
        ("word/styles.xml", "<w:b/><w:bCs/>", "<w:i/>", "paragraph 1: text in italics; use bold"),
    ],
)  # fmt: skip
def test_properties_and_styles(part: str, old: str, new: str, message: str) -> None:
    """A fault of properties and styles is named, also where it is inherited."""
    assert message in said(old, new, part)


def test_header() -> None:
    """A picture in a header needs words too."""
    made = letterhead(logo=mark("1F5C7A"), alt="Logo")
    assert said('descr="Logo"', "", "word/header1.xml", made) == [
        "header1, paragraph 1: a picture without words; say under Alt Text what it shows"
    ]


def test_no_heading() -> None:
    """A file without headings is told once."""
    made = draft("---\ntitle: A\n---\n# A\n")
    assert said('<w:pStyle w:val="Heading1"/>', "", made=made) == [
        "there is no heading; say with Heading 1 what the letter is"
    ]


def test_no_word_file() -> None:
    """A file that is no Word file is refused."""
    with pytest.raises(BadData, match=r"a\.docx: this is no Word file; save it as \.docx"):
        accessible(b"no", "a.docx")
