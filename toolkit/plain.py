"""Immutable data: dataclasses that cost next to nothing to define.

A command defines well over a hundred kinds of data and makes objects of some. The standard
decorator writes and compiles methods for each of them, which takes half a millisecond a kind; here
they share theirs. All else is the standard library's: `dataclasses.fields` and
`dataclasses.replace` work, and pydantic takes them for the dataclasses that they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields, is_dataclass
from datetime import date
from functools import wraps
from operator import attrgetter
from threading import RLock
from typing import Any, ClassVar, NamedTuple, NoReturn, Self, TypeVar, dataclass_transform

T = TypeVar("T")


def kebab(name: str) -> str:
    """Give the spelling used in YAML and JSON for a Python field name."""
    return name.rstrip("_").replace("_", "-")


_ONE_AT_A_TIME = RLock()
"""What is worked out of a class changes the class; two threads at once would spoil it."""


def once_a_class(work: Callable[[Any], T]) -> Callable[[Any], T]:
    """Give a function that works once for each class and remembers what it gave."""
    known: dict[Any, T] = {}

    @wraps(work)
    def found(kind: Any) -> T:
        if kind not in known:
            with _ONE_AT_A_TIME:
                if kind not in known:
                    known[kind] = work(kind)
        return known[kind]

    return found


class _Shape(NamedTuple):
    """What the shared methods know of a class.

    Attributes:
        names: Its fields, in order.
        known: The same, to compare with.
        defaults: The values of those that have one.
        made: What makes the values of those whose default is made for each object.
        held: Gives the values of an object, to compare and to hash.
    """

    names: tuple[str, ...]
    known: frozenset[str]
    defaults: dict[str, Any]
    made: tuple[tuple[str, Callable[[], Any]], ...]
    held: Callable[[Any], Any]


class _Later:
    """Stands for the fields of a class until they are asked for."""

    def __get__(self, instance: object, owner: type[Shared]) -> dict[str, Field[Any]]:
        with _ONE_AT_A_TIME:
            if vars(owner)["__dataclass_fields__"] is self:
                dataclass(init=False, repr=False, eq=False, kw_only=True)(owner)
        return owner.__dataclass_fields__


class Shared:
    """The methods that all kinds of immutable data share."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    __shape__: ClassVar[_Shape | None] = None

    def __init_subclass__(cls) -> None:
        cls.__dataclass_fields__ = _Later()  # type: ignore[assignment]
        cls.__shape__ = None

    @classmethod
    def shape(cls) -> _Shape:
        """Give what is known of the class, worked out when it is first asked for."""
        if cls.__shape__ is None:
            known = fields(cls)
            names = tuple(item.name for item in known)
            cls.__shape__ = _Shape(
                names,
                frozenset(names),
                {item.name: item.default for item in known if item.default is not MISSING},
                tuple(
                    (item.name, item.default_factory)
                    for item in known
                    if item.default_factory is not MISSING
                ),
                attrgetter(*names) if names else lambda _: (),
            )
        return cls.__shape__

    def __init__(self, *args: Any, **values: Any) -> None:
        shape = self.__shape__ or self.shape()
        held = self.__dict__
        held.update(shape.defaults)
        for name, make in shape.made:
            if name not in values:
                held[name] = make()
        if args:
            values.update(zip(shape.names[: len(args)], args, strict=True))
        held.update(values)
        if held.keys() != shape.known:
            unknown = ", ".join(values.keys() - shape.known)
            missing = ", ".join(name for name in shape.names if name not in held)
            wrong = f"has no {unknown}" if unknown else f"needs {missing}"
            raise TypeError(f"{type(self).__name__} {wrong}")
        self.__post_init__()

    def __post_init__(self) -> None:
        """Check what has been given; a class that has something to check says so here."""

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        held = self.shape().held
        return bool(held(self) == held(other))

    def __hash__(self) -> int:
        return hash(self.shape().held(self))

    def __repr__(self) -> str:
        shown = (f"{name}={getattr(self, name)!r}" for name in self.shape().names)
        return f"{type(self).__name__}({', '.join(shown)})"


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Frozen(Shared):
    """An immutable object of the toolkit's own workings; its fields may be given in order."""


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Plain(Shared):
    """What the toolkit gives out: kebab-case keys in JSON and dates in ISO 8601.

    Coming back from JSON it is checked by pydantic.
    """

    __pydantic_config__: ClassVar[Any] = {
        "alias_generator": kebab,
        "validate_by_name": True,
        "extra": "forbid",
    }

    def as_data(self) -> dict[str, Any]:
        """Give it as dictionaries, lists, strings, numbers, true, false and null."""
        data = _data(self)
        assert isinstance(data, dict)
        return data

    def to_json(self) -> str:
        """Give it as JSON, on one line."""
        import json

        return json.dumps(self.as_data(), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read it back from JSON.

        Raises:
            pydantic.ValidationError: The text is no JSON of this kind.
        """
        from pydantic import TypeAdapter

        return TypeAdapter(cls).validate_json(text)


def _data(value: object) -> object:
    if isinstance(value, tuple):
        return [_data(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {kebab(item.name): _data(getattr(value, item.name)) for item in fields(value)}
    return value
