"""Structured Markdown: clauses with their references, and the fenced blocks under them.

The text is plain Markdown with the policy's own words. References come from the text itself where
it prints a number ("5.13 Once …"), and from an attribute line where it does not:

- ``{ref="LDPP 3.1 Minor"}`` before a paragraph, heading or list: that block begins this clause;
- ``{items="LDPP 3.1 Minor"}`` before a list: its items are ``LDPP 3.1 Minor 1``, ``… 2`` and so on,
  and the items of a list inside one are lettered, ``… 10a``;
- ``{placed="why"}``: the text stands elsewhere in the source, and here is why;
- ``{start=6}`` beside ``items``: the first item's number, where it is not 1;
- ``{whole=true}``: quoting this clause quotes the clauses under it as well;
- ``{level=2}``: the text stands under the heading of that level, and no longer under deeper ones.

A block without a reference goes on with the clause above it. A fence whose first word is a kind of
rule encodes the clause above it; ``asked-as`` holds questions that the clause answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from toolkit.problem import Problem, did_you_mean
from toolkit.procedure.questions import WORD, Asked
from toolkit.procedure.rule import KINDS

_NUMBER = re.compile(r"^(\d+(?:\.\d+)+)\s")
_ATTRIBUTES = ("ref", "items", "start", "placed", "whole", "level")
_LISTS = ("bullet_list_open", "ordered_list_open")


@dataclass(slots=True)
class Passage:
    """A run of text under one reference, while it is being read.

    Attributes:
        ref: Its reference; empty for a heading that is no clause.
        parts: Its blocks of text, in order.
        path: Headings above it.
        line: Its first line.
        placed: Why it stands elsewhere than in the source.
        whole: Whether quoting it quotes those under it.
        in_list: Whether it is an item of a list.
        lines: First line of each part.
    """

    ref: str
    path: tuple[str, ...]
    line: int
    parts: list[str] = field(default_factory=list)
    placed: str = ""
    whole: bool = False
    in_list: bool = False
    lines: list[int] = field(default_factory=list)

    def add(self, words: str, line: int) -> None:
        """Add one block of text that begins on this line."""
        self.parts.append(words)
        self.lines.append(line)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of rules, and the clause that it stands under."""

    kind: str
    yaml: str
    line: int
    clause: str


@dataclass(slots=True)
class Text:
    """One file, read: its front matter, passages, blocks, questions and faults.

    Headings that are not clauses are passages with an empty reference: the lock needs them too.
    """

    file: str
    front: str = ""
    front_line: int = 2
    passages: list[Passage] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").use(front_matter_plugin).use(attrs_block_plugin)


def read_text(source: str, file: str, prefix: str) -> Text:
    """Read one Markdown file.

    Args:
        source: The Markdown.
        file: Path for messages.
        prefix: What stands before printed numbers in references, such as ``LDPP`` or ``App 5``.

    Returns:
        Its passages and blocks; whatever is wrong is listed in ``problems``.
    """
    return _Reader(source, file, prefix).read()


