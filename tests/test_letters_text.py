"""Word files are shown as text: templates, also as Word saves them, finished letters, letterheads."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from toolkit.letters.word.draft import draft
from toolkit.letters.word.letterhead import letterhead, mark
from toolkit.letters.word.text import text
from toolkit.problem import BadData

TOP = "---\ntitle: Warning\n---\n# Warning\n\n"
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def edited(data: bytes, body: str = "", **parts: str) -> bytes:
    """Give a Word file with another body, or with other parts."""
    changed = {f"word/{name}.xml": xml for name, xml in parts.items()}
    if body:
        changed["word/document.xml"] = f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
    return out.getvalue()


def shown(body: str) -> str:
    """Give the text of a file with this body, without its front matter."""
    return text(edited(draft(TOP), body)).removeprefix("---\ntitle: Warning\n---\n")


def p(*runs: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{''.join(runs)}</w:p>"


def r(words: str, properties: str = "") -> str:
    return f'<w:r w:rsidR="00A1"><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


PROOF = '<w:proofErr w:type="spellStart"/>'


def test_tags_that_word_has_split() -> None:
    """A tag that Word has cut into runs, with curly quotes and its own weight, is whole again."""
    body = p(r("Dear {"), PROOF, r("{ recipient", "<w:b/>"), PROOF, r(".greeting }"), r("}, hello"))
    assert shown(body) == "Dear {{ recipient.greeting }}, hello\n"
    assert shown(p(r("{%p if a"), r(" == ‘b’ %}", "<w:i/>"))) == "{% if a == 'b' %}\n"


def test_bold_that_word_has_split() -> None:
    """Bold words in several runs are one, with the spaces outside."""
    body = p(
        r("It is "), r("very ", "<w:b/>"), r("wrong ", '<w:rStyle w:val="Strong"/>'), r("here")
    )
    assert shown(body) == "It is **very wrong** here\n"
    assert shown(p(r("Part", "<w:b/>"), style="Heading2")) == "## Part\n"


def test_changes_that_are_tracked() -> None:
    """What was deleted is left out, what was inserted and linked is read."""
    gone = "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
    body = p(
        r("a "), gone, f"<w:ins>{r('new')}</w:ins>", f"<w:hyperlink>{r(' link')}</w:hyperlink>"
    )
    assert shown(body) == "a new link\n"


def test_numbers_and_marks_of_word() -> None:
    """Lists by numbering, tabs, breaks and pictures have their place in the text."""
    number = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr></w:pPr>'
    items = "".join(f"<w:p>{number.format(n)}{r('item')}</w:p>" for n in (1, 1, 2, 2))
    assert shown(items) == "- item\n- item\n\n1. item\n2. item\n"
    tabbed = p(r("a"), "<w:r><w:tab/></w:r>", r("b"), "<w:r><w:br/></w:r>", r("c"))
    assert shown(tabbed) == "a b\\\nc\n"


def test_boxes() -> None:
    """A tick box that no tag steers shows as it stands."""
    box = (
        '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{}"/></w14:checkbox></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>?</w:t></w:r></w:sdtContent></w:sdt>"
    )
    assert shown(p(box.format(1), r(" yes "), box.format(0), r(" no"))) == "☒ yes ☐ no\n"


def test_tables_of_word() -> None:
    """Merged cells become empty ones, paragraphs in a cell stand in one line."""
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    wide = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p(r("both"))}</w:tc></w:tr>'
    rows = row.format(p(r("A")), p(r("B|C"))) + wide + row.format(p(r("a")) + p(r("b")), p())
    assert shown(f"<w:tbl>{rows}</w:tbl>") == "| A | B\\|C |\n|---|---|\n| both | |\n| a / b | |\n"


def test_words_that_look_like_markdown() -> None:
    """Words that Markdown would take for something else stay words."""
    for words in ("# a", "- a", "1. a", "2) a", "+ a", "> a", "::: note", "*a*", "`a`", "a\\*", "_a_",
                  "---", "| a", "[a](b)", "&amp;amp;", "&lt;b>", "~~~"):  # fmt: skip
        source = shown(p(r("Warning"), style="Heading1") + p(r(words)))
        again = draft(f"---\ntitle: Warning\n---\n{source}")
        assert f">{words}</w:t>" in zipfile.ZipFile(io.BytesIO(again)).read("word/document.xml").decode().replace("&gt;", ">")  # fmt: skip


def test_containers_keep_their_lists() -> None:
    """Tags and lists between two paragraphs of a container, and what closes its tags, stay in it."""
    source = (
        f"{TOP}::: copies\n{{% if copies %}}\n\nCopy to:\n\n{{% for copy in copies %}}\n\n"
        "- {{ copy.to }}\n\n{% endfor %}\n\n{% endif %}\n\nEnclosed: one\n:::\n"
    )
    inside = text(draft(source))
    assert inside.count(":::") == 2
    assert draft(inside) == draft(source)


def test_titles_that_yaml_would_misread() -> None:
    """A title with a colon is quoted, so that it can be read again."""
    made = draft('---\ntitle: "Stage 2: yes"\n---\n# A\n')
    assert text(made).startswith("---\ntitle: 'Stage 2: yes'\n---\n")
    assert draft(text(made)) == made


def test_letterhead() -> None:
    """The headers and footers of a letterhead follow when they are asked for."""
    made = letterhead(
        "Riverside College", ["Mill Road", "EX1 2AB"], logo=mark("1F5C7A"), alt="Mill"
    )
    assert "Riverside" not in text(made)
    assert text(made, parts=True).endswith(
        "\n--- footer1 ---\n{{ letter.reference }} Page 1 of 1\n"
        "\n--- header1 ---\nRiverside College [picture: Mill]\nMill Road\nEX1 2AB\n"
        "\n--- header2 ---\nRiverside College\n"
    )


def test_letterhead_of_the_case() -> None:
    """Without a name and address a letterhead prints those of the case."""
    assert "{{ organisation.name }}" in text(letterhead(), parts=True)


@pytest.mark.parametrize(
    ("logo", "alt", "message"),
    [
        (b"GIF89a", "x", "the logo is no PNG file; save it as PNG"),
        (mark("000000"), " ", "the logo has no alternative text; say what it shows, such as 'Logo of Riverside College'"),
    ],
)  # fmt: skip
def test_bad_letterhead(logo: bytes, alt: str, message: str) -> None:
    """A logo that is no PNG file, or says nothing to who cannot see it, is refused."""
    with pytest.raises(BadData) as caught:
        letterhead(logo=logo, alt=alt)
    assert str(caught.value) == message


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_no_word_file(data: bytes) -> None:
    """A file that is no Word file is refused."""
    with pytest.raises(BadData) as caught:
        text(data, "a.docx")
    assert str(caught.value) == "a.docx: this is no Word file; save it as .docx"


def test_another_zip() -> None:
    """A zip file that holds no Word document is refused."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("a.txt", "a")
    with pytest.raises(BadData) as caught:
        text(out.getvalue(), "a.docx")
    assert "its text (word/document.xml) is missing" in str(caught.value)


def test_broken_xml() -> None:
    """A part that cannot be read is named."""
    with pytest.raises(BadData) as caught:
        text(edited(draft(TOP), styles="<w:styles>"), "a.docx")
    assert re.fullmatch(
        r"a\.docx: the part word/styles\.xml is broken: .*; open it in Word and save it again",
        str(caught.value),
    )
