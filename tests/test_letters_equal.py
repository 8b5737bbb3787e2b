"""Our letters are those that docxtpl makes, part by part, and the same bytes each time."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docxtpl import DocxTemplate
from lxml import etree

from tests.lettercases import Example, examples
from toolkit.case.case import read_case
from toolkit.letters.context import Desk
from toolkit.letters.make import make, template_of
from toolkit.letters.template.compiled import is_filled
from toolkit.letters.template.listing import with_directions
from toolkit.letters.template.sandbox import Machine
from toolkit.letters.template.shelf import joined_package, letterhead_path, template_path
from toolkit.letters.word.package import read_package, write_package
from toolkit.procedure.library import load

EXAMPLES = tuple(examples())


@cache
def desk(example: Path, on: Any) -> Desk:
    case = read_case(example)
    return Desk(load(case.procedure), case, on, file=str(example))


def theirs(example: Example, values: dict[str, Any]) -> dict[str, bytes]:
    """Give the parts of the letter that docxtpl makes of the same template and fields."""
    template = template_path(example.procedure, example.letter)
    head = letterhead_path(example.procedure)
    joined = joined_package(template.read_bytes(), head.read_bytes(), "template", "letterhead")
    document = DocxTemplate(BytesIO(write_package(joined)))
    machine = Machine()
    machine.printed.refused = []
    document.render(values, jinja_env=machine, autoescape=True)
    out = BytesIO()
    document.save(out)
    return read_package(out.getvalue(), "theirs").parts


def canonical(part: bytes) -> bytes:
    """Give a part in canonical form; words that run from right to left are marked by ours alone."""
    text = with_directions(part.decode("utf-8"))
    return etree.tostring(etree.fromstring(text.encode()), method="c14n")


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_a_letter_is_the_one_that_docxtpl_makes(example: Example) -> None:
    """Every filled part is equal in canonical form, and a second letter is equal in its bytes."""
    at = desk(example.case, example.on)
    letter = at.procedure.letters[example.letter]
    template = template_of(at.procedure, letter)
    ours = make(at, letter, template).content
    assert make(at, letter, template).content == ours
    parts = read_package(ours, "ours").parts
    values = dict(at.fields(letter).values)
    other = theirs(example, values)
    filled = [name for name in parts if is_filled(name)]
    assert "word/document.xml" in filled
    for name in filled:
        assert canonical(parts[name]) == canonical(other[name]), name
