"""The tags of a template: which there are, whether one can be read, whether they close."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.problem import did_you_mean

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
"""One tag, from its opening braces to its closing ones."""

CLOSES = {"if": "endif", "for": "endfor", "block": "endblock"}
_BETWEEN = {"elif": ("if",), "else": ("if", "for")}
_KNOWN = (*CLOSES, *CLOSES.values(), *_BETWEEN, "set")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a tag, before anybody knows in which file."""

    code: str
    message: str
    suggestion: str
    line: int = 0


def normal(tag: str) -> str:
    """Give a tag with one space inside its braces and on one line."""
    flat = re.sub(r"\s*\n\s*", " ", tag)
    return flat if _trims(tag) else f"{flat[:2]} {flat[2:-2].strip()} {flat[-2:]}"


def _trims(tag: str) -> bool:
    return tag[2:3] in ("-", "+") or tag[-3:-2] in ("-", "+")


def keyword(tag: str) -> str:
    """Give the first word of a steering tag, such as ``if``; empty for one that prints."""
    return tag[2:-2].strip().partition(" ")[0] if tag.startswith("{%") else ""


def tag_faults(tag: str, steers: bool) -> Iterator[Fault]:
    """Find what is wrong with one tag.

    Args:
        tag: The tag, in its normal form.
        steers: Whether it stands alone to steer paragraphs, rows or a tick box.
    """
    word, inner = keyword(tag), tag[2:-2].strip()
    if _trims(tag):
        yield Fault("tag-trims", f"'{tag}' trims what stands around it", "write it without - or +")
    elif any(mark in inner for mark in "‘’“”"):
        yield Fault("curly-quote", f"'{tag}' holds curly quotes", "write straight ones in a tag")
    elif "&" in inner:
        yield Fault("tag-holds", f"'{tag}' holds &", "write 'and' in the tag and in what it asks")
    elif tag.startswith("{%") and word not in _KNOWN:
        hint = did_you_mean(word, _KNOWN) or f"there are {', '.join(_KNOWN)}"
        yield Fault("unknown-tag", f"'{tag}' is no tag that a template knows", hint)
    elif steers and ("%" in inner or "}" in inner):
        yield Fault(
            "tag-holds",
            f"'{tag}' steers and holds % or }}",
            "ask for it in another way, or in an inline tag",
        )
    else:
        yield from _syntax(tag, word)


def _syntax(tag: str, word: str) -> Iterator[Fault]:
    from jinja2 import TemplateSyntaxError

    whole = {
        "elif": "{% if 1 %}" + tag + "{% endif %}",
        "else": "{% if 1 %}" + tag + "{% endif %}",
        "endif": "{% if 1 %}" + tag,
        "endfor": "{% for x in y %}" + tag,
        "endblock": "{% block " + (tag[2:-2].split()[1:] or ["x"])[0] + " %}" + tag,
    }.get(word, tag + ("{% " + CLOSES[word] + " %}" if word in CLOSES else ""))
    try:
        _environment().parse(whole)
    except TemplateSyntaxError as error:
        said = (error.message or "it cannot be read").rstrip(".")
        yield Fault("bad-tag", f"'{tag}' cannot be read: {said}", "write it as Jinja does")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment

    return Environment()


def unbalanced(tags: Iterable[tuple[str, int]]) -> Iterator[Fault]:
    """Find tags that open and do not close, or close what did not open.

    Args:
        tags: The tags that belong together, each with its line.
    """
    opened: list[tuple[str, int]] = []
    for tag, line in tags:
        word = keyword(tag)
        over = keyword(opened[-1][0]) if opened else ""
        if word in CLOSES:
            opened.append((tag, line))
        elif word in _BETWEEN and over not in _BETWEEN[word]:
            wanted = " or ".join("{% " + name + " … %}" for name in _BETWEEN[word])
            yield Fault("stray-tag", f"'{tag}' stands in no {wanted}", _ALONE, line)
        elif word in CLOSES.values() and CLOSES.get(over) != word:
            if opened and word in [CLOSES[keyword(tag)] for tag, _ in opened]:
                while CLOSES[keyword(opened[-1][0])] != word:
                    yield _unclosed(*opened.pop())
                opened.pop()
            else:
                yield Fault("stray-tag", f"'{tag}' closes nothing", _ALONE, line)
        elif word in CLOSES.values():
            opened.pop()
    for left in opened:
        yield _unclosed(*left)


_ALONE = (
    "both stand in one line of words, or each alone in a paragraph with a blank line before "
    "and after, or each alone in a row"
)


def _unclosed(tag: str, line: int) -> Fault:
    closing = "{% " + CLOSES[keyword(tag)] + " %}"
    return Fault("unclosed-tag", f"'{tag}' has no '{closing}'", _ALONE, line)


def may_be_empty(source: str) -> bool:
    """Say whether a paragraph or cell can come out with nothing in it.

    Args:
        source: Its words and tags; tags that cannot be read are another fault.
    """
    from jinja2 import TemplateSyntaxError

    if not TAG.search(source):
        return not source.strip()
    try:
        return _silent(_environment().parse(source).body, ())
    except TemplateSyntaxError:
        return False


def _silent(body: Iterable[nodes.Node], filled: tuple[nodes.Node, ...]) -> bool:
    """Say whether there is a way through these nodes that prints nothing."""
    return all(_says_nothing(node, filled) for node in body)


def _says_nothing(node: nodes.Node, filled: tuple[nodes.Node, ...]) -> bool:
    from jinja2 import nodes

    match node:
        case nodes.Output():
            return all(
                isinstance(part, nodes.TemplateData) and not part.data.strip()
                for part in node.nodes
            )
        case nodes.If():
            ways = [(node.body, (*filled, node.test))]
            ways += [(other.body, (*filled, other.test)) for other in node.elif_]
            return any(_silent(*way) for way in ways) or _silent(node.else_, filled)
        case nodes.For() if node.iter in filled:
            return _silent(node.body, filled)
        case nodes.For():
            return _silent(node.else_, filled) or _silent(node.body, filled)
        case nodes.Block():
            return _silent(node.body, filled)
    return True
