"""The small part of Jinja that a letter template may use, and the machine that fills it.

A template comes from whoever may edit Word files, which is not whoever may run programs. So it is
held to printing fields, asking about them and going through lists; anything else is refused when
the template is compiled, before it can run, and Jinja's own sandbox stands behind that.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from toolkit.letters.blank import Blank
from toolkit.letters.filled import Node
from toolkit.letters.template.listing import RIGHT_TO_LEFT

FILTERS = (
    "join",
    "lower",
    "upper",
    "capitalize",
    "title",
    "length",
    "first",
    "last",
    "trim",
    "sort",
)
"""The filters that a template may use."""

_TESTS = ("defined", "none", "even", "odd")
_DEEPEST = 3

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Const,
    nodes.If,
    nodes.For,
    nodes.Block,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Concat,
    nodes.Filter,
    nodes.Test,
)

_NAMES: dict[type[nodes.Node], str] = {
    nodes.Call: "calling something",
    nodes.Macro: "a macro",
    nodes.Include: "an include",
    nodes.Import: "an import",
    nodes.FromImport: "an import",
    nodes.Extends: "extends",
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.Getitem: "square brackets",
    nodes.Mul: "arithmetic",
    nodes.Add: "arithmetic",
    nodes.Sub: "arithmetic",
    nodes.Div: "arithmetic",
    nodes.FloorDiv: "arithmetic",
    nodes.Mod: "arithmetic",
    nodes.Pow: "arithmetic",
    nodes.List: "a list written out",
    nodes.Dict: "a dictionary",
    nodes.Tuple: "a list written out",
}


def forbidden(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Yield what a template uses and must not, each with its line of the patched text."""
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            yield node.lineno, f"the filter '{node.name}'"
        elif isinstance(node, nodes.Test) and node.name not in _TESTS:
            yield node.lineno, f"the test '{node.name}'"
        elif isinstance(node, nodes.For) and (node.recursive or _depth(node) > _DEEPEST):
            yield node.lineno, "loops in loops in loops"
        elif isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            yield node.lineno, f"the name '{node.attr}'"
        elif not isinstance(node, _ALLOWED):
            yield node.lineno, _NAMES.get(type(node), type(node).__name__.lower())


def _depth(loop: nodes.For) -> int:
    inner = [_depth(each) for each in loop.iter_child_nodes() for each in each.find_all(nodes.For)]
    direct = [_depth(each) for each in loop.body if isinstance(each, nodes.For)]
    return 1 + max((*inner, *direct), default=0)


_NOTHING = object()


class _Printed(threading.local):
    """What the values printed into one letter were, in one thread."""

    right_to_left = False
    refused: list[str] | None = None


class Machine(ImmutableSandboxedEnvironment):
    """Jinja, strict, escaping, sandboxed, with a guard on each value that is printed."""

    def __init__(self) -> None:
        self.printed = _Printed()
        super().__init__(
            autoescape=True,
            undefined=StrictUndefined,
            finalize=self._value,
            keep_trailing_newline=True,
            cache_size=0,
        )
        self.globals.clear()

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Give a field of a group at once; whatever else is asked for goes through the sandbox."""
        if isinstance(obj, Node) and attribute[0] != "_":
            found = obj.__dict__.get(attribute, _NOTHING)
            if found is not _NOTHING:
                return found
        return super().getattr(obj, attribute)

    def _value(self, value: Any) -> Any:
        """Give a value as it may stand in a Word file."""
        if isinstance(value, str):
            if value.__class__ is Markup or (value.isascii() and value.isprintable()):
                return value
            return self._cleaned(value)
        if isinstance(value, Blank):
            return value
        if value.__class__ is int:
            return value
        self._refuse(value)
        return ""

    def _refuse(self, value: Any) -> None:
        refused = self.printed.refused
        if refused is not None:
            refused.append(type(value).__name__)

    def _cleaned(self, value: str) -> str:
        """Give a text without what Word cannot hold; note whether it runs from right to left."""
        if not value.isprintable():
            value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
            value = "".join(letter for letter in value if letter in "\n\t" or _may_stand(letter))
        if RIGHT_TO_LEFT.search(value):
            self.printed.right_to_left = True
        return value


def _may_stand(letter: str) -> bool:
    """Tell whether XML 1.0 can hold a character and it is no control."""
    return unicodedata.category(letter) not in ("Cc", "Cs", "Cn") and letter not in "\ufffe\uffff"
