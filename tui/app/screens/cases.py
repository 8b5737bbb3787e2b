"""The screen Cases: the folder's cases, overdue first, with what is due next."""

from __future__ import annotations

from threading import Event
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.app.actions import bindings
from tui.app.copied import Copied
from tui.app.page import Page
from tui.app.places import Place
from tui.app.pointing import PointedList, hung
from tui.cases.folder import listed, matching, read_all
from tui.cases.summary import Summary, when

MOST = 100
"""More lines than these are not shown at once; words find the others."""


class CasesScreen(Page):
    """Lists the cases of the folder."""

    SCOPE = "cases"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("cases")]
    CSS_PATH = "cases.tcss"

    class Listed(Message):
        """Cases are known: some at once, all of them at the end."""

        def __init__(self, cases: tuple[Summary, ...], whole: bool) -> None:
            super().__init__()
            self.cases, self.whole = cases, whole

    class Progress(Message):
        """So many cases have been read."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done, self.total = done, total

    def __init__(self) -> None:
        super().__init__()
        self._at = ""
        self.cases: tuple[Summary, ...] = ()
        self.shown: tuple[Summary, ...] = ()
        self._stop = Event()

    def body(self) -> ComposeResult:
        """Put a line to find a case by above the list."""
        yield Input(placeholder="words to find a case by", id="find")
        yield Static(Content("Reading the cases …"), id="state")
        yield PointedList(id="cases")

    # -- places

    def show(self, place: Place) -> None:
        """List the cases; they are read anew each time, for files change."""
        if place.what:
            self.query_one("#find", Input).value = place.what
        self._at = place.at
        self._read()
        self._list.focus()

    def here(self) -> Place:
        """Give the list, and the case that is chosen."""
        case = self._chosen
        return Place(self.SCOPE, at=case.file if case else "")

    def copied(self) -> Copied | None:
        """Give the chosen case in a line."""
        case = self._chosen
        return None if case is None else Copied(f"{case.name}: {case.about}", what=case.reference)

    @property
    def _list(self) -> OptionList:
        return self.query_one("#cases", OptionList)

    @property
    def _chosen(self) -> Summary | None:
        at = self._list.highlighted
        return self.shown[at] if at is not None and at < len(self.shown) else None

    # -- reading

    def on_unmount(self) -> None:
        """Let the reading end."""
        self._stop.set()

    @work(thread=True, exclusive=True, exit_on_error=False, group="read")
    def _read(self) -> None:
        folder, today = self.toolkit.cases, self.toolkit.seams.today()
        known = listed(folder, today)
        pending = any(case.pending for case in known)
        self.post_message(self.Listed(known, whole=not pending))
        if pending:

            def tell(done: int, total: int) -> None:
                if done % 10 == 0:
                    self.post_message(self.Progress(done, total))

            found = read_all(folder, today, tell, self._stop)
            self.post_message(self.Listed(found, whole=True))

    @on(Progress)
    def _progress(self, event: Progress) -> None:
        self._say(f"Reading the cases: {event.done} of {event.total}")

    @on(Listed)
    def _take(self, event: Listed) -> None:
        self.cases = event.cases
        self._fill()
        if event.whole:
            self._at = ""
        else:
            self._say("Reading the cases …")

    def _say(self, words: str) -> None:
        self.query_one("#state", Static).update(Content(words))

    @on(Input.Changed, "#find")
    def _typed(self) -> None:
        self._fill()

    @on(Input.Submitted, "#find")
    def _to_list(self) -> None:
        if self.shown:
            self._open(self.shown[0])

    def _fill(self) -> None:
        """Show the cases that hold the words typed."""
        moved = bool(self._list.highlighted)
        before = self._chosen if moved else None
        typed = self.query_one("#find", Input).value
        found = matching(self.cases, typed)
        self.shown = found[:MOST]
        today = self.toolkit.seams.today()
        self._list.clear_options()
        width = self.size.width - 1
        self._list.add_options([Option(_line(case, today, width)) for case in self.shown])
        if self.shown:
            files = [case.file for case in self.shown]
            kept = self._at or (before.file if before else "")
            self._list.highlighted = files.index(kept) if kept in files else 0
        self._say(self._state(len(found)))
        if not self.cases:
            self._list.add_option(
                Option(Content(f"No case lies in {self.toolkit.cases}. Begin one with n."))
            )

    def _state(self, found: int) -> str:
        late = sum(1 for case in self.cases if case.overdue)
        broken = sum(1 for case in self.cases if case.fault)
        parts = [f"{len(self.cases)} cases" if len(self.cases) != 1 else "1 case"]
        if found != len(self.cases):
            parts.append(f"{found} found")
        if found > MOST:
            parts.append(f"the first {MOST} are shown")
        if late:
            parts.append(f"{late} overdue")
        if broken:
            parts.append(f"{broken} cannot be read")
        return " · ".join(parts)

    # -- actions

    @on(OptionList.OptionSelected, "#cases")
    def _selected(self) -> None:
        case = self._chosen
        if case is not None:
            self._open(case)

    def _open(self, case: Summary) -> None:
        if case.fault:
            self.toolkit.say(
                f"{case.reference} cannot be read", *case.fault.split("; "),
                f"Mend the file {case.file}, then read the folder again.",
            )  # fmt: skip
        else:
            self.toolkit.go(case.place)

    def action_new(self) -> None:
        """Begin a case with the guided lookup."""
        self.toolkit.go(Place("guide"))

    def action_again(self) -> None:
        """Read the folder again."""
        self._read()


def _line(case: Summary, today: object, width: int) -> Content:
    """Write a case on two lines: its name and what is due, then where it stands."""
    from datetime import date

    assert isinstance(today, date)
    parts: list[Content | tuple[str, str] | str] = [(case.name, "bold")]
    first = next((item for item in case.items if item.day is not None), None)
    if case.fault:
        parts.append(("  CANNOT BE READ", "$text-error"))
    elif first is not None:
        style = "bold $text-warning" if first.overdue else ""
        words = when(first, today)
        parts.append((f"  {words.upper() if first.overdue else words}", style))
    what = f"{first.what}" if first is not None and not case.fault else case.about
    if first is not None and case.procedure and not case.fault:
        what = f"{case.procedure} · {case.stage} · {what}" if case.stage else what
    detail = hung(Content.styled(what, "$text-muted"), "  ", width)
    return Content("\n").join([Content.assemble(*parts), detail])
