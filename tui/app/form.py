"""A form in a dialogue: a line for each thing to be known, each checked before it is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Offset, Region, Spacing
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from toolkit.problem import ToolkitError

MUCH = 160
"""A text of more characters than this may have to be scrolled: Up goes to it, Tab comes back."""

ABOVE = 3
"""The rows that the words above a line may take."""


@dataclass(frozen=True, slots=True)
class Blank:
    """One line of a form.

    Attributes:
        key: What it is called among the answers.
        label: What is asked.
        value: What it begins with.
        read: Reads what is written; raises what is wrong with it.
        hint: What helps to fill it in.
    """

    key: str
    label: str
    value: str = ""
    read: Callable[[str], Any] = str.strip
    hint: str = ""


class Blanks(VerticalScroll):
    """The lines of a form; what comes into view comes with what is asked above it."""

    def scroll_to_region(
        self, region: Region, *, spacing: Spacing | None = None, **options: Any
    ) -> Offset:
        """Bring a line into view, and the words above it."""
        return super().scroll_to_region(region, spacing=spacing or Spacing(top=ABOVE), **options)


class Form(ModalScreen[Mapping[str, Any] | None]):
    """Asks for several things at once; Esc gives nothing.

    Args:
        title: What it is for.
        blanks: Its lines.
        done: The word on the button.
        text: What stands above the lines.
    """

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Leave", show=False),
        Binding("ctrl+s", "submit", "Take it", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, title: str, blanks: Sequence[Blank], done: str, text: str = "") -> None:
        super().__init__(classes="dialog")
        self._title, self._blanks, self._done, self._text = title, blanks, done, text

    def compose(self) -> ComposeResult:
        """Show the lines, each with its label, and the button."""
        with Vertical():
            yield Static(Content(self._title), classes="title")
            if self._text:
                # Apart from the lines, so that its beginning is not scrolled away to show a line.
                with VerticalScroll(id="said", can_focus=len(self._text) > MUCH):
                    yield Static(Content(self._text))
            with Blanks(can_focus=False, classes="-under" * (len(self._text) > MUCH)):
                for number, blank in enumerate(self._blanks):
                    yield Static(Content(blank.label), classes="label")
                    if blank.hint:
                        yield Static(Content(blank.hint), classes="muted")
                    yield Input(blank.value, id=f"blank-{number}")
                    fault = Static(id=f"fault-{number}", classes="error")
                    fault.display = False
                    yield fault
            with Horizontal(classes="buttons"):
                yield Button("Leave", id="leave", compact=True)
                yield Button(self._done, id="take", compact=True)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "take":
            self.action_submit()
        else:
            self.dismiss(None)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """Go to the next line; from the last, take the form."""
        number = int((event.input.id or "-0").rpartition("-")[2])
        if number + 1 < len(self._blanks):
            self.query_one(f"#blank-{number + 1}", Input).focus()
        else:
            self.action_submit()

    def action_submit(self) -> None:
        """Take the form if nothing in it is wrong; else say what is, and go there."""
        values: dict[str, Any] = {}
        faulty: list[int] = []
        for number, blank in enumerate(self._blanks):
            fault = self.query_one(f"#fault-{number}", Static)
            words = ""
            try:
                values[blank.key] = blank.read(self.query_one(f"#blank-{number}", Input).value)
            except ToolkitError as error:
                problem = error.problems[0]
                words = "; ".join(part for part in (problem.message, problem.suggestion) if part)
                faulty.append(number)
            fault.update(Content(words))
            fault.display = bool(words)
        if faulty:
            self.query_one(f"#blank-{faulty[0]}", Input).focus()
            fault = self.query_one(f"#fault-{faulty[0]}", Static)
            self.call_after_refresh(fault.scroll_visible, animate=False)
        else:
            self.dismiss(values)
