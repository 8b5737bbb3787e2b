"""YAML that means what it looks like: strings, whole numbers, true and false, and dates.

YAML 1.1 reads ``on:`` as the key True, ``no`` as False, ``5.20`` as 5.2, ``11:30`` as 690 and
``010`` as 8, and lets a duplicate key win in silence. Each of these changes a rule without a
word, so none of them is allowed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import date
from typing import Any

import yaml

from toolkit.plain import Frozen
from toolkit.problem import BadData, Problem
from toolkit.procedure.base import nearest_line

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INTEGER = re.compile(r"^-?(0|[1-9][0-9]{0,1000})$")
_DATE = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")


class Document(Frozen):
    """One YAML document with the lines of its keys.

    Attributes:
        data: What it holds.
        line: Its first line in the file, from 1.
        keys: Line of each top-level key, and of each key and item further in that stands on
            another line than what holds it, by its path, such as ``results.done.then``. Items are
            counted from 0.
    """

    data: dict[str, Any]
    line: int
    keys: dict[str, int] = field(default_factory=dict)

    def line_of(self, path: Iterable[str | int]) -> int:
        """Give the line of a key or item, or of the nearest above it that is known."""
        return nearest_line(self.keys, ".".join(map(str, path)), self.line)


class _Fault(Frozen):
    line: int
    code: str
    message: str
    suggestion: str = ""


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
    nodes = _Nodes(first_line)
    found: list[Document] = []
    try:
        for node in yaml.compose_all(text, Loader=_Loader):
            found.extend(nodes.document(node))
    except yaml.MarkedYAMLError as error:
        nodes.faults.append(_syntax(error, text, first_line))
    except yaml.YAMLError as error:
        words = str(error).splitlines()[0]
        nodes.faults.append(_Fault(first_line, "yaml", f"this is not YAML: {words}"))
    except RecursionError:
        message = "this is not YAML: too much stands within one another"
        nodes.faults.append(_Fault(first_line, "yaml", message))
    if nodes.faults:
        raise BadData(
            Problem(
                fault.code,
                fault.message,
                file,
                fault.line,
                clause,
                fault.suggestion,
                _line(text, fault.line - first_line),
            )
            for fault in nodes.faults
        )
    return found


def read_one(text: str, file: str, first_line: int = 1) -> Document:
    """Read a text that holds one YAML document; raise `BadData` where it holds none or more."""
    documents = read_documents(text, file, first_line)
    if not documents:
        message = "this is empty; keys and values are expected, as in 'id: name'"
        raise BadData([Problem("yaml", message, file, first_line)])
    if len(documents) > 1:
        message = "a second document begins here, and one is expected"
        hint = "take the line --- above it away"
        raise BadData([Problem("yaml", message, file, documents[1].line, "", hint)])
    return documents[0]


_SYNTAX = (
    ("tab", "this line is indented with a tab", "indent with spaces"),
    ("after quotes", "a text goes on after its quotation mark", "put quotes around all of it"),
    ("mapping values", "there is ': ' within a text", "put the whole text in quotes"),
    ("quoted scalar", "a quotation mark is not closed", "close it, or put the text in quotes"),
    ("',' or ']'", "a list is not closed", "close it with ]"),
    ("',' or '}'", "a block of keys is not closed", "close it with }"),
    ("block collection", "this line is indented otherwise than those above", "align it with them"),
    ("expected key", "this line is indented otherwise than those above", "align it with them"),
    ("cannot start any token", "a text begins with a special character", "put it in quotes"),
    ("undefined alias", "a text begins with '*'", "put it in quotes"),
    ("simple key", "this line is neither a key nor goes on with a text", "write 'key: value'"),
)
"""What a YAML library says, what it is mostly about, and what to do."""


_OPENED_ABOVE = ("quoted scalar", "flow sequence", "flow mapping", "simple key")
"""Where the fault is at the beginning of what is not closed."""

_AFTER_QUOTES = re.compile(r""":\s+("[^"]*"|'[^']*')\s*[^\s,#}\]]""")


