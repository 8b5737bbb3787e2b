"""The screen Answer: what the policies say to a question, each line with its clauses."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from toolkit.procedure.library import load
from tui.app.actions import bindings
from tui.app.answering import Shown, shown
from tui.app.copied import Copied
from tui.app.file_page import FilePage
from tui.app.finder import answered, is_file
from tui.app.places import Place
from tui.app.unfolding import Unfolding
from tui.commands.ask import TRIAL

NOTHING = "Ask a question, or say in a few words what happened; Enter answers."


class AnswerScreen(FilePage):
    """Answers a question."""

    SCOPE = "answer"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("answer")]
    CSS_PATH = "answer.tcss"
    AUTO_FOCUS = ""

    class Answered(Message):
        """A question has been answered."""

        def __init__(self, question: str, within: str, found: Shown, only: str) -> None:
            super().__init__()
            self.question, self.within, self.found, self.only = question, within, found, only

    def __init__(self) -> None:
        super().__init__()
        self.question = ""
        self.within = ""
        self.found: Shown | None = None
        self._at = ""

    def body(self) -> ComposeResult:
        """Put the question above what is said to it."""
        yield Input(placeholder="a question, or what happened", id="question")
        yield Static(Content(TRIAL.capitalize()), id="trial")
        yield Static(Content(NOTHING), id="standing")
        yield Unfolding("said")

    # -- places

    def show(self, place: Place) -> None:
        """Answer the question of the place, for its case or from its policy."""
        if place.what:
            self._ask(place.what, place.detail, place.at)
        else:
            self._line.focus()

    def here(self) -> Place:
        """Give the question, and the line that is chosen."""
        title = f"Answer: {self.question}" if self.question else ""
        return Place(self.SCOPE, self.question, self.within, title, self._said.mark)

    def copied(self) -> Copied | None:
        """Give the chosen line with its clauses."""
        line = self._said.chosen
        return self.found.copied(line) if self.found and line else None

    def hindrance(self, action: str) -> str:
        """Say what an action needs."""
        if action in ("answer.search", "answer.policy") and not self.question:
            return "ask a question first"
        if action == "answer.policy" and is_file(self.within):
            return "it is answered for a case, which has its own policy"
        return ""

    def step_back(self) -> bool:
        """Go from the line back to the answer."""
        if self._line.has_focus and self.found is not None:
            self._line.value = self.question
            self._said.focus()
            return True
        return False

    @property
    def _line(self) -> Input:
        return self.query_one("#question", Input)

    @property
    def _said(self) -> Unfolding:
        return self.query_one(Unfolding)

    # -- asking, off the screen's own thread

    def _ask(self, question: str, within: str, at: str = "") -> None:
        """Show a question, and begin to answer it."""
        self.question, self.within, self.found, self._at = question, within, None, at
        self._line.value = question
        self._standing("Looking for the answer …")
        self._said.put(())
        self._said.focus()
        self._answer(question, within)

    @work(thread=True, exclusive=True, exit_on_error=False, group="answer")
    def _answer(self, question: str, within: str) -> None:
        seams = self.toolkit.seams
        with self.careful():
            found = shown(answered(question, within, seams.today(), seams.ask))
            only = load(within).header.title if within and not is_file(within) else ""
            self.post_message(self.Answered(question, within, found, only))

    @on(Answered)
    def _take(self, event: Answered) -> None:
        if (event.question, event.within) != (self.question, self.within):
            return
        self.found = event.found
        self._standing(f"From one policy alone: {event.only}" if event.only else "")
        self._said.put(event.found.sections)
        if event.found.answer.kind in ("text", "refused"):
            self._said.unfold("head")  # the clause itself is the answer
        self._said.go_to(self._at)
        self.refresh_bindings()

    @on(FilePage.Failed)
    def _failed(self) -> None:
        self._standing("This was not answered.")

    def _standing(self, words: str) -> None:
        standing = self.query_one("#standing", Static)
        standing.update(Content(words))
        standing.display = bool(words)

    @on(Input.Submitted, "#question")
    def _submitted(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self._ask(event.value.strip(), self.within)
        else:
            self._standing(NOTHING)

    # -- actions

    def action_search(self) -> None:
        """Search for the words of the question."""
        if self.question:
            self.toolkit.go(Place("search", self.question))

    def action_guide(self) -> None:
        """Go through it with the guide, under the procedure that answers."""
        procedure = self.found.answer.procedure if self.found else ""
        self.toolkit.go(Place("guide", procedure))

    def action_clause(self) -> None:
        """Open the first clause of the chosen line."""
        line = self._said.chosen
        procedure = self.found.procedure_of(line) if self.found and line else None
        if line is None or procedure is None or not line.clauses:
            self.notify("This line rests on no clause of its own.")
        else:
            ref = line.clauses[0].ref
            self.toolkit.go(Place("procedures", procedure.id, ref, ref))

    def action_policy(self) -> None:
        """Choose the only policy to answer from, or all."""
        from tui.app.shelf import titles

        if not self.question or is_file(self.within):
            return
        options = [("", "All policies"), *titles().items()]
        self.toolkit.choose(
            "From which policy?", options, lambda name: self._ask(self.question, name)
        )

    def action_line(self) -> None:
        """Go to the line with the question."""
        self._line.focus()

    def action_lines(self) -> None:
        """Go from the line to the answer."""
        self._said.focus()
