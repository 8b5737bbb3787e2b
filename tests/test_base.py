"""The models: one definition, which pydantic checks data against when there are data to check."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, field
from typing import Annotated, Any, Literal

import pydantic
import pytest

from toolkit.procedure.base import Model, field_validator, model_validator
from toolkit.procedure.checking import checker
from toolkit.procedure.library import load
from toolkit.procedure.limit import Limit
from toolkit.procedure.straight import straight


class Chair(Model):
    """Something with each sort of key."""

    name: str
    legs: int = 4
    made_of: tuple[str, ...] = ()
    notes: dict[str, Any] = field(default_factory=dict)

    @field_validator("made_of", mode="before")
    @classmethod
    def _several(cls, raw: Any) -> Any:
        return [raw] if isinstance(raw, str) else raw

    @model_validator(mode="after")
    def _stands(self) -> Chair:
        if self.legs < 3:
            raise ValueError("it falls over")
        return self


class Rated(Model):
    """Something with more to a key than its type."""

    stars: Annotated[int, pydantic.Field(le=5)]


def test_what_is_given_is_checked() -> None:
    """A model that is made or read is checked, and its validators are called."""
    assert Chair(name="a", made_of="oak").made_of == ("oak",)  # type: ignore[arg-type]
    assert Chair.model_validate({"name": "a", "made-of": ["oak"]}) == Chair(
        name="a", made_of=("oak",)
    )
    with pytest.raises(pydantic.ValidationError, match="it falls over"):
        Chair(name="a", legs=2)
    with pytest.raises(pydantic.ValidationError, match="Unexpected keyword argument"):
        Chair(name="a", arms=2)  # type: ignore[call-arg]
    with pytest.raises(pydantic.ValidationError, match="Field required"):
        Chair.model_validate({"legs": 4})


def test_a_model_that_is_constructed_is_not_checked() -> None:
    """What is known to be right is not checked again; a missing field is an error all the same."""
    assert Chair.model_construct(name="a", legs=2).legs == 2
    with pytest.raises(TypeError, match="Chair needs name"):
        Chair.model_construct(legs=2)


def test_nothing_can_be_changed() -> None:
    """A model cannot be changed; a copy can differ."""
    chair = Chair(name="a")
    with pytest.raises(FrozenInstanceError):
        chair.legs = 3  # type: ignore[misc]
    assert chair.model_copy(update={"legs": 3}) == Chair(name="a", legs=3)
    assert chair.model_copy().notes is chair.notes
    assert chair.model_copy(deep=True).notes is not chair.notes


def test_keys() -> None:
    """A model tells its keys: what they hold, and which are needed."""
    keys = Chair.model_fields
    assert list(keys) == ["name", "legs", "made_of", "notes"]
    assert [key.is_required() for key in keys.values()] == [True, False, False, False]
    assert (keys["legs"].default(), keys["notes"].default()) == (4, {})
    assert keys["made_of"].annotation == tuple[str, ...]


@pytest.mark.parametrize("mode", ["python", "json"])
@pytest.mark.parametrize("short", [True, False])
def test_dumps_are_pydantics(mode: Literal["python", "json"], short: bool) -> None:
    """Every rule becomes the dictionary that pydantic makes of it."""
    for rule in load("ldpp").rules:
        dumped = rule.model_dump(mode=mode, by_alias=True, exclude_defaults=short)
        theirs = checker(type(rule)).dump_python(
            rule, mode=mode, by_alias=True, exclude_defaults=short
        )
        assert dumped == {"kind": rule.kind, **theirs} if not short else dumped == theirs


def test_what_only_pydantic_knows_is_left_to_it() -> None:
    """A key with more to it than its type is not read without pydantic."""
    assert straight(Rated, {"stars": 6}) is None
    assert straight(Rated, {"stars": 5}) is None
    assert Rated(stars=5).stars == 5


def test_validators_of_pydantics_own_are_refused() -> None:
    """A validator that only pydantic would call is an error of the model's author."""
    with pytest.raises(TypeError, match=r"Wrong\._one is pydantic's own; use toolkit\.procedure"):

        class Wrong(Model):
            one: int = 1
            _one = pydantic.field_validator("one")(abs)


def test_defaults_of_pydantics_own_are_refused() -> None:
    """A default that only pydantic understands is an error of the model's author."""
    with pytest.raises(TypeError, match=r"Wrong\.one is pydantic's own"):

        class Wrong(Model):
            one: dict[str, int] = pydantic.Field(default_factory=dict)


def test_schema() -> None:
    """The JSON schema has the keys as authors spell them."""
    assert set(Limit.model_json_schema()["properties"]) > {"count", "unit", "after", "cites"}


def test_json_is_that_of_the_dump() -> None:
    """A model's JSON is its dump, on one line."""
    made = Chair(name="a", made_of=("oak",))
    assert made.model_dump_json(by_alias=True, exclude_defaults=True) == (
        '{"name":"a","made-of":["oak"]}'
    )
