"""Adding an event by choosing: what happened, when, what was decided, and what goes with it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from toolkit.case.case import Event
from toolkit.problem import Problem, Refused
from toolkit.procedure.procedure import Procedure
from tui.app.ask_pane import AskPane
from tui.app.form import Blank, Form
from tui.guide.ask import Choice
from tui.guide.happening import DATE, EVENT, Possible, event_asks, event_of


class EventDialog(ModalScreen[Event | None]):
    """Asks what has happened, one question after the other; Esc goes back one, and then out.

    Args:
        procedure: The procedure of the case.
        events: The events that may be recorded, and those that may not with the reason.
        day: The day that is offered.
        title: What the event is for.
        fixed: Whether the day is settled, and not asked for.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "earlier", "Back", show=False)]
    DEFAULT_CSS = """
    EventDialog #event { height: 1fr; }
    EventDialog > Vertical { height: 90%; }
    EventDialog #ask-choices { height: 1fr; max-height: 100%; }
    EventDialog #ask-hint, EventDialog #ask-fault, EventDialog #ask-words { height: auto; }
    """

    def __init__(
        self,
        procedure: Procedure,
        events: tuple[Possible, ...],
        day: date,
        title: str = "Add an event",
        *,
        fixed: bool = False,
    ) -> None:
        super().__init__(classes="dialog")
        self._procedure, self._events, self._day, self._title = procedure, events, day, title
        self._settled: dict[str, object] = {DATE: day} if fixed else {}
        self._answers = dict(self._settled)
        self._depart = ""

    def compose(self) -> ComposeResult:
        """Show the question at hand."""
        with Vertical():
            yield Static(Content(self._title), classes="muted")
            yield AskPane("event", self._day)

    def on_mount(self) -> None:
        """Ask the first question."""
        self._next()

    def _next(self) -> None:
        asks = event_asks(self._procedure, self._events, self._answers, self._day)
        ask = next((ask for ask in asks if ask.key not in self._answers), None)
        if ask is None:
            self.dismiss(event_of(self._procedure, self._answers, self._depart))
        else:
            self.query_one(AskPane).put(ask)

    @on(AskPane.Given)
    def _given(self, event: AskPane.Given) -> None:
        event.stop()
        self._answers[event.ask.key] = event.value
        self._next()

    @on(AskPane.Shut)
    def _shut(self, event: AskPane.Shut) -> None:
        """Say why an event is not open here, and offer to record it as a departure."""
        event.stop()
        item = next(item for item in self._events if item.event == event.choice.value)
        quotes = [
            f"{ref}: “{self._procedure.quote(ref)}”"
            for ref in item.clauses[:2]
            if ref in self._procedure.clause_by_ref
        ]
        blank = Blank("reason", "Why was the procedure departed from?", read=_reason)

        def done(values: object) -> None:
            if isinstance(values, dict):
                self._depart = str(values["reason"])
                self._take(event.choice)

        text = "\n\n".join([f"{item.because}.", *quotes, "It can be recorded all the same."])
        self.app.push_screen(
            Form("The procedure does not allow this here", [blank], "Record it all the same", text),
            done,
        )

    def _take(self, choice: Choice) -> None:
        self._answers[EVENT] = choice.value
        self._next()

    def action_earlier(self) -> None:
        """Go back to the question before, or leave."""
        if self._answers == self._settled:
            self.dismiss(None)
            return
        self._answers.popitem()
        if self._answers == self._settled:
            self._depart = ""
        self._next()


def _reason(typed: str) -> str:
    if not typed.strip():
        raise Refused(
            [Problem("no-reason", "a departure has a reason", suggestion="write it in a few words")]
        )
    return typed.strip()
