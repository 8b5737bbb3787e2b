"""What a plain dialogue says and reads: questions, numbered lists, refusals, one line at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from toolkit.case.case import Held
from toolkit.problem import Problem, Refused, ToolkitError
from tui.guide.ask import Ask, Choice
from tui.guide.guide import Guide
from tui.guide.typed import LONG, Several, read
from tui.text.layout import paragraph

Read = Callable[[], str | None]
"""Gives the next line without its end, or ``None`` where there is none."""


class Over(Exception):
    """The input has ended, or whoever answers wants to end."""


@dataclass
class Speaker:
    """Speaks in lines and listens to lines.

    Attributes:
        guide: How far the lookup is.
        read: Where answers come from.
        say: Where lines go.
        width: Width to wrap to.
        folder: Where new cases and saved answers are written.
        listed: The answers that were last numbered.
        shown: The key of the question that was last put.
    """

    guide: Guide
    read: Read
    say: Callable[[str], None]
    width: int = 80
    folder: Path = Path()
    listed: tuple[Choice, ...] = ()
    shown: str = ""

    def put(self, ask: Ask, name: str = "Question") -> None:
        """Put a question."""
        self.shown = ask.key
        self.listed = ()
        number = f"{name} {len(self.guide.lookup.answers) + 1}: " if name else ""
        self.say("")
        self.wrapped(f"{number}{ask.words}", indent=0)
        if ask.hint:
            self.wrapped(ask.hint)
        if ask.choices and len(ask.choices) <= LONG:
            self.list_choices(ask.choices)
        elif ask.choices:
            self.wrapped(
                f"There are {len(ask.choices)} answers. Write words to find yours, or list."
            )
        self.wrapped(how(ask))

    def list_choices(self, choices: tuple[Choice, ...]) -> None:
        """Number choices; those numbers then hold until the next list."""
        self.listed = choices
        group = ""
        for number, choice in enumerate(choices, 1):
            if choice.group and choice.group != group:
                group = choice.group
                self.wrapped(f"{group}:")
            detail = f" ({choice.detail})" if choice.detail else ""
            self.say(paragraph(f"{choice.words}{detail}", self.width, mark=f"{number}. "))

    def read_answer(self, ask: Ask, line: str) -> Held:
        """Read an answer; a number counts only on a list that has been shown."""
        numbers = line.replace(",", " ").split()
        if len(ask.choices) > LONG and not self.listed and all(map(str.isdecimal, numbers)):
            raise Refused(
                [
                    Problem(
                        "no-list",
                        f"'{line}' is a number, and no list has been shown",
                        suggestion="write words of the answer, or list",
                    )
                ]
            )
        return read(ask, line, self.guide.on, self.listed)

    def offer(self, error: ToolkitError) -> None:
        """List the answers that a word fits, where it fits several."""
        if isinstance(error, Several):
            self.list_choices(error.choices)

    def why(self, ask: Ask) -> None:
        """Say what turns on a question, and read its clauses out."""
        for words in ask.decides[:3]:
            self.wrapped(f"It decides: {words}.")
        if not ask.decides and not ask.clauses:
            self.wrapped(ask.hint or "Nothing can be said before this is known.")
        for cited in ask.clauses:
            self.wrapped(f"{cited.ref}:")
            self.wrapped(cited.text, indent=4)

    def line(self) -> str:
        """Give the next line; raise `Over` where there is none."""
        line = self.read()
        if line is None:
            raise Over
        return " ".join(line.split())

    def refuse(self, error: ToolkitError) -> None:
        """Say what is wrong, and what to write instead."""
        for problem in error.problems:
            self.wrapped(f"{_sentence(problem)}")
            for quote in problem.excerpt.splitlines() if problem.code == "not-allowed" else ():
                self.wrapped(quote, indent=4)

    def wrapped(self, words: str, indent: int = 2) -> None:
        """Say words, broken at the width."""
        self.say(paragraph(words, self.width, indent))


def lines_of(stream: Iterator[str]) -> Read:
    """Give a reader of lines."""
    return lambda: next(stream, None)


def how(ask: Ask) -> str:
    """Say how a question is answered."""
    ways = {
        "one": "Write the number or words of one answer",
        "many": "Write the numbers or words of one or more, with commas",
        "number": "Write a whole number",
        "date": "Write a day, such as 2 April 2026 or today",
        "text": "Write words",
    }
    how = ways[ask.kind]
    if all(isinstance(choice.value, bool) for choice in ask.choices) and ask.choices:
        how = "Write yes or no"
    if ask.default is not None:
        how += f"; Enter takes {ask.default}"
    return f"{how}; or don't know; or why." if ask.open_ else f"{how}."


def _sentence(problem: Problem) -> str:
    hint = f"; {problem.suggestion}" if problem.suggestion else ""
    where = f"{problem.file}: " if problem.file else ""
    return f"{where}{problem.message}{hint}."
