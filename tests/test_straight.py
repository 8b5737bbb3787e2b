"""What is read without pydantic is what pydantic would give; the rest is left to pydantic."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from toolkit.case.case import Case, Event
from toolkit.procedure.base import Model
from toolkit.procedure.condition import Condition
from toolkit.procedure.limit import Limit
from toolkit.procedure.rule import Term
from toolkit.procedure.shape import Side
from toolkit.procedure.straight import straight

DAY = date(2026, 3, 20)
RIGHT: dict[str, Any] = {
    "procedure": "club",
    "opened": DAY,
    "facts": {"age": 17, "able": {"value": True, "since": DAY}, "breaches": ["3.1", "3.2"]},
    "taken-over": {"date": DAY, "at": "hearing", "outcomes": [{"outcome": "warning", "date": DAY}]},
    "events": [
        {
            "event": "hearing.decided", "date": DAY, "outcomes": ["warning"],
            "data": {"until": DAY}, "panel": [{"role": "chair", "was": ["investigator"]}],
        }
    ],
    "closures": [{"from": DAY, "to": DAY, "name": "training"}],
    "note": None,
}  # fmt: skip

KEYS = st.sampled_from(
    ["procedure", "opened", "facts", "taken-over", "taken_over", "events", "event", "date", "at",
     "value", "since", "panel", "role", "closures", "from", "from_", "to", "name", "other"]
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.just(DAY) | st.just(1.0)
    | st.sampled_from(["", "club", "2026-03-20", "yes", "1", "\ud800", "é"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@st.composite
def changed(draw: st.DrawFn, data: Any = RIGHT) -> Any:
    """Give data in which something is another than it was."""
    if not isinstance(data, (dict, list)) or not data or draw(st.integers(0, 3)) == 0:
        return draw(VALUES)
    if isinstance(data, list):
        return [draw(changed(item)) for item in data]
    at = draw(st.sampled_from(sorted(data)))
    found = {**data, at: draw(changed(data[at]))}
    if draw(st.booleans()):
        found[draw(KEYS)] = draw(VALUES)
    if draw(st.integers(0, 4)) == 0:
        del found[at]
    return found


def same(model: type[Model], data: Any) -> bool:
    """Whether data are read straight; holds that pydantic then gives the same."""
    read = straight(model, data)
    if read is None:
        return False
    checked = model.model_validate(data)
    assert read == checked and repr(read) == repr(checked)
    return True


def test_a_right_case_is_read_straight() -> None:
    """A faultless case needs no pydantic, and is the case that pydantic reads."""
    assert same(Case, RIGHT)


@given(changed())
def test_whatever_is_written_is_read_as_pydantic_reads_it(data: Any) -> None:
    """Whatever stands in a case, it is read as pydantic reads it or left to pydantic."""
    same(Case, data)


@pytest.mark.parametrize(
    ("change", "accepted"),
    [
        ({"opened": "2026-03-20"}, True),
        ({"opened": datetime(2026, 3, 20)}, True),
        ({"opened": datetime(2026, 3, 20, 9)}, False),
        ({"taken_over": {"date": DAY}}, True),
        ({"id": 5}, False),
        ({"id": "\ud800"}, True),
        ({"facts": {"age": 1.5}}, False),
        ({"facts": {5: True}}, False),
        ({"events": [{"event": "a.b"}]}, False),
        ({"events": {"event": "a.b", "date": DAY}}, False),
        ({"other": 1}, False),
        ({"procedure": None}, False),
    ],
)  # fmt: skip
def test_in_doubt_pydantic_has_the_word(change: dict[str, Any], accepted: bool) -> None:
    """What is not of just the type that its field names is not read straight."""
    data = {"procedure": "club", **change}
    assert straight(Case, data) is None
    if accepted:
        assert Case.model_validate(data).procedure == "club"
    else:
        with pytest.raises(ValidationError):
            Case.model_validate(data)


def test_a_missing_key_is_left_to_pydantic() -> None:
    """Data without a needed key are not read straight."""
    assert straight(Event, {"event": "a.b"}) is None
    assert straight(Event, []) is None


def test_validators_are_called() -> None:
    """The validators of a model and of its fields have their say."""
    assert same(Limit, {"count": [5, 10], "unit": "working-days", "after": "a.b"})
    assert straight(Limit, {"count": 0}) is None
    assert straight(Limit, {"count": 5, "unit": "workingdays"}) is None
    assert straight(Limit, {"unit": "days"}) is None
    assert same(Condition, {"all": ["able", {"not": {"age": {"below": 18}}}]})
    assert straight(Condition, {"all": []}) is None


def test_a_pattern_is_left_to_pydantic() -> None:
    """A field with more to it than its type is left to pydantic."""
    place = {"file": "a.md", "line": 1, "clause": "A 1"}
    assert straight(Term, {"id": "a", "place": place}) is None


def test_what_may_be_anything_is_taken_as_it_is() -> None:
    """Where a field may hold anything, it is taken as it is."""
    assert same(Side, {"name": "a", "cites": ["A 1"], "set": {"b.c": [1, {"d": None}]}})
