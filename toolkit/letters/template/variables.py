"""What the tags of a template speak of, held to the typed fields, in loops and blocks too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jinja2 import nodes

from toolkit.letters.fields import Fields, Shape, fields_of
from toolkit.letters.form import choices, entries
from toolkit.problem import did_you_mean
from toolkit.procedure.rule import Letter
from toolkit.procedure.shape import Field_

_HEADING = re.compile(
    r"<w:p(?: [^>]*)?><w:pPr>(?:(?!</w:pPr>).)*?"
    r"<w:pStyle w:val=\"(?:Heading|Title)[^\"]*\"/>.*?</w:p>",
    re.DOTALL,
)
_OF_LOOP = ("first", "last", "index", "length")
_OF_DAY = ("short",)


@dataclass(frozen=True, slots=True)
class Kind:
    """What an expression is: its type, its path from the top, and its shape where it is a group."""

    kind: str
    path: str = ""
    shape: type[Shape] | None = None
    many: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong with a tag, at a line of the text."""

    line: int
    code: str
    message: str
    suggestion: str


@dataclass(slots=True)
class Reading:
    """What reading a template's tags gives.

    Attributes:
        troubles: What is wrong.
        used: Paths of the fields that are printed or gone through, by block; "" for outside any.
        asked: Paths of the entries of the form that are asked about.
    """

    asked: set[str] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)
    used: dict[str, set[str]] = field(default_factory=dict)

    def all_used(self) -> set[str]:
        """Give every path used anywhere."""
        return set().union(*self.used.values()) if self.used else set()


_UNKNOWN = Kind("unknown")


