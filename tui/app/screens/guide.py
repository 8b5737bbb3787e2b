"""The screen Guide: one question at a time, and the answer so far beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from toolkit.case.case import Event
from toolkit.case.days import in_full, in_short
from toolkit.problem import ToolkitError
from toolkit.procedure.procedure import Procedure
from tui.app import ending
from tui.app.actions import bindings
from tui.app.ask_pane import AskPane
from tui.app.copied import Copied
from tui.app.form import Blank, Form
from tui.app.page import Page
from tui.app.places import Place
from tui.app.unfolding import Unfolding
from tui.casefile import read_reference, write_new
from tui.guide.answer import sections
from tui.guide.guide import Guide, begin
from tui.guide.happening import happened_words
from tui.guide.lookup import PROCEDURE, lookup_from
from tui.guide.result import ENDINGS, Name, start_case, suggested_reference, text, written
from tui.guide.typed import read_day
from tui.text.lines import Line, Section

DRAFT = "guide"


class GuideScreen(Page):
    """Asks one question at a time, and shows the answer so far."""

    SCOPE = "guide"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("guide")]
    CSS_PATH = "guide.tcss"

    class Ready(Message):
        """The procedures have been read."""

        def __init__(self, shelf: tuple[Procedure, ...], procedure: str) -> None:
            super().__init__()
            self.shelf, self.procedure = shelf, procedure

    def __init__(self) -> None:
        super().__init__()
        self.guide: Guide | None = None
        self._changing = ""

    def body(self) -> ComposeResult:
        """Put the question beside the answer so far."""
        with Horizontal(id="panes"):
            yield AskPane("question", self.toolkit.seams.today())
            with Vertical(id="so-far"):
                yield Static(Content("Reading the procedures …"), id="so-far-title")
                yield Unfolding("answer")

    # -- places

    def show(self, place: Place) -> None:
        """Begin, go on where the lookup was left, or begin with a procedure."""
        if self.guide is None or (place.what and place.what != self._chosen):
            self._read(place.what)
        else:
            self._put()

    def here(self) -> Place:
        """Give the lookup of this procedure."""
        procedure = self.guide.procedure if self.guide else None
        if procedure is None:
            return Place(self.SCOPE)
        return Place(self.SCOPE, procedure.id, "", f"Guide: {procedure.header.title}")

    @property
    def _chosen(self) -> str:
        return self.guide.procedure.id if self.guide and self.guide.procedure else ""

    @work(thread=True, exclusive=True, exit_on_error=False, group="read")
    def _read(self, procedure: str) -> None:
        from toolkit.procedure.library import load_all

        self.post_message(self.Ready(tuple(load_all()), procedure))

    @on(Ready)
    def _begin(self, event: Ready) -> None:
        from toolkit.case.closures import calendar_with, settings_file

        guide = begin(
            lambda: event.shelf,
            self.toolkit.seams.today(),
            calendars=lambda of, case: calendar_with(of, settings_file(), case),
        )
        kept = lookup_from(self.toolkit.memory.drafts.get(DRAFT))
        if kept.value(PROCEDURE) in ([event.procedure] if event.procedure else guide_ids(guide)):
            resumed = Guide(guide.shelf, guide.on, kept, guide.calendars)
            guide = resumed if self._sound(resumed) else guide
        with self.toolkit.explained("This cannot be looked up"):
            if event.procedure and guide.lookup.value(PROCEDURE) != event.procedure:
                guide = begin(guide.shelf, guide.on, event.procedure, guide.calendars)
        self.guide = guide
        self._put()

    def _sound(self, guide: Guide) -> bool:
        """Whether what was kept of a lookup can still be gone on with."""
        try:
            return guide.advice is not None and bool(guide.asks)
        except ToolkitError:
            return False

    # -- question and answer

    @property
    def _pane(self) -> AskPane:
        return self.query_one(AskPane)

    @property
    def _answer(self) -> Unfolding:
        return self.query_one(Unfolding)

    def _go_on(self, guide: Guide) -> None:
        """Take a guide as the present one."""
        self.guide = guide
        self._changing = ""
        self.toolkit.keep_draft(DRAFT, guide.lookup.as_data() or None)
        self._put()

    def _put(self) -> None:
        """Show the question that is open, and the answer so far."""
        if self.guide is None:
            return
        ask = self.guide.ask
        number = f"{len(self.guide.lookup.answers) + 1}. " if ask else ""
        self._pane.put(ask or ending.ending(self.guide), number=number)
        self._put_answer()
        self.refresh_bindings()

    def _put_answer(self) -> None:
        assert self.guide is not None
        advice = self.guide.advice
        title = "The answer so far"
        found: list[Section] = []
        if advice is None:
            hint = "The answer grows here with each of your answers."
            found = [Section("Nothing yet", (Line(words=hint),))]
        else:
            found = [
                *sections(advice, self.guide.mine),
                Section("Your answers", tuple(_answers(self.guide))),
            ]
            left = self.guide.left
            title += f" · {left} questions left" if left else " · all is answered"
        self.query_one("#so-far-title", Static).update(Content(title))
        self._answer.put(found)

    @on(AskPane.Given)
    def _given(self, event: AskPane.Given) -> None:
        event.stop()
        if self.guide is None:
            return
        if event.ask.key == ending.END:
            self._end(str(event.value))
            return
        try:
            if event.value is None:
                self._go_on(self.guide.unknown(self._changing or event.ask.key))
            else:
                self._go_on(self.guide.answered(event.value, self._changing or event.ask.key))
        except ToolkitError as error:
            self._pane.fault(str(error.problems[0]))

    # -- actions

    def hindrance(self, action: str) -> str:
        """Say what cannot be done before a procedure is chosen."""
        chosen = self.guide is not None and self.guide.procedure is not None
        if action in ("guide.results", "guide.happened", "guide.change") and not chosen:
            return "choose a procedure first"
        if action == "guide.previous" and (self.guide is None or not self.guide.lookup.entries):
            return "there is no answer to undo"
        return ""

    def step_back(self) -> bool:
        """Leave the changing of an answer; in a narrow terminal go back to the question."""
        if self._changing:
            self._changing = ""
            self._put()
            return True
        if self.has_class("-answer"):
            self.remove_class("-answer")
            self._pane.focus_best()
            return True
        return False

    def copied(self) -> Copied | None:
        """Give the chosen line of the answer with its clauses."""
        line = self._answer.chosen
        if self.guide is None or self.guide.procedure is None or line is None:
            return None
        return copied_line(self.guide.procedure, line)

    def action_previous(self) -> None:
        """Take the last answer back."""
        if self.guide is not None and self.guide.lookup.entries:
            self._go_on(self.guide.back())

    def action_why(self) -> None:
        """Show what turns on the question, and its clauses."""
        ask = self._pane.ask
        if ask is None:
            return
        lines = [f"It decides: {words}" for words in ask.decides[:6]]
        lines += [f"{cited.ref}\n“{cited.text}”" for cited in ask.clauses]
        self.toolkit.say(
            "Why is this asked?", *(lines or [ask.hint or "Nothing can be said without it."])
        )

    def action_results(self) -> None:
        """Ask no more, and offer what can be done with the answer."""
        if self.guide is not None and self.guide.procedure is not None:
            self._go_on(self.guide.ended())

    def action_switch(self) -> None:
        """Go from the question to the answer, or back."""
        if self._answer.has_focus:
            self.remove_class("-answer")
            self._pane.focus_best()
        else:
            self.add_class("-answer")
            self._answer.focus()

    def action_begin_anew(self) -> None:
        """Forget all answers, once that is confirmed."""
        guide = self.guide
        if guide is None:
            return
        self.toolkit.confirm(
            "Forget all answers and begin anew?",
            lambda: self._go_on(begin(guide.shelf, guide.on, calendars=guide.calendars)),
            text="Cases that were started stay as they are.",
            yes="Begin anew",
            no="Go on with these",
        )

    def action_change(self) -> None:
        """List the answers, and ask one of them again."""
        if self.guide is None or self.guide.procedure is None:
            return
        options = [
            (item.ask.key, f"{item.ask.words}\n  {item.words}") for item in self.guide.asked()
        ]
        self.toolkit.choose("Which answer is to be changed?", options, self._change)

    def _change(self, key: str) -> None:
        assert self.guide is not None
        item = next(item for item in self.guide.asked() if item.ask.key == key)
        self._changing = key
        self.remove_class("-answer")
        self._pane.put(item.ask, item.value, "Change: ")

    def action_happened(self) -> None:
        """Record something that has happened."""
        if self.guide is None or self.guide.procedure is None:
            return
        from tui.app.event_dialog import EventDialog

        guide, procedure = self.guide, self.guide.procedure

        def done(event: Event | None) -> None:
            if event is not None:
                with self.toolkit.explained("This was not recorded"):
                    self._go_on(guide.happened(event))

        dialog = EventDialog(procedure, guide.events(all_=True), guide.on, guide.happened)
        self.app.push_screen(dialog, done)

    def action_clause(self) -> None:
        """Open the first clause of the chosen line in the reader."""
        line = self._answer.chosen
        if self.guide is not None and self.guide.procedure is not None and line is not None:
            open_clause(self, self.guide.procedure, line)

    # -- the end

    def _end(self, what: str) -> None:
        assert self.guide is not None
        match what:
            case ending.MORE:
                self._go_on(self.guide.back() if self.guide.lookup.enough else self.guide)
            case ending.START | ending.PACK:
                self._start("pack" if what == ending.PACK else "")
            case ending.HAPPENED:
                self.action_happened()
            case ending.CHANGE:
                self.action_change()
            case ending.COPY:
                self.toolkit.copy(Copied(text(self.guide, 80).rstrip(), what="the answer"))
            case ending.ANEW:
                self.action_begin_anew()
            case _:
                self._save(what.removeprefix(ending.SAVE))

    def _start(self, then: str) -> None:
        """Ask for the case's name, write it, and open it."""
        assert self.guide is not None and self.guide.procedure is not None
        guide, today = self.guide, self.toolkit.seams.today()
        subject = self.guide.procedure.header.subject
        blanks = [
            Blank("reference", "Reference of the case", suggested_reference(guide), read_reference),
            Blank("subject", f"Name of the {subject} (may be left out)"),
        ]
        if guide.case is not None and guide.case.taken_over is None:
            blanks.append(
                Blank(
                    "opened", "Day on which it began", in_full(today),
                    lambda typed: read_day(typed, today),
                )
            )  # fmt: skip

        def done(values: Mapping[str, Any] | None) -> None:
            if values is None:
                return
            with self.toolkit.explained("The case was not written"):
                name = Name(values["reference"], values["subject"], values.get("opened"))
                file = start_case(guide, self.toolkit.cases, name)
                self.notify(str(file), title="Written", markup=False)
                self.toolkit.go(Place("case", str(file), then, f"Case {name.reference}"))

        where = f"It is written to {self.toolkit.cases}"
        self.app.push_screen(Form("Start a case", blanks, "Start it", where), done)

    def _save(self, form: str) -> None:
        """Save the answer beside the cases."""
        assert self.guide is not None
        folder: Path = self.toolkit.cases
        file = folder / f"{suggested_reference(self.guide)}.answer{ENDINGS[form]}"
        with self.toolkit.explained("The answer was not saved"):
            folder.mkdir(parents=True, exist_ok=True)
            write_new(file, written(self.guide, form), "move it away first")
            self.notify(str(file), title="Saved", markup=False)


