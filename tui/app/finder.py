"""What the search finds, as the app shows it: the one module here that knows the index."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from toolkit.problem import Problem, Refused

if TYPE_CHECKING:
    from index.answers.answer import Answer

NO_INDEX = Problem(
    "no-search", "the search is not installed with this toolkit",
    suggestion="read the text with F6 and find words in it with /",
)  # fmt: skip

MOST = 60
"""How many hits are listed; nobody reads on."""

LONGEST = 300
"""The most characters of a query that are looked at."""


class Hit(Protocol):
    """A clause that was found, as the index gives it."""

    ref: str
    procedure: str
    path: tuple[str, ...]
    text: str
    snippet: str
    rules: tuple[str, ...]


Search = Callable[..., Iterable[Any]]
"""Searches: ``(query, limit=, procedure=, kind=)`` gives hits, and ``did_you_mean`` beside them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A hit as it is listed.

    Attributes:
        ref: The clause.
        procedure: Its procedure's id.
        path: Headings above it.
        snippet: The part that fits best, cut where words begin or end that fit; those are true.
        kinds: Kinds of the rules under it.
    """

    ref: str
    procedure: str
    path: tuple[str, ...]
    snippet: tuple[tuple[str, bool], ...]
    kinds: tuple[str, ...] = ()

    def words(self) -> list[str]:
        """Give the words that fit."""
        return list(dict.fromkeys(text.strip() for text, fits in self.snippet if fits))


@dataclass(frozen=True, slots=True)
class Results:
    """What a query found.

    Attributes:
        query: As it was typed.
        lines: The hits, the best first.
        procedures: How many hits each procedure has.
        kinds: How many hits carry each kind of rule.
        did_you_mean: The query with its misspellings mended, or empty.
    """

    query: str
    lines: tuple[Line, ...] = ()
    procedures: tuple[tuple[str, int], ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()
    did_you_mean: str = ""

    def only(self, procedure: str, kind: str) -> tuple[Line, ...]:
        """Give the hits of one procedure and with one kind of rule; an empty word means any."""
        return tuple(
            line
            for line in self.lines
            if procedure in ("", line.procedure) and (not kind or kind in line.kinds)
        )


def cut(snippet: str) -> tuple[tuple[str, bool], ...]:
    """Cut a snippet at its ``**``."""
    parts = re.split(r"\*\*", " ".join(snippet.split()))
    return tuple((part, bool(at % 2)) for at, part in enumerate(parts) if part)


def find(query: str, search: Search | None = None) -> Results:
    """Search.

    Args:
        query: Whatever was typed.
        search: The index's own search, if not the user's.

    Returns:
        The hits, with how many there are by procedure and by kind of rule.
    """
    typed = " ".join(query.split())[:LONGEST]
    if not typed:
        return Results(query)
    with _ONE_AT_A_TIME:
        hits = (search or _index().search)(typed, limit=MOST)
        lines = tuple(_line(hit) for hit in hits)
    procedures = Counter(line.procedure for line in lines)
    kinds = Counter(kind for line in lines for kind in line.kinds)
    return Results(
        query, lines, tuple(procedures.most_common()), tuple(kinds.most_common()),
        str(getattr(hits, "did_you_mean", "")),
    )  # fmt: skip


def answered(
    question: str, within: str, today: date, ask: Callable[..., Answer] | None = None
) -> Answer:
    """Answer a question.

    Args:
        question: Whatever was typed.
        within: A case's file to answer for, or the id of the only policy to look in; or empty.
        today: The day of the answer, where there is a case.
        ask: Answers in place of the user's index.

    Raises:
        BadData: The file is no case.
        Refused: There is no such policy, or no search.
    """
    from tui.casefile import faults_of, open_case

    answer = ask or _asker()
    with _ONE_AT_A_TIME:
        if not is_file(within):
            return answer(question, procedure=within or None)
        file = Path(within)
        with faults_of(file):
            _, case = open_case(file)
            return answer(question, case=case, on=today)


def is_file(within: str) -> bool:
    """Whether what limits an answer is a case's file, and not a policy's id."""
    from tui.cases.folder import ENDINGS

    return Path(within).suffix.lower() in ENDINGS


_ONE_AT_A_TIME = Lock()


@lru_cache(maxsize=1)
def _index() -> Any:
    from importlib import import_module

    try:
        return import_module("index.search").open_index()
    except ImportError as error:
        raise Refused([NO_INDEX]) from error


def _asker() -> Callable[..., Answer]:
    from functools import partial

    index = _index()
    from index import ask

    return partial(ask, index=index)


def _line(hit: Any) -> Line:
    from toolkit.procedure.library import load
    from toolkit.procedure.names import kind_of

    try:
        held = load(hit.procedure).rules_under.get(hit.ref, ())
        kinds = tuple(dict.fromkeys(kind_of(rule) for rule in held))
    except Refused:
        kinds = ()
    return Line(hit.ref, hit.procedure, tuple(hit.path), cut(hit.snippet or hit.text), kinds)
