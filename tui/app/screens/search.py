"""The screen Search: clauses as you type, and the chosen one in its context."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from toolkit.procedure.procedure import Procedure
from tui.app import about_clause
from tui.app.actions import bindings
from tui.app.copied import Copied
from tui.app.finder import Line, Results
from tui.app.page import Page
from tui.app.places import Place
from tui.app.pointing import PointedList, hung
from tui.app.reader import Reader, ReaderPane
from tui.app.reading import Reading

PAUSE = 0.12
"""Seconds without a key after which is searched."""

EMPTY = "Type a question, a few words, or a clause such as LDPP 5.13."


class SearchScreen(Page):
    """Searches the policies."""

    SCOPE = "search"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("search")]
    CSS_PATH = "search.tcss"
    AUTO_FOCUS = "#query"

    class Found(Message):
        """A search has ended."""

        def __init__(self, results: Results) -> None:
            super().__init__()
            self.results = results

    class Opened(Message):
        """The procedure of a hit has been read."""

        def __init__(self, line: Line, procedure: Procedure, reading: Reading) -> None:
            super().__init__()
            self.line, self.procedure, self.reading = line, procedure, reading

    def __init__(self) -> None:
        super().__init__()
        self.results = Results("")
        self.lines: tuple[Line, ...] = ()
        self.only_procedure = ""
        self.only_kind = ""
        self.opened: Procedure | None = None
        self._wait: Timer | None = None
        self._at = ""

    def body(self) -> ComposeResult:
        """Put the query and the facets above the hits, and the text of a hit beside them."""
        yield Input(placeholder="search the policies", id="query")
        yield Static(Content(EMPTY), id="facets")
        with Container(id="panes"):
            yield PointedList(id="hits")
            yield ReaderPane(id="context")

    # -- places

    def show(self, place: Place) -> None:
        """Search for the words of the place."""
        query = self.query_one("#query", Input)
        query.focus()
        if place.what and place.what != query.value:
            query.value = place.what
            query.cursor_position = len(place.what)
            self._at = place.at

    def here(self) -> Place:
        """Give the words that are searched for, and the hit that is chosen."""
        words = self.query_one("#query", Input).value.strip()
        line = self._line(self._list.highlighted)
        title = f"Search: {words}" if words else ""
        return Place(self.SCOPE, words, "", title, line.ref if line and words else "")

    def copied(self) -> Copied | None:
        """Give the chosen clause."""
        ref = self._pane.reader.ref
        return about_clause.copied(self.opened, ref) if self.opened and ref else None

    def step_back(self) -> bool:
        """Close the line for finding; go from the hits to the query; empty the query."""
        query = self.query_one("#query", Input)
        if self._pane.finding:
            return self._pane.close_find()
        if query.has_focus:
            return False
        query.focus()
        return True

    @property
    def _pane(self) -> ReaderPane:
        return self.query_one(ReaderPane)

    @property
    def _list(self) -> OptionList:
        return self.query_one("#hits", OptionList)

    def on_resize(self) -> None:
        """Cut the lines to the new width."""
        if self.results.query:
            self.call_after_refresh(self._fill)

    # -- searching, off the screen's own thread

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        if self._wait is not None:
            self._wait.stop()
        self._wait = self.set_timer(PAUSE, self._begin)

    def _begin(self) -> None:
        query = self.query_one("#query", Input).value
        if query.strip():
            self.query_one("#facets", Static).update(Content("Searching …"))
        self._find(query)

    @work(thread=True, exclusive=True, exit_on_error=False, group="find")
    def _find(self, query: str) -> None:
        from tui.app.finder import find

        self.post_message(self.Found(find(query, self.toolkit.seams.search)))

    @on(Found)
    def _show_found(self, event: Found) -> None:
        if event.results.query != self.query_one("#query", Input).value:
            return
        self.results = event.results
        if self.only_procedure not in dict(self.results.procedures):
            self.only_procedure = ""
        if self.only_kind not in dict(self.results.kinds):
            self.only_kind = ""
        self._fill()

    def _fill(self) -> None:
        """List the hits of the facets chosen."""
        self.lines = self.results.only(self.only_procedure, self.only_kind)
        self.query_one("#facets", Static).update(self._facets())
        options = [Option(self._option(line)) for line in self.lines]
        if self.results.did_you_mean:
            words = f"Did you mean: {self.results.did_you_mean}"
            options.insert(0, Option(Content.styled(words, "$text-accent bold"), id="mend"))
        self._list.clear_options()
        self._list.add_options(options)
        if self.lines:
            refs = [line.ref for line in self.lines]
            at = refs.index(self._at) if self._at in refs else 0
            self._list.highlighted = len(options) - len(self.lines) + at
            self._at = ""
        self.set_class(not self.lines, "-nothing")

    def _option(self, line: Line) -> Content:
        above = f"  {' › '.join(line.path)}" if line.path else ""
        words = (
            Content.styled(text, "bold underline $text-accent") if fits else Content(text)
            for text, fits in line.snippet
        )
        head = Content.assemble((line.ref, "bold $primary"), Content.styled(above, "$text-muted"))
        wide = max(self._list.size.width - 2, 20)
        text = Content("").join(words).truncate(2 * wide - 12, ellipsis=True)
        return Content("\n").join([head.truncate(wide, ellipsis=True), hung(text, "  ", wide)])

    def _facets(self) -> Content:
        if not self.results.query.strip():
            return Content(EMPTY)
        if not self.results.lines:
            return Content("Nothing fits. Use other words, or fewer; F6 opens the whole text.")
        parts = [Content(f"{len(self.lines)} clauses")]
        for chosen, counts in (
            (self.only_procedure, self.results.procedures),
            (self.only_kind, self.results.kinds),
        ):
            words = [Content.styled("any" if chosen else "▸any", "" if chosen else "bold")]
            for name, count in counts[:6]:
                sign, style = ("▸", "bold underline") if name == chosen else ("", "")
                words.append(Content.styled(f"{sign}{name} {count}", style))
            parts.append(Content("  ").join(words))
        return Content("  │  ").join(parts)

    # -- the chosen hit

    def _line(self, at: int | None) -> Line | None:
        """Give the hit of a line of the list."""
        if at is None:
            return None
        first = self._list.option_count - len(self.lines)
        return self.lines[at - first] if at >= first else None

    @on(OptionList.OptionHighlighted, "#hits")
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        line = self._line(event.option_index)
        if line is not None:
            self._open(line)

    @work(thread=True, exclusive=True, exit_on_error=False, group="open-hit")
    def _open(self, line: Line) -> None:
        from toolkit.procedure.library import load
        from tui.app.shelf import text_of

        procedure = load(line.procedure)
        self.post_message(self.Opened(line, procedure, text_of(procedure)))

    @on(Opened)
    def _show_opened(self, event: Opened) -> None:
        if event.line is not self._line(self._list.highlighted):
            return
        pane = self._pane
        if pane.reader.reading is not event.reading:
            pane.reader.read(event.reading, event.line.ref)
        else:
            pane.reader.go_to(event.line.ref)
        self.opened = event.procedure
        pane.mark(event.line.words())
        pane.show_state()

    @on(OptionList.OptionSelected, "#hits")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        line = self._line(event.option_index)
        if line is None:
            query = self.query_one("#query", Input)
            query.value = self.results.did_you_mean
            query.focus()
        else:
            self.toolkit.go(Place("procedures", line.procedure, line.ref, line.ref))

    @on(Input.Submitted, "#query")
    def _submitted(self) -> None:
        if self.lines:
            self._list.focus()

    @on(Reader.Do)
    def _do(self, event: Reader.Do) -> None:
        """Open the clause in Procedures, where all of this can be done."""
        if self.opened is not None:
            ref = event.ref or self._pane.reader.ref
            self.toolkit.go(Place("procedures", self.opened.id, ref, ref))

    # -- actions

    def action_answer(self) -> None:
        """Take the words as a question."""
        words = self.query_one("#query", Input).value.strip()
        if words:
            self.toolkit.go(Place("answer", words, self.only_procedure))
        else:
            self.notify("Type a question first.")

    def action_hits(self) -> None:
        """Go from the query to the hits."""
        if self.lines:
            self._list.focus()

    def action_policy(self) -> None:
        """Take the next procedure."""
        self.only_procedure = _next(self.only_procedure, self.results.procedures)
        self._fill()

    def action_kind(self) -> None:
        """Take the next kind of rule."""
        self.only_kind = _next(self.only_kind, self.results.kinds)
        self._fill()


def _next(now: str, counts: tuple[tuple[str, int], ...]) -> str:
    """Give the name after another; after the last, none."""
    names = ["", *(name for name, _ in counts)]
    return names[(names.index(now) + 1) % len(names)] if now in names else ""
