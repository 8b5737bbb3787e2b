"""The screen Home: one line for anything; below it what is to be done, and where one was."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tui.app.actions import bindings
from tui.app.front import Row, offers, other, overview
from tui.app.page import Page
from tui.app.places import Place
from tui.app.pointing import PointedList, hung

if TYPE_CHECKING:
    from tui.app.names import Name
    from tui.cases.agenda import Due


HINT = "a question, a clause such as 5.13, a person's name, or a command"
SHORT_HINT = "a question, a clause, a name or a command"


class HomeScreen(Page):
    """Where everything begins."""

    SCOPE = "home"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("home")]
    AUTO_FOCUS = "#line"

    class Looked(Message):
        """It is known what is to be done."""

        def __init__(self, due: list[Due]) -> None:
            super().__init__()
            self.due = due

    class Named(Message):
        """It is known what has a name."""

        def __init__(self, names: list[Name]) -> None:
            super().__init__()
            self.names = names

    def __init__(self) -> None:
        super().__init__()
        self.due: list[Due] | None = None
        self.rows: list[Row] = []
        self._cut_to = 0

    def body(self) -> ComposeResult:
        """Put the line above the list."""
        yield Input(placeholder=HINT, id="line")
        yield PointedList(id="rows")

    def on_mount(self) -> None:
        """Show what is known, and begin to look through the cases once that is on the screen."""
        self._fill(self._overview())
        # The first refresh lays the list out, the second one draws it.
        self.call_after_refresh(self.call_after_refresh, self._look)

    def show(self, place: Place) -> None:
        """Look through the cases again."""
        line = self.query_one("#line", Input)
        line.focus()
        self._look()
        if not line.value:
            self._fill(self._overview())

    def _overview(self) -> list[Row]:
        memory = self.toolkit.memory
        return overview(self.due, memory.recent, memory.left)

    def on_resize(self) -> None:
        """Cut the lines and the hint to the new width, once it is known."""
        line = self.query_one("#line", Input)
        line.placeholder = HINT if self.size.width > len(HINT) + 4 else SHORT_HINT
        self.call_after_refresh(self._cut)

    def _cut(self) -> None:
        width = self.query_one("#rows", OptionList).size.width
        if width and width != self._cut_to:
            self._offer()

    # -- what is slow, off the screen's own thread

    @work(thread=True, exclusive=True, exit_on_error=False, group="agenda")
    def _look(self) -> None:
        from tui.cases.agenda import agenda

        app = self.toolkit
        self.post_message(self.Looked(agenda(app.cases, app.seams.today())))

    @on(Looked)
    def _looked(self, event: Looked) -> None:
        self.due = event.due
        if not self.query_one("#line", Input).value:
            self._fill(self._overview())

    @work(thread=True, exclusive=True, exit_on_error=False, group="names")
    def _learn_names(self) -> None:
        from tui.app.names import all_names

        app = self.toolkit
        self.post_message(self.Named(all_names(app.cases, app.seams.today())))

    @on(Named)
    def _named(self, event: Named) -> None:
        self.toolkit.names = event.names
        self._offer()

    # -- the line and the list

    @on(Input.Changed, "#line")
    def _typed(self, event: Input.Changed) -> None:
        if event.value.strip() and not self.toolkit.names:
            self._learn_names()
        self._offer()

    def _offer(self) -> None:
        typed = self.query_one("#line", Input).value
        if typed.strip():
            self._fill(offers(typed, self.toolkit.names), choose=True)
        else:
            self._fill(self._overview())

    def _fill(self, rows: list[Row], *, choose: bool = False) -> None:
        """List rows; keep the chosen one where it is still there."""
        listing = self.query_one("#rows", OptionList)
        at = listing.highlighted
        was = self.rows[at] if at is not None and at < len(self.rows) and not choose else None
        self.rows = rows
        self._cut_to = listing.size.width
        listing.clear_options()
        listing.add_options(
            Option(
                _words(row, listing.size.width), disabled=row.place is None and row.action is None
            )
            for row in rows
        )
        if was in rows:
            listing.highlighted = rows.index(was)
        elif choose or self.due is not None or self.toolkit.memory.left:
            doing = [row.place is not None or row.action is not None for row in rows]
            listing.highlighted = doing.index(True) if True in doing else None

    def action_down(self) -> None:
        """Go to the next line."""
        self.query_one("#rows", OptionList).action_cursor_down()

    def action_other(self) -> None:
        """Answer what is typed; or search for it, where Enter would answer."""
        place = other(self.rows) if self.query_one("#line", Input).value.strip() else None
        if place is None:
            self.notify("Type a question, or words to search for.")
        else:
            self._leave_for(place)

    def action_up(self) -> None:
        """Go to the line above."""
        self.query_one("#rows", OptionList).action_cursor_up()

    @on(Input.Submitted, "#line")
    def _submitted(self) -> None:
        self.query_one("#rows", OptionList).action_select()

    @on(OptionList.OptionSelected, "#rows")
    async def _selected(self, event: OptionList.OptionSelected) -> None:
        row = self.rows[event.option_index]
        if row.action is not None:
            await self.run_action(f"app.{row.action.method}")
        elif row.place is not None:
            self._leave_for(row.place)

    def _leave_for(self, place: Place) -> None:
        """Open a place, and empty the line."""
        self.query_one("#line", Input).value = ""
        self.toolkit.go(place)

    def step_back(self) -> bool:
        """Empty the line."""
        line = self.query_one("#line", Input)
        full = bool(line.value)
        line.value = ""
        return full


def _words(row: Row, width: int) -> Content:
    """Write a row: what is to be done in full, all else on one line."""
    if row.heading:
        return Content.styled(f"\n{row.words}", "bold $primary")
    sign = Content.styled(f"! {row.sign} ", "bold $text-error") if row.sign else Content("")
    after = Content.styled(f"  {row.after}", "$text-muted") if row.after else Content("")
    if row.due:
        return hung(sign + Content(row.words) + after, "  ", width - 2, further=2)
    whole = Content("  ") + sign + Content(row.words) + after
    return whole.truncate(max(width - 2, 20), ellipsis=True)
