"""The procedure and the stage that a question names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from index.words import STOP

_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "first": "1", "second": "2",
            "third": "3"}  # fmt: skip

Stages = frozenset[tuple[str, str]]


def with_numbers(found: Sequence[str]) -> list[str]:
    """Give words with the number after or before ``stage`` as a figure: ``second stage``."""
    made = list(found)
    for at, word in enumerate(made):
        if word == "stage":
            if at + 1 < len(made):
                made[at + 1] = _NUMBERS.get(made[at + 1], made[at + 1])
            if at and made[at - 1] in ("first", "second", "third"):
                made[at - 1 : at + 1] = ["stage", _NUMBERS[made[at - 1]]]
    return made


def procedures_named(
    found: Sequence[str], known: Mapping[str, Mapping[str, Any]]
) -> frozenset[str]:
    """Give the procedures of which a name stands among the words, also with an *s* to it."""
    flat = f" {' '.join(found)} "
    return frozenset(
        name for name, held in known.items()
        if any(f" {each} " in flat or f" {each}s " in flat for each in held["names"])
    )  # fmt: skip


def without_names(text: str, names: Iterable[str]) -> str:
    """Give a question without what a procedure is called in it.

    Args:
        text: The question.
        names: The names, as words with single spaces.
    """
    if (pattern := _any_of(tuple(names))) is not None:
        text = pattern.sub(" ", text)
    return " ".join(text.split())


@lru_cache(maxsize=64)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Give the pattern of any of some names, the longest first."""
    held = sorted(filter(None, names), key=len, reverse=True)
    parts = (r"\W+".join(map(re.escape, name.split())) for name in held)
    return re.compile(rf"(?i)\b(?:{'|'.join(parts)})(?:['’]?s)?\b") if held else None


def distinctive(known: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """Give the names of each procedure that are its own.

    A title or issuer is not, where it is a part of what another procedure is called; an id or an
    abbreviation always is.
    """
    found = {}
    for own, held in known.items():
        others = [each for name, other in known.items() if name != own for each in other["names"]]
        short = {own.replace("-", " "), held["abbreviation"].lower()}
        found[own] = [
            each for each in held["names"]
            if each in short or not any(f" {each} " in f" {other} " for other in others)
        ]  # fmt: skip
    return found


def stages_named(found: Sequence[str], known: Mapping[str, Mapping[str, Any]]) -> Stages:
    """Give the stages, each with its procedure, of which a name stands among the words.

    Where two names overlap (``appeal stage 1`` and ``stage 1``) the longer one is meant.
    """
    flat = f" {' '.join(with_numbers(found))} "
    named = {
        (name, stage): phrase
        for name, held in known.items()
        for stage, phrases in held["stages"].items()
        for phrase in phrases
        if phrase not in STOP and f" {phrase} " in flat
    }
    longest = {
        key for key, phrase in named.items()
        if not any(phrase != other and f" {phrase} " in f" {other} " for other in named.values())
    }  # fmt: skip
    return frozenset(longest)
