"""The screen Case: what has happened, what is next, the deadlines, and the pack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from toolkit.case.case import Event
from toolkit.case.days import in_full
from toolkit.problem import Problem, Refused
from tui.app.actions import bindings
from tui.app.copied import Copied
from tui.app.file_page import FilePage
from tui.app.places import Place
from tui.app.screens.guide import copied_line, open_clause
from tui.app.unfolding import Unfolding
from tui.casefile import append_event, faults_of
from tui.cases import sight
from tui.cases.opened import Opened, named, opened
from tui.guide.answer import sections
from tui.guide.happening import happened_words, possible
from tui.text.lines import Line, Section

VIEWS = {"today": "Today", "timeline": "Timeline", "deadlines": "Deadlines", "preview": "Pack"}
"""What can be looked at in a case."""


class CaseScreen(FilePage):
    """Shows one case."""

    SCOPE = "case"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("case")]
    CSS_PATH = "case.tcss"

    class Read(Message):
        """A case has been read."""

        def __init__(self, opened: Opened, then: str, at: str = "") -> None:
            super().__init__()
            self.opened, self.then, self.at = opened, then, at

    class Previewed(Message):
        """It is known what the pack would hold."""

        def __init__(self, file: Path, found: list[Section]) -> None:
            super().__init__()
            self.file, self.found = file, found

    def __init__(self) -> None:
        super().__init__()
        self.opened: Opened | None = None
        self.supposed: tuple[Event, Opened] | None = None
        self.view = "today"
        self._mark = ""

    def body(self) -> ComposeResult:
        """Put the case's name and the views above the lines."""
        yield Static(Content("No case is open. Choose one from the list of cases."), id="case-name")
        yield Static(id="views")
        yield Static(id="supposed")
        yield Unfolding("sight")

    # -- places

    def show(self, place: Place) -> None:
        """Open a case file; what it holds now is read anew."""
        file = Path(place.what) if place.what else self.opened.file if self.opened else None
        if file is not None:
            self.supposed = None
            self._read(file, place.detail, place.at)
        self._sight.focus()

    def here(self) -> Place:
        """Give the case that is open, the view, and the line that is chosen."""
        if self.opened is None:
            return Place(self.SCOPE)
        title = f"Case {named(self.opened.case)}"
        at = f"{self.view} {self._sight.mark}".rstrip()
        return Place(self.SCOPE, str(self.opened.file), "", title, at)

    def copied(self) -> Copied | None:
        """Give the chosen line with its clauses."""
        line = self._sight.chosen
        return copied_line(self._now.procedure, line) if self._now and line else None

    def hindrance(self, action: str) -> str:
        """Say what cannot be done without a case."""
        return "" if self.opened is not None else "open a case first"

    def step_back(self) -> bool:
        """Stop supposing; then leave a view for the advice of today."""
        if self.supposed is not None:
            self.supposed = None
            self._put()
            return True
        if self.view != "today":
            self._look("today")
            return True
        return False

    @property
    def _sight(self) -> Unfolding:
        return self.query_one(Unfolding)

    @property
    def _now(self) -> Opened | None:
        """What is shown: the case as it is, or as if something had happened."""
        return self.supposed[1] if self.supposed else self.opened

    # -- reading and showing

    @work(thread=True, exclusive=True, exit_on_error=False, group="read")
    def _read(self, file: Path, then: str, at: str = "") -> None:
        with self.careful():
            self.post_message(self.Read(opened(file, self.toolkit.seams.today()), then, at))

    @on(Read)
    def _take(self, event: Read) -> None:
        same = self.opened is not None and self.opened.file == event.opened.file
        self.opened = event.opened
        view, _, mark = event.at.partition(" ")
        if not same or view:
            self.view = view if view in VIEWS else "today"
        self._mark = mark
        self._put()
        if event.then == "pack":
            self._look("preview")

    def _put(self) -> None:
        """Show the view that is chosen."""
        now = self._now
        if now is None:
            return
        self._put_name()
        self._put_views()
        self.set_class(self.supposed is not None, "-supposing")
        if self.supposed is not None:
            event = self.supposed[0]
            words = happened_words(now.procedure, event.event)
            self.query_one("#supposed", Static).update(
                Content(
                    f"WHAT IF, not recorded: {words} on {in_full(event.date)}. "
                    "Esc leaves it, n records it."
                )
            )
        self._show_view(now)
        self.refresh_bindings()

    def on_resize(self) -> None:
        """Write the policy's short name where there is no room for its title."""
        self._put_name()

    def _put_name(self) -> None:
        if (now := self._now) is None:
            return
        header = now.procedure.header
        parts = [named(now.case), header.title, in_full(now.advice.on)]
        if len(" · ".join(parts)) > self.size.width:
            parts[1] = header.abbreviation
        self.query_one("#case-name", Static).update(Content(" · ".join(parts)))

    def _put_views(self) -> None:
        parts: list[Content] = []
        for number, (view, title) in enumerate(VIEWS.items(), 1):
            sign = "▸" if view == self.view else " "
            text = Content.from_markup(f"{sign}[@click=screen.{view}]{number} {title}[/]")
            parts.append(text.stylize("bold underline") if view == self.view else text)
        self.query_one("#views", Static).update(Content("  ").join(parts))

    def _show_view(self, now: Opened) -> None:
        if self.view == "today":
            self._sight.put(sections(now.advice))
        elif self.view == "timeline":
            self._sight.put(sight.timeline(now.procedure, now.case, now.advice))
        elif self.view == "deadlines":
            self._sight.put(sight.deadlines(now.advice), detailed=True)
        if self.view != "preview":
            self._find_again()
        else:
            self._sight.put([Section("Pack", (Line(words="Looking up what is due …"),))])
            self._preview(now)

    def _find_again(self) -> None:
        """Choose the line that was chosen when the user was here before."""
        if self._mark:
            self._sight.go_to(self._mark)
            self._mark = ""

    @work(thread=True, exclusive=True, exit_on_error=False, group="preview")
    def _preview(self, now: Opened) -> None:
        from toolkit.letters.context import Desk
        from toolkit.letters.packs.matrix import matrix

        with self.careful(), faults_of(now.file):
            desk = Desk(
                now.procedure, now.case, now.advice.on, file=str(now.file), calendar=now.calendar
            )
            found = sight.pack(now.procedure, matrix(desk))
            self.post_message(self.Previewed(now.file, found))

    @on(Previewed)
    def _show_preview(self, event: Previewed) -> None:
        if self.view == "preview" and self._now is not None and self._now.file == event.file:
            self._sight.put(event.found)
            self._find_again()

    def _look(self, view: str) -> None:
        self.view = view
        self._put()
        self._sight.focus()

    # -- actions

    def action_today(self) -> None:
        """Show the advice of today."""
        self._look("today")

    def action_timeline(self) -> None:
        """Show what has happened."""
        self._look("timeline")

    def action_deadlines(self) -> None:
        """Show the deadlines day by day."""
        self._look("deadlines")

    def action_preview(self) -> None:
        """Show what the pack would hold."""
        self._look("preview")

    def action_add_event(self) -> None:
        """Record something that has happened; or what has been supposed."""
        if self.supposed is not None:
            self._record(self.supposed[0])
        else:
            self._choose_event("Add an event", self._record)

    def action_what_if(self) -> None:
        """Show the advice as if something had happened, on whichever day."""
        from tui.app.form import Blank, Form
        from tui.guide.typed import read_day

        if self._now is None:
            return
        day = self._now.advice.on
        blank = Blank("day", "On which day?", in_full(day), lambda typed: read_day(typed, day))

        def filled(values: Mapping[str, Any] | None) -> None:
            if values is not None:
                title = f"What if this happened on {in_full(values['day'])}? Nothing is recorded."
                self._choose_event(title, self._suppose, values["day"])

        self.app.push_screen(Form("What if? Nothing is recorded.", [blank], "Go on"), filled)

    def _choose_event(
        self, title: str, done: Callable[[Event], None], day: date | None = None
    ) -> None:
        """Let an event be chosen from those of today, or of a day that is settled."""
        from toolkit.case.entry import add_event
        from tui.app.event_dialog import EventDialog

        now = self._now
        if now is None:
            return
        on = day or now.advice.on
        events = possible(now.procedure, now.case, on, now.calendar)

        def chosen(event: Event | None) -> None:
            if event is not None:
                with self.toolkit.explained("This was not recorded"):
                    done(event)

        dialog = EventDialog(
            now.procedure,
            events,
            on,
            lambda event: add_event(now.procedure, now.case, event, now.calendar),
            title,
            fixed=day is not None,
            done="Record it" if day is None else "Show what would follow",
            sits=now.case.panel,
        )
        self.app.push_screen(dialog, chosen)

    def _record(self, event: Event) -> None:
        assert self.opened is not None
        with self.toolkit.explained("This was not recorded"):
            append_event(self.opened.file, event)
            words = happened_words(self.opened.procedure, event.event)
            self.notify(f"{words} on {in_full(event.date)}", title="Recorded", markup=False)
            self.supposed = None
            self._read(self.opened.file, "")

    def _suppose(self, event: Event) -> None:
        """Work the advice out as if something had happened; on its day, where that is later."""
        from toolkit.case.advise import advise
        from toolkit.case.entry import add_event

        now = self._now
        assert now is not None
        case = add_event(now.procedure, now.case, event, now.calendar)
        day = max(event.date, now.advice.on)
        advice = advise(now.procedure, case, day, now.calendar)
        supposed = Opened(now.file, now.procedure, case, now.calendar, advice)
        self.supposed = (event, supposed)
        self._put()

    def action_make_pack(self) -> None:
        """Ask where the pack goes, and make it."""
        from tui.app.pack_dialog import Order, PackDialog, pack_form

        now = self.opened
        if now is None:
            return
        if self.supposed is not None:
            self.notify("Record it first: a pack is made of what has happened.", severity="warning")
            return

        def made(files: tuple[str, ...] | None) -> None:
            if files is not None:
                self.toolkit.say("The pack is made", f"It lies in {order[0].target}", *files)
            else:
                self._look("preview")

        order: list[Order] = []

        def filled(values: Mapping[str, Any] | None) -> None:
            if values is not None:
                order.append(Order(now.file, now.advice.on, **values))
                self.app.push_screen(PackDialog(order[0]), made)

        self.app.push_screen(pack_form(now.case, now.file, now.advice.on), filled)

    def action_letters(self) -> None:
        """Show the letters of this case."""
        if self.opened is not None:
            line = self._sight.chosen
            letter = line.key if line and line.key in self.opened.procedure.letters else ""
            title = f"Letters of {named(self.opened.case)}"
            self.toolkit.go(Place("letters", str(self.opened.file), letter, title))

    def action_ask(self) -> None:
        """Ask a question that is answered for this case."""
        from tui.app.form import Blank, Form

        now = self.opened
        if now is None:
            return

        def filled(values: Mapping[str, Any] | None) -> None:
            if values is not None:
                question = str(values["question"])
                self.toolkit.go(Place("answer", question, str(now.file), f"Answer: {question}"))

        blank = Blank("question", "What do you want to know?", read=_question)
        text = f"It is answered for the case as it stands on {in_full(now.advice.on)}."
        self.app.push_screen(Form("Ask about this case", [blank], "Ask", text), filled)

    def action_clause(self) -> None:
        """Open the first clause of the chosen line in the reader."""
        line = self._sight.chosen
        if self._now is not None and line is not None:
            open_clause(self, self._now.procedure, line)


def _question(typed: str) -> str:
    if not any(char.isalnum() for char in typed):
        raise Refused(
            [Problem("no-question", "nothing was asked", suggestion="write a question in words")]
        )
    return typed.strip()
