"""Drafts: a template written as text, as ``docs/letters.md`` says, and made into a Word file."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.letters.word.file import word_file
from toolkit.letters.word.line import read_line, tag_rule
from toolkit.letters.word.sheet import (
    CONTAINERS,
    Block,
    Cell,
    Paragraph,
    Row,
    Sheet,
    Steer,
    Table,
    Words,
)
from toolkit.letters.word.soundness import sheet_faults
from toolkit.letters.word.tags import Fault, normal, tag_faults
from toolkit.problem import BadData, Problem, did_you_mean

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

_RULE = re.compile(r"^\s*([-*=])\1{2,}\s*$", re.MULTILINE)
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_PAGE = {
    "blockquote": ("a quotation", "write it as a paragraph in quotation marks"),
    "fence": ("code", "write it as a paragraph"),
    "code_block": ("an indented block", "begin the line at the margin"),
    "html_block": ("HTML", "write it as a paragraph"),
}


def draft(source: str, file: str = "") -> bytes:
    """Give a draft as a Word template.

    Args:
        source: The draft's text.
        file: Its name, for messages.

    Raises:
        BadData: It breaks the rules of a draft; every fault is listed.
    """
    return word_file(read_draft(source, file))


def read_draft(source: str, file: str = "") -> Sheet:
    """Read a draft.

    Args:
        source: The draft's text.
        file: Its name, for messages.

    Raises:
        BadData: It breaks the rules of a draft; every fault is listed.
    """
    return _Reader(source, file).read()


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """Give CommonMark with tables, containers and tags; what letters do not have stays readable."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.container import container_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark").enable("table").disable(["hr", "lheading", "reference"])
    parser.use(front_matter_plugin)
    parser.use(container_plugin, "style", validate=lambda params, markup: True)
    parser.inline.ruler.before("escape", "tag", tag_rule)
    return parser