class _Reader:
    """Walks markdown-it's tokens once, keeping the open clause, headings and lists."""

    def __init__(self, source: str, file: str, prefix: str) -> None:
        self.text = Text(file)
        self.prefix = prefix
        self.lines = source.splitlines()
        self.tokens = _parser().parse(source)
        self.headings: dict[int, str] = {}
        self.open: Passage | None = None
        self.lists: list[_List] = []
        self.pending: dict[str, str] = {}

    def read(self) -> Text:
        for index, token in enumerate(self.tokens):
            self._attributes(token)
            match token.type:
                case "front_matter":
                    self.text.front = token.content
                case "heading_open":
                    self._heading(token, self.tokens[index + 1])
                case "bullet_list_open" | "ordered_list_open":
                    self.lists.append(_List(token.attrs.get("items"), token.attrs.get("start")))
                    if ref := token.attrs.get("ref"):
                        self._begin(str(ref), token)
                case "bullet_list_close" | "ordered_list_close":
                    self._end_list()
                case "list_item_open":
                    self._item(token)
                case "paragraph_open":
                    self._paragraph(token, self.tokens[index + 1])
                case "fence":
                    self._fence(token)
                case "html_block" | "code_block" | "blockquote_open":
                    self._problem(
                        token,
                        "not-structured",
                        "only headings, paragraphs, lists and fenced blocks may stand here",
                        "write it as a paragraph or a list",
                    )
        return self.text

    def _attributes(self, token: Token) -> None:
        for name, value in token.attrs.items():
            if token.type == "ordered_list_open" and name == "start":
                continue  # markdown-it's own, from the first number
            if name not in _ATTRIBUTES:
                known = f"the attributes are {', '.join(_ATTRIBUTES)}"
                self._problem(
                    token,
                    "unknown-attribute",
                    f"the attribute '{name}' is not known",
                    did_you_mean(name, _ATTRIBUTES) or known,
                )
            elif token.type == "fence" or (name in ("items", "start") and token.type not in _LISTS):
                self._problem(
                    token,
                    "misplaced-attribute",
                    f"the attribute '{name}' does nothing before a {token.type.split('_')[0]}",
                    "put it on the line above the text that it is about",
                )
            elif name in ("start", "level") and not str(value).isdecimal():
                self._problem(
                    token,
                    "bad-attribute",
                    f"the attribute '{name}' is a number, not '{value}'",
                )

    def _heading(self, token: Token, inline: Token) -> None:
        level = int(token.tag[1])
        words = _words(inline)
        self.headings = {at: text for at, text in self.headings.items() if at < level}
        self.open = None
        if ref := token.attrs.get("ref"):
            self._begin(str(ref), token).add(words, _line(token))
        else:
            placed = str(token.attrs.get("placed", ""))
            heading = Passage("", self._path(), _line(token), placed=placed)
            heading.add(words, _line(token))
            self.text.passages.append(heading)
        self.headings[level] = words

    def _item(self, token: Token) -> None:
        if self.lists:
            self.lists[-1].count += 1
            self.lists[-1].mark = f"{token.info}{token.markup} " if token.info else ""
            self.lists[-1].fresh = True

    def _end_list(self) -> None:
        self.lists.pop()
        if self.lists and (above := self.lists[-1].open) is not None:
            self.open = above

    def _paragraph(self, token: Token, inline: Token) -> None:
        words = _words(inline)
        current = self.lists[-1] if self.lists else None
        ref = token.attrs.get("ref")
        if ref is None and current is not None and current.fresh:
            ref = self._item_ref(current)
        if ref is None and not self.lists and (number := _NUMBER.match(words)):
            ref = f"{self.prefix} {number[1]}".lstrip()
        if current is not None:
            words = current.mark + words if current.fresh else words
            current.fresh = False
        if ref is not None:
            passage = self._begin(str(ref), token)
            if current is not None:
                current.open = passage
        elif self.open is None:
            self._problem(
                token,
                "no-clause",
                f"the text '{_short(words)}' stands under no clause",
                'give it a reference with {ref="…"} on the line above',
            )
            return
        elif token.attrs.get("placed"):
            self._problem(
                token,
                "placed-without-ref",
                "'placed' stands on text that begins no clause",
                "give the block its own reference beside it",
            )
        assert self.open is not None
        self.open.add(words, _line(token))

    def _item_ref(self, current: _List) -> str | None:
        if current.items:
            return f"{current.items} {current.first + current.count - 1}"
        if len(self.lists) > 1 and self.lists[-2].items and self.lists[-2].open is not None:
            return f"{self.lists[-2].open.ref}{chr(96 + current.count)}"
        return None

    def _begin(self, ref: str, token: Token) -> Passage:
        if str(level := token.attrs.get("level", "")).isdecimal():
            self.headings = {at: text for at, text in self.headings.items() if at <= int(level)}
        passage = Passage(
            ref,
            self._path(),
            _line(token),
            placed=str(token.attrs.get("placed", "")),
            whole=token.attrs.get("whole") == "true",
            in_list=bool(self.lists),
        )
        self.text.passages.append(passage)
        self.open = passage
        return passage

    def _fence(self, token: Token) -> None:
        kind = token.info.strip()
        word, _, named = kind.partition(" ")
        if word != WORD and kind not in KINDS:
            self._problem(
                token,
                "unknown-kind",
                f"'{kind}' is not a kind of rule",
                did_you_mean(kind, (*KINDS, WORD)) or f"the kinds are {', '.join(KINDS)}",
            )
        elif self.open is None:
            about = "its questions are about" if word == WORD else "it encodes"
            self._problem(
                token,
                "block-without-clause",
                f"this {word} block stands under no clause",
                f"move it directly under the clause that {about}",
            )
        elif word == WORD:
            named = " ".join(named.split())
            under = self.open
            self.text.asked.append(
                Asked(token.content, self.text.file, _line(token), under.ref, under.in_list, named)
            )
        else:
            self.text.blocks.append(Block(kind, token.content, _line(token) + 1, self.open.ref))

    def _path(self) -> tuple[str, ...]:
        return tuple(self.headings[level] for level in sorted(self.headings))

    def _problem(self, token: Token, code: str, message: str, suggestion: str = "") -> None:
        line = _line(token)
        if code.endswith("-attribute") and self.lines[line - 2 : line - 1]:
            line -= self.lines[line - 2].lstrip().startswith("{")
        excerpt = self.lines[line - 1].strip() if 0 < line <= len(self.lines) else ""
        clause = self.open.ref if self.open else ""
        self.text.problems.append(
            Problem(code, message, self.text.file, line, clause, suggestion, excerpt)
        )


@dataclass(slots=True)
class _List:
    """An open list: what its items are called, and how many there were."""

    items: object = None
    start: object = None
    count: int = 0
    mark: str = ""
    fresh: bool = False
    open: Passage | None = None

    @property
    def first(self) -> int:
        return int(str(self.start)) if str(self.start).isdecimal() else 1


def _words(inline: Token) -> str:
    """Give an inline token's text without its Markdown marks."""
    return "".join(_pieces(inline))


def _pieces(inline: Token) -> Iterator[str]:
    for child in inline.children or []:
        if child.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif child.type in ("text", "code_inline", "html_inline"):
            yield child.content


def _line(token: Token) -> int:
    return (token.map[0] if token.map else 0) + 1


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 40 else flat[:39] + "…"