def guide_ids(guide: Guide) -> list[object]:
    """Give the ids of the procedures that can be looked up."""
    return [choice.value for ask in guide.asks[:1] for choice in ask.choices]


def _answers(guide: Guide) -> list[Line]:
    lines = [
        Line(words=f"{item.ask.words} {item.words}", clauses=item.ask.clauses, key=item.ask.key)
        for item in guide.asked()
    ]
    for event in guide.lookup.events:
        what = happened_words(guide.procedure, event.event) if guide.procedure else event.event
        lines.append(Line(words=f"{in_short(event.date)}: {what}", sign="done"))
    return lines


def copied_line(procedure: Procedure, line: Line) -> Copied:
    """Give a line of an answer for copying: its words, details and clauses."""
    header = procedure.header
    words = [f"{line.sign}: {line.words}" if line.sign else line.words, *line.detail]
    words += [f"{cited.ref}: “{cited.text}”" for cited in line.clauses]
    source = f"{header.title} (version {header.version})"
    what = line.clauses[0].ref if line.clauses else "the line"
    return Copied("\n".join(words), source, what)


def open_clause(page: Page, procedure: Procedure, line: Line) -> None:
    """Open the first clause of a line in the reader; say so where there is none."""
    if line.clauses:
        ref = line.clauses[0].ref
        page.toolkit.go(Place("procedures", procedure.id, ref, ref))
    else:
        page.notify("This line rests on no clause of its own.")