class _Reader:
    """Walks the tree of one draft and collects blocks and faults."""

    def __init__(self, source: str, file: str) -> None:
        self.source = re.sub(r"\r\n?", "\n", source.removeprefix("\ufeff"))
        self.file = file
        self.lines = self.source.split("\n")
        self.problems: list[Problem] = []
        self.blocks: list[Block] = []
        self.series = 0
        self.title = ""

    def read(self) -> Sheet:
        from markdown_it.tree import SyntaxTreeNode

        for number, text in enumerate(self.lines, 1):
            if found := _UNREADABLE.search(text):
                mark = f"U+{ord(found.group()):04X}"
                self._add(
                    "control-character", number, f"{mark} cannot stand in a letter", "leave it out"
                )
        if not self.problems:
            tree = SyntaxTreeNode(_parser().parse(self.source))
            for node in tree.children:
                self._block(node, "")
            self._title(tree)
            for fault in sheet_faults(self.blocks):
                self._fault(fault, 1)
        if self.problems:
            raise BadData(sorted(self.problems, key=lambda problem: problem.line))
        return Sheet(self.title, tuple(self.blocks))

    def _add(self, code: str, line: int, message: str, suggestion: str = "") -> None:
        excerpt = self.lines[line - 1].strip() if 0 < line <= len(self.lines) else ""
        self.problems.append(Problem(code, message, self.file, line, "", suggestion, excerpt))

    def _fault(self, fault: Fault, line: int) -> None:
        self._add(fault.code, fault.line or line, fault.message, fault.suggestion)

    def _title(self, tree: SyntaxTreeNode) -> None:
        """Read the front matter, which holds the title and nothing else."""
        import yaml

        front = next((node for node in tree.children if node.type == "front_matter"), None)
        example = "begin with three lines: ---, 'title: Name of the letter', ---"
        if front is None:
            self._add("no-title", 1, "the draft has no title", example)
            return
        try:
            held = yaml.load(front.content, yaml.BaseLoader)
        except yaml.YAMLError:
            held = None
        if not isinstance(held, dict):
            hint = "write 'title: …', in quotation marks if it holds a colon or braces"
            self._add("bad-front-matter", 2, "the lines between --- cannot be read", hint)
            return
        for key in held.keys() - {"title"}:
            self._add(
                "unknown-key",
                2,
                f"'{key}' is nothing that the front of a draft holds",
                "leave it out",
            )
        title = held.get("title")
        if not isinstance(title, str) or not title.strip():
            self._add("no-title", 1, "the draft has no title", example)
        elif "{" in title or "\n" in title.strip():
            self._add("bad-title", 2, "the title holds a tag or a line break", "write plain words")
        else:
            self.title = " ".join(title.split())

    def _block(self, node: SyntaxTreeNode, inside: str) -> None:
        """Read one block; ``inside`` is the name of the container around it."""
        line = _line(node)
        match node.type:
            case "front_matter":
                pass
            case "paragraph":
                self._paragraph(node, CONTAINERS.get(inside, "Normal"))
            case "bullet_list" | "ordered_list":
                self._list(node)
            case "heading" | "table" | "container_style" if inside:
                what = {"heading": "a heading", "table": "a table"}.get(node.type, "a container")
                self._add(
                    "in-container",
                    line,
                    f"{what} stands in '::: {inside}'",
                    "end it before with :::",
                )
            case "heading":
                self._heading(node)
            case "table":
                self._table(node)
            case "container_style":
                self._container(node)
            case _:
                what, hint = _NOT_IN_PAGE.get(node.type, ("this", "write it as a paragraph"))
                self._add("not-in-letter", line, f"{what} does not belong in a letter", hint)

    def _container(self, node: SyntaxTreeNode) -> None:
        name, line = node.info.strip(), _line(node)
        last = node.map[1] if node.map else 0
        if name not in CONTAINERS:
            known = did_you_mean(name, CONTAINERS) or f"there are {', '.join(CONTAINERS)}"
            message = f"'::: {name}' is no container" if name else "':::' ends no container"
            self._add("unknown-container", line, message, known)
        elif last >= len(self.lines) or not self.lines[last].strip().startswith(":::"):
            self._add(
                "unclosed-container", line, f"'::: {name}' is not ended", "end it with a line :::"
            )
        for child in node.children:
            self._block(child, name or "?")

    def _heading(self, node: SyntaxTreeNode) -> None:
        level, line = len(node.markup), _line(node)
        pieces = self._pieces(node, line)
        if level > 3:
            self._add(
                "heading-level", line, "a heading of level " + str(level), "use #, ## and ###"
            )
        elif not pieces:
            self._add(
                "empty-heading", line, "a heading says nothing", "write what the part is about"
            )
        elif any(isinstance(piece, Words) and piece.strong for piece in pieces):
            self._add(
                "bold-heading", line, "bold words in a heading", "leave out **; a heading is bold"
            )
        else:
            self.blocks.append(Paragraph(pieces, f"Heading{level}", line=line))

    def _paragraph(self, node: SyntaxTreeNode, style: str) -> None:
        line = _line(node)
        content = node.children[0].content
        if content.lstrip().startswith("|"):
            hint = "under the first row put |---|---|, as many as it has columns"
            self._add("no-header-row", line, "a table without a header row", hint)
            return
        if found := _RULE.search(content):
            at = line + content[: found.start(1)].count("\n")
            self._add("rule", at, "a rule across the page", "use a heading to part the text")
            return
        if tag := self._lone(node):
            self.blocks.append(Steer(tag, line))
            for fault in tag_faults(tag, steers=True):
                self._fault(fault, line)
            return
        pieces = self._pieces(node, line)
        self.blocks.append(Paragraph(pieces, style, line=line))

    def _lone(self, node: SyntaxTreeNode) -> str:
        """Give the steering tag of a paragraph or cell that holds nothing else, or nothing."""
        inline = node.children[0].children if node.children else []
        if len(inline) == 1 and inline[0].type == "tag" and inline[0].content.startswith("{%"):
            return normal(inline[0].content)
        return ""

    def _list(self, node: SyntaxTreeNode) -> None:
        line = _line(node)
        numbered = node.type == "ordered_list"
        if numbered:
            start = int(node.attrs.get("start", 1))
            if node.markup == ")":
                self._add("list-mark", line, "a list numbered with )", "write '1. '")
            if start == 1:
                self.series += 1
            elif not self.series:
                self._add(
                    "list-start", line, f"a list that begins at {start}", "begin it with '1. '"
                )
        for item in node.children:
            at = _line(item)
            if [child.type for child in item.children] != ["paragraph"]:
                self._add(
                    "list-item",
                    at,
                    "an item of a list is more than one paragraph, or none",
                    "one level of one-paragraph items; other text begins at the margin",
                )
                continue
            pieces = self._pieces(item.children[0], at)
            style, series = ("ListNumber", self.series) if numbered else ("ListBullet", 0)
            self.blocks.append(Paragraph(pieces, style, series, at))

    def _table(self, node: SyntaxTreeNode) -> None:
        from markdown_it.rules_block.table import escapedSplit

        rows: list[Row | Steer] = []
        found = [row for part in node.children for row in part.children]
        for row in found:
            line = _line(row)
            split = [cell.strip() for cell in escapedSplit(self.lines[line - 1].strip().strip("|"))]
            if len(split) > len(row.children):
                hint = (
                    "write \\| for | inside a tag" if "{" in self.lines[line - 1] else "take it out"
                )
                self._add("too-many-cells", line, "a row has more cells than the header row", hint)
            tag = self._lone(row.children[0])
            if tag and not any(
                cell.children and cell.children[0].content for cell in row.children[1:]
            ):
                if not rows:
                    self._add(
                        "tag-in-header", line, f"'{tag}' stands in the header row", "move it below"
                    )
                for fault in tag_faults(tag, steers=True):
                    self._fault(fault, line)
                rows.append(Steer(tag, line))
                continue
            cells = tuple(self._pieces(cell, line) for cell in row.children)
            if not rows and not all(cells):
                self._add(
                    "no-header-row", line, "a header row with an empty cell", "name each column"
                )
            rows.append(Row(cells, line))
        if any(cell.attrs.get("style") for cell in found[0].children):
            self._add(
                "aligned", _line(node), "a column that is not left-aligned", "write |---| without :"
            )
        header = rows[0]
        if isinstance(header, Row):
            if len(rows) == 1:
                self._add(
                    "no-rows", _line(node), "a table without rows", "add one, or leave it out"
                )
            self.blocks.append(Table(header, tuple(rows[1:]), _line(node)))

    def _pieces(self, node: SyntaxTreeNode, line: int) -> Cell:
        """Read what stands in one paragraph, item or cell."""
        if not node.children:
            return ()
        content = node.children[0].content
        if content.endswith("\\") and not content.endswith("\\\\"):
            at = line + content.count("\n")
            self._add("break-at-end", at, "a line break at the end", "leave out the \\")
            return ()
        pieces, faults = read_line(node.children[0].children, line)
        for fault in faults:
            self._fault(fault, line)
        return pieces


def _line(node: SyntaxTreeNode) -> int:
    """Give the line, from 1, on which a block begins."""
    return node.map[0] + 1 if node.map else 0
