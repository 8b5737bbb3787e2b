"""Which authored questions a question is most like: those a clause answers, or those none does.

Every word counts here, those too that say nothing of the subject: *how long*, *may I* and *who
pays* tell what is asked about it, and a text that speaks of a thing may not say just that. What is
needed is worked out once and kept (`index.answers.laid`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from heapq import nlargest
from itertools import pairwise
from math import exp, log, sqrt
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from index.answers.kind import asked
from index.answers.nearness import NEAR_LEAST, NEAR_POWER, UNKNOWN
from index.engine import stem
from index.scope import without_names
from index.words import STOP, words
from toolkit.plain import Frozen

if TYPE_CHECKING:
    from index.near import NearWords
    from toolkit.procedure.procedure import Procedure

SORT = 4.0
"""How much it counts that two questions ask for the same sort of answer."""

NEAR = 0.8
"""How much a near word counts beside the word itself."""

FEW = 3
"""The mean of so many of the most like is compared."""

MEANT = 12
"""So many silences may be meant at the most."""

OFTEN = 2
"""A pair of words has to be met so often to tell."""

AMONG = 12
CLOSER = 6.0
"""Among how many of the most like the unanswered are counted, and how much closer ones count."""

RARE = 0.5
"""What is added to how often a word was met, so that one met once does not decide."""

SIGNS = ("nearest", "near few", "among", "words")


class Alike(Frozen):
    """What a question is like among those of one procedure.

    Attributes:
        signs: By how much it is more like those that get no answer: ``nearest``, the most like one
            of each sort; ``near few``, a few of each; ``among``, the share of the unanswered among
            the most like. ``words``: how much its words and pairs of words are those of questions
            without answers.
        silences: The silences under which the most like ones stand, each with how like.
    """

    signs: Mapping[str, float]
    silences: Mapping[str, float]


def _sort(text: str) -> str:
    """Give the term for what sort of answer a question asks for; no word looks like it."""
    return f"={asked(text)}"


def laid_down(procedures: Iterable[Procedure]) -> dict[str, Any]:
    """Give what `Likeness` reads: the authored questions of procedures, by the terms they hold."""
    owners: list[tuple[str, str]] = []
    postings: dict[str, list[int]] = {}
    kept: list[frozenset[str]] = []
    met: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for procedure in procedures:
        header = procedure.header
        names = (header.id, header.abbreviation, header.title, *header.known_as)
        flat = [" ".join(words(name)) for name in names]
        for rule, text in _questions(procedure):
            found = [stem(word) for word in words(without_names(text, flat))]
            met[bool(rule)].update({*found, *_pairs(found)})
            kept.append(frozenset((*found, _sort(text))))
            for term in kept[-1]:
                postings.setdefault(term, []).append(len(owners))
            owners.append((procedure.id, rule))
    telling = {term: _telling(term, len(held), len(owners)) for term, held in postings.items()}
    lengths = [round(sqrt(sum(telling[term] ** 2 for term in each)), 3) for each in kept]
    return {"owners": owners, "postings": postings, "lengths": lengths,
            "speaks": _speaks(met, owners)}  # fmt: skip


def _questions(procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Yield authored questions with the silence that they stand under, if they do."""
    from toolkit.procedure.rule import NotStated

    for some in procedure.questions.values():
        yield from (("", text) for text in some)
    for rule in procedure.of_kind(NotStated).values():
        yield from ((rule.id, text) for text in rule.asked_as)


def _pairs(found: list[str]) -> Iterator[str]:
    return (f"{one} {other}" for one, other in pairwise(found))


def _telling(term: str, held: int, count: int) -> float:
    """Give how much a term tells: the fewer questions have it, the more."""
    return SORT if term.startswith("=") else log(1 + (count - held + 0.5) / (held + 0.5))


def _speaks(
    met: tuple[Counter[str], Counter[str]], owners: list[tuple[str, str]]
) -> dict[str, float]:
    """Give how much each word, and each pair of words, speaks for there being no answer."""
    answered, silent = met
    unanswered = sum(bool(rule) for _, rule in owners)
    base = log((len(owners) - unanswered + 1) / (unanswered + 1))
    return {
        term: round(base + log((silent[term] + RARE) / (answered[term] + RARE)), 2)
        for term in answered.keys() | silent.keys()
        if " " not in term or answered[term] + silent[term] >= OFTEN
    }


