"""Adding an event by choosing: what happened, when, what was decided, and what goes with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from toolkit.case.case import Event, Held, Member
from toolkit.problem import Problem, Refused, ToolkitError
from toolkit.procedure.procedure import Procedure
from tui.app.ask_pane import AskPane
from tui.app.form import Blank, Form
from tui.guide.ask import Ask
from tui.guide.besides import BESIDES, FACT, RECORD, Besides, ask_besides, ask_for, taken
from tui.guide.happening import DATE, EVENT, Possible, event_asks, event_of

if TYPE_CHECKING:
    from tui.app.app import ToolkitApp

NOT_ALLOWED = "not-allowed"


class EventDialog(ModalScreen[Event | None]):
    """Asks what has happened, one question after the other; Esc goes back one, and then out.

    Args:
        procedure: The procedure of the case.
        events: The events that may be recorded, and those that may not with the reason.
        day: The day that is offered.
        check: Raises what stands against an event.
        title: What the event is for.
        fixed: Whether the day is settled, and not asked for.
        done: The words for taking the event as it is.
        sits: Who is to sit, as the case has it.
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
        check: Callable[[Event], object],
        title: str = "Add an event",
        *,
        fixed: bool = False,
        done: str = "Record it",
        sits: tuple[Member, ...] = (),
    ) -> None:
        super().__init__(classes="dialog")
        self._procedure, self._events, self._day, self._title = procedure, events, day, title
        self._check, self._done, self._sits = check, done, sits
        self._settled: dict[str, object] = {DATE: day} if fixed else {}
        self._answers = dict(self._settled)
        self._besides = Besides()
        self._depart = ""

    def compose(self) -> ComposeResult:
        """Show the question at hand."""
        with Vertical():
            yield Static(Content(self._title), classes="muted")
            yield AskPane("event", self._day)

    def on_mount(self) -> None:
        """Ask the first question."""
        self._next()

    @property
    def _pane(self) -> AskPane:
        return self.query_one(AskPane)

    @property
    def _event(self) -> Event:
        """The event as far as it has been told."""
        return event_of(self._procedure, self._answers, self._depart)

    def _next(self) -> None:
        """Ask what is open; in the end, whether anything is to be said besides."""
        asks = event_asks(self._procedure, self._events, self._answers, self._day)
        ask = next((ask for ask in asks if ask.key not in self._answers), None)
        self._pane.put(ask or ask_besides(self._procedure, self._event, self._besides, self._done))

    @on(AskPane.Given)
    def _given(self, event: AskPane.Given) -> None:
        event.stop()
        asks = event_asks(self._procedure, self._events, self._answers, self._day)
        if any(ask.key == event.ask.key for ask in asks):
            self._answers[event.ask.key] = event.value
            self._next()
        elif event.ask.key in (BESIDES, FACT) and event.value != RECORD:
            what = str(event.value)
            ask = ask_for(self._procedure, self._event, what, self._besides, self._sits)
            self._pane.put(ask, self._known(ask))
        elif event.value == RECORD and event.ask.key == BESIDES:
            self._finish()
        else:
            self._say_besides(event.ask, event.value)

    def _known(self, ask: Ask) -> Held | None:
        """Give what has been said already to one of the questions besides."""
        return self._besides.facts.get(ask.key.removeprefix(FACT).strip())

    def _say_besides(self, ask: Ask, value: Held | None) -> None:
        try:
            self._besides = taken(self._procedure, self._besides, ask, value)
        except ToolkitError as error:
            problem = error.problems[0]
            self._pane.fault(f"{problem.message}; {problem.suggestion}.")
        else:
            self._next()

    def _finish(self) -> None:
        """Give the event, unless something stands against it."""
        event = self._besides.of(self._event)
        try:
            self._check(event)
        except ToolkitError as error:
            problem = error.problems[0]
            if problem.code != NOT_ALLOWED:
                cast("ToolkitApp", self.app).tell(error, "This cannot be recorded")
                return
            self._ask_reason([problem.message, problem.excerpt], self._finish)
        else:
            self.dismiss(event)

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

        def go_on() -> None:
            self._answers[EVENT] = event.choice.value
            self._next()

        self._ask_reason([f"{item.because}.", *quotes], go_on)

    def _ask_reason(self, against: list[str], go_on: Callable[[], None]) -> None:
        """Say what stands against an event, and go on once there is a reason to depart from it."""
        blank = Blank("reason", "Why was the procedure departed from?", read=_reason)

        def done(values: object) -> None:
            if isinstance(values, dict):
                self._depart = str(values["reason"])
                go_on()

        why, *quotes = filter(None, against)
        words = [why, "It can be recorded all the same.", *quotes]
        title = "The procedure does not allow this here"
        self.app.push_screen(
            Form(title, [blank], "Record it all the same", "\n\n".join(words)), done
        )

    def action_earlier(self) -> None:
        """Go back to the question before, or leave."""
        asks = event_asks(self._procedure, self._events, self._answers, self._day)
        asked = {BESIDES, *(ask.key for ask in asks)}
        if self._pane.ask is not None and self._pane.ask.key not in asked:
            self._next()
            return
        if self._answers == self._settled:
            self.dismiss(None)
            return
        self._answers.popitem()
        self._besides = Besides()
        if self._answers == self._settled:
            self._depart = ""
        self._next()


def _reason(typed: str) -> str:
    if not typed.strip():
        raise Refused(
            [Problem("no-reason", "a departure has a reason", suggestion="write it in a few words")]
        )
    return typed.strip()