class Reader:
    """Reads the tags of one part of a template.

    Args:
        letter: The letter, for the entries of its form; ``None`` for a letterhead.
        reading: Takes what is found.
    """

    def __init__(self, letter: Letter | None, reading: Reading) -> None:
        self._form = entries(letter) if letter is not None else {}
        self._found = reading
        self._block = ""
        self._hidden: set[str] = set()

    def read(self, tree: nodes.Template) -> None:
        """Read a part."""
        self._body(tree.body, {})

    def _body(self, body: list[nodes.Node], scope: Mapping[str, Kind]) -> None:
        for node in body:
            self._node(node, scope)

    def _node(self, node: nodes.Node, scope: Mapping[str, Kind]) -> None:
        match node:
            case nodes.Output():
                for each in node.nodes:
                    if not isinstance(each, nodes.TemplateData):
                        self._printed(each, scope)
            case nodes.If():
                self._kind(node.test, scope)
                self._body(node.body, scope)
                for other in node.elif_:
                    self._node(other, scope)
                self._body(node.else_, scope)
            case nodes.For():
                self._loop(node, scope)
            case nodes.Block():
                outer, self._block = self._block, node.name
                # A block is a piece of its own: it does not see the names of loops around it.
                hidden, self._hidden = self._hidden, {*self._hidden, *scope}
                self._body(node.body, {})
                self._block, self._hidden = outer, hidden

    def _loop(self, node: nodes.For, scope: Mapping[str, Kind]) -> None:
        over = self._kind(node.iter, scope)
        if over.path and not over.many:
            self._trouble(
                node, "not-a-list", f"'{over.path}' is no list, so it cannot be gone through",
                "print it, or go through a list",
            )  # fmt: skip
        self._use(over)
        inner = dict(scope)
        if isinstance(node.target, nodes.Name):
            item = over if over is _UNKNOWN else Kind(over.kind, f"{over.path}[]", over.shape)
            inner[node.target.name] = item
        inner["loop"] = Kind("loop")
        self._body(node.body, inner)
        self._body(node.else_, scope)

    def _printed(self, node: nodes.Node, scope: Mapping[str, Kind]) -> None:
        kind = self._kind(node, scope)
        self._use(kind)
        if kind.many:
            self._trouble(
                node, "list-printed", f"'{kind.path}' is a list and cannot be printed as it is",
                "go through it with {% for … in … %}, or join it",
            )  # fmt: skip
        elif kind.kind == "group":
            inside = ", ".join(fields_of(kind.shape)) if kind.shape else ""
            self._trouble(
                node, "group-printed", f"'{kind.path}' is a group of fields and cannot be printed",
                f"print one of its fields: {inside}",
            )  # fmt: skip
        elif kind.kind == "truth":
            self._trouble(
                node, "truth-printed", f"'{kind.path}' is true or false and cannot be printed",
                "ask it: {% if … %}, or make it a tick box: [[ … ]]",
            )  # fmt: skip

    def _use(self, kind: Kind) -> None:
        if kind.path:
            self._found.used.setdefault(self._block, set()).add(kind.path)

    def _trouble(self, node: nodes.Node, code: str, message: str, suggestion: str) -> None:
        self._found.troubles.append(Trouble(node.lineno, code, message, suggestion))

    def _kind(self, node: nodes.Node, scope: Mapping[str, Kind]) -> Kind:
        """Give what an expression is, reading everything within it."""
        match node:
            case nodes.Name():
                return self._name(node, scope)
            case nodes.Getattr():
                return self._attribute(node, scope)
            case nodes.Filter():
                return self._filtered(node, scope)
            case nodes.CondExpr():
                self._kind(node.test, scope)
                kind = self._kind(node.expr1, scope)
                self._use(kind)
                if node.expr2 is not None:
                    self._use(self._kind(node.expr2, scope))
                return kind
            case nodes.Const():
                return Kind("text")
            case nodes.Compare():
                self._compared(node, scope)
                return Kind("truth")
        for child in node.iter_child_nodes():
            self._kind(child, scope)
        truth = isinstance(node, (nodes.And, nodes.Or, nodes.Not, nodes.Test))
        return Kind("truth" if truth else "text")

    def _compared(self, node: nodes.Compare, scope: Mapping[str, Kind]) -> None:
        held = self._kind(node.expr, scope)
        for operand in node.ops:
            self._kind(operand.expr, scope)
            entry = self._form.get(held.path.removeprefix("form."))
            allowed = choices(entry) if entry is not None else ()
            if (
                allowed
                and isinstance(operand.expr, nodes.Const)
                and operand.expr.value not in allowed
            ):
                self._trouble(
                    node, "no-such-choice",
                    f"'{held.path}' is never '{operand.expr.value}'",
                    f"it is one of: {', '.join(allowed)}",
                )  # fmt: skip

    def _filtered(self, node: nodes.Filter, scope: Mapping[str, Kind]) -> Kind:
        kind = self._kind(node.node, scope) if node.node is not None else Kind("text")
        for argument in node.args:
            self._kind(argument, scope)
        self._use(kind)
        if node.name == "length":
            return Kind("number", kind.path)
        if node.name in ("first", "last"):
            return Kind(kind.kind, kind.path, kind.shape)
        if node.name == "sort":
            return kind
        return Kind("text", kind.path)

    def _name(self, node: nodes.Name, scope: Mapping[str, Kind]) -> Kind:
        if node.name in scope:
            return scope[node.name]
        top = fields_of(Fields)
        if node.name == "form":
            return Kind("form", "form")
        if node.name in top:
            held = top[node.name]
            return Kind(held.kind, node.name, held.shape, held.many)
        if node.name in self._hidden:
            hint = (
                "a block does not see the names of a loop around it; put the loop inside the block"
            )
        elif node.name == "loop":
            hint = "'loop' is known only within a loop"
        else:
            hint = did_you_mean(node.name, (*top, *scope, "form"))
            hint = hint or "toolkit letters fields lists the fields"
        self._trouble(node, "unknown-field", f"there is no field '{node.name}'", hint)
        return _UNKNOWN

    def _attribute(self, node: nodes.Getattr, scope: Mapping[str, Kind]) -> Kind:
        held = self._kind(node.node, scope)
        if held is _UNKNOWN or node.attr.startswith("_"):
            return _UNKNOWN
        if held.kind == "loop":
            return self._known(
                node, held, _OF_LOOP, Kind("truth" if node.attr in ("first", "last") else "number")
            )
        if held.kind == "form":
            return self._entry(node)
        if held.kind == "day":
            return self._known(node, held, _OF_DAY, Kind("text", held.path))
        if held.many:
            self._trouble(
                node, "of-a-list", f"'{held.path}' is a list; '{node.attr}' is of its items",
                f"go through it: {{% for item in {held.path} %}} … {{{{ item.{node.attr} }}}}",
            )  # fmt: skip
            return _UNKNOWN
        if held.shape is None:
            self._trouble(
                node, "of-a-text", f"'{held.path}' has no fields, so it has no '{node.attr}'",
                f"print {held.path} itself",
            )  # fmt: skip
            return _UNKNOWN
        known = fields_of(held.shape)
        path = f"{held.path}.{node.attr}"
        if node.attr not in known:
            self._trouble(
                node, "unknown-field", f"there is no field '{path.replace('[]', '')}'",
                did_you_mean(node.attr, known) or f"its fields are {', '.join(known)}",
            )  # fmt: skip
            return _UNKNOWN
        each = known[node.attr]
        return Kind(each.kind, path, each.shape, each.many)

    def _entry(self, node: nodes.Getattr) -> Kind:
        entry = self._form.get(node.attr)
        if entry is None:
            self._trouble(
                node, "unknown-entry", f"the letter's form has no entry '{node.attr}'",
                did_you_mean(node.attr, self._form) or (
                    f"its entries are {', '.join(self._form)}" if self._form else
                    "declare it under 'fields' in the letter's block of the procedure"
                ),
            )  # fmt: skip
            return _UNKNOWN
        self._found.asked.add(f"form.{node.attr}")
        return Kind(_entry_kind(entry), f"form.{node.attr}", many=entry.type == "list")

    def _known(self, node: nodes.Getattr, held: Kind, names: tuple[str, ...], kind: Kind) -> Kind:
        if node.attr in names:
            return kind
        self._trouble(
            node, "unknown-field", f"'{held.path or 'loop'}' has no '{node.attr}'",
            did_you_mean(node.attr, names) or f"it has {', '.join(names)}",
        )  # fmt: skip
        return _UNKNOWN


