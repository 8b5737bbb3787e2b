"""Writing one more field into the text of a case file, without touching what stands in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

import yaml

from toolkit.case.case import parse_case
from toolkit.case.text import LOADER, insert_lines, line_after, scalar
from toolkit.problem import BadData, Problem, Refused
from toolkit.procedure.strict_yaml import read_one

Path = tuple[str, ...]
"""Where a field stands: the keys from the top of the file, such as ``people, learner, name``."""


def with_fields(text: str, fields: Mapping[Path, Any], file: str = "case") -> str:
    """Write fields into the text of a case file, and leave all else in it as it stands.

    Args:
        text: The file's text, YAML or JSON.
        fields: What is to be written, and where.
        file: Name of the file for messages.

    Returns:
        The new text.

    Raises:
        BadData: The text is no case, or would be none with these fields.
        Refused: One of them is written already, or cannot be written without touching the rest.
    """
    parse_case(text, file)
    for path, value in fields.items():
        text = _with_field(text, path, value, file)
    parse_case(text, file)
    return text


def _with_field(text: str, path: Path, value: Any, file: str) -> str:
    data = read_one(text, file).data
    name = ": ".join(path)
    if _held(data, path) is not None:
        raise Refused(
            [
                Problem(
                    "written-already", f"'{name}' is written in the case already", file,
                    suggestion="change it there by hand, if it is not as you want it",
                )
            ]
        )  # fmt: skip
    new = _added(text, path, value)
    try:
        if new is not None and read_one(new, file).data == _expected(text, data, path, value):
            return new
    except BadData:
        pass
    raise Refused(
        [
            Problem(
                "cannot-write", f"'{name}' cannot be written without changing the rest of the file",
                file, suggestion=f"add it by hand:\n{chr(10).join(_block(path, value))}",
            )
        ]
    )  # fmt: skip


def _held(data: Any, path: Path) -> Any:
    """Give what stands at a place; also what stands in its way there."""
    for key in path:
        if not isinstance(data, dict):
            break
        data = data.get(key)
    return data


def _expected(text: str, data: Any, path: Path, value: Any) -> Any:
    """Give the data with the field in it."""
    new = deepcopy(data)
    at = new
    for key in path[:-1]:
        if at.get(key) is None:
            at[key] = {}
        at = at[key]
    at[path[-1]] = json.loads(_json(value)) if text.lstrip().startswith("{") else value
    return new


def _added(text: str, path: Path, value: Any) -> str | None:
    """Give the text with the field in it, or ``None`` where no place for it is found."""
    node: Any = yaml.compose(text, Loader=LOADER)
    as_json = bool(node.flow_style)
    for depth, wanted in enumerate(path):
        if not isinstance(node, yaml.MappingNode):
            return None
        rest = path[depth:]
        found = next(((key, held) for key, held in node.value if key.value == wanted), None)
        if found is None:
            if node.flow_style:
                return _into_flow(text, node, rest, value, as_json=as_json)
            newline = "\r\n" if "\r\n" in text else "\n"
            lines = text.split("\n")
            column = node.start_mark.column
            return insert_lines(lines, line_after(node), _block(rest, value), column, newline)
        key, node = found
        if isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null"):
            inner = _flow(rest[1:], value, as_json=as_json)
            if node.value:
                return text[: node.start_mark.index] + inner + text[node.end_mark.index :]
            colon = text.index(":", key.end_mark.index) + 1
            return f"{text[:colon]} {inner}{text[colon:]}"
    return None


def _into_flow(text: str, node: Any, rest: Path, value: Any, *, as_json: bool) -> str:
    """Add a key before the brace that closes a mapping."""
    close = node.end_mark.index - 1
    before = text[:close].rstrip()
    key = json.dumps(rest[0]) if as_json else scalar(rest[0])
    comma = ", " if node.value and not before.endswith(",") else " " if node.value else ""
    return f"{before}{comma}{key}: {_flow(rest[1:], value, as_json=as_json)}{text[len(before) :]}"


def _block(path: Path, value: Any) -> list[str]:
    """Write a field with the keys above it, a line a key."""
    lines = [f"{'  ' * depth}{scalar(key)}:" for depth, key in enumerate(path)]
    lines[-1] += f" {_written(value)}"
    return lines


def _flow(path: Path, value: Any, *, as_json: bool) -> str:
    """Write a field with the keys above it, on one line."""
    text = _json(value) if as_json else _written(value)
    for key in reversed(path):
        text = f"{{{json.dumps(key) if as_json else scalar(key)}: {text}}}"
    return text


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_iso)


def _iso(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no value of a case")


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{scalar(key)}: {_written(held)}' for key, held in value.items())}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_written, value))}]"
    return scalar(value)
