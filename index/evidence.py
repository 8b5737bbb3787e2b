"""Evidence: what speaks for each passage when something is asked, each kind by its own name.

Every kind is a number by passage. Scores of words are divided by how much the question's words
could count at the most, so that long and short questions are alike. What each kind weighs is
learnt: see `index.settings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from math import exp
from typing import TYPE_CHECKING, Any

from index.engine import Engine, stem
from index.sense import LEAST, likely, sense, together
from index.vectors import side_by_side, word_vectors

if TYPE_CHECKING:
    from index.columns import Columns
    from index.near import NearWords
    from index.question import Question
    from index.settings import Settings

Values = dict[int, float]
"""Numbers by passage or by document."""

Scored = list[tuple[float, int]]
"""Questions or cards, each with its score and its number."""

COMMON = 1_000
"""A near word or a synonym that more documents have says too little to be looked for."""

_COVERED = ("stem", "head", "asked")


@dataclass(slots=True)
class Evidence:
    """What speaks for each passage.

    Attributes:
        by: Numbers by kind and passage.
        documents: The score of each question and card that has any of the words.
    """

    by: dict[str, Values] = field(default_factory=dict)
    documents: Values = field(default_factory=dict)


class Gatherer:
    """Gathers the evidence.

    Args:
        engine: The open index.
        data: What `index.contents` keeps beside it.
        settings: The weights.
        near: The table of near words, or ``None`` to do without.
    """

    def __init__(
        self, engine: Engine, data: Mapping[str, Any], settings: Settings, near: NearWords | None
    ) -> None:
        self.engine = engine
        self.settings = settings
        self.near = near
        self.table = word_vectors()
        self.passages: Sequence[Mapping[str, Any]] = data["passages"]
        self.heading = frozenset(
            at for at, passage in enumerate(self.passages) if passage["heading"]
        )
        first_question = len(self.passages)
        first_card = first_question + len(data["questions"])
        self.owner = [
            *range(first_question),
            *(place for place, *_ in data["questions"]),
            *(places[0] for places, *_ in data["cards"]),
        ]
        self.first_question, self.first_card = first_question, first_card
        self._vectors = [bytes.fromhex(vector) for vector in data["vectors"]]
        self.sense = sense()
        self.senses: dict[int, dict[int, str]] = {}
        for number, at, ref in data["senses"]:
            self.senses.setdefault(at, {})[number] = ref

    def gather(self, question: Question) -> Evidence:
        """Give what speaks for each passage that has any of a question's words."""
        typed = self.typed(question)
        near = self.nearby(question, typed)
        found = Evidence()
        by = found.by
        by["text"] = self._sum("text", self._literal(question))
        for name in ("stem", "head", "card"):
            by[name] = self._sum(name, typed)
        by["cover"] = self._covered(typed)
        by["near stem"] = self._sum_rare("stem", near)
        by["synonym"] = self._synonyms(question, typed)
        self._documents(found, "ask", typed, near)
        self._documents(found, "fact", typed, near)
        most = sum(count * self.engine.idf("ask", made) for made, count in typed.items()) or 1.0
        for values in by.values():
            for at in values:
                values[at] /= most
        self._named(question, by)
        by["vector"] = self._meant(question, by)
        return found

    def typed(self, question: Question) -> dict[str, float]:
        """Give the stems of a question's words and prefixes, each with how much it counts."""
        found: dict[str, float] = {}
        for word, count in question.words.items():
            made = stem(word)
            found[made] = max(count, found.get(made, 0.0))
        for word in self._begun(question):
            found.setdefault(stem(word), 0.5)
        return found

    def nearby(self, question: Question, typed: Iterable[str] = ()) -> dict[str, float]:
        """Give the stems of words near to a question's, each with how much it counts."""
        if self.near is None:
            return {}
        settings = self.settings
        found: dict[str, float] = {}
        for word, count in question.words.items():
            for other, close in self.near.near(word)[: settings.near_words]:
                made = stem(other)
                if close >= settings.near_least and made not in typed:
                    weight = count * close**settings.near_power
                    found[made] = max(weight, found.get(made, 0.0))
        return found

    def _begun(self, question: Question) -> list[str]:
        """Give the words that a question's prefixes stand for."""
        return [
            word for prefix in question.prefixes
            for word in islice(self.engine.beginning(prefix), self.settings.prefix_words)
        ]  # fmt: skip

    def _literal(self, question: Question) -> dict[str, float]:
        return dict.fromkeys(self._begun(question), 1.0) | dict(question.words)

    def _sum(self, field: str, words: Mapping[str, float]) -> Values:
        """Score each document by the words that its field has."""
        found: Values = {}
        get = found.get
        for word, count in words.items():
            for number, score in self.engine.postings(field, word):
                found[number] = get(number, 0.0) + count * score
        return found

    def _sum_rare(self, field: str, words: Mapping[str, float]) -> Values:
        """Do the same, but leave out words that very many documents have."""
        holders = self.engine.holders
        rare = {each: count for each, count in words.items() if holders(field, each) <= COMMON}
        return self._sum(field, rare)

    def _covered(self, typed: Mapping[str, float]) -> Values:
        """Give how much of the question's words each passage has, however often and wherever."""
        found: Values = {}
        for word, count in typed.items():
            having: set[int] = set()
            for name in _COVERED:
                having.update(self.engine.documents(name, word))
            worth = count * self.engine.idf("ask", word)
            for number in having:
                found[number] = found.get(number, 0.0) + worth
        return found

    def _documents(
        self, found: Evidence, field: str, typed: Mapping[str, float], near: Mapping[str, float]
    ) -> None:
        """Score each passage by the best of its questions or of its cards."""
        scores = self._sum(field, typed)
        best: Values = {}
        best_near: Values = {}
        share, owner = self.settings.near_share, self.owner
        for number, beside in self._sum_rare(field, near).items():
            scores[number] = scores.get(number, 0.0) + share * beside
            at = owner[number]
            if beside > best_near.get(at, 0.0):
                best_near[at] = beside
        get = best.get
        for number, score in scores.items():
            at = owner[number]
            if score > get(at, 0.0):
                best[at] = score
        found.documents |= scores
        found.by[field] = best
        if field == "ask":
            found.by["near ask"] = best_near

    def beneath(
        self, found: Evidence, places: Iterable[int]
    ) -> dict[int, tuple[Scored, Scored]]:  # fmt: skip
        """Give the questions and the cards of some passages that have any of the words.

        Args:
            found: What was gathered.
            places: The passages.
        """
        listed: dict[int, tuple[Scored, Scored]] = {at: ([], []) for at in places}
        for number, score in found.documents.items():
            if (held := listed.get(self.owner[number])) is None:
                continue
            if number >= self.first_card:
                held[1].append((score, number - self.first_card))
            else:
                held[0].append((score, number - self.first_question))
        return listed

    def _synonyms(self, question: Question, typed: Iterable[str]) -> Values:
        """Give what a procedure's own terms make of the question, for its own passages alone."""
        made: Values = {}
        for procedure, meant in question.synonyms.items():
            new = dict.fromkeys((each for each in meant if each not in typed), 1.0)
            if not new:
                continue
            for name, share in (("stem", 1.0), ("head", 0.6), ("asked", 0.5)):
                for at, score in self._sum_rare(name, new).items():
                    if self.passages[at]["procedure"] == procedure:
                        made[at] = made.get(at, 0.0) + share * score / len(new) ** 0.5
        return made

    def _named(self, question: Question, by: dict[str, Values]) -> None:
        """Tell which passages are of a stage that is named, and hold what is asked for."""
        if not question.stages and not question.facets:
            return
        named = {procedure for procedure, _ in question.stages}
        stage, other, facet = Values(), Values(), Values()
        for at in set().union(*by.values()):
            passage = self.passages[at]
            procedure = passage["procedure"]
            if procedure in named and passage["stages"]:
                fits = any((procedure, each) in question.stages for each in passage["stages"])
                (stage if fits else other)[at] = 1.0
            if question.facets and (held := len(question.facets.intersection(passage["facets"]))):
                facet[at] = float(held)
        by |= {"stage": stage, "other stage": other, "facet": facet}

    def _meant(self, question: Question, by: Mapping[str, Values]) -> Values:
        """Compare the question's vector with those of the passages."""
        asked = self.table.of(question.words) if self.table else None
        if asked is None:
            return {}
        found = {at for values in by.values() for at in values}
        places, columns = self._about
        cosines = zip(places, columns.times(asked), strict=True)
        return {at: cosine for at, cosine in cosines if at in found}

    @cached_property
    def _about(self) -> tuple[list[int], Columns]:
        """The passages that have a vector and are no headings, and their vectors."""
        vectors = self._vectors
        places = [at for at, each in enumerate(vectors) if each and at not in self.heading]
        size = len(vectors[places[0]]) if places else 1
        return places, side_by_side(b"".join(vectors[at] for at in places), size)

    def sensed(self, question: Question, places: Iterable[int]) -> Values:
        """Give how likely each of some passages is asked for, from 0 to 1.

        A passage that nothing is known of is as likely as other matters are.
        """
        if self.sense is None or not self.senses:
            return {}
        asked = {at: self.senses.get(at, {}) for at in places}
        numbers = [number for some in asked.values() for number in some]
        other = self.sense.outside
        found = likely(
            self.sense.of(question.said, numbers if other is None else (*numbers, other))
        )
        if not found:
            return {}
        beside = LEAST if other is None else found[other]
        return {
            at: 1 - (together(found[each] for each in some) if some else beside) / LEAST
            for at, some in asked.items()
        }

    def sensed_within(self, question: Question, at: int) -> Mapping[str, float]:
        """Give how likely each clause of a passage is asked for, if one of them is: from 0 to 1."""
        known = self.senses.get(at, {})
        if self.sense is None or len(known) < 2:
            return {}
        found = likely(self.sense.of(question.said, known))
        return {known[number]: exp(each) for number, each in found.items()}