def _entry_kind(entry: Field_) -> str:
    if choices(entry):
        return "text"
    return {"date": "day", "yes-no": "truth", "tick-one": "truth", "number": "number"}.get(
        entry.type, "text"
    )


def says_something(body: list[nodes.Node]) -> bool:
    """Whether a piece of a template prints something whatever the case, beside headings.

    A condition does where each of its ways does; a loop does only where it says something of an
    empty list too, or a condition has asked for the list.
    """
    return any(_speaks(node) for node in body)


def _speaks(node: nodes.Node) -> bool:
    match node:
        case nodes.Output():
            return any(
                _has_words(each.data) if isinstance(each, nodes.TemplateData) else True
                for each in node.nodes
            )
        case nodes.If():
            ways = [other.body for other in node.elif_]
            ways.append(node.else_)
            first = says_something(node.body) or any(
                isinstance(each, nodes.For) and each.iter == node.test and says_something(each.body)
                for each in node.body
            )
            return first and all(way and says_something(way) for way in ways)
        case nodes.For():
            return says_something(node.body) and says_something(node.else_)
        case nodes.Block():
            return says_something(node.body)
    return False


def _has_words(xml: str) -> bool:
    """Whether a stretch of Word text has words outside headings."""
    return any(each.isalnum() for each in re.sub(r"<[^>]*>", "", _HEADING.sub("", xml)))


def blocks(tree: nodes.Template) -> Iterator[tuple[nodes.Block, bool]]:
    """Yield the blocks of a part, each with whether it stands outside every condition and loop."""
    top = [node for node in tree.body if isinstance(node, nodes.Block)]
    for node in tree.find_all(nodes.Block):
        yield node, node in top
