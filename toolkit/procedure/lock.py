"""The lock: proof that a procedure's text is its source document's own words."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path

from toolkit.problem import Problem
from toolkit.procedure.document import Text
from toolkit.procedure.laying import Block, Laying, Span, words
from toolkit.procedure.procedure import Header


@dataclass(frozen=True, slots=True)
class Lock:
    """What the comparison found.

    Attributes:
        problems: Whatever keeps the text from being locked; empty where it is.
        words: How many words the source has.
        locked: How many of them stand in the procedure word for word.
        left_out: How many are left out with a reason.
    """

    problems: tuple[Problem, ...]
    words: int = 0
    locked: int = 0
    left_out: int = 0


def check_lock(header: Header, texts: tuple[Text, ...], folder: Path) -> list[Problem]:
    """Give all that keeps a procedure's text from being its source's; see `lock`."""
    return list(lock(header, texts, folder).problems)


def lock(header: Header, texts: tuple[Text, ...], folder: Path) -> Lock:
    """Compare a procedure's text with its source, word for word.

    Every block of text, headings included, must be an exact run of the source's words and stand in
    the source's order unless it is marked as placed; every word of the source must be covered once
    by a block, or be left out with a reason. What counts as a word says `words`.

    Args:
        header: Names the source, its hash, and what is left out.
        texts: The procedure's files as read.
        folder: Where they and the source are.

    Returns:
        The problems in reading order, and how much of the source is covered.
    """
    first = texts[0]
    try:
        data = (folder / header.source).read_bytes()
    except OSError:
        message = f"there is no source document {header.source} in {folder.name}/"
        return Lock((Problem("lock-source", message, first.file, _front_line(first, "source")),))
    checker = _Checker(header, texts, data.decode("utf-8-sig"))
    if (actual := sha256(data).hexdigest()) != header.sha256:
        checker.report(
            "lock-hash",
            Block([], first.file, _front_line(first, "sha256")),
            f"{header.source} is not the document that was recorded",
            f"if it was meant to change, compare the text and record sha256: {actual}",
        )
    return checker.check()


class _Checker:
    """Lays a procedure's text along its source and says what does not fit."""

    def __init__(self, header: Header, texts: tuple[Text, ...], source: str) -> None:
        self.header = header
        self.laying = Laying(source)
        self.problems: list[Problem] = []
        self.files = [text.file for text in texts]
        self.front = Block([], texts[0].file, _front_line(texts[0], "left-out"))
        self.blocks = [
            Block(
                [word for word, _ in words(part)],
                text.file, line, passage.ref, bool(passage.placed),
            )
            for text in texts
            for passage in text.passages
            for part, line in zip(passage.parts, passage.lines, strict=True)
        ]  # fmt: skip

    def check(self) -> Lock:
        laying = self.laying
        laying.lay_in_order(block for block in self.blocks if not block.placed)
        for block in self.blocks:
            if block.placed:
                laying.lay(block, laying.free(block.words))
        locked = sum(owner is not None for owner in laying.owner)
        left_out = self._leave_out()
        self._explain()
        for span in list(laying.uncovered()):
            self.report(
                "lock-gap",
                laying.block_before(span) or self.front,
                f"these words of the source are missing after this: {self._quote_source(span)}",
                "put them back, or name them under left-out with a reason",
            )
        ordered = sorted(self.problems, key=lambda p: (self.files.index(p.file), p.line))
        return Lock(tuple(ordered), len(laying.words), locked, left_out)

    def _leave_out(self) -> int:
        """Cover what the front matter leaves out, and count its words."""
        count = 0
        for entry in self.header.left_out:
            block = Block([], self.front.file, self.front.line)
            sought = [word for word, _ in words(entry.text)]
            if not entry.reason.strip():
                message = f"the left-out text {_quote(sought)} has no reason"
                self.report("lock-left-out", block, message, "say why it is left out")
            if self.laying.lay(block, self.laying.free(sought)):
                count += len(sought)
            elif spans := self.laying.spans(sought):
                why = f"stands in {self._owner(spans[0])}"
                message = f"the left-out text {_quote(sought)} {why}"
                self.report("lock-left-out", block, message, "remove the entry")
            else:
                why = f"is nowhere in {self.header.source}"
                message = f"the left-out text {_quote(sought)} {why}"
                self.report("lock-left-out", block, message, "write the source's own words")
        return count

    def _explain(self) -> None:
        """Say what is wrong with each block that fits nowhere, and lay it where it belongs."""
        laying = self.laying
        missing = [block for block in self.blocks if block.span is None and block.words]
        for block in missing:
            if not block.placed and laying.lay(block, laying.free(block.words)):
                self._report_order(block)
        for block in missing:
            if block.span is None and laying.lay(block, laying.alike(block)):
                self._report_change(block)
        before = None
        for block in self.blocks:
            if block.span is None and block.words:
                if spans := laying.spans(block.words):
                    self.report(
                        "lock-twice",
                        block,
                        f"the text {_quote(block.words)} already stands in "
                        f"{self._owner(spans[0])} ({self._where(spans[0])})",
                        "remove it here",
                    )
                elif laying.lay(block, laying.uncovered_line_after(before)):
                    self._report_change(block)
                else:
                    self.report(
                        "lock-words",
                        block,
                        f"these are not the source's words: {_quote(block.words)} "
                        f"(nothing in {self.header.source} is like it)",
                        "remove them, or say it in a note of a block",
                    )
            if block.span and not block.placed:
                before = block

    def _report_order(self, block: Block) -> None:
        assert block.span is not None
        self.report(
            "lock-order",
            block,
            f"the text {_quote(block.words)} stands out of order: the source has it after "
            f"{_name(self.laying.block_before(block.span))} ({self._where(block.span)})",
            'move it there, or say why it is here with {placed="…"}',
        )

    def _report_change(self, block: Block) -> None:
        assert block.span is not None
        expected = self.laying.words[slice(*block.span)]
        matcher = SequenceMatcher(None, block.words, expected, autojunk=False)
        changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
        kind, found_at, found_end, at, end = changes[0]
        if kind != "replace" and found_at and at:  # show the word before, or one side is empty
            found_at, at = found_at - 1, at - 1
        others = len(changes) - 1
        more = f", and differs in {others} more place{'s'[: others > 1]}" if others else ""
        self.report(
            "lock-words",
            block,
            f"these are not the source's words: {_quote(block.words[found_at : found_end + 2])} "
            f"({self._where(block.span)} has {_quote(expected[at : end + 2])}{more})",
            "write the source's own words",
        )

    def _owner(self, span: Span) -> str:
        owner = next((block for block in self.laying.owner[slice(*span)] if block), None)
        return _name(owner) if owner is None or owner.words else "the left-out texts"

    def _where(self, span: Span) -> str:
        first, last = self.laying.lines[span[0]], self.laying.lines[span[1] - 1]
        return f"{self.header.source}:{first}" + (f"-{last}" if last > first else "")

    def _quote_source(self, span: Span) -> str:
        return f"{_quote(self.laying.words[slice(*span)])} ({self._where(span)})"

    def report(self, code: str, block: Block, message: str, suggestion: str) -> None:
        self.problems.append(
            Problem(code, message, block.file, block.line, block.clause, suggestion)
        )


def _quote(found: list[str]) -> str:
    return f"'{' '.join(found)}'" if len(found) <= 12 else f"'{' '.join(found[:11])} …'"


def _name(block: Block | None) -> str:
    if block is None:
        return "its beginning"
    return block.clause or f"the heading {_quote(block.words)}"


def _front_line(text: Text, key: str) -> int:
    """Give the line of a key in a file's front matter."""
    for number, line in enumerate(text.front.splitlines(), text.front_line):
        if line.startswith(f"{key}:"):
            return number
    return 1
