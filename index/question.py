"""What a query says, once it has been read: words, phrases, corrections, and what it asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.facets import asked
from index.near import NearWords
from index.scope import Stages, procedures_named, stages_named
from index.words import STOP, plain, telling, words

LONGEST = 2_000
"""What stands after this many characters is not read."""

MOST_WORDS = 40
"""How many telling words are looked for."""

_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]{2,200})["“”„«»]')
_PREFIX = re.compile(r"\b([a-z0-9]{2,})\*")
_LONGEST_SYNONYM = 5


@dataclass(frozen=True, slots=True)
class Question:
    """A query, understood.

    Attributes:
        text: As it was typed, cut where it is too long.
        words: The telling words, each with how much it counts.
        phrases: The words of each phrase in quotes.
        prefixes: What stood before an asterisk.
        synonyms: Stems that the words stand for by each procedure's own terms.
        corrections: Misspelt words, and what they are taken for.
        procedures: The procedures that it names.
        stages: The stages that it names.
        facets: The sorts of answer that it asks for.
    """

    text: str
    words: Mapping[str, float]
    phrases: tuple[tuple[str, ...], ...] = ()
    prefixes: tuple[str, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    corrections: Mapping[str, str] = field(default_factory=dict)
    procedures: frozenset[str] = frozenset()
    stages: Stages = frozenset()
    facets: frozenset[str] = frozenset()

    @property
    def said(self) -> str:
        """The query as it is meant: mended where words of it are misspelt."""
        return self.corrected or self.text

    @property
    def corrected(self) -> str:
        """The query with its misspellings mended, or an empty string where there are none."""
        if not self.corrections:
            return ""
        mended = self.corrections
        return re.sub(
            r"[A-Za-z]+", lambda match: mended.get(match[0].lower(), match[0]), self.text
        ).strip()


def understand(
    text: str, data: Mapping[str, Any], near: NearWords | None, corrected: float
) -> Question:
    """Read a query.

    Args:
        text: Whatever somebody has typed.
        data: As `index.contents` has it.
        near: The table of near words: what stands in it is English and no misspelling.
        corrected: How much a corrected word counts.
    """
    text = text[:LONGEST]
    flat = plain(text)
    prefixes = tuple(dict.fromkeys(_PREFIX.findall(flat)))
    typed = words(_PREFIX.sub(" ", flat))
    corrections = _corrections(typed, data["vocabulary"], near)
    mended = [corrections.get(word, word) for word in typed]
    procedures = procedures_named(mended, data["procedures"])
    weights: dict[str, float] = {}
    for word in telling(mended) if mended else []:
        if len(weights) < MOST_WORDS:
            weights[word] = 1.0
    for wrong, right in corrections.items():
        if right in weights and wrong not in STOP:
            weights[right] = corrected
    phrases = (tuple(words(found)) for found in _QUOTED.findall(text))
    return Question(
        text=text,
        words=weights,
        phrases=tuple(phrase for phrase in phrases if phrase),
        prefixes=prefixes,
        synonyms=_synonyms(mended, data["synonyms"]),
        corrections=corrections,
        procedures=procedures,
        stages=stages_named(mended, data["procedures"]),
        facets=asked(" ".join(mended)),
    )


def _corrections(
    typed: Sequence[str], vocabulary: Mapping[str, int], near: NearWords | None
) -> dict[str, str]:
    """Give what each word that is neither the policies' nor English is taken for."""
    found: dict[str, str] = {}
    unknown = [
        word for word in dict.fromkeys(typed)
        if word not in vocabulary and word not in STOP and (near is None or word not in near)
    ]  # fmt: skip
    for word in unknown[:MOST_WORDS]:
        from index.spelling import nearest

        if right := nearest(word, vocabulary):
            found[word] = right
    return found


def _synonyms(
    found: Sequence[str], known: Mapping[str, Mapping[str, list[str]]]
) -> dict[str, tuple[str, ...]]:
    """Give the stems that runs of the words stand for; the longest run at each place counts."""
    stems: dict[str, dict[str, None]] = {}
    at = 0
    while at < len(found):
        for size in range(min(_LONGEST_SYNONYM, len(found) - at), 0, -1):
            run = " ".join(found[at : at + size])
            if run in known and run not in STOP:
                for procedure, meant in known[run].items():
                    stems.setdefault(procedure, {}).update(dict.fromkeys(meant))
                at += size - 1
                break
        at += 1
    return {procedure: tuple(meant) for procedure, meant in stems.items()}
