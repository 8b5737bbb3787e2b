"""Telling how far a long piece of work is, and stopping it from outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from toolkit.problem import Problem, Refused

Tell = Callable[[int, int, str], None]
"""Is told how many pieces are done, of how many, and what is at hand; what it raises stops it."""


class Stopped(Refused):
    """Work that somebody stopped; it has left nothing behind."""

    def __init__(self) -> None:
        super().__init__([Problem("stopped", "stopped; nothing was written")])


@dataclass(frozen=True)
class Watch:
    """Whoever looks on while something long is done.

    Attributes:
        tell: Is told of each step.
        stop: Stops the work once it is set, from whichever thread.
    """

    tell: Tell | None = None
    stop: Event | None = None

    def at(self, done: int, total: int, what: str) -> None:
        """Tell how far the work is.

        Raises:
            Stopped: It is to be stopped.
        """
        self.check()
        if self.tell is not None:
            self.tell(done, total, what)

    def check(self) -> None:
        """Raise `Stopped` where the work is to be stopped."""
        if self.stop is not None and self.stop.is_set():
            raise Stopped
