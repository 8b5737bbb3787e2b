"""One question of the guided lookup, as data that any face can show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from toolkit.case.advice import Cited
from toolkit.case.case import Held
from toolkit.case.days import in_full
from toolkit.procedure.procedure import Procedure

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Kind = Literal["one", "many", "number", "date", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the answers that may be chosen.

    Attributes:
        value: What is chosen.
        words: How it reads.
        detail: What else helps to choose.
        group: The heading that it stands under.
        also: Other words that people use for it.
        shut: Why it cannot be chosen here; empty where it can.
    """

    value: Held
    words: str
    detail: str = ""
    group: str = ""
    also: tuple[str, ...] = ()
    shut: str = ""

    def holds(self, typed: str) -> bool:
        """Whether every word typed occurs in it, wherever and in whatever case."""
        text = " ".join((self.words, self.detail, self.group, *self.also)).casefold()
        return all(word in text for word in typed.casefold().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question.

    Attributes:
        key: What it asks for: its name among the answers.
        words: The question.
        kind: How it is answered: by one choice, by several, or with a number, a day or words.
        choices: What may be chosen.
        hint: What helps to answer it.
        open_: Whether "I don't know" is an answer to it.
        default: The answer that is offered.
        decides: What turns on the answer.
        clauses: The clauses for which it is asked.
        sensitive: Whether it is about health or another special category of data.
        leave: What giving no answer is called, where it is not "I don't know".
    """

    key: str
    words: str
    kind: Kind
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    open_: bool = True
    default: Held | None = None
    decides: tuple[str, ...] = ()
    clauses: tuple[Cited, ...] = ()
    sensitive: bool = False
    leave: str = ""

    def in_words(self, procedure: Procedure | None, value: Held | None) -> str:
        """Say an answer to it in words."""
        if value is None:
            return "not known"
        if isinstance(value, tuple) and self.choices:
            words = [self._named(item) for item in value]
            return "; ".join(words) if words else "none"
        named = self._named(value)
        return named or value_words(procedure, value)

    def matching(self, typed: str) -> Iterator[Choice]:
        """Yield the choices that hold every word typed."""
        return (choice for choice in self.choices if choice.holds(typed))

    def _named(self, value: object) -> str:
        for choice in self.choices:
            if choice.value == value and isinstance(choice.value, bool) == isinstance(value, bool):
                return choice.words
        return value if isinstance(value, str) and self.choices else ""


YES_NO = (Choice(value=True, words="yes"), Choice(value=False, words="no"))


def value_words(procedure: Procedure | None, value: Held) -> str:
    """Say a value in the procedure's words: the name of a stage, role or outcome, else itself."""
    if isinstance(value, tuple):
        return "; ".join(value_words(procedure, item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return in_full(value)
    if not isinstance(value, str):
        return str(value)
    if procedure is not None:
        if value in procedure.stages:
            return procedure.stages[value].name
        if value in procedure.roles:
            return procedure.role_name(value)
        if value in procedure.outcomes:
            return procedure.outcomes[value].title()
    return value.replace("-", " ") if _ID.fullmatch(value) else value
