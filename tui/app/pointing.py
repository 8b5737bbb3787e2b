"""Lists whose highlighted line carries the terminal's own cursor, for Braille and magnifiers."""

from __future__ import annotations

from typing import TypeVar

from rich.segment import Segment
from rich.style import Style as DrawnStyle
from textual.content import Content
from textual.geometry import Offset
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget
from textual.widgets import OptionList, Tree
from textual.widgets.option_list import Option

Data = TypeVar("Data")


def point(widget: Widget, place: Offset) -> None:
    """Bring the terminal's own cursor to a place in a widget.

    The terminal hears of it when something is drawn next; so something is.
    """
    where = widget.content_region.offset + place
    if widget.app.cursor_position != where:
        widget.app.cursor_position = where
        widget.refresh()


NARROWEST = 16
"""With less room than this, or while the room is not known, words are not broken here."""


def hung(content: Content, lead: str, width: int, further: int = 0) -> Content:
    """Break words for a width, each line as far in as the first begins.

    Args:
        content: The words.
        lead: What stands before the first line; the others begin below its end.
        width: The columns that there are.
        further: How much further in all lines but the first begin.
    """
    room = width - len(lead) - further
    lines = content.wrap(room) if room >= NARROWEST else [content]
    later = Content(" " * (len(lead) + further))
    return Content("\n").join(
        (later if number else Content(lead)) + text for number, text in enumerate(lines)
    )


class PointedList(OptionList):
    """A list that moves the hardware cursor to the line that is highlighted.

    The highlighted line is drawn in the cursor's colours alone: those of its words would not stand
    out against it.
    """

    def _get_option_render(self, option: Option, style: Style) -> list[Strip]:
        strips = super()._get_option_render(option, style)
        if option.disabled or self.highlighted != self._option_to_index.get(option):
            return strips
        cursor = style.rich_style
        over = DrawnStyle(color=cursor.color, bgcolor=cursor.bgcolor)
        return [
            Strip([Segment(text, (old or over) + over) for text, old, _ in strip])
            for strip in strips
        ]

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Follow the highlighted line."""
        super().watch_highlighted(highlighted)
        self.call_after_refresh(self._point)

    def action_cursor_down(self) -> None:
        """Go to the next line; first to the end of this one, where it is taller than the list."""
        hidden = self._extent()[1] - self.scroll_offset.y - self.content_region.height
        if hidden > 0 and self.highlighted is not None:
            self._roll(min(hidden, self._most_rows()))
        else:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """Go to the line above; first to the beginning of this one."""
        hidden = self.scroll_offset.y - self._extent()[0]
        if hidden > 0 and self.highlighted is not None:
            self._roll(-min(hidden, self._most_rows()))
        else:
            super().action_cursor_up()

    def _extent(self) -> tuple[int, int]:
        """Give the first row of the highlighted line, and the first row after it."""
        at = self.highlighted or 0
        first = self._index_to_line.get(at, 0)
        after = self._index_to_line.get(at + 1, self.virtual_size.height)
        return first, after

    def _most_rows(self) -> int:
        return max(self.content_region.height - 2, 1)

    def _roll(self, rows: int) -> None:
        self.scroll_relative(y=rows, animate=False)
        self.call_after_refresh(self._point)

    def on_focus(self) -> None:
        """Bring the cursor here."""
        self.call_after_refresh(self._point)

    def _point(self) -> None:
        if not self.has_focus or self.highlighted is None:
            return
        row = self._index_to_line.get(self.highlighted, 0) - self.scroll_offset.y
        row = max(row, 0) if self._extent()[1] > self.scroll_offset.y else row
        if 0 <= row < self.content_region.height:
            point(self, Offset(0, row))


class PointedTree(Tree[Data]):
    """A tree that moves the hardware cursor to the line that is highlighted."""

    def watch_cursor_line(self, previous_line: int, line: int) -> None:
        """Follow the highlighted line."""
        super().watch_cursor_line(previous_line, line)
        self.call_after_refresh(self._point)

    def on_focus(self) -> None:
        """Bring the cursor here."""
        self.call_after_refresh(self._point)

    def _point(self) -> None:
        row = self.cursor_line - self.scroll_offset.y
        if self.has_focus and 0 <= row < self.content_region.height:
            point(self, Offset(0, row))
