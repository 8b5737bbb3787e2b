"""The reader: a policy's text on the screen, clause by clause.

A whole procedure is one widget that draws only the lines in view: the longest opens in a fraction
of a second, where a widget for each clause took 1.1 s.
"""

from __future__ import annotations

from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.widgets import Input, Static

from tui.app.actions import bindings
from tui.app.pointing import point
from tui.app.reading import Find, Laid, Line, Reading, found, laid_out

GUTTER = 2
"""Columns left of the text: the bar beside the clause that is chosen."""

BAR = "▌ "
COLUMN = 92
"""Longer lines are hard to read."""


class Reader(ScrollView, can_focus=True):
    """Shows a reading; one clause is always the chosen one."""

    SCOPE = "reader"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("reader")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reader--heading",
        "reader--ref",
        "reader--fault",
        "reader--link",
        "reader--find",
        "reader--find-now",
        "reader--bar",
    }
    DEFAULT_CSS = """
    Reader { height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; overflow-y: scroll; }
    Reader .reader--heading { text-style: bold underline; color: $primary; }
    Reader .reader--ref { text-style: bold; color: $primary; }
    Reader .reader--fault { text-style: bold; color: $text-warning; }
    Reader .reader--link { text-style: underline; color: $primary; }
    Reader .reader--find { background: $panel; color: $text-accent; text-style: bold underline; }
    Reader .reader--find-now {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
    }
    Reader .reader--bar { color: $accent; }
    """

    class Moved(Message):
        """Another clause is the chosen one.

        Attributes:
            reader: The reader.
            ref: The clause.
        """

        def __init__(self, reader: Reader, ref: str) -> None:
            super().__init__()
            self.reader, self.ref = reader, ref

    class Do(Message):
        """Something is to be done with the chosen clause that the reader leaves to its screen.

        Attributes:
            what: ``rules``, ``fault`` or ``follow``.
            ref: The clause; for ``follow`` the one that a cross-reference leads to.
        """

        def __init__(self, reader: Reader, what: str, ref: str) -> None:
            super().__init__()
            self.reader, self.what, self.ref = reader, what, ref

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.reading = Reading()
        self.laid = Laid()
        self.clause = 0
        self.finds: tuple[Find, ...] = ()
        self.find_now = -1
        self._width = 0

    # -- what is shown

    @property
    def ref(self) -> str:
        """The chosen clause, or empty where there is none."""
        return self.reading.refs[self.clause] if self.reading.refs else ""

    def read(self, reading: Reading, ref: str = "") -> None:
        """Show a reading, with a clause chosen."""
        self.reading = reading
        self.clause = reading.number.get(ref, 0)
        self.finds, self.find_now = (), -1
        self._lay_out()
        self.choose(self.clause)

    def go_to(self, ref: str) -> None:
        """Choose a clause by its reference, if it is here."""
        if (number := self.reading.number.get(ref)) is not None:
            self.choose(number)

    def choose(self, clause: int) -> None:
        """Choose a clause and bring it to the top of the page."""
        if not self.laid.tops:
            return
        self.clause = max(0, min(clause, len(self.laid.tops) - 1))
        top = self.laid.tops[self.clause]
        self.scroll_to(y=max(0, self._with_heading(top)), animate=False)
        self.tell()

    def _with_heading(self, top: int) -> int:
        """Give the line of the headings right above a clause, or its own."""
        line = top
        while line > 0 and top - line < 6:
            above = self.laid.lines[line - 1]
            if above.block >= 0 and self.reading.blocks[above.block].kind != "heading":
                break
            line -= 1
        return line + 1 if line and self.laid.lines[line].block < 0 else line

    def tell(self) -> None:
        """Say which clause is chosen."""
        self.refresh()
        self.post_message(self.Moved(self, self.ref))
        self.call_after_refresh(self._place_cursor)

    def _place_cursor(self) -> None:
        """Bring the terminal's own cursor to the chosen clause, for screen readers and Braille."""
        if self.has_focus and self.laid.tops:
            row = self.laid.tops[self.clause] - round(self.scroll_y)
            if 0 <= row < self.size.height:
                point(self, Offset(GUTTER, row))

    def on_focus(self) -> None:
        """Bring the terminal's cursor along."""
        self.call_after_refresh(self._place_cursor)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the text out anew where the width is another."""
        if self._width != self._text_width():
            self._lay_out()
            self.choose(self.clause)

    def _text_width(self) -> int:
        return min(self.scrollable_content_region.width - GUTTER, COLUMN)

    def _lay_out(self) -> None:
        self._width = self._text_width()
        if self._width > 0:
            self.laid = laid_out(self.reading, self._width)
            self.virtual_size = Size(self._width + GUTTER, len(self.laid.lines))
        self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Let the chosen clause follow where it has left the page."""
        super().watch_scroll_y(old_value, new_value)
        if not self.laid.tops:
            return
        top, height = round(new_value), self.size.height
        if not (self.laid.tops[self.clause] < top + height and self.laid.ends[self.clause] > top):
            self.clause = self.laid.clause_at(top)
            self.tell()

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        number = round(self.scroll_offset.y) + y
        width = self.size.width
        if number >= len(self.laid.lines):
            return Strip.blank(width, self.rich_style)
        line = self.laid.lines[number]
        chosen = bool(self.laid.tops) and (
            self.laid.tops[self.clause] <= number < self.laid.ends[self.clause]
        )
        bar = Segment(
            BAR if chosen else " " * GUTTER,
            self.rich_style + self.get_component_rich_style("reader--bar", partial=True),
        )
        segments = [bar, *self._segments(line, number)]
        return Strip(segments).extend_cell_length(width, self.rich_style).crop(0, width)

    def _segments(self, line: Line, number: int) -> list[Segment]:
        """Give the text of a line, cut where its style changes."""
        if line.block < 0:
            return []
        block = self.reading.blocks[line.block]
        base = self.rich_style
        if block.kind == "heading":
            base += self.get_component_rich_style("reader--heading", partial=True)
        styles: list[tuple[int, int, Style]] = []
        if block.kind == "ref":
            ref = len(self.reading.refs[block.clause])
            styles.append((0, ref, self._style("reader--ref")))
            styles.append((ref, len(block.text), self._style("reader--fault")))
        styles += [(link.start, link.end, self._style("reader--link")) for link in block.links]
        for at, find in enumerate(self.finds):
            if find.block == line.block:
                name = "reader--find-now" if at == self.find_now else "reader--find"
                styles.append((find.start, find.end, self._style(name)))
        if (selection := self.text_selection) and (span := selection.get_span(number)):
            start, end = span
            shift = line.start - line.indent - GUTTER
            over = self.screen.get_component_rich_style("screen--selection")
            styles.append((start + shift, line.end if end == -1 else end + shift, over))
        text = block.text
        cuts = {line.start, line.end}
        for start, end, _ in styles:
            cuts.update(at for at in (start, end) if line.start < at < line.end)
        found = [Segment(" " * line.indent, self.rich_style)] if line.indent else []
        places = sorted(cuts)
        x = GUTTER + line.indent
        for start, end in pairwise(places):
            style = base
            for first, last, over in styles:
                if first <= start and end <= last:
                    style += over
            offset = Style.from_meta({"offset": (x + start - line.start, number)})
            found.append(Segment(text[start:end], style + offset))
        return found

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Give the text that is chosen with the mouse."""
        return selection.extract("\n".join(map(self._plain, self.laid.lines))), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the chosen text."""
        self.refresh()

    def _plain(self, line: Line) -> str:
        if line.block < 0:
            return ""
        text = self.reading.blocks[line.block].text[line.start : line.end]
        return " " * (GUTTER + line.indent) + text

    # -- what the keys and the mouse do

    def on_click(self, event: events.Click) -> None:
        """Choose the clause that was clicked; follow a cross-reference; open a fault."""
        number = round(self.scroll_y) + event.y
        if not 0 <= number < len(self.laid.lines) or self.text_selection:
            return
        line = self.laid.lines[number]
        if line.block < 0:
            return
        block = self.reading.blocks[line.block]
        if block.clause >= 0:
            self.clause = block.clause
            self.tell()
        at = event.x - GUTTER - line.indent + line.start
        for link in block.links:
            if link.start <= at < link.end:
                self.post_message(self.Do(self, "follow", link.ref))
        if block.kind == "ref" and len(self.ref) < at < len(block.text):
            rules = block.text.find("§")
            self.post_message(self.Do(self, "rules" if 0 <= rules <= at else "fault", self.ref))

    def action_next_clause(self) -> None:
        """Choose the next clause."""
        self.choose(self.clause + 1)

    def action_previous_clause(self) -> None:
        """Choose the clause before."""
        self.choose(self.clause - 1)

    def action_follow(self) -> None:
        """Follow a cross-reference of the chosen clause."""
        links = self.reading.links_of(self.clause)
        if len(links) == 1:
            self.post_message(self.Do(self, "follow", links[0].ref))
        else:
            self.post_message(self.Do(self, "follow", ""))

    def action_find(self) -> None:
        """Ask for words to find."""
        if isinstance(self.parent, ReaderPane):
            self.parent.open_find()

    def action_rules(self) -> None:
        """Show the rules under the chosen clause."""
        self.post_message(self.Do(self, "rules", self.ref))

    def action_fault(self) -> None:
        """Show the faults of the chosen clause."""
        self.post_message(self.Do(self, "fault", self.ref))

    def action_next_match(self) -> None:
        """Go to the next place found."""
        self._to_find(self.find_now + 1)

    def action_previous_match(self) -> None:
        """Go to the place found before."""
        self._to_find(self.find_now - 1)

    def find(self, words: list[str], *, whole: bool = False, move: bool = True) -> int:
        """Mark where words are found, go to the first at or below the chosen clause; count them."""
        self.finds = found(self.reading, words, whole=whole)
        self.find_now = -1
        if self.finds and move:
            below = (
                at
                for at, find in enumerate(self.finds)
                if self.reading.blocks[find.block].clause >= self.clause
            )
            self._to_find(next(below, 0))
        self.refresh()
        return len(self.finds)

    def _to_find(self, at: int) -> None:
        if not self.finds:
            self.notify("Nothing is being looked for. Press / and type words to find.")
            return
        self.find_now = at % len(self.finds)
        find = self.finds[self.find_now]
        clause = self.reading.blocks[find.block].clause
        if clause >= 0:
            self.clause = clause
        line = self.laid.line_of(find.block, find.start)
        top = round(self.scroll_y)
        if not top <= line < top + self.size.height - 1:
            self.scroll_to(y=max(0, line - self.size.height // 3), animate=False)
        self.tell()


class ReaderPane(Vertical):
    """A reader with its line for finding words and its line of state."""

    DEFAULT_CSS = """
    ReaderPane { width: 1fr; height: 1fr; }
    ReaderPane > .state { height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.title = ""
        self._words = ""

    def compose(self) -> ComposeResult:
        """Put the reader above the two lines."""
        yield Reader()
        line = Input(placeholder="find in this text; Enter keeps the marks, Esc takes them away")
        line.display = False
        yield line
        yield Static(classes="state")

    @property
    def reader(self) -> Reader:
        """The reader."""
        return self.query_one(Reader)

    def close_find(self) -> bool:
        """Close the line for finding, or take the marks away; say whether there was either."""
        if self.finding or self.reader.finds:
            self.reader.find([])
            self._words = ""
            self.show_state()
            self._leave_find()
            return True
        return False

    @property
    def finding(self) -> bool:
        """Whether the line for finding is open."""
        return bool(self.query_one(Input).display)

    def _leave_find(self) -> None:
        self.query_one(Input).display = False
        self.screen.set_focus(self.reader)

    def open_find(self) -> None:
        """Open the line for finding at once, so that the next keys are for it."""
        line = self.query_one(Input)
        line.display = True
        line.value = ""
        self.screen.set_focus(line)

    def show_state(self) -> None:
        """Say which clause is chosen, and how many places were found."""
        reader = self.reader
        parts = []
        if self._words:
            count = len(reader.finds)
            words = f"“{self._words}”"
            now = f"{reader.find_now + 1} of {count} found: {words}"
            parts.append(now if count else f"{words} is not found here")
        elif self.title and self.size.width > 60:
            parts.append(self.title)
        if reader.ref:
            parts.append(f"{reader.ref} ({reader.clause + 1} of {len(reader.reading.refs)})")
        self.query_one(".state", Static).update(Content("  ·  ".join(parts)))

    def mark(self, words: list[str]) -> None:
        """Mark words that were searched for elsewhere, without moving."""
        self.reader.find(words, whole=True, move=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find as the words are typed."""
        event.stop()
        self._words = event.value.strip()
        self.reader.find([self._words])
        self.show_state()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the marks and go back to the text."""
        event.stop()
        self._leave_find()

    def on_reader_moved(self, event: Reader.Moved) -> None:
        """Say which clause is chosen."""
        self.show_state()
