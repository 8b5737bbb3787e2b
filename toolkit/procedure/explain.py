"""Pydantic's errors in the words of whoever wrote the file: what is wrong, where, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from toolkit.plain import Frozen, kebab
from toolkit.problem import did_you_mean
from toolkit.procedure.base import Model

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

Path = tuple[str | int, ...]
"""Keys and places in lists, from the outside in."""

HIDDEN = ("kind", "place")
"""Fields of rules that no author writes."""

_EXPECTED = {
    "tuple_type": "a list",
    "dataclass_type": "keys and values",
    "dict_type": "keys and values",
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "date_type": "a date such as 2026-03-01",
    "date_parsing": "a date such as 2026-03-01",
    "date_from_datetime_parsing": "a date such as 2026-03-01",
    "string_pattern_mismatch": "a name of letters, digits, hyphens and dots",
}

_VALUE = {"bool_type", "int_type", "date_type", "string_type"}
"""What pydantic says where any single value would do."""

TO_WRITE = {
    "id": "give it a name of its own, such as id: hold-meeting",
    "does": "say what is done, such as does: Hold the meeting",
    "who": "name the role, such as who: committee",
    "role": "name the role, such as role: committee",
    "name": "write its name as the text does",
    "at": "name the decision that may impose it, such as at: {step: decide}",
    "step": "name the decision, such as step: decide",
    "then": "write then: [step], then: end, or then: not-stated",
    "from": "name the role that sends it, or write from: not-stated",
    "to": "name the role that receives it, such as to: member",
    "of": "name the step, such as of: hold-meeting",
    "cites": "name the clauses that say so, as in cites: [REF 1.2]",
    "sides": "write both readings: sides: [{name: …, cites: […]}, {name: …, cites: […], set: …}]",
    "about": "say what it concerns",
    "title": "write the title of the document",
    "abbreviation": "write what its references begin with",
    "issuer": "write whose document it is",
    "version": 'write the version that the document bears, such as version: "3"',
    "source": "name the file that holds the document's own words, such as source: source.txt",
    "subject": "name the role of the person it is about, such as subject: member",
    "reason": "say why",
    "results": "write each with where it leads, such as results: {held: {then: end}}",
    "body": "write how it decides, such as body: {votes: majority}",
    "approve": "write who approves it, such as approve: {by: committee}",
    "by": "name the role, such as by: committee",
    "sha256": "write the source document's SHA-256; the check of the procedure tells it",
}
"""What to write in a procedure where a key is missing, empty, or of another shape."""

_MEANT = {
    "on": "date",
    "day": "date",
    "if": "when",
    "next": "then",
    "text": "does",
    "source": "from",
    "from": "after",
    "who": "by",
    "value": "facts",
}
"""Words that are often written for a key, and the key that is meant."""


class Mistake(Frozen):
    """One mistake.

    Attributes:
        code: Stable short name.
        path: The key at fault; empty for the whole.
        message: What is wrong, to stand after the name of the whole, with its own comma or colon.
        suggestion: What to do.
    """

    code: str
    path: Path
    message: str
    suggestion: str = ""


def mistakes(
    error: ValidationError,
    model: type[Model],
    data: Any,
    hints: Mapping[str, str] = TO_WRITE,
) -> Iterator[Mistake]:
    """Yield what is wrong with data that a model refused, one mistake for each key at fault.

    Args:
        error: The refusal.
        model: The model.
        data: The data as the author wrote it.
        hints: What to write, by key, where a key is missing, empty, or of another shape.
    """
    found: dict[Path, list[ErrorDetails]] = {}
    for item in error.errors():
        if item["type"] in ("missing", "unexpected_keyword_argument"):
            place = (*_path(item["loc"][:-1], data), str(item["loc"][-1]))
        else:
            place = _path(item["loc"], data) or _path(_named_first(item), data)
        found.setdefault(place, []).append(item)
    for path, items in found.items():
        if any(len(other) > len(path) and other[: len(path)] == path for other in found) and all(
            item["type"] not in ("value_error", "missing") for item in items
        ):
            continue  # another way of writing it, which the author did not choose
        yield _mistake(path, items, model, hints)


def named(path: Iterable[str | int] | str) -> str:
    """Put a path, or its parts with dots between, into words: ``'cites' in item 2 of 'sides'``."""
    if isinstance(path, str):
        parts = (part for part in path.split(".") if part != "*")
        path = [int(part) if part.isdecimal() else part for part in parts]
    words = ""
    keys: list[str] = []
    for part in path:
        if isinstance(part, int):
            words = f"item {part + 1} of {_within(keys, words)}"
            keys = []
        else:
            keys.append(part)
    return _within(keys, words) if keys else words


def _within(keys: list[str], words: str) -> str:
    quoted = f"'{'.'.join(keys)}'"
    return f"{quoted} in {words}" if words else quoted


def _mistake(
    path: Path, items: list[ErrorDetails], model: type[Model], hints: Mapping[str, str]
) -> Mistake:
    first = items[0]
    key = str(path[-1]) if path else ""
    if first["type"] == "unexpected_keyword_argument":
        keys = sorted(_keys(model, first["loc"][:-1]))
        return Mistake(
            "unknown-key", path, f"{_owner(path[:-1])} has no key '{key}'", _meant(key, keys)
        )
    if first["type"] == "missing":
        if key == "then":
            message = f": {named(path[:-1])} does not say where it leads" if path[:-1] else ""
            message = message or " does not say where it leads"
            return Mistake("no-arrow", path, message, TO_WRITE["then"])
        return Mistake(
            "missing-key",
            path,
            f"{_owner(path[:-1])} has no '{key}'",
            hints.get(key, ""),
        )
    for item in items:
        if item["type"] == "value_error":
            words = str(item["ctx"]["error"])
            others = _choices(items)
            hint = f"or write {' or '.join(others)}" if others else ""
            where = f", {named(path)}" if path and not words.startswith(named(path)) else ""
            return Mistake("bad-value", path, f"{where}: {words}", hint)
    return _other_value(path, items, first["input"], hints)


def _other_value(
    path: Path, items: list[ErrorDetails], held: Any, hints: Mapping[str, str]
) -> Mistake:
    """Say what is written and what is expected instead."""
    if held is None:
        key = _last(path)
        hint = hints.get(key, "write its value, or leave the key out")
        return Mistake("empty-key", path, f": {named(path)} is empty", hint)
    types = {item["type"] for item in items}
    choices = _choices(items)
    if types >= _VALUE:
        expected = ["a value", *(["a list of values"] if "tuple_type" in types else [])]
    else:
        known = [_EXPECTED[item["type"]] for item in items if item["type"] in _EXPECTED]
        expected = list(dict.fromkeys(known))
    expected.extend(choices)
    if not expected:
        words = items[0]["msg"]
        return Mistake("bad-value", path, f", {named(path)}: {words[:1].lower()}{words[1:]}")
    hint = did_you_mean(str(held), choices) or _rewritten(path, types, held, hints)
    return Mistake(
        "bad-value", path, f": {named(path)} is {shown(held)}, not {_listed(expected)}", hint
    )


def _rewritten(path: Path, types: set[str], held: Any, hints: Mapping[str, str]) -> str:
    """Show the same thing as it should be written."""
    key = _last(path)
    if "tuple_type" in types and not isinstance(held, dict):
        return f"write {key}: [{plain(held)}]"
    if types == {"string_type"} and not isinstance(held, (list, dict)):
        return f'put it in quotes: "{plain(held)}"'
    if types == {"string_type"} and isinstance(held, dict):
        return "where this is text with ': ' in it, put it in quotes"
    if types & {"dict_type", "dataclass_type", "tuple_type"}:
        return hints.get(key, "write its keys under it")
    if types == {"string_pattern_mismatch"}:
        return "begin with a letter or digit, and write hyphens for spaces"
    return ""


def _last(path: Path) -> str:
    """Give the last key of a path."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def plain(value: Any) -> str:
    """Write a single value as YAML does."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def shown(value: Any) -> str:
    """Show what is written, in a few words."""
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, bool | int):
        return plain(value)
    if isinstance(value, date):
        return f"the date {value}"
    if isinstance(value, list | tuple):
        return "a list" if value else "an empty list"
    return "a block of keys" if isinstance(value, dict) else "empty"


def _choices(items: list[ErrorDetails]) -> list[str]:
    """Give the words that may stand there."""
    found: list[str] = []
    for item in items:
        if item["type"] == "literal_error":
            words = item["ctx"]["expected"].replace(" or ", ", ").split(", ")
            found.extend(word.strip("'") for word in words)
    return list(dict.fromkeys(found))


def _listed(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _owner(path: Path) -> str:
    return f": {named(path)}" if path else ""


def _meant(key: str, keys: list[str]) -> str:
    """Suggest the key that is meant, or list those there are."""
    if (usual := _MEANT.get(key)) in keys:
        return f"write '{usual}' instead"
    return did_you_mean(key, keys) or (f"the keys are {', '.join(keys)}" if keys else "")


def _path(where: tuple[str | int, ...], data: Any) -> Path:
    """Find where an error's place is in what the author wrote.

    Pydantic's own place also names the branches of unions and the fields that a model makes of
    shorter spellings; none of these are in the author's text.
    """
    path: list[str | int] = []
    for part in where:
        part = _spelling(part, data)
        if isinstance(data, dict) and part in data:
            path.append(part)
            data = data[str(part)]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            path.append(part)
            data = data[part]
    return tuple(path)


def _named_first(item: ErrorDetails) -> tuple[str, ...]:
    """Give the key with which a complaint about the whole begins, such as ``'follows' names …``."""
    words = str(item.get("ctx", {}).get("error", ""))
    return (words[1 : words.index("'", 1)],) if words.startswith("'") else ()


def _spelling(part: str | int, data: Any) -> str | int:
    """Give the author's spelling of a field that a model fills from another key."""
    if not isinstance(data, dict) or part in data or not data:
        return part
    if part in ("terms", "values") and len(data) == 1:
        return str(next(iter(data)))
    return {"role": "of", "to": "count", "data": "count"}.get(str(part), part)


def _keys(model: type[Model], where: tuple[str | int, ...]) -> set[str]:
    """Give the keys of the model in which an error's place lies."""
    models = {model}
    for part in where:
        inner = {
            other
            for each in models
            for name, info in each.model_fields.items()
            if part in (name, kebab(name))
            for other in _models(info.annotation)
        }
        models = inner or {each for each in models if each.__name__ == part} or models
    return {kebab(name) for each in models for name in each.model_fields if name not in HIDDEN}


def _models(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
