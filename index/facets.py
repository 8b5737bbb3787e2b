"""Facets: what sort of answer a question asks for, and which passages hold such statements."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.procedure.shape import Rule

_ASKING = {
    "how long": re.compile(
        r"\b(how (long|soon|many (working |school )?(days|weeks|months|hours))|"
        r"when (is|does|do|will|must|should|can)|"
        r"by when|deadline|time ?(limit|scale|frame)s?|days|notice period|expires?)\b"
    ),
    "who": re.compile(r"\b(who|whom|whose|which (person|manager|panel|body|role))\b"),
    "sanction": re.compile(
        r"\b(sanctions?|punish\w*|penalt\w+|consequences?|"
        r"what (happens|can they do) (to|for) \w+ (for|if)|what (would|will|do|can) \w+ get)\b"
    ),
    "next": re.compile(
        r"\b(what (happens|comes|is|s) (next|after\w*|then)|what next|next steps?|what happens|"
        r"what now|whats next|after (that|the)|then what)\b"
    ),
    "letter": re.compile(
        r"\b(letters?|in writing|written|forms?|e-?mails?|notif\w+|template|paperwork)\b"
    ),
    "meaning": re.compile(
        r"\b(what (is|are|does) (a |an |the )?\w+( \w+)?( mean)?|mean(s|ing)?|defin\w+)\b"
    ),
}
"""How people ask for each facet; looked for in plain text (`index.words.plain`)."""


def asked(text: str) -> frozenset[str]:
    """Give the facets that a question asks for."""
    return frozenset(name for name, pattern in _ASKING.items() if pattern.search(text))


def facets(rules: Iterable[Rule]) -> frozenset[str]:
    """Give the facets of what these rules state."""
    from toolkit.procedure.rule import (
        Breach,
        Letter,
        Outcome,
        Role,
        Step,
        Term,
    )

    found: set[str] = set()
    for rule in rules:
        match rule:
            case Role():
                found.add("who")
            case Step():
                found |= {"who", "next"}
                found |= {"how long"} if any(rule.limits()) else set()
                found |= {"letter"} if rule.letter else set()
            case Outcome():
                found.add("sanction")
                found |= {"how long"} if rule.lasts not in (None, "not-stated") else set()
                found |= {"letter"} if rule.letter else set()
            case Breach():
                found.add("sanction")
            case Letter():
                found.add("letter")
            case Term():
                found.add("meaning")
    return frozenset(found)