class Likeness:
    """The authored questions, laid down.

    Args:
        data: As `laid_down` gives it.
        near: The table of near words, if there is one.
    """

    def __init__(self, data: Mapping[str, Any], near: NearWords | None) -> None:
        self._owners: list[tuple[str, str]] = data["owners"]
        self._postings: Mapping[str, list[int]] = data["postings"]
        self._lengths: list[float] = data["lengths"]
        self._speaks: Mapping[str, float] = data["speaks"]
        self._near = near

    @cached_property
    def _of(self) -> dict[str, list[int]]:
        """The questions of each procedure."""
        found: dict[str, list[int]] = {}
        for number, (procedure, _) in enumerate(self._owners):
            found.setdefault(procedure, []).append(number)
        return found

    def alike(self, text: str, procedure: str, synonyms: Iterable[str] = ()) -> Alike:
        """Say what a question is like among those of a procedure.

        Args:
            text: The question, without what the procedure is called.
            procedure: The procedure's id.
            synonyms: Stems that its words stand for by the procedure's own terms.
        """
        typed = words(text)
        found = [stem(word) for word in typed]
        like = self._like(typed, _sort(text), synonyms)
        own = self._of.get(procedure, [])
        answered = [like[number] for number in own if not self._owners[number][1]]
        silent = [like[number] for number in own if self._owners[number][1]]
        rules: dict[str, float] = {}
        for number in own:
            if rule := self._owners[number][1]:
                rules[rule] = max(rules.get(rule, 0.0), like[number])
        return Alike(
            signs={
                "nearest": max(silent, default=0.0) - max(answered, default=0.0),
                "near few": _mean(nlargest(FEW, silent)) - _mean(nlargest(FEW, answered)),
                "among": self._among(like, own),
                "words": sum(self._speaks.get(each, 0.0) for each in {*found, *_pairs(found)}),
            },
            silences=dict(nlargest(MEANT, rules.items(), key=itemgetter(1))),
        )

    def _like(self, typed: list[str], sort: str, synonyms: Iterable[str]) -> list[float]:
        """Give how like each authored question is, from 0 to 1."""
        if not typed:
            return [0.0] * len(self._owners)
        wanted = {term: self._telling(term) for term in {*map(stem, typed), sort}}
        length = sqrt(sum(each**2 for each in wanted.values()))
        for word in typed:
            self._widen(wanted, word)
        for term in synonyms:
            wanted[term] = max(wanted.get(term, 0.0), NEAR * self._telling(term))
        sums = [0.0] * len(self._owners)
        for term, weight in wanted.items():
            weight *= self._telling(term) / length
            for number in self._postings.get(term, ()):
                sums[number] += weight
        return [each / own for each, own in zip(sums, self._lengths, strict=True)]

    def _widen(self, wanted: dict[str, float], word: str) -> None:
        """Add the near words of a word."""
        if word in STOP or self._near is None:
            return
        term = stem(word)
        for other, nearness in self._near.near(word):
            if nearness >= NEAR_LEAST and (made := stem(other)) in self._postings:
                least = min(self._telling(term), self._telling(made))
                weight = NEAR * nearness**NEAR_POWER * least
                wanted[made] = max(wanted.get(made, 0.0), weight)

    def _among(self, like: list[float], own: list[int]) -> float:
        """Give the share of the unanswered among the most like."""
        closest = nlargest(AMONG, own, key=like.__getitem__)
        weights = [exp(CLOSER * like[number]) for number in closest]
        silent = sum(weight for weight, number in zip(weights, closest, strict=True)
                     if self._owners[number][1])  # fmt: skip
        return silent / (sum(weights) or 1.0)

    def _telling(self, term: str) -> float:
        held = len(self._postings.get(term, ()))
        return _telling(term, held, len(self._owners)) if held else UNKNOWN


def _mean(held: list[float]) -> float:
    return sum(held) / len(held) if held else 0.0
