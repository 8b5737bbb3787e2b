"""One question with its answers: a list to choose from, or a line to write in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from toolkit.case.case import Held
from toolkit.case.days import in_full
from toolkit.problem import ToolkitError
from tui.app.actions import bindings
from tui.app.pointing import PointedList, hung
from tui.guide.ask import Ask, Choice
from tui.guide.typed import read

FEW = 16
"""Among more choices than this one can search by words."""

UNKNOWN = "I don't know"


class AskPane(Vertical):
    """Shows a question and takes its answer.

    Args:
        id: Its id.
        on: The day that "today" means.
    """

    SCOPE = "ask"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("ask")]

    class Given(Message):
        """A question has been answered; ``None`` is "I don't know"."""

        def __init__(self, ask: Ask, value: Held | None) -> None:
            super().__init__()
            self.ask, self.value = ask, value

    class Shut(Message):
        """A choice has been made that cannot be."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, id: str, on: date) -> None:
        super().__init__(id=id)
        self.day = on
        self.ask: Ask | None = None
        self._shown: list[Choice | None] = []
        self._marked: set[Held] = set()

    def compose(self) -> ComposeResult:
        """Put question, hint and fault above the line and the list."""
        yield Static(id="ask-words", classes="title")
        yield Static(id="ask-hint", classes="muted")
        yield Input(id="ask-line")
        yield Static(id="ask-fault", classes="error")
        yield PointedList(id="ask-choices")

    @property
    def line(self) -> Input:
        """The line to write in."""
        return self.query_one("#ask-line", Input)

    @property
    def choices(self) -> OptionList:
        """The list to choose from."""
        return self.query_one("#ask-choices", OptionList)

    def put(self, ask: Ask, value: Held | None = None, number: str = "") -> None:
        """Show a question.

        Args:
            ask: The question.
            value: An earlier answer, to begin with.
            number: What stands before the question.
        """
        self.ask = ask
        self._marked = set(value) if isinstance(value, tuple) else set()
        self.query_one("#ask-words", Static).update(Content(f"{number}{ask.words}"))
        hints = [ask.hint] if ask.hint else []
        if ask.kind == "many":
            hints.append("Enter answers with the line; Space marks several first.")
        if ask.kind == "date":
            hints.append("Such as 2 April 2026, 2/4/2026 or today; Enter takes it.")
        self._note("#ask-hint", " ".join(hints))
        self._note("#ask-fault", "")
        writing = not ask.choices
        self.line.display = writing or len(ask.choices) > FEW
        self.line.placeholder = "write your answer" if writing else "words to find an answer by"
        held = ask.default if value is None else value
        with self.prevent(Input.Changed):
            self.line.value = _written(held) if writing and held is not None else ""
        self._fill("")
        if self._marked or (value is not None and not writing):
            self._highlight(value)
        self.focus_best()

    def focus_best(self) -> None:
        """Put the focus where the answer is given."""
        (self.line if self.line.display else self.choices).focus()

    def fault(self, words: str) -> None:
        """Say what is wrong with an answer."""
        self._note("#ask-fault", words)

    def _note(self, id: str, words: str) -> None:
        note = self.query_one(id, Static)
        note.update(Content(words))
        note.display = bool(words)

    def _fill(self, typed: str) -> None:
        """List the choices that hold the words typed."""
        assert self.ask is not None
        found: Sequence[Choice] = tuple(self.ask.matching(typed)) if typed else self.ask.choices
        options: list[Option] = []
        self._shown = []
        group = ""
        for choice in found:
            if choice.group != group:
                group = choice.group
                options.append(Option(Content(group).stylize("bold $primary"), disabled=True))
                self._shown.append(None)
            options.append(Option(self._prompt(choice)))
            self._shown.append(choice)
        if self.ask.choices and not found:
            options.append(Option(Content("Nothing fits these words."), disabled=True))
            self._shown.append(None)
        if self.ask.open_:
            options.append(Option(Content(self.ask.leave or UNKNOWN)))
            self._shown.append(None)
        self.choices.clear_options()
        self.choices.add_options(options)
        self.choices.display = bool(options)
        first = next((n for n, choice in enumerate(self._shown) if choice is not None), None)
        self.choices.highlighted = first if first is not None else len(options) - 1 or 0

    def _highlight(self, value: Held | None) -> None:
        wanted = value[0] if isinstance(value, tuple) and value else value
        for index, choice in enumerate(self._shown):
            if choice is not None and choice.value == wanted:
                self.choices.highlighted = index

    def _prompt(self, choice: Choice) -> Content:
        assert self.ask is not None
        mark = ""
        if self.ask.kind == "many":
            mark = "[x] " if choice.value in self._marked else "[ ] "
        width = self.choices.outer_size.width - self.choices.styles.scrollbar_size_vertical
        words = Content(f"{mark}{choice.words}")
        under = Content.styled(choice.detail, "$text-muted")
        if choice.shut:
            words = Content.styled(f"not open: {choice.words}", "$text-disabled")
            under = Content.styled(choice.shut, "$text-disabled")
        lines = [hung(words, "", width, further=2)]
        if under:
            lines.append(hung(under, "  ", width))
        return Content("\n").join(lines)

    def on_resize(self) -> None:
        """Break the lines anew for another width."""
        self.call_after_refresh(self._break_lines)

    def _break_lines(self) -> None:
        for index, choice in enumerate(self._shown):
            if choice is not None:
                self.choices.replace_option_prompt_at_index(index, self._prompt(choice))

    @on(Input.Changed, "#ask-line")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._note("#ask-fault", "")
        if self.ask is not None and self.ask.choices:
            self._fill(event.value)

    @on(Input.Submitted, "#ask-line")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.ask is None:
            return
        if self.ask.choices:
            if any(choice is not None for choice in self._shown):
                self._choose(self.choices.highlighted or 0)
            else:
                self.fault("Nothing fits these words. Write others, or choose from the list.")
            return
        try:
            value = read(self.ask, event.value, self.day)
        except ToolkitError as error:
            problem = error.problems[0]
            self.fault(f"{problem.message}; {problem.suggestion}.")
            return
        self.post_message(self.Given(self.ask, value))

    @on(OptionList.OptionSelected, "#ask-choices")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._choose(event.option_index)

    def _choose(self, index: int) -> None:
        if self.ask is None or index >= len(self._shown):
            return
        choice = self._shown[index]
        if choice is None:
            if self.ask.open_ and index == len(self._shown) - 1:
                self.post_message(self.Given(self.ask, None))
        elif choice.shut:
            self.post_message(self.Shut(choice))
        elif self.ask.kind == "many":
            marked = [item.value for item in self.ask.choices if item.value in self._marked]
            if choice.value not in marked:
                marked.append(choice.value)
            self.post_message(self.Given(self.ask, tuple(str(value) for value in marked)))
        else:
            self.post_message(self.Given(self.ask, choice.value))

    def action_mark(self) -> None:
        """Mark the highlighted answer, or take its mark away."""
        at = self.choices.highlighted
        if self.ask is None or self.ask.kind != "many" or at is None or at >= len(self._shown):
            return
        choice = self._shown[at]
        if choice is not None:
            self._marked ^= {choice.value}
            self.choices.replace_option_prompt_at_index(at, self._prompt(choice))

    def action_to_list(self) -> None:
        """Go from the line to the list."""
        if self.line.has_focus and self.choices.display:
            self.choices.focus()
        elif self.choices.has_focus:
            self.choices.action_cursor_down()

    def action_unknown(self) -> None:
        """Answer that it is not known."""
        if self.ask is None:
            return
        if self.ask.open_:
            self.post_message(self.Given(self.ask, None))
        else:
            self.fault("This has to be answered before anything can be said. Choose an answer.")


def _written(value: Held) -> str:
    """Write a value as people do, so that it can be read again."""
    return in_full(value) if isinstance(value, date) else str(value)
