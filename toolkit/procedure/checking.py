"""How pydantic checks data against models: it is given each one's definition as it stands."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, field_validator, model_validator

from toolkit.plain import once_a_class
from toolkit.procedure.base import Model, Validator, below


@once_a_class
def checker(model: type[Model]) -> TypeAdapter[Any]:
    """Give what checks data against a model, and against the models within it."""
    for each in below(Model):
        _hand_over(each)
    return TypeAdapter(model)


def _hand_over(model: type[Model]) -> None:
    """Put pydantic's own validators in the place of those that stand for them."""
    for name, held in model.validators.items():
        if isinstance(vars(model)[name], Validator):
            decorate: Any = (
                field_validator(*held.fields, mode=held.mode)
                if held.fields
                else model_validator(mode=held.mode)
            )
            setattr(model, name, decorate(held.function))
