"""Immutable plain data that becomes JSON and comes back from it.

What the toolkit gives out is made of these: cheap to define and to make, where pydantic's models,
which check what comes in, would cost each command a third of its time. Coming back from JSON they
are checked by pydantic all the same.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, ClassVar, Self


def kebab(name: str) -> str:
    """Give the spelling used in YAML and JSON for a Python field name."""
    return name.rstrip("_").replace("_", "-")


class Plain:
    """A frozen dataclass with kebab-case keys in JSON and dates in ISO 8601."""

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
