"""Reading data that are right as they stand, without pydantic.

Most case files are faultless, and importing pydantic to find that out takes longer than the advice.
What is read here follows from the models' own definitions, and is what pydantic would give: each
value has just the type that its field names, and the models' validators are called as pydantic
calls them. At the first doubt nothing is read, and pydantic has the word.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from datetime import date
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from toolkit.plain import kebab, once_a_class
from toolkit.procedure.base import Mode, Model, Validator

M = TypeVar("M", bound=Model)
Read = Callable[[Any], Any]

_SINGLE = (bool, int, str, date)


class InDoubt(Exception):
    """Data that are not right as they stand, or that only pydantic can judge."""


def straight(model: type[M], data: Any) -> M | None:
    """Read data as a model; ``None`` where pydantic must check them."""
    try:
        read: M = _model(model)(data)
    except (InDoubt, ValueError):
        return None
    return read


@once_a_class
def _model(model: type[Model]) -> Read:
    """Give the function that reads a model."""
    readers = {
        kebab(name): (name, _field(model, name, key.annotation))
        for name, key in model.model_fields.items()
    }
    first = _validators(model, "before")
    last = _validators(model, "after")

    def read(data: Any) -> Model:
        for validator in reversed(first):
            data = validator.__get__(None, model)(data)
        if type(data) is not dict or not data.keys() <= readers.keys():
            raise InDoubt
        values = {}
        for key, value in data.items():
            name, reader = readers[key]
            values[name] = reader(value)
        try:
            made = model.model_construct(**values)
        except TypeError:  # a key is missing
            raise InDoubt from None
        for validator in last:
            made = validator.__get__(made, model)()
        return made

    return read


def _validators(model: type[Model], mode: Mode, field: str = "") -> list[Validator]:
    """Give the validators of a model, or of one of its fields, in the order of their definition."""
    held = {
        name: validator
        for each in reversed(model.__mro__)
        if issubclass(each, Model)
        for name, validator in each.validators.items()
    }
    return [
        validator
        for validator in held.values()
        if validator.mode == mode and (field in validator.fields if field else not validator.fields)
    ]


def _field(model: type[Model], name: str, annotation: Any) -> Read:
    """Give the function that reads a field."""
    if model.__dataclass_fields__[name].metadata:
        return _doubt
    read = _reader(annotation)
    first = [each.__get__(None, model) for each in _validators(model, "before", name)]
    last = [each.__get__(None, model) for each in _validators(model, "after", name)]
    if not first and not last:
        return read

    def checked(value: Any) -> Any:
        for validator in reversed(first):
            value = validator(value)
        value = read(value)
        for validator in last:
            value = validator(value)
        return value

    return checked


def _reader(annotation: Any) -> Read:
    """Give the function that reads what has a type."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return lambda data: _model(annotation)(data)
    if annotation is Any:
        return _same
    read_by_type = _by_type(annotation)

    def read(value: Any) -> Any:
        return read_by_type.get(type(value), _doubt)(value)

    return read


def _by_type(annotation: Any) -> dict[type, Read]:
    """Give what reads values of each type that may stand for an annotation's."""
    origin = get_origin(annotation)
    if annotation is str:
        return {str: _text}
    if annotation in _SINGLE:
        return {annotation: _same}
    if annotation in (None, types.NoneType):
        return {types.NoneType: _same}
    if origin is Literal:
        return {str: _one_of(frozenset(get_args(annotation)))}
    if origin is tuple and get_args(annotation)[1:] == (...,):
        several = _tuple(_reader(get_args(annotation)[0]))
        return {list: several, tuple: several}
    if origin is dict and get_args(annotation)[0] is str:
        return {dict: _mapping(_reader(get_args(annotation)[1]))}
    if origin in (Union, types.UnionType):
        return _union(get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return {dict: _reader(annotation)}
    return {}


def _union(arms: tuple[Any, ...]) -> dict[type, Read]:
    """Read by the one arm that takes a type; where two do, only pydantic can tell."""
    found: dict[type, Read] = {}
    for arm in arms:
        for kind, read in _by_type(arm).items():
            found[kind] = _doubt if kind in found else read
    return found


def _same(value: Any) -> Any:
    return value


def _doubt(value: Any) -> Any:
    raise InDoubt


def _text(value: str) -> str:
    if not value.isascii():
        value.encode()  # half a surrogate pair is no text
    return value


def _one_of(words: frozenset[Any]) -> Read:
    def read(value: Any) -> Any:
        if value not in words:
            raise InDoubt
        return value

    return read


def _tuple(read: Read) -> Read:
    return lambda items: tuple(map(read, items))


def _mapping(read: Read) -> Read:
    return lambda held: {_key(key): read(value) for key, value in held.items()}


def _key(key: Any) -> str:
    return _text(key) if type(key) is str else _doubt(key)
