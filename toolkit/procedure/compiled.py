"""The compiled form of a procedure: JSON that becomes models again without being checked twice.

A compiled procedure has been validated when it was read from its Markdown, is written only where it
reads back equal, and carries a checksum. Each model is an object that says which it is, so that
reading needs nothing but the names of the fields.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from toolkit.procedure.base import Model, below
from toolkit.procedure.procedure import Procedure

IS = ""
"""The key that says of an object what it is; an object without it is a dictionary."""


def encode(procedure: Procedure) -> str:
    """Give a procedure's compiled form."""
    return json.dumps(_data(procedure), ensure_ascii=False, separators=(",", ":"))


def _data(value: Any) -> Any:
    if isinstance(value, Model):
        held = {
            name: [_data(part) for part in item] if type(item) is tuple else _data(item)
            for name, key in value.model_fields.items()
            if (item := getattr(value, name)) != key.default()
        }
        return {IS: type(value).__name__, **held}
    if isinstance(value, tuple):
        return {IS: "tuple", "items": [_data(item) for item in value]}
    if isinstance(value, list):
        return [_data(item) for item in value]
    if isinstance(value, dict):
        return {name: _data(item) for name, item in value.items()}
    return {IS: "date", "day": value.isoformat()} if isinstance(value, date) else value


def without_lines(procedure: Procedure) -> Procedure:
    """Give a procedure without the lines of its rules' keys."""
    return procedure.model_copy(
        update={
            "rules": tuple(
                rule.model_copy(update={"place": rule.place.model_copy(update={"keys": {}})})
                for rule in procedure.rules
            )
        }
    )


def decode(text: str | bytes) -> Procedure:
    """Give the procedure of a compiled form.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: The text is no compiled form.
    """
    procedure = json.loads(text, object_hook=_made)
    if not isinstance(procedure, Procedure):
        raise ValueError("this is no procedure")
    return procedure


def _made(data: dict[str, Any]) -> Any:
    """Make what an object is."""
    name = data.pop(IS, None)
    return data if name is None else _maker(name)(data)


@cache
def _maker(name: str) -> Callable[[dict[str, Any]], Any]:
    """Give the function that makes a model, by its name, a tuple or a date.

    A list that is a model's own field needs no mark: these are always tuples.
    """
    if name == "tuple":
        return lambda data: tuple(data["items"])
    if name == "date":
        return lambda data: date.fromisoformat(data["day"])
    model = _models()[name]
    _, known, defaults, factories, _ = model.shape()

    def make(data: dict[str, Any]) -> Model:
        made = model.__new__(model)
        held = made.__dict__
        held.update(defaults)
        for field, factory in factories:
            held[field] = factory()
        for field, value in data.items():
            held[field] = tuple(value) if type(value) is list else value
        if held.keys() != known:
            raise ValueError(f"this is no {name}")
        return made

    return make


@cache
def _models() -> dict[str, type[Model]]:
    """Give the models that procedures are made of, by name."""
    here = __name__.rpartition(".")[0]
    return {
        each.__name__: each for each in below(Model) if each.__module__.rpartition(".")[0] == here
    }
