"""The base that every part of a procedure and of a case is made from.

A model is defined once, as a dataclass with validators. Pydantic checks what comes from outside
against that definition, and is imported when something has to be checked: what is read back from
the cache has been checked already. The names of the methods are pydantic's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import MISSING, Field, field, fields
from datetime import date
from typing import Any, ClassVar, Literal, Self, dataclass_transform, get_type_hints

from toolkit.plain import Shared, kebab, once_a_class

Mode = Literal["before", "after"]


def nearest_line(lines: Mapping[str, int], path: str, otherwise: int) -> int:
    """Give the line of a path such as ``results.done``, or of the nearest path above it.

    A part ``*`` stands for the only item of a list, which may be written without the list.
    """
    while path:
        for spelled in (path.replace(".*", ".0"), path.replace(".*", "")):
            if spelled in lines:
                return lines[spelled]
        path = path.rpartition(".")[0]
    return otherwise


class Validator:
    """A function of a model that is called while its data are checked.

    Attributes:
        function: The function, as it stands in the class.
        mode: Whether it is given what was written, or what that was read as.
        fields: The fields that it is for; empty where it is for the whole model.
    """

    def __init__(self, function: Any, mode: Mode, fields: tuple[str, ...]) -> None:
        self.function = function
        self.mode = mode
        self.fields = fields

    def __get__(self, instance: object, owner: type) -> Any:
        return self.function.__get__(instance, owner)


def field_validator(*names: str, mode: Mode = "after") -> Callable[[Any], Any]:
    """Mark a function as one that checks fields; it is handed to pydantic's own decorator."""
    return lambda function: Validator(function, mode, names)


def model_validator(*, mode: Mode) -> Callable[[Any], Any]:
    """Mark a function as one that checks a whole model; it is handed to pydantic's decorator."""
    return lambda function: Validator(function, mode, ())


class Key:
    """One key of a model: what it may hold, and what it holds where it is not written."""

    __slots__ = ("_field", "_owner")

    def __init__(self, owner: type[Model], field: Field[Any]) -> None:
        self._owner = owner
        self._field = field

    @property
    def annotation(self) -> Any:
        """The type of what it holds."""
        return _hints(self._owner)[self._field.name]

    def is_required(self) -> bool:
        """Whether it must be written."""
        return self._field.default is MISSING and self._field.default_factory is MISSING

    def default(self) -> Any:
        """Give what it holds where it is not written; `MISSING` where it must be."""
        if self._field.default_factory is not MISSING:
            return self._field.default_factory()
        return self._field.default


@once_a_class
def _hints(model: type[Model]) -> dict[str, Any]:
    return get_type_hints(model, include_extras=True)


@once_a_class
def _keys(model: type[Model]) -> dict[str, Key]:
    return {item.name: Key(model, item) for item in fields(model)}


@once_a_class
def _spellings(model: type[Model]) -> tuple[tuple[str, str, Any], ...]:
    """Give the fields of a model, each as authors spell it and with its default."""
    return tuple((name, kebab(name), key.default()) for name, key in _keys(model).items())


class _Keys:
    """Gives the keys of a class by the names of its fields."""

    def __get__(self, instance: object, owner: type[Model]) -> dict[str, Key]:
        return _keys(owner)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Model(Shared):
    """An immutable model with kebab-case keys that refuses keys it does not know."""

    __pydantic_config__: ClassVar[Any] = {
        "alias_generator": kebab,
        "validate_by_name": True,
        "validate_by_alias": True,
        "extra": "forbid",
    }

    model_fields = _Keys()

    validators: ClassVar[Mapping[str, Validator]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = vars(cls).items()
        cls.validators = {name: held for name, held in own if isinstance(held, Validator)}
        for name, held in own:
            if type(held).__module__.startswith("pydantic"):
                # Only pydantic would know of it, and not everything is read by pydantic.
                raise TypeError(f"{cls.__name__}.{name} is pydantic's own; use {__name__}'s")

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(type(self).model_validate(values).__dict__)

    @classmethod
    def model_validate(cls, data: Any) -> Self:
        """Check data, and give the model of it.

        Raises:
            pydantic.ValidationError: The data are no such model.
        """
        from toolkit.procedure.checking import checker

        checked: Self = checker(cls).validate_python(data)
        return checked

    @classmethod
    def model_construct(cls, **values: Any) -> Self:
        """Give a model of values that are known to be right."""
        made = cls.__new__(cls)
        Shared.__init__(made, **values)
        return made

    @classmethod
    def model_json_schema(cls) -> dict[str, Any]:
        """Give the JSON schema of what the model accepts."""
        from toolkit.procedure.checking import checker

        return checker(cls).json_schema()

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Give a copy in which some fields hold what is known to be right."""
        held = {name: self.__dict__[name] for name in self.shape().names}
        made = self.__new__(type(self))
        made.__dict__.update(deepcopy(held) if deep else held, **(update or {}))
        return made

    def model_dump(
        self,
        *,
        mode: Literal["python", "json"] = "python",
        by_alias: bool = False,
        exclude_defaults: bool = False,
    ) -> dict[str, Any]:
        """Give it as a dictionary, with what it holds.

        Args:
            mode: ``json`` gives lists for tuples, and dates as text.
            by_alias: Spell the keys as authors do.
            exclude_defaults: Leave out what need not have been written.
        """
        as_json = mode == "json"

        def plain(value: Any) -> Any:
            if type(value) is str:
                return value
            if isinstance(value, Model):
                own = value.__dict__
                return {
                    spelled if by_alias else name: plain(held)
                    for name, spelled, default in _spellings(type(value))
                    if ((held := own[name]) is not default and held != default)
                    or not exclude_defaults
                }
            if isinstance(value, tuple):
                items = map(plain, value)
                return list(items) if as_json else tuple(items)
            if isinstance(value, list):
                return [plain(item) for item in value]
            if isinstance(value, dict):
                return {name: plain(held) for name, held in value.items()}
            return value.isoformat() if as_json and isinstance(value, date) else value

        dumped = plain(self)
        assert isinstance(dumped, dict)
        return dumped

    def model_dump_json(self, *, by_alias: bool = False, exclude_defaults: bool = False) -> str:
        """Give it as JSON, on one line and without spaces."""
        import json

        dumped = self.model_dump(mode="json", by_alias=by_alias, exclude_defaults=exclude_defaults)
        return json.dumps(dumped, ensure_ascii=False, separators=(",", ":"))


def below(model: type[Model]) -> Iterator[type[Model]]:
    """Yield the models that are defined so far and made from one, each after its own base."""
    for each in model.__subclasses__():
        yield each
        yield from below(each)
