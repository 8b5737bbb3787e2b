"""Templates with a mistake each: every file of ``tests/bad/letters`` says which messages it brings.

A file has three parts: the letter (and words to be put into the Word file behind the draft's back), the draft, and
the messages. ``WRITE_BAD_LETTERS=1`` writes the messages anew; read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from toolkit.letters.template.check import check_template
from toolkit.letters.word.draft import draft
from toolkit.letters.word.package import Package, read_package
from toolkit.procedure.library import load

FOLDER = Path(__file__).parent / "bad" / "letters"
FILES = sorted(FOLDER.glob("*.txt"))
WRITE = bool(os.environ.get("WRITE_BAD_LETTERS"))


def template(head: str, body: str) -> tuple[str, Package]:
    letter = ""
    package = read_package(draft(body, "template.md"), "template.docx")
    parts = dict(package.parts)
    for line in head.splitlines():
        key, _, value = line.partition(": ")
        if key == "letter":
            letter = value
        else:
            old, _, new = value.partition(" => ")
            parts = {
                name: content.replace(old.encode(), new.encode()) for name, content in parts.items()
            }
    return letter, Package(parts)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_mistake_is_told_where_it_is_and_how_to_mend_it(file: Path) -> None:
    """The messages are those that the file gives, word for word."""
    head, body, expected = file.read_text(encoding="utf-8").split("=====\n")
    letter, package = template(head, body)
    procedure = load("ldpp")
    problems = check_template(procedure, procedure.letters[letter], package, "template.docx")
    said = "".join(f"{problem}\n" for problem in problems)
    if WRITE:
        file.write_text(f"{head}=====\n{body}=====\n{said}", encoding="utf-8")
        expected = said
    assert said == expected
    assert problems, "the template has a mistake, and nothing was said"


def test_there_are_many_mistakes() -> None:
    """The mistakes that people make are many."""
    assert len(FILES) >= 25
