"""Lists whose highlighted line carries the terminal's own cursor, for Braille and magnifiers."""

from __future__ import annotations

from typing import TypeVar

from rich.segment import Segment
from rich.style import Style as DrawnStyle
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

    def on_focus(self) -> None:
        """Bring the cursor here."""
        self.call_after_refresh(self._point)

    def _point(self) -> None:
        if not self.has_focus or self.highlighted is None:
            return
        row = self._index_to_line.get(self.highlighted, 0) - self.scroll_offset.y
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
