"""Word files are read with suspicion, and written the same every time."""

from __future__ import annotations

import io
import zipfile

import pytest

from toolkit.letters.word.draft import draft
from toolkit.letters.word.package import Package, read_package, write_package
from toolkit.problem import BadData

GOOD = draft("---\ntitle: A letter\n---\n# A letter\n\nWords.\n", "good.md")


def zipped(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return held.getvalue()


def parts(**changed: bytes) -> dict[str, bytes]:
    return dict(read_package(GOOD, "good.docx").parts)


def said(content: bytes) -> str:
    with pytest.raises(BadData) as caught:
        read_package(content, "x.docx")
    return str(caught.value)


def test_a_package_is_written_the_same_every_time_and_read_back_equal() -> None:
    """The bytes do not tell when a file was written, and hold what was put in."""
    package = read_package(GOOD, "good.docx")
    written = write_package(package)
    assert written == write_package(package)
    assert read_package(written, "again.docx") == package
    assert zipfile.ZipFile(io.BytesIO(written)).testzip() is None


def test_what_is_no_zip_is_no_word_file() -> None:
    """A text under another name is refused with what to do."""
    assert said(b"hello") == "x.docx: this is no Word file; save it as .docx"


def test_half_a_file_is_no_word_file() -> None:
    """A file that was cut off is refused."""
    assert said(GOOD[: len(GOOD) // 2]) == "x.docx: this is no Word file; save it as .docx"


def test_a_zip_without_a_document_is_no_word_document() -> None:
    """A zip of other things is refused."""
    assert said(zipped({"a.txt": b"x"})) == (
        "x.docx: this is no Word document: its text (word/document.xml) is missing; "
        "save it as .docx"
    )


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "word/../../x", "c:\\x", "a\\b"])
def test_a_name_that_leads_out_of_the_file_is_refused(name: str) -> None:
    """Nothing is unpacked from a file that names places outside itself."""
    shown = name.replace("\\", "/") if name == "a\\b" else name
    message = said(zipped({**parts(), name: b"x"}))
    assert message.endswith("do not use this file; make the template anew")
    assert "leads out of the file" in message
    assert shown


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """A small file that would be huge unpacked is refused."""
    message = said(zipped({**parts(), "word/media/a.bin": bytes(60_000_000)}))
    assert message == (
        "x.docx: unpacked it would be 60 MB; at most 40 MB are read; "
        "take large pictures out of the template"
    )


def test_too_many_parts_are_refused() -> None:
    """A file of thousands of parts is refused."""
    message = said(zipped({**parts(), **{f"word/media/{n}.png": b"" for n in range(600)}}))
    assert "parts; at most 500 are read" in message


def test_a_program_is_refused() -> None:
    """A file with macros is refused."""
    assert said(zipped({**parts(), "word/vbaProject.bin": b"x"})) == (
        "x.docx: it holds a program or an embedded file (word/vbaProject.bin); "
        "save it as .docx without macros and embedded objects"
    )


def test_a_link_to_the_outside_is_refused() -> None:
    """A picture or template that would be fetched from elsewhere is refused."""
    held = parts()
    rels = held["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="r9" Type="x" TargetMode="External" Target="http://evil.example/x"/>'
        b"</Relationships>",
    )
    held["word/_rels/document.xml.rels"] = rels
    assert said(zipped(held)) == (
        "x.docx: it links to something outside the file: http://evil.example/x; "
        "write addresses as plain words; put pictures into the file"
    )


def test_a_document_type_definition_is_refused() -> None:
    """Entities that grow when they are read are refused."""
    held = parts()
    held["word/document.xml"] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + held["word/document.xml"]
    assert said(zipped(held)) == (
        "x.docx: word/document.xml holds a document type definition, which no Word file needs; "
        "do not use this file; make the template anew"
    )


def test_a_part_that_is_no_utf_8_is_refused() -> None:
    """A part in another encoding is refused."""
    held = parts()
    held["word/settings.xml"] = b"<?xml version='1.0'?><a>\xff</a>"
    assert said(zipped(held)) == (
        "x.docx: word/settings.xml is not UTF-8; open it in Word and save it again"
    )


def test_everything_wrong_is_said_at_once() -> None:
    """Two faults bring two messages."""
    held = parts()
    held["word/vbaProject.bin"] = b"x"
    held["word/settings.xml"] = b"\xff"
    with pytest.raises(BadData) as caught:
        read_package(zipped(held), "x.docx")
    assert [problem.code for problem in caught.value.problems] == ["encoding", "program"]


def test_a_broken_part_is_told_when_it_is_joined() -> None:
    """Broken XML is refused when a template meets its letterhead."""
    from toolkit.letters.template.join import join

    package = read_package(GOOD, "good.docx")
    broken = Package({**package.parts, "word/styles.xml": b"<w:styles>"})
    with pytest.raises(BadData, match=r"^t\.docx: a part of the template or its letterhead is bro"):
        join(broken, package, "t.docx")
