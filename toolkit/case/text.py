"""Case files as text: a new one with comments, and one more event in one that people have edited.

Nothing that stands in a file is changed when an event is added: comments, order and spelling stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import yaml

from toolkit.case.case import Case, Event, Held, parse_case
from toolkit.problem import BadData, Problem, Refused
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Fact

_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ._/()-]*[A-Za-z0-9._/()-])?")
_WORDS = frozenset({"true", "false", "null"})
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def new_case(procedure: Procedure, case: Case) -> str:
    """Write a new case file, with a comment for everything else that may become known.

    Args:
        procedure: The procedure of the case.
        case: Its name, subject, facts, where it was taken over, and its events; nothing else.
    """
    header = procedure.header
    lines = [
        f"# A case under: {header.title} ({header.issuer}, version {header.version}).",
        "# What stands after a # is a comment. Dates: 2026-04-02. Yes and no: true and false.",
        f"procedure: {scalar(case.procedure)}",
        f"version: {scalar(case.version)}",
        f"id: {scalar(case.id)}",
    ]
    if case.opened:
        lines.append(f"opened: {case.opened.isoformat()}")
    if case.subject:
        lines += ["subject:", *(f"  {name}: {scalar(held)}" for name, held in case.subject.items())]
    begun = len(lines)
    lines += ["", "# What is known. Take away the # before a line and fill it in; leave the rest."]
    lines.append("facts:")
    lines += [f"  {name}: {scalar(given.value)}" for name, given in case.facts.items()]
    for fact in procedure.facts.values():
        if _worth_asking(fact) and fact.id not in case.facts:
            lines += [f"  # {_flat(fact.ask)}", f"  # {fact.id}: {_example(fact)}"]
    lines += [
        "",
        "# What has happened, in order. Add to it with: toolkit case add FILE EVENT --date DAY",
        "events: []",
    ]
    text = "\n".join([*lines[:begun], *_taken_over(case), *lines[begun:]]) + "\n"
    for event in case.events:
        text = with_event(text, event)
    return text


def _taken_over(case: Case) -> Iterator[str]:
    """Yield the lines that say where a case stood when its record began."""
    taken = case.taken_over
    if taken is None:
        return
    yield "taken-over:"
    yield f"  date: {taken.date.isoformat()}"
    if taken.at:
        yield f"  at: {scalar(taken.at)}"
    if taken.outcomes:
        yield "  outcomes:"
    for before in taken.outcomes:
        keys: dict[str, Held] = {"outcome": before.outcome, "date": before.date}
        if before.step:
            keys["step"] = before.step
        written = _mapping(keys)
        if before.data:
            written = f"{written[:-1]}, data: {_mapping(before.data)}}}"
        yield f"  - {written}"


def _worth_asking(fact: Fact) -> bool:
    """Whether a fact belongs in a new case file: it is asked, and does not follow from others."""
    way = fact.from_
    derived = way is not None and (
        way.is_ is not None or way.breach or way.class_of or way.stage_of or way.open
    )
    return bool(fact.ask) and not derived and fact.of == "case"


def with_event(text: str, event: Event, file: str = "case") -> str:
    """Add an event to the text of a case file, and leave all else in it as it stands.

    Args:
        text: The file's text, YAML or JSON.
        event: The event; it is added as it is.
        file: Name of the file for messages.

    Returns:
        The new text.

    Raises:
        BadData: The text is no case.
        Refused: The event cannot be added without touching the rest, such as where the list of
            events is an alias.
    """
    case = parse_case(text, file)
    new = _added(text, event)
    try:
        if new is not None and parse_case(new, file) == case.with_event(event):
            return new
    except BadData:
        pass
    item = "\n".join(_item(event))
    raise Refused(
        [
            Problem(
                "cannot-append", "the event cannot be added without changing the rest of the file",
                file, suggestion=f"add it to 'events' by hand:\n{item}",
            )
        ]
    )  # fmt: skip


def scalar(value: Held) -> str:
    """Write a value as YAML that reads back as the same value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(scalar(item) for item in value)}]"
    if _PLAIN.fullmatch(value) and value not in _WORDS:
        return value
    return f'"{"".join(_escaped(value))}"'


def _escaped(text: str) -> Iterator[str]:
    for char in text:
        if char in '"\\':
            yield f"\\{char}"
        elif char.isprintable():
            yield char
        else:
            yield f"\\U{ord(char):08x}"


