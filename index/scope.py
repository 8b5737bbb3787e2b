"""The procedure and the stage that a question names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """Give the procedures of which a name stands among the words."""
    flat = f" {' '.join(found)} "
    return frozenset(
        name for name, held in known.items() if any(f" {each} " in flat for each in held["names"])
    )


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
