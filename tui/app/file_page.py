"""A screen that reads files behind the scenes, and says what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from textual import on
from textual.message import Message

from toolkit.problem import ToolkitError
from tui.app.page import Page


class FilePage(Page):
    """A screen whose workers read what users have written."""

    class Failed(Message):
        """Something that a worker read has a fault."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    @contextmanager
    def careful(self) -> Iterator[None]:
        """Have a worker tell of a fault in what it reads, and end."""
        try:
            yield
        except (ToolkitError, OSError) as error:
            self.post_message(self.Failed(error))

    @on(Failed)
    def _tell_fault(self, event: Failed) -> None:
        self.toolkit.tell(event.error)
