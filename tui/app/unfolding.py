"""An answer as a list of lines under headings, each of which unfolds to its quoted clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.app.actions import bindings
from tui.app.pointing import PointedList, hung
from tui.text.lines import Line, Section

FOLDED, UNFOLDED, BARE = "▸", "▾", " "


class Unfolding(PointedList):
    """Shows sections of lines; Enter unfolds a line, and folds it again.

    Args:
        id: Its id.
    """

    SCOPE = "lines"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("lines")]

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._rows: list[Line | None] = []
        self._unfolded: set[tuple[str, str]] = set()
        self._broken_at = 0
        self._detailed: set[tuple[str, str]] = set()

    def put(self, sections: Iterable[Section], detailed: bool = False) -> None:
        """Show sections; lines that were unfolded stay so, and the highlight stays near.

        Args:
            sections: What to show.
            detailed: Whether details are shown at once in all sections.
        """
        at = self.chosen
        self._detailed = set()
        self._rows = []
        options: list[Option] = []
        for section in sections:
            heading = Content(section.title).stylize("bold $primary")
            options.append(Option(heading, disabled=True))
            self._rows.append(None)
            if detailed or section.detailed:
                self._detailed |= {_key(line) for line in section.lines}
            for line in section.lines:
                options.append(Option(self._prompt(line)))
                self._rows.append(line)
        self.clear_options()
        self.add_options(options)
        self._highlight_near(at)

    def _highlight_near(self, line: Line | None) -> None:
        keys = [None if item is None else _key(item) for item in self._rows]
        if line is not None and _key(line) in keys:
            self.highlighted = keys.index(_key(line))
        else:
            self.highlighted = next((n for n, key in enumerate(keys) if key is not None), None)

    @property
    def chosen(self) -> Line | None:
        """The line that is highlighted."""
        at = self.highlighted
        return self._rows[at] if at is not None and at < len(self._rows) else None

    @property
    def mark(self) -> str:
        """What the chosen line is found again by, also another day; empty for the first."""
        line = self.chosen
        return "" if line is None or line in self.lines[:1] else line.key or line.words

    def go_to(self, mark: str) -> None:
        """Choose the line with a mark, where there is one; else the first."""
        marks = [None if line is None else line.key or line.words for line in self._rows]
        if mark in marks:
            self.highlighted = marks.index(mark)
        else:
            self._highlight_near(None)

    @property
    def lines(self) -> Sequence[Line]:
        """All lines."""
        return [line for line in self._rows if line is not None]

    @on(OptionList.OptionSelected)
    def _toggle(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        line = self._rows[event.option_index]
        if line is not None and (line.detail or line.clauses):
            self._unfolded ^= {_key(line)}
            self.replace_option_prompt_at_index(event.option_index, self._prompt(line))
            self.call_after_refresh(self.scroll_to_highlight)

    def unfold(self, key: str) -> None:
        """Unfold the lines with a key."""
        for index, line in enumerate(self._rows):
            if line is not None and line.key == key:
                self._unfolded.add(_key(line))
                self.replace_option_prompt_at_index(index, self._prompt(line))

    def action_unfold_all(self) -> None:
        """Unfold every line; or fold all, where all are unfolded."""
        keys = {_key(line) for line in self.lines}
        self._unfolded = set() if keys <= self._unfolded else keys
        for index, line in enumerate(self._rows):
            if line is not None:
                self.replace_option_prompt_at_index(index, self._prompt(line))

    def on_resize(self) -> None:
        """Break the lines anew for another width."""
        if self._width != self._broken_at:
            self._broken_at = self._width
            for index, line in enumerate(self._rows):
                if line is not None:
                    self.replace_option_prompt_at_index(index, self._prompt(line))

    @property
    def _width(self) -> int:
        """Columns for words, beside those of the bar for scrolling."""
        return self.outer_size.width - self.styles.scrollbar_size_vertical

    def _prompt(self, line: Line) -> Content:
        detailed = _key(line) in self._detailed
        unfolds = bool((line.detail and not detailed) or line.clauses)
        is_open = _key(line) in self._unfolded
        mark = (UNFOLDED if is_open else FOLDED) if unfolds else BARE
        parts = [hung(Content.assemble(*_head(line, is_open=is_open)), f"{mark} ", self._width)]
        if is_open or detailed:
            for words in line.detail:
                point = words.startswith("- ")
                text = Content(words.removeprefix("- ") if point else words)
                parts.append(hung(text, "    - " if point else "    ", self._width))
        if is_open:
            for cited in line.clauses:
                quoted = Content.styled(f"“{_flat(cited.text)}”", "$text-muted")
                parts.append(Content.styled(f"    {cited.ref}", "bold"))
                parts.append(hung(quoted, "      ", self._width))
        return Content("\n").join(parts)


def _head(line: Line, *, is_open: bool) -> Iterator[str | tuple[str, str]]:
    """Yield the sign of a line, its words, and the references that it unfolds to."""
    if line.sign:
        large = line.sign in ALARMING
        sign = f"{line.sign.upper() if large else line.sign}: "
        yield sign, "bold $text-warning" if large else "bold"
    yield line.words
    refs = [cited.ref for cited in line.clauses if cited.ref not in line.words]
    if refs and not is_open:
        more = f", {len(refs) - 2} more" if len(refs) > 2 else ""
        yield f" [{', '.join(refs[:2])}{more}]", "$text-muted"


ALARMING = frozenset({"overdue", "not met", "departure", "missed", "missing", "not open"})
"""Signs that are written large."""


def _key(line: Line) -> tuple[str, str]:
    return (line.key, line.words)


def _flat(text: str) -> str:
    return " ".join(text.split())
