"""One line of a draft: words, bold words, tags, tick boxes, lines to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from toolkit.letters.word.sheet import BLANK, Blank, Break, Cell, Piece, Tick, Words, tidy
from toolkit.letters.word.tags import TAG, Fault, keyword, normal, tag_faults, unbalanced

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline
    from markdown_it.tree import SyntaxTreeNode

_BLANK = re.compile(r"_{4,}")
_TICK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_IN_TABLE = "close the tag; in a table write \\| for | inside a tag"
_LEFT_OVER = {
    "{{": ("'{{' without '}}'", _IN_TABLE),
    "{%": ("'{%' without '%}'", _IN_TABLE),
    "[[": ("'[[' without ']]'", "close the tick box"),
    "}}": ("'}}' without '{{'", "open the tag, or leave the braces out"),
    "%}": ("'%}' without '{%'", "open the tag, or leave the braces out"),
    "]]": ("']]' without '[['", "open the tick box, or leave the brackets out"),
    "{#": ("'{#' begins a comment", "leave comments out"),
    "**": ("'**' that begins or ends no bold words", "set it directly around words and spaces"),
}
_NOT_IN_LINE = {
    "em": ("italics do not belong in a letter", "use **bold**, or plain words"),
    "link": ("a link does not belong in a letter", "write the address out, or name the document"),
    "image": ("a picture does not belong in a letter", "pictures belong in letterhead.docx"),
    "code_inline": ("code does not belong in a letter", "write plain words"),
    "html_inline": ("HTML does not belong in a letter", "write plain words"),
}


def tag_rule(state: StateInline, silent: bool) -> bool:
    """Take tags, tick boxes and blanks whole, before anything in them is read as Markdown."""
    for kind, pattern in (("tag", TAG), ("tick", _TICK), ("blank", _BLANK)):
        if found := pattern.match(state.src, state.pos, state.posMax):
            if not silent:
                state.push(kind, "", 0).content = found.group()
            state.pos = found.end()
            return True
    return False


def read_line(nodes: Sequence[SyntaxTreeNode], line: int) -> tuple[Cell, list[Fault]]:
    """Read what stands in one paragraph, heading, item or cell.

    Args:
        nodes: What the Markdown parser found in it.
        line: The line of the draft on which it begins.

    Returns:
        Its pieces, and what is wrong with it.
    """
    reader = _Line(line)
    pieces = tidy(reader.pieces(nodes, strong=False))
    reader.faults.extend(unbalanced(reader.tags))
    return pieces, reader.faults


class _Line:
    """Gathers the tags and faults of one line while its pieces are read."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.tags: list[tuple[str, int]] = []
        self.faults: list[Fault] = []

    def pieces(self, nodes: Sequence[SyntaxTreeNode], strong: bool) -> Iterator[Piece]:
        for node in nodes:
            match node.type:
                case "text":
                    self._left_over(node.content)
                    yield Words(node.content.replace("\t", " "), strong)
                case "softbreak":
                    self.line += 1
                    yield Words(" ", strong)
                case "hardbreak":
                    self.line += 1
                    yield Break()
                case "strong":
                    yield from self.pieces(node.children, strong=True)
                case "tag":
                    yield Words(self._tag(normal(node.content)), strong)
                    self.line += node.content.count("\n")
                case "tick":
                    yield self._tick(" ".join(node.content[2:-2].split()))
                    self.line += node.content.count("\n")
                case "blank":
                    yield Blank()
                case _:
                    said = _NOT_IN_LINE.get(node.type, (node.type, "write plain words"))
                    self._fault("not-in-letter", *said)

    def _fault(self, code: str, message: str, suggestion: str) -> None:
        self.faults.append(Fault(code, message, suggestion, self.line))

    def _tag(self, tag: str) -> str:
        for fault in tag_faults(tag, steers=False):
            self._fault(fault.code, fault.message, fault.suggestion)
        if keyword(tag):
            self.tags.append((tag, self.line))
        return tag

    def _tick(self, condition: str) -> Tick:
        if not condition:
            self._fault("empty-tick", "a tick box without a condition", "write [[ field ]]")
            return Tick(condition)
        for fault in tag_faults("{% if " + condition + " %}", steers=True):
            self._fault(fault.code, fault.message, fault.suggestion)
        return Tick(condition)

    def _left_over(self, text: str) -> None:
        for mark, said in _LEFT_OVER.items():
            if mark in text:
                self._fault("left-over", *said)
        if re.search(r"(?<![^\W_])_{2,3}(?![^\W_])", text):
            self._fault("left-over", "a line to be filled in is too short", f"write {BLANK}")