def _added(text: str, event: Event) -> str | None:
    """Give the text with the event in it, or ``None`` where no place for it is found."""
    newline = "\r\n" if "\r\n" in text else "\n"
    root = yaml.compose(text, Loader=LOADER)
    assert isinstance(root, yaml.MappingNode)
    found = [(key, value) for key, value in root.value if key.value == "events"]
    if not found:
        if root.flow_style:
            return None
        ready = text if text.endswith("\n") else text + newline
        return ready + newline.join(["events:", *_item(event), ""])
    key, value = found[0]
    if (
        isinstance(value, yaml.SequenceNode)
        and value.flow_style
        and (value.value or root.flow_style)
    ):
        return _into_flow(text, value, event, newline, as_json=bool(root.flow_style))
    lines = text.split("\n")
    if isinstance(value, yaml.SequenceNode) and value.flow_style:
        start, end = value.start_mark, value.end_mark
        if start.line != end.line or start.line != key.start_mark.line:
            return None
        line = lines[start.line]
        lines[start.line] = (line[: start.column].rstrip() + line[end.column :]).rstrip("\r")
        if newline == "\r\n":
            lines[start.line] += "\r"
        return insert_lines(lines, start.line + 1, _item(event), key.start_mark.column, newline)
    if isinstance(value, yaml.SequenceNode):
        return insert_lines(
            lines, line_after(value), _item(event), value.start_mark.column, newline
        )
    at = key.end_mark.line + 1
    return insert_lines(lines, at, _item(event), key.start_mark.column, newline)


def insert_lines(lines: list[str], at: int, item: list[str], column: int, newline: str) -> str:
    """Insert an item before a line, indented to a column."""
    ending = "\r" if newline == "\r\n" else ""
    if at >= len(lines):
        lines[-1] = lines[-1].rstrip("\r") + ending
        lines.append("")
    lines[at:at] = [" " * column + line + ending for line in item]
    return "\n".join(lines)


def line_after(node: Any) -> int:
    """Give the number of the first line after what a node holds, its comments not counted."""
    while not isinstance(node, yaml.ScalarNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    end = node.end_mark
    block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return int(end.line if block and end.column == 0 else end.line + 1)


def _into_flow(text: str, value: Any, event: Event, newline: str, *, as_json: bool) -> str:
    """Add an item before the bracket that closes a list such as JSON's."""
    close = value.end_mark.index - 1
    before = text[:close].rstrip()
    if as_json:
        held = event.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        item = json.dumps(held, ensure_ascii=False)
    else:
        item = _flow(event)
    if not value.value:
        return before + item + text[close:]
    comma = "" if before.endswith(",") else ","
    several = "\n" in text[value.start_mark.index : close]
    gap = newline + " " * value.value[0].start_mark.column if several else " "
    return before + comma + gap + item + text[len(before) :]


def _item(event: Event) -> list[str]:
    """Write an event as an item of a list, a line a key."""
    lines = [f"{key}: {held}" for key, held in _keys(event)]
    return [f"{'  ' if number else '- '}{line}" for number, line in enumerate(lines)]


def _flow(event: Event) -> str:
    return "{" + ", ".join(f"{key}: {held}" for key, held in _keys(event)) + "}"


def _keys(event: Event) -> Iterator[tuple[str, str]]:
    yield "event", scalar(event.event)
    yield "date", event.date.isoformat()
    if event.by:
        yield "by", scalar(event.by)
    if event.key:
        yield "key", scalar(event.key)
    if event.outcomes:
        yield "outcomes", scalar(event.outcomes)
    if event.facts:
        yield "facts", _mapping(event.facts)
    if event.data:
        yield "data", _mapping(event.data)
    if event.panel:
        members = (
            _mapping({k: v for k, v in member.model_dump().items() if v}) for member in event.panel
        )
        yield "panel", f"[{', '.join(members)}]"
    if event.depart:
        yield "depart", scalar(event.depart)
    if event.note:
        yield "note", scalar(event.note)


def _mapping(held: Mapping[str, Held]) -> str:
    return "{" + ", ".join(f"{scalar(name)}: {scalar(value)}" for name, value in held.items()) + "}"


def _example(fact: Fact) -> str:
    if isinstance(fact.type, tuple):
        return f"{fact.type[0]}  # one of: {', '.join(fact.type)}"
    return {
        "yes-no": "true  # or false",
        "number": "0",
        "date": "2026-04-02",
        "text": "words",
        "breaches": "[]  # lines of the catalogue, by reference",
    }[fact.type]


def _flat(text: str) -> str:
    return " ".join(text.split())
