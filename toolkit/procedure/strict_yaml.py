"""YAML that means what it looks like: strings, whole numbers, true and false, and dates.

YAML 1.1 reads ``on:`` as the key True, ``no`` as False, ``5.20`` as 5.2, ``11:30`` as 690 and
``010`` as 8, and lets a duplicate key win in silence. Each of these changes a rule without a
word, so none of them is allowed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from toolkit.problem import BadData, Problem, did_you_mean

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INTEGER = re.compile(r"^-?(0|[1-9][0-9]*)$")
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document with the lines of its top-level keys.

    Attributes:
        data: What it holds.
        line: Its first line in the file, from 1.
        keys: Line of each top-level key.
    """

    data: dict[str, Any]
    line: int
    keys: dict[str, int] = field(default_factory=dict)


class _Fault(Exception):
    def __init__(self, line: int, code: str, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.line, self.code, self.message, self.suggestion = line, code, message, suggestion


def read_documents(text: str, file: str, first_line: int = 1, clause: str = "") -> list[Document]:
    """Read every YAML document of a text.

    Args:
        text: The YAML.
        file: Path for messages.
        first_line: Line of the file on which the text begins.
        clause: Reference of the clause above, for messages.

    Returns:
        One document each, with line numbers of the file.

    Raises:
        BadData: The text is no YAML, or uses what is not allowed here.
    """
    try:
        return list(_documents(text, first_line))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        fault = _Fault(line, "yaml", f"this is not YAML: {error.problem or error.context}")
    except yaml.YAMLError as error:
        fault = _Fault(first_line, "yaml", f"this is not YAML: {str(error).splitlines()[0]}")
    except _Fault as error:
        fault = error
    excerpt = _line(text, fault.line - first_line)
    raise BadData(
        [Problem(fault.code, fault.message, file, fault.line, clause, fault.suggestion, excerpt)]
    )


def read_one(text: str, file: str, first_line: int = 1) -> Document:
    """Read a text that holds one YAML document; raise `BadData` where it holds none or more."""
    documents = read_documents(text, file, first_line)
    if len(documents) != 1:
        raise BadData(
            [Problem("yaml", f"one YAML document is expected, here are {len(documents)}", file)]
        )
    return documents[0]


def _documents(text: str, first_line: int) -> Iterator[Document]:
    for node in yaml.compose_all(text, Loader=_Loader):
        line = first_line + node.start_mark.line
        if not isinstance(node, yaml.MappingNode):
            raise _Fault(line, "yaml", "keys and values are expected here, as in 'id: name'")
        keys = {key.value: first_line + key.start_mark.line for key, _ in node.value}
        yield Document(_value(node, first_line), line, keys)


def _value(node: Any, first_line: int) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, first_line) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, first_line)
    return _scalar(node, first_line)


def _mapping(node: Any, first_line: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = first_line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise _Fault(line, "yaml-key", "a key is a single word")
        if key.value == "<<":
            raise _Fault(line, "yaml-merge", "merge keys (<<) are not allowed; write the keys out")
        if key.value in found:
            raise _Fault(
                line,
                "duplicate-key",
                f"the key '{key.value}' stands here twice",
                "keep one; the other would be lost without a word",
            )
        found[key.value] = _value(value, first_line)
    return found


def _scalar(node: Any, first_line: int) -> Any:
    text: str = node.value
    if node.style in ("'", '"', "|", ">"):
        return text
    if text in ("true", "false"):
        return text == "true"
    if text in ("", "~", "null"):
        return None
    if _INTEGER.match(text):
        return int(text)
    if _DATE.match(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise _Fault(
                first_line + node.start_mark.line, "no-such-date", f"there is no date {text}"
            ) from None
    return text


def unknown_key(key: str, known: list[str]) -> str:
    """Give the suggestion for a key that a block does not have."""
    return did_you_mean(key, known) or f"the keys are {', '.join(known)}"


def _line(text: str, index: int) -> str:
    lines = text.splitlines()
    return lines[index].strip() if 0 <= index < len(lines) else ""
