"""Groups of fields, filled from plain data and held to their types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from toolkit.letters.blank import Blank, Missed
from toolkit.letters.fields import Day, Field, Shape, day, fields_of, groups_of
from toolkit.plain import kebab
from toolkit.problem import Problem, did_you_mean

Data = dict[str, Any]
"""A group's fields by name; what is not filled is not there."""

_WANTED = {
    "text": "words",
    "day": "a day such as 2026-03-24",
    "number": "a whole number",
    "truth": "true or false",
    "group": "a group of entries, such as {name: A. Person}",
}


class Node:
    """A group of fields as a template sees it: each an attribute; true where any is filled."""

    def __init__(self, values: Mapping[str, Any], some: bool) -> None:
        self.__dict__.update(values)
        self.__dict__["_some"] = some

    def __bool__(self) -> bool:
        return bool(self.__dict__["_some"])


class _Group(Node):
    """A group that takes its data as they are; what is not filled is made when it is asked for."""

    def __init__(
        self, shape: type[Shape], data: Mapping[str, Any], missed: Missed, path: str
    ) -> None:
        held = self.__dict__
        held.update(data)
        for field in groups_of(shape):
            if field.name in data:
                here = f"{path}.{field.name}"
                held[field.name] = _value(field, data[field.name], missed, here)
        held["_some"] = bool(data)
        held["_of"] = (shape, missed, path)

    def __getattr__(self, name: str) -> Any:
        held = self.__dict__
        shape, missed, path = held["_of"]
        field = fields_of(shape).get(name)
        if field is None:
            raise AttributeError(name)
        value = held[name] = _value(field, None, missed, f"{path}.{name}")
        return value


class Values(dict[str, Any]):
    """The top of the tree: a field is made when a template first speaks of it.

    Args:
        shape: The fields of the top.
        data: What is filled, of the right types.
        missed: Notes what a template asks for and is not filled.
    """

    def __init__(self, shape: type[Shape], data: Mapping[str, Any], missed: Missed) -> None:
        super().__init__()
        self._fields = fields_of(shape)
        self._data = data
        self._missed = missed

    def __contains__(self, name: object) -> bool:
        return name in self._fields or super().__contains__(name)

    def __missing__(self, name: str) -> Any:
        value = _value(self._fields[name], self._data.get(name), self._missed, name)
        self[name] = value
        return value


def fill(shape: type[Shape], data: Mapping[str, Any], missed: Missed, path: str = "") -> Node:
    """Give a group as a template sees it.

    Args:
        shape: The group's fields.
        data: What is filled, of the right types.
        missed: Notes what a template asks for and is not filled.
        path: The group's own path.
    """
    values: dict[str, Any] = {}
    for name, field in fields_of(shape).items():
        here = f"{path}.{name}" if path else name
        values[name] = _value(field, data.get(name), missed, here)
    return Node(values, bool(data))


def _value(field: Field, held: Any, missed: Missed, path: str) -> Any:
    if field.shape is None:
        return Blank(path, missed, field.many) if held is None else held
    if not field.many:
        return _Group(field.shape, held or {}, missed, path)
    if held is None:
        return Blank(path, missed, many=True)
    shape = field.shape
    return tuple(
        _Group(shape, item, missed, f"{path}[{number}]") for number, item in enumerate(held, 1)
    )


def read(shape: type[Shape], given: Mapping[str, Any], where: str, problems: list[Problem]) -> Data:
    """Take what somebody wrote for a group, keys with hyphens, to a group's data.

    Args:
        shape: The group's fields.
        given: What was written.
        where: Its place, for messages, such as ``letters: all``.
        problems: Takes every mistake found.
    """
    known = fields_of(shape)
    data: Data = {}
    for key, value in given.items():
        name = str(key).replace("-", "_")
        field = known.get(name)
        if field is None:
            problems.append(
                Problem(
                    "unknown-field",
                    f"{where}: there is no field '{key}'",
                    suggestion=did_you_mean(str(key), map(kebab, known))
                    or f"the fields here are {', '.join(map(kebab, known))}",
                )
            )
        elif value is not None:
            taken = _taken(field, value, f"{where}: {key}", problems)
            if taken is not None:
                data[name] = taken
    return data


def _taken(field: Field, value: Any, where: str, problems: list[Problem]) -> Any:
    if not field.many:
        return _single(field, value, where, problems)
    items = value if isinstance(value, (list, tuple)) else (value,)
    taken = tuple(
        _single(field, item, f"{where} {number}", problems) for number, item in enumerate(items, 1)
    )
    return None if any(item is None for item in taken) else taken


def _single(field: Field, value: Any, where: str, problems: list[Problem]) -> Any:
    taken = _typed(field, value, where, problems)
    if taken is _WRONG:
        problems.append(
            Problem(
                "wrong-type",
                f"{where} is {value!r}, not {_WANTED[field.kind]}",
                suggestion=f"write {_WANTED[field.kind]}",
            )
        )
        return None
    return taken


_WRONG = object()


def _typed(field: Field, value: Any, where: str, problems: list[Problem]) -> Any:
    """Give a value in its field's type, or `_WRONG`."""
    match field.kind:
        case "group":
            assert field.shape is not None
            if isinstance(value, str) and "name" in fields_of(field.shape):
                return {"name": value}
            if isinstance(value, Mapping):
                return read(field.shape, value, where, problems)
            return _WRONG
        case "text":
            if isinstance(value, date):
                return day(value)
            written = isinstance(value, (str, int, float)) and not isinstance(value, bool)
            return (value if isinstance(value, str) else str(value)) if written else _WRONG
        case "day":
            return _as_day(value)
        case "number":
            return value if isinstance(value, int) and not isinstance(value, bool) else _WRONG
        case _:
            return value if isinstance(value, bool) else _WRONG


def _as_day(value: Any) -> Any:
    if isinstance(value, (date, Day)):
        return day(value) if isinstance(value, date) else value
    try:
        return day(date.fromisoformat(str(value)))
    except ValueError:
        return _WRONG


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> Data:
    """Give two groups' data as one; where both fill a field the second holds."""
    result = dict(under)
    for name, value in over.items():
        held = result.get(name)
        if isinstance(held, dict) and isinstance(value, dict):
            result[name] = merged(held, value)
        else:
            result[name] = value
    return result


def differences(
    computed: Mapping[str, Any], written: Mapping[str, Any], path: str = ""
) -> Iterator[tuple[str, Any, Any]]:
    """Yield the fields written otherwise than worked out: path, worked out, written."""
    for name, value in written.items():
        here = f"{path}.{name}" if path else name
        held = computed.get(name)
        if isinstance(held, dict) and isinstance(value, dict):
            yield from differences(held, value, here)
        elif held is not None and held != value:
            yield here, held, value
