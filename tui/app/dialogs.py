"""Short dialogues over a screen: what is wrong, a question of yes or no, a choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from tui.app.pointing import PointedList


class Message(ModalScreen[None]):
    """Says something that stays until it is read.

    Args:
        title: What it is about.
        lines: What it says.
        large: Whether it takes all of the terminal.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "dismiss", "Close", show=False)
    ]

    def __init__(self, title: str, lines: Sequence[str], *, large: bool = False) -> None:
        super().__init__(classes="dialog -large" if large else "dialog")
        self._title, self._lines = title, lines

    def compose(self) -> ComposeResult:
        """Show the title, the lines and a button."""
        with Vertical():
            yield Static(Content(self._title), classes="title")
            with VerticalScroll():
                yield Static(Content("\n\n".join(self._lines)))
            with Horizontal(classes="buttons"):
                yield Button("Close", id="close", compact=True)

    def on_button_pressed(self) -> None:
        """Close."""
        self.dismiss()


class Confirm(ModalScreen[bool]):
    """Asks a question of yes or no; Esc is no, and so is Enter where nothing is chosen.

    Args:
        question: The question.
        text: What follows from yes.
        yes: The word for yes, such as "Record it".
        no: The word for no.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "answer(False)", "No", show=False),
        Binding("left,right", "app.focus_next", show=False),
    ]

    def __init__(self, question: str, text: str, yes: str, no: str) -> None:
        super().__init__(classes="dialog")
        self._question, self._text, self._yes, self._no = question, text, yes, no

    def compose(self) -> ComposeResult:
        """Show the question and the two answers, no first."""
        with Vertical():
            yield Static(Content(self._question), classes="title")
            with VerticalScroll(can_focus=False):
                yield Static(Content(self._text))
            with Horizontal(classes="buttons"):
                yield Button(self._no, id="no", compact=True)
                yield Button(self._yes, id="yes", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        self.dismiss(event.button.id == "yes")

    def action_answer(self, answer: bool) -> None:
        """Answer."""
        self.dismiss(answer)


class Choose(ModalScreen[str | None]):
    """Lets one of several be chosen; Esc chooses none.

    Args:
        title: What is to be chosen.
        options: What is given back, and what is shown for it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "None", show=False)]

    def __init__(self, title: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__(classes="dialog")
        self._title, self._options = title, options

    def compose(self) -> ComposeResult:
        """Show the list."""
        with Vertical():
            yield Static(Content(self._title), classes="title")
            yield PointedList(*(Option(Content(words)) for _, words in self._options))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give what was chosen."""
        self.dismiss(self._options[event.option_index][0])
