"""An answer as a list of lines under headings, each of which unfolds to its quoted clauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.app.actions import bindings
from tui.app.pointing import PointedList
from tui.text.lines import Line, Section

FOLDED, UNFOLDED, BARE = "▸", "▾", " "


class Unfolding(PointedList):
    """Shows sections of lines; Enter unfolds a line, and folds it again.

    Args:
        id: Its id.
    """

    SCOPE = "answer"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("answer")]

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._rows: list[Line | None] = []
        self._unfolded: set[tuple[str, str]] = set()
        self._detailed = False

    def put(self, sections: Iterable[Section], detailed: bool = False) -> None:
        """Show sections; lines that were unfolded stay so, and the highlight stays near.

        Args:
            sections: What to show.
            detailed: Whether details are shown at once, and only clauses are folded away.
        """
        at = self.chosen
        self._detailed = detailed
        self._rows = []
        options: list[Option] = []
        for section in sections:
            heading = Content(section.title).stylize("bold $primary")
            options.append(Option(heading, disabled=True))
            self._rows.append(None)
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

    def action_unfold_all(self) -> None:
        """Unfold every line; or fold all, where all are unfolded."""
        keys = {_key(line) for line in self.lines}
        self._unfolded = set() if keys <= self._unfolded else keys
        for index, line in enumerate(self._rows):
            if line is not None:
                self.replace_option_prompt_at_index(index, self._prompt(line))

    def _prompt(self, line: Line) -> Content:
        unfolds = bool(line.detail or line.clauses)
        is_open = _key(line) in self._unfolded
        mark = (UNFOLDED if is_open else FOLDED) if unfolds else BARE
        style = "bold $text-warning" if line.sign in ALARMING else "bold"
        parts: list[Content | tuple[str, str] | str] = [f"{mark} "]
        if line.sign:
            parts.append((f"{line.sign.upper() if line.sign in ALARMING else line.sign}: ", style))
        parts.append(line.words)
        if is_open or self._detailed:
            parts += [f"\n    {words}" for words in line.detail]
        if is_open:
            for cited in line.clauses:
                parts.append((f"\n    {cited.ref}", "bold"))
                parts.append((f"\n      “{_flat(cited.text)}”", "$text-muted"))
        elif line.clauses:
            refs = [cited.ref for cited in line.clauses[:2]]
            more = f", {len(line.clauses) - 2} more" if len(line.clauses) > 2 else ""
            parts.append((f" [{', '.join(refs)}{more}]", "$text-muted"))
        return Content.assemble(*parts)


ALARMING = frozenset({"overdue", "not met", "departure", "missed", "missing", "not open"})
"""Signs that are written large."""


def _key(line: Line) -> tuple[str, str]:
    return (line.key, line.words)


def _flat(text: str) -> str:
    return " ".join(text.split())
