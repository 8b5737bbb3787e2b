"""Every shipped document, made for an example case: its text is compared with the one kept."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from tests.lettercases import FOLDER, Example, examples
from toolkit.case.case import read_case
from toolkit.letters.context import Desk
from toolkit.letters.make import Made, make, template_of
from toolkit.letters.template.proof import read_back
from toolkit.letters.word.accessible import accessible
from toolkit.letters.word.text import text
from toolkit.procedure.library import load

EXAMPLES = tuple(examples())
WRITE = bool(os.environ.get("WRITE_LETTERS"))
"""Set to write the texts anew after a change that is wanted; read the difference."""


@cache
def desk(example: Path) -> Desk:
    on = next(each.on for each in EXAMPLES if each.case == example)
    case = read_case(example)
    return Desk(load(case.procedure), case, on, file=str(example))


def made(example: Example) -> Made:
    at = desk(example.case)
    letter = at.procedure.letters[example.letter]
    return make(at, letter, template_of(at.procedure, letter))


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_text_of_each_document_is_as_kept(example: Example) -> None:
    """Each document reads as its kept text does, passes its proof, and is accessible."""
    letter = made(example)
    name = f"{example.case.stem}--{example.letter}.md"
    kept = FOLDER / example.procedure / "text" / name
    written = text(letter.content, name)
    if WRITE:
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(written, encoding="utf-8")
    assert written == kept.read_text(encoding="utf-8")
    assert read_back(letter.letter, letter.data, letter.content, name) == []
    assert accessible(letter.content, name) == ()


def test_no_text_is_kept_that_nothing_makes() -> None:
    """A kept text belongs to a document of an example case."""
    made_here = {
        FOLDER / each.procedure / "text" / f"{each.case.stem}--{each.letter}.md"
        for each in EXAMPLES
    }
    assert set(FOLDER.glob("*/text/*.md")) == made_here


@pytest.mark.parametrize("procedure", ["ldpp", "localgov-digital", "lrs", "pi31"])
def test_each_document_of_a_procedure_is_made_in_some_case(procedure: str) -> None:
    """No document of a procedure goes without an example."""
    letters = {each.letter for each in EXAMPLES if each.procedure == procedure}
    assert letters == set(load(procedure).letters)
