"""The screen Home."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from tui.app.actions import bindings
from tui.app.page import Page


class HomeScreen(Page):
    """Home."""

    SCOPE = "home"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("home")]

    def body(self) -> ComposeResult:
        """Say that there is nothing yet."""
        yield Static("Home")
