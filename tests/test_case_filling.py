"""Case files as text: one more field for the letters, and nothing else changed."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.case.filling import Path, with_fields
from toolkit.problem import BadData, Refused
from toolkit.procedure.strict_yaml import read_one

PLACE: Path = ("meetings", "stage-2.hearing", "place")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "procedure: demo\n",
            "procedure: demo\nmeetings:\n  stage-2.hearing:\n    place: Room B12\n",
        ),
        (
            "procedure: demo",
            "procedure: demo\nmeetings:\n  stage-2.hearing:\n    place: Room B12\n",
        ),
        (
            "meetings:   # of this case\n  stage-2.hearing:\n    time: 2.30 pm  # not later\n\n"
            "# the end\nprocedure: demo\n",
            "meetings:   # of this case\n  stage-2.hearing:\n    time: 2.30 pm  # not later\n"
            "    place: Room B12\n\n# the end\nprocedure: demo\n",
        ),
        (
            "meetings:\n    stage-1.meet: {time: 2 pm}\nprocedure: demo\n",
            "meetings:\n    stage-1.meet: {time: 2 pm}\n    stage-2.hearing:\n"
            "      place: Room B12\nprocedure: demo\n",
        ),
        (
            "meetings: {stage-2.hearing: {time: 2.30 pm}}  # soon\nprocedure: demo\n",
            "meetings: {stage-2.hearing: {time: 2.30 pm, place: Room B12}}  # soon\n"
            "procedure: demo\n",
        ),
        (
            "procedure: demo\nmeetings: {}\nid: A\n",
            "procedure: demo\nmeetings: {stage-2.hearing: {place: Room B12}}\nid: A\n",
        ),
        (
            "procedure: demo\nmeetings:  # none yet\nid: A\n",
            "procedure: demo\nmeetings: {stage-2.hearing: {place: Room B12}}  # none yet\nid: A\n",
        ),
        (
            "procedure: demo\r\nid: A\r\n",
            "procedure: demo\r\nid: A\r\nmeetings:\r\n  stage-2.hearing:\r\n    place: Room B12\r\n",
        ),
        (
            '{"procedure": "demo", "meetings": {"stage-2.hearing": {"time": "2 pm"}}}',
            '{"procedure": "demo", "meetings": {"stage-2.hearing": {"time": "2 pm", '
            '"place": "Room B12"}}}',
        ),
        (
            '{\n "procedure": "demo"\n}\n',
            '{\n "procedure": "demo", "meetings": {"stage-2.hearing": {"place": "Room B12"}}\n}\n',
        ),
    ],
)
def test_a_field_is_added(before: str, after: str) -> None:
    """The field stands in its place, and every comment, order and spelling is as it was."""
    assert with_fields(before, {PLACE: "Room B12"}) == after


def test_an_empty_field_is_filled_in() -> None:
    """A key that waits for its value gets it, with the comment behind it left alone."""
    text = "procedure: demo\npeople:\n  learner:\n    name:   # whom\n    greeting: null\n"
    new = with_fields(
        text, {("people", "learner", "name"): "A. Member", ("people", "learner", "greeting"): "A."}
    )
    assert "    name: A. Member   # whom\n" in new
    assert read_one(new, "x").data["people"]["learner"] == {"name": "A. Member", "greeting": "A."}


def test_several_fields_or_none() -> None:
    """Several fields are written together; where one cannot be, none is."""
    text = "procedure: demo\nid: A\n"
    new = with_fields(
        text, {("organisation", "name"): "Choir", ("organisation", "email"): "a@b.example"}
    )
    assert read_one(new, "x").data["organisation"] == {"name": "Choir", "email": "a@b.example"}
    with pytest.raises(Refused):
        with_fields(text, {("organisation", "name"): "Choir", ("id",): "B"})


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        (
            "procedure: demo\nmeetings: {stage-2.hearing: {place: Hall}}\n",
            PLACE,
            "C.yaml: 'meetings: stage-2.hearing: place' is written in the case already; change it "
            "there by hand, if it is not as you want it",
        ),
        (
            "procedure: demo\nid: A\n",
            ("id", "name"),
            "C.yaml: 'id: name' is written in the case already; change it there by hand, if it is "
            "not as you want it",
        ),
        (
            "{procedure: demo  # mine\n}\n",
            ("organisation", "name"),
            "C.yaml: 'organisation: name' cannot be written without changing the rest of the file; "
            "add it by hand:\norganisation:\n  name: Room B12",
        ),
    ],
)
def test_what_cannot_be_written(text: str, path: Path, message: str) -> None:
    """What stands there already, or has no place, is refused with what to write by hand."""
    with pytest.raises(Refused) as error:
        with_fields(text, {path: "Room B12"}, "C.yaml")
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ("procedure: [", PLACE, "C.yaml:2: this list is not closed"),
        ("id: A\n", PLACE, "C.yaml:1: the case: 'procedure' is missing"),
        ("procedure: demo\n", ("people", "learner"), "C.yaml"),
    ],
)
def test_what_is_no_case(text: str, path: Path, message: str) -> None:
    """A text that is no case, or would be none, is not written."""
    with pytest.raises(BadData) as error:
        with_fields(text, {path: "Room B12"}, "C.yaml")
    assert str(error.value).startswith(message[:6])


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
_VALUES = st.one_of(
    _WORDS.filter(str.strip),
    st.booleans(),
    st.integers(0, 999),
    st.dates(),
    st.lists(_WORDS, max_size=3),
)
_TEXTS = st.sampled_from(
    [
        "procedure: demo\n",
        "# a case\nprocedure: demo\nevents: []\n",
        "procedure: demo\nletters: {all: {sender: {name: A}}}  # words\nid: A\n",
        "letters:\n  all:\n    sender:\n      name: A\n# end\nprocedure: demo\n",
        '{"procedure": "demo", "letters": {}}',
    ]
)


@settings(max_examples=120)
@given(_TEXTS, _VALUES)
def test_whatever_is_written_is_read_again(text: str, value: Any) -> None:
    """Any value is read again as it was written, and all the rest is as it was."""
    path: Path = ("letters", "warning", "form", "seen")
    new = with_fields(text, {path: value})
    as_json = text.startswith("{")
    known = json.loads(json.dumps(value, default=date.isoformat)) if as_json else value
    data = read_one(new, "x").data
    assert data["letters"]["warning"]["form"].pop("seen") == known
    assert all(line in new for line in text.splitlines() if line.startswith("#"))