def _syntax(error: yaml.MarkedYAMLError, text: str, first_line: int) -> _Fault:
    """Put a YAML library's complaint into the words of whoever wrote the text."""
    said = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    if error.context_mark and any(sign in said for sign in _OPENED_ABOVE):
        mark = error.context_mark
    index = mark.line if mark else 0
    written = _raw_line(text, index)
    if "\t" in written[: len(written) - len(written.lstrip())]:
        said = "tab"
    elif _AFTER_QUOTES.search(written) and "expected key" in said:
        said = "after quotes"
    elif "mapping values" in said and mark and ":" not in written[: mark.column]:
        said = "expected key"
    for sign, message, suggestion in _SYNTAX:
        if sign in said:
            return _Fault(first_line + index, "yaml", f"this is not YAML: {message}", suggestion)
    words = error.problem or error.context
    return _Fault(first_line + index, "yaml", f"this is not YAML: {words}")


class _Nodes:
    """Turns YAML nodes into values, and collects what is not allowed in them."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.faults: list[_Fault] = []
        self.lines: dict[str, int] = {}
        self.seen: set[int] = set()
        self.resolver: Any = yaml.resolver.Resolver()

    def document(self, node: Any) -> Iterator[Document]:
        """Yield a document, if keys and values are what it holds."""
        self.lines, self.seen = {}, set()
        if isinstance(node, yaml.MappingNode):
            line = self._line(node)
            yield Document(self._value(node, "", 0), line, self.lines)
        else:
            message = "keys and values are expected here, as in 'id: name'"
            self._fault(node, "yaml", message)

    def _value(self, node: Any, path: str, above: int) -> Any:
        if id(node) in self.seen:
            message = "aliases (*name) are not allowed; write out what is meant"
            self.faults.append(_Fault(above or self._line(node), "yaml-alias", message))
            return None
        self.seen.add(id(node))
        self._check_tag(node)
        if isinstance(node, yaml.SequenceNode):
            return [
                self._value(item, *self._place(path, str(at), item, above))
                for at, item in enumerate(node.value)
            ]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, above)
        return self._scalar(node)

    def _mapping(self, node: Any, path: str, above: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = key.value
            if not isinstance(key, yaml.ScalarNode):
                self._fault(key, "yaml-key", "a key is a single word", "write each by itself")
            elif name == "<<":
                message = "merge keys (<<) are not allowed; write the keys out"
                self._fault(key, "yaml-merge", message)
            elif name in found:
                self._fault(
                    key,
                    "duplicate-key",
                    f"the key '{name}' stands here twice",
                    "keep one; the other would be lost without a word",
                )
            else:
                found[name] = self._value(value, *self._place(path, name, key, above))
        return found

    def _place(self, path: str, name: str, node: Any, above: int) -> tuple[str, int]:
        """Note the line of a key or item, where it is another than that above."""
        path, line = f"{path}.{name}" if path else name, self._line(node)
        if line != above:
            self.lines[path] = line
        return path, line

    def _check_tag(self, node: Any) -> None:
        """Refuse a tag such as ``!!str``, which would be lost without a word."""
        plain = not getattr(node, "style", None)
        if node.tag != self.resolver.resolve(type(node), node.value, (plain, not plain)):
            tag = node.tag.replace("tag:yaml.org,2002:", "!!")
            self._fault(node, "yaml-tag", f"tags ({tag}) are not allowed", "leave it out")

    def _scalar(self, node: Any) -> Any:
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
                return self._fault(node, "no-such-date", f"there is no date {text}")
        return text

    def _line(self, node: Any) -> int:
        return self.first_line + int(node.start_mark.line)

    def _fault(self, node: Any, code: str, message: str, suggestion: str = "") -> None:
        self.faults.append(_Fault(self._line(node), code, message, suggestion))


def _line(text: str, index: int) -> str:
    return _raw_line(text, index).strip()


def _raw_line(text: str, index: int) -> str:
    lines = text.split("\n")
    return lines[index] if 0 <= index < len(lines) else ""
