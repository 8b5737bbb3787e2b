"""Which authored questions a question is like, and the names of procedures in it."""

from __future__ import annotations

import json
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answers.likeness import SIGNS, Likeness, laid_down
from index.scope import distinctive, procedures_named, without_names
from toolkit.procedure.parse import parse_files

TEXT = """---
id: rowing
title: Rules of the Rowing Club
abbreviation: RC
known-as: [Boat Rules]
issuer: An invented club
version: "1"
source: source.txt
sha256: "0"
subject: rower
calendar: none
---
# Rules

1.1 The captain decides within five days who may row.

```asked-as
who picks the crew
how long does the captain have to decide under the boat rules
do I hear from the captain within the week
```

```not-stated
id: not-stated.fee
about: what rowing costs
asked-as:
- how much is the fee
- what do I pay to row
- is there a fee under the boat rules
---
id: not-stated.second
about: whether the captain may be asked again
asked-as:
- can I ask the captain to think again
- is there a second go
```
"""


@pytest.fixture(scope="module")
def likeness() -> Likeness:
    """The questions of the rowing club, as they are read back from a file."""
    procedures = parse_files([("rowing/01.md", TEXT)])[:1]
    return Likeness(json.loads(json.dumps(laid_down(procedures))), None)


def test_a_question_is_like_one_without_an_answer(likeness: Likeness) -> None:
    """By every sign it is more like the unanswered ones, and the silence is the one they are of."""
    found = likeness.alike("what is the fee to row", "rowing")
    assert all(found.signs[name] > 0 for name in SIGNS)
    assert next(iter(found.silences)) == "not-stated.fee"


def test_a_question_is_like_one_with_an_answer(likeness: Likeness) -> None:
    """It is more like those that a clause answers, and its words are theirs."""
    found = likeness.alike("how long has the captain got to decide", "rowing")
    assert found.signs["nearest"] < 0 and found.signs["words"] < 0


def test_the_same_words_are_as_like_as_can_be(likeness: Likeness) -> None:
    """A question that stands there, less the name of the procedure, is wholly like itself."""
    found = likeness.alike("is there a fee under the", "rowing")
    assert found.silences["not-stated.fee"] == pytest.approx(1.0, abs=1e-3)


def test_words_that_say_nothing_tell_here(likeness: Likeness) -> None:
    """*How long* asks for something else than *again*, of the same captain."""
    long = likeness.alike("how long does the captain take", "rowing").signs["nearest"]
    again = likeness.alike("can the captain think again", "rowing").signs["nearest"]
    assert long < 0 < again


@pytest.mark.parametrize("text", ["", "?!", "qwxz zzqk", "the of and", "\x00", "🚣"])
def test_of_nothing_comes_nothing(likeness: Likeness, text: str) -> None:
    """What holds no known word is like nothing much, and breaks nothing."""
    found = likeness.alike(text, "rowing")
    assert max(found.silences.values()) < 0.6
    assert all(isfinite(value) for value in found.signs.values())


def test_a_procedure_without_questions(likeness: Likeness) -> None:
    """Where nothing was authored nothing is like it."""
    found = likeness.alike("what is the fee", "another")
    assert not found.silences
    assert found.signs["nearest"] == found.signs["near few"] == found.signs["among"] == 0


@given(st.text(max_size=300))
def test_any_text_has_signs(likeness: Likeness, text: str) -> None:
    """Whatever is typed, likeness lies between nought and one, or a little above it."""
    found = likeness.alike(text, "rowing")
    assert all(0 <= value < 2 for value in found.silences.values())
    assert 0 <= found.signs["among"] <= 1


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("under the boat rules, who pays", "under the , who pays"),
        ("the Boat Rules' fee", "the ' fee"),
        ("RC’s fee", "fee"),
        ("boats rule", "boats rule"),
        ("", ""),
    ],
)
def test_names_are_taken_away(text: str, left: str) -> None:
    """Whole names go, whatever their case, and an *s* with them."""
    assert without_names(text, ["rc", "boat rules"]) == left


def test_a_name_that_is_part_of_anothers_is_nobodys() -> None:
    """A title that stands within another's tells nothing; ids and abbreviations always do."""
    known = {
        "one": {"abbreviation": "ON", "names": ["one", "on", "rules", "club rules"]},
        "two": {"abbreviation": "TW", "names": ["two", "tw", "rules of one"]},
    }
    assert distinctive(known) == {
        "one": ["one", "on", "club rules"],
        "two": ["two", "tw", "rules of one"],
    }


@pytest.mark.parametrize(
    ("said", "named"),
    [("two s rules", {"two"}), ("twos rules", {"two"}), ("the rules", set()), ("", set())],
)
def test_procedures_that_are_named(said: str, named: set[str]) -> None:
    """A name counts as a whole word, or with an *s* to it."""
    known = {"two": {"names": ["two"]}, "club": {"names": ["club rules"]}}
    assert procedures_named(said.split(), known) == named
