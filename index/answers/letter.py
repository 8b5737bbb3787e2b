"""Which letter: those that a clause names, or that the steps and outcomes there send."""

from __future__ import annotations

from collections.abc import Iterator

from index.answers.nearness import Sought, bag
from index.answers.place import Place
from index.answers.rules import letter_due
from toolkit.case.advice import LetterDue
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Letter, Outcome
from toolkit.procedure.wording import phrase

MOST = 6
"""How many letters are shown."""


def letters(place: Place, sought: Sought) -> tuple[LetterDue, ...]:
    """Give the letters at a place, those that fit the question best first."""
    found: dict[str, LetterDue] = {}
    for letter, because, if_ in (*_sent(place), *_named(place)):
        found.setdefault(letter.id, letter_due(place.procedure, letter, because, if_))
    held = list(found.values())
    near = {item.letter: sought.covered(bag(f"{item.name} {item.because}")) for item in held}
    return tuple(sorted(held, key=lambda item: -near[item.letter])[:MOST])


def _sent(place: Place) -> Iterator[tuple[Letter, str, str]]:
    """Yield the letters that the steps and outcomes here send, with why and when."""
    procedure = place.procedure
    for step in place.steps():
        for use in step.letter:
            if use.letter in procedure.letters:
                if_ = phrase(procedure, use.when) if use.when else ""
                yield procedure.letters[use.letter], step.does, if_
    for outcome in place.rules(Outcome, citing=False):
        for use in outcome.letter:
            if use.letter in procedure.letters:
                yield procedure.letters[use.letter], outcome.title(), ""


def _named(place: Place) -> Iterator[tuple[Letter, str, str]]:
    for letter in place.rules(Letter):
        yield letter, _why(place.procedure, letter), ""


def _why(procedure: Procedure, letter: Letter) -> str:
    """Give what sends a letter."""
    for step in procedure.steps.values():
        if any(use.letter == letter.id for use in step.letter):
            return step.does
    for outcome in procedure.outcomes.values():
        if any(use.letter == letter.id for use in outcome.letter):
            return outcome.title()
    return ""


def headline(procedure: Procedure, found: tuple[LetterDue, ...]) -> str:
    """Say in a sentence which letter goes from whom to whom."""
    first = found[0]
    to = " and ".join(procedure.role_name(role) for role in first.to)
    copies = len(first.copies) + len(first.copies_if)
    said = f"{first.name}: from {first.from_}{f' to {to}' if to else ''}"
    if copies:
        said += f", with {copies} {'copy' if copies == 1 else 'copies'}"
    if first.enclosures:
        said += f", enclosing {', '.join(_words(item) for item in first.enclosures)}"
    more = len(found) - 1
    return f"{said}{f'; and {more} more' if more else ''}."


def _words(name: str) -> str:
    return name.replace("-", " ")
