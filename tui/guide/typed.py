"""Answers as people type them, read as what a question takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from toolkit.case.case import Held
from toolkit.case.days import MONTHS
from toolkit.problem import Problem, Refused
from tui.guide.ask import Ask, Choice

LONG = 15
"""A list of more choices than this is shown only when somebody asks for it."""

_BY_NUMBERS = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")
_BY_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]+),? (\d{4})")
_RELATIVE = {"today": 0, "yesterday": 1}
_YES, _NO = frozenset({"yes", "y", "true"}), frozenset({"no", "n", "false"})


class Several(Refused):
    """What was typed fits several choices.

    Attributes:
        choices: Those that it fits.
    """

    def __init__(self, typed: str, choices: Sequence[Choice]) -> None:
        super().__init__(
            [
                Problem(
                    "several-answers",
                    f"'{typed}' fits {len(choices)} answers",
                    suggestion="write the number of one",
                )
            ]
        )
        self.choices = tuple(choices)


def read(ask: Ask, typed: str, on: date, listed: Sequence[Choice] = ()) -> Held:
    """Read a typed answer.

    Args:
        ask: The question.
        typed: What was typed: a number of the list, words, a day, a number.
        on: The day that "today" means.
        listed: The choices as they were last numbered; all of them where empty.

    Raises:
        Several: Words fit several choices.
        Refused: It is no answer to this question; the message says what to write.
    """
    typed = " ".join(typed.split())
    if ask.kind == "date":
        return read_day(typed, on)
    if ask.kind == "number":
        if re.fullmatch(r"\d{1,9}", typed):
            return int(typed)
        raise _bad(typed, "is no number", "write a whole number, such as 3")
    if ask.kind == "text":
        if typed:
            return typed
        raise _bad(typed, "says nothing", "write some words")
    numbered = tuple(listed) or ask.choices
    if ask.kind == "one":
        return _chosen(ask, typed, numbered).value
    return _several(ask, typed, numbered)


def read_day(typed: str, on: date) -> date:
    """Read a day: 2026-04-02, 2 April 2026, 2/4/2026 (day first), today or yesterday.

    Raises:
        Refused: It is no day.
    """
    low = typed.strip().lower()
    if low in _RELATIVE:
        return on - timedelta(days=_RELATIVE[low])
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", low):
            return date.fromisoformat(low)
        if found := _BY_NUMBERS.fullmatch(low):
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        if found := _BY_NAME.fullmatch(low):
            month = _month(found[2])
            if month:
                return date(int(found[3]), month, int(found[1]))
    except ValueError:
        raise _bad(typed, "is no day of the calendar", "write it as 2 April 2026") from None
    raise _bad(typed, "is no day", "write it as 2 April 2026, 2026-04-02 or today")


def _month(word: str) -> int:
    """Give the number of a month by its name, or the first three letters of it; 0 where none."""
    names = [name.lower() for name in MONTHS]
    found = [n for n, name in enumerate(names, 1) if len(word) >= 3 and name.startswith(word)]
    return found[0] if len(found) == 1 else 0


def _chosen(ask: Ask, typed: str, numbered: Sequence[Choice]) -> Choice:
    if typed.isdecimal():
        number = int(typed)
        if 1 <= number <= len(numbered):
            return numbered[number - 1]
        last = len(numbered)
        raise _bad(typed, "is not on the list", f"write a number from 1 to {last}")
    low = typed.lower()
    for choice in ask.choices:
        if low and (
            low == choice.words.lower()
            or choice.value == typed
            or (choice.value is True and low in _YES)
            or (choice.value is False and low in _NO)
        ):
            return choice
    found = tuple(ask.matching(typed)) if typed else ()
    beginning = tuple(choice for choice in found if choice.words.lower().startswith(low))
    found = beginning if len(beginning) == 1 else found
    if len(found) == 1:
        return found[0]
    if found:
        raise Several(typed, found)
    raise _bad(typed, "fits none of the answers", _how(ask, numbered))


def _several(ask: Ask, typed: str, numbered: Sequence[Choice]) -> tuple[str, ...]:
    """Read several choices: numbers parted by commas or spaces, or words that fit one."""
    parts = [part for part in re.split(r"[,;]", typed) if part.strip()]
    if re.fullmatch(r"[\d ,;]+", typed):
        parts = re.findall(r"\d+", typed)
    if not parts:
        raise _bad(typed, "names none of the answers", _how(ask, numbered))
    values = [_chosen(ask, part.strip(), numbered).value for part in parts]
    return tuple(dict.fromkeys(str(value) for value in values))


def _how(ask: Ask, numbered: Sequence[Choice]) -> str:
    """Say what to write for a question with choices."""
    if all(isinstance(choice.value, bool) for choice in ask.choices):
        return "write yes or no"
    if len(numbered) > LONG:
        return "write other words of the answer, or list to see them all"
    one = f"a number from 1 to {len(numbered)}"
    many = ", or several with commas" if ask.kind == "many" else ""
    return f"write {one}{many}, or words of an answer"


def _bad(typed: str, message: str, suggestion: str) -> Refused:
    words = f"'{typed}' {message}" if typed.strip() else "nothing is written"
    return Refused([Problem("bad-answer", words, suggestion=suggestion)])
