"""The compiled form of a procedure: JSON that becomes models again without being checked twice.

Building pydantic's validators for all kinds of rule takes longer than an advice. A compiled
procedure has been validated when it was read from its Markdown, is written only where it reads
back equal, and carries a checksum; so here its models are put together directly.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin

from toolkit.plain import kebab, once_a_class
from toolkit.procedure.base import Model
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import KINDS, AnyRule

Make = Callable[[Any], Any]


def encode(procedure: Procedure) -> str:
    """Give a procedure's compiled form."""
    return json.dumps(
        {
            "header": _lean(procedure.header),
            "clauses": [_lean(clause) for clause in procedure.clauses],
            "rules": [_named(rule) for rule in procedure.rules],
            "questions": procedure.questions,
            "readings": {name: _named(rule) for name, rule in procedure.readings.items()},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _lean(model: Model) -> dict[str, Any]:
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _named(rule: AnyRule) -> dict[str, Any]:
    return {"kind": rule.kind, **_lean(rule)}


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
    procedure: Procedure = _model(Procedure)(json.loads(text))
    return procedure


@once_a_class
def _model(kind: type[Model]) -> Make:
    """Give the function that makes a model from its data."""
    makers = {
        kebab(name): (name, _maker(key.annotation)) for name, key in kind.model_fields.items()
    }
    shape = kind.shape()

    def make(data: dict[str, Any]) -> Model:
        model = kind.__new__(kind)
        values = model.__dict__
        values.update(shape.defaults)
        for name, factory in shape.made:
            values[name] = factory()
        for key, value in data.items():
            name, maker = makers[key]
            values[name] = value if maker is None or value is None else maker(value)
        return model

    return make


def _maker(annotation: Any) -> Make | None:
    """Give the function that makes a field's value, or ``None`` where JSON's own will do."""
    origin = get_origin(annotation)
    if annotation == AnyRule:
        return _rule
    if origin in (Union, types.UnionType):
        return _either(get_args(annotation))
    if origin is tuple:
        return _tuple(_maker(get_args(annotation)[0]))
    if origin is dict:
        return _dict(_maker(get_args(annotation)[1]))
    if annotation is date:
        return date.fromisoformat
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return _model(annotation) if annotation.__name__ != "Condition" else _condition
    return None


def _condition(data: dict[str, Any]) -> Any:
    """Conditions hold conditions, so their maker is looked up when it is first needed."""
    from toolkit.procedure.condition import Condition

    return _model(Condition)(data)


def _rule(data: dict[str, Any]) -> Any:
    return _model(KINDS[data["kind"]])(data)


def _tuple(inner: Make | None) -> Make:
    return tuple if inner is None else lambda items: tuple(inner(item) for item in items)


def _dict(inner: Make | None) -> Make | None:
    return None if inner is None else lambda data: {key: inner(data[key]) for key in data}


def _either(arms: tuple[Any, ...]) -> Make | None:
    """Choose by what JSON holds: an object is a model, a list a tuple, the rest is itself."""
    models = [arm for arm in arms if isinstance(arm, type) and issubclass(arm, Model)]
    tuples = [arm for arm in arms if get_origin(arm) is tuple]
    plain = [arm for arm in arms if arm is str or get_origin(arm) is Literal]
    of_object = _maker(models[0]) if models else None
    of_list = _maker(tuples[0]) if tuples else tuple
    of_text = date.fromisoformat if date in arms and not plain else None

    def make(value: Any) -> Any:
        if isinstance(value, dict):
            return of_object(value) if of_object else value
        if isinstance(value, list):
            return of_list(value) if of_list else value
        return of_text(value) if of_text and isinstance(value, str) else value

    return make
