"""Immutable data: they behave as frozen dataclasses do."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from copy import copy, deepcopy
from dataclasses import FrozenInstanceError, field, fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from toolkit.plain import Frozen, Plain


class Point(Frozen):
    """Something with fields that are needed, have a default, and are made."""

    x: int
    y: int = 2
    notes: dict[str, str] = field(default_factory=dict)


class Named(Point):
    """The same and more, checked."""

    name: str = ""
    y: int = 3

    def __post_init__(self) -> None:
        if self.name == "bad":
            raise ValueError("bad")


class Day(Plain):
    """Something that becomes JSON."""

    from_: date
    parts: tuple[Day, ...] = ()


def test_fields_are_given_in_order_or_by_name() -> None:
    """Fields are given in order or by name, and the rest have their defaults."""
    assert (Point(1).x, Point(1).y, Point(x=1, y=5).y, Point(1, 5).y) == (1, 2, 5, 5)
    assert (Named(1).y, Named(1, name="n").name) == (3, "n")


def test_what_is_made_is_made_for_each() -> None:
    """A default that is made is made anew for each object."""
    assert Point(1).notes is not Point(1).notes


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"x": 1, "z": 2}, "Point has no z"),
        ({"z": 2}, "Point has no z"),
        ({"y": 2}, "Point needs x"),
        ({}, "Point needs x"),
    ],
)
def test_wrong_fields(values: dict[str, Any], message: str) -> None:
    """A field that there is not, or a needed one left out, is a type error."""
    with pytest.raises(TypeError, match=message):
        Point(**values)


def test_too_many_fields() -> None:
    """More values than fields are refused."""
    with pytest.raises((TypeError, ValueError)):
        Point(1, 2, {}, 4)  # type: ignore[call-arg]


def test_nothing_can_be_changed() -> None:
    """A field can be neither set nor deleted."""
    point = Point(1)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'x'"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'x'"):
        del point.x
    assert point.x == 1


def test_equality_is_of_class_and_fields() -> None:
    """Two objects are equal where their classes and all fields are, and then hash alike."""
    assert Point(1) == Point(1) != Point(2)
    assert Named(1, 2) != Point(1, 2)
    assert Day(from_=date(2026, 1, 5)) == Day(from_=date(2026, 1, 5))
    assert len({Day(from_=date(2026, 1, 5)), Day(from_=date(2026, 1, 5))}) == 1


def test_they_are_dataclasses() -> None:
    """The standard library's functions for dataclasses work, inherited fields included."""
    assert is_dataclass(Named) and [item.name for item in fields(Named)] == [
        "x", "y", "notes", "name",
    ]  # fmt: skip
    assert replace(Named(1), name="n") == Named(1, name="n")
    assert repr(Point(1)) == "Point(x=1, y=2, notes={})"
    with pytest.raises(ValueError, match="bad"):
        replace(Named(1), name="bad")


def test_copies() -> None:
    """A copy equals its original, and a deep one shares nothing with it."""
    point = Point(1, notes={"a": "b"})
    assert copy(point) == point == deepcopy(point)
    assert deepcopy(point).notes is not point.notes


def test_pydantic_takes_them_for_dataclasses() -> None:
    """Pydantic checks data against them."""
    assert TypeAdapter(Named).validate_python({"x": "1"}) == Named(1)
    with pytest.raises(ValidationError):
        TypeAdapter(Point).validate_python({"y": 1})


def test_json_both_ways() -> None:
    """What becomes JSON comes back from it, and other JSON is refused."""
    day = Day(from_=date(2026, 1, 5), parts=(Day(from_=date(2026, 1, 6)),))
    assert day.as_data() == {
        "from": "2026-01-05", "parts": [{"from": "2026-01-06", "parts": []}],
    }  # fmt: skip
    assert Day.from_json(day.to_json()) == day
    with pytest.raises(ValidationError):
        Day.from_json('{"from": "2026-01-05", "other": 1}')


def test_made_first_by_several_threads() -> None:
    """A class whose first objects are made in several threads at once is made out once and whole."""
    names = [f"part{number}" for number in range(20)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(20):
            held = {name: field(default_factory=tuple) for name in names}
            kind = type(
                "Parts", (Frozen,), {**held, "__annotations__": dict.fromkeys(names, tuple)}
            )
            with ThreadPoolExecutor(4) as threads:
                made = list(threads.map(lambda make: make(), [kind] * 4))
            assert all(parts == made[0] for parts in made)
    finally:
        sys.setswitchinterval(interval)
