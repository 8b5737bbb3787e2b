"""Searching: a query becomes weighted words, and passages are ranked by what they hold of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from index.engine import Engine, Term, stem
from index.lookup import References
from index.near import NearWords, near_words
from index.question import Question, understand
from index.settings import DEFAULT, Settings
from index.snippet import snippet
from index.words import words
from toolkit.plain import Plain

if TYPE_CHECKING:
    from index.semantic import Semantic

_DIRECT = ("stem", "head", "asked", "card", "ask", "fact")


class Hit(Plain):
    """A clause that was found.

    Attributes:
        ref: The clause: the numbered one, or the item that fits best where a list has no clause of
            its own.
        procedure: Its procedure's id.
        path: Headings above it.
        text: Its words and those of its items.
        snippet: The part that fits best, the words that fit between ``**``.
        score: What it was ranked by; only comparable within one search.
        rules: Ids of the rules that stand under it, those that fit first, then of those citing it.
        item: The clause among its items that fits best, or ``ref`` again.
        question: The authored question that the query is most like, or empty.
    """

    ref: str
    procedure: str
    path: tuple[str, ...]
    text: str
    snippet: str
    score: float
    rules: tuple[str, ...]
    item: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Hits(Sequence[Hit]):
    """What a search found, the best first.

    Attributes:
        query: As it was typed.
        found: The hits.
        did_you_mean: The query with its misspellings mended, or empty.
        question: What was understood of it.
    """

    query: str
    found: tuple[Hit, ...]
    did_you_mean: str
    question: Question

    @overload
    def __getitem__(self, at: int) -> Hit: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Hit, ...]: ...

    def __getitem__(self, at: int | slice) -> Hit | tuple[Hit, ...]:
        return self.found[at]

    def __len__(self) -> int:
        return len(self.found)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.found)


Scored = list[tuple[float, int]]
"""Questions or cards, each with its score and its number."""


@dataclass(slots=True)
class _Ranked:
    """What a query found, while it is being ranked: scores, questions and cards by passage."""

    scores: dict[int, float] = field(default_factory=dict)
    questions: dict[int, Scored] = field(default_factory=dict)
    cards: dict[int, Scored] = field(default_factory=dict)
    looked_up: dict[int, str] = field(default_factory=dict)


class Index:
    """An open index.

    Args:
        folder: Where the engine's files are.
        data: What `index.contents` keeps beside them.
        settings: The weights.
        near: The table of near words, or ``None`` to do without.
        meaning: The vectors of the texts, or ``None`` to rank by words alone.
    """

    def __init__(
        self,
        folder: Path,
        data: dict[str, Any],
        settings: Settings = DEFAULT,
        near: NearWords | None = None,
        meaning: Semantic | None = None,
    ) -> None:
        self.meaning = meaning
        self.data = data
        self.settings = settings
        self.near = near
        self.passages: list[dict[str, Any]] = data["passages"]
        self.first_question = len(self.passages)
        self.first_card = self.first_question + len(data["questions"])
        self.engine = Engine(folder, data["lengths"], settings.flatness, settings.repeats)

    def close(self) -> None:
        """Let go of the files."""
        self.engine.close()

    @cached_property
    def references(self) -> References:
        """The references of all clauses."""
        return References(self.passages, self.data["procedures"])

    def understand(self, query: str) -> Question:
        """Read a query."""
        return understand(query, self.data, self.near, self.settings.corrected)

    def search(
        self, query: str, limit: int = 10, procedure: str | None = None, kind: str | None = None
    ) -> Hits:
        """Find the clauses that answer a query.

        Args:
            query: Whatever somebody has typed; nothing in it is refused.
            limit: How many hits at the most.
            procedure: The id of the only procedure to look in.
            kind: The kind of rule that a hit has to carry, such as ``letter``.

        Returns:
            The hits, the best first; none where nothing fits.
        """
        question = self.understand(query)
        looked_up = self.references.find(question.text, question.procedures)
        plainly = bool(looked_up.places) and not looked_up.rest
        ranked = _Ranked() if plainly else self._rank(question)
        ranked.looked_up.update(looked_up.places)
        highest = max(ranked.scores.values(), default=0.0) + 1.0 + len(looked_up.places)
        ranked.scores |= {at: highest - n for n, (at, _) in enumerate(looked_up.places)}
        fitting = [
            at for at in ranked.scores
            if (procedure is None or self.passages[at]["procedure"] == procedure)
            and (kind is None or self._carries(at, kind))
        ]  # fmt: skip
        fitting.sort(key=lambda at: (-ranked.scores[at], at))
        stems = self._marked(question)
        found = tuple(self._hit(at, ranked, stems) for at in fitting[: max(0, limit)])
        return Hits(query, found, "" if plainly else question.corrected, question)

    def order(self, query: str) -> list[int]:
        """Give the numbers of the passages that have anything of a query, the best first."""
        scores = self._rank(self.understand(query)).scores
        return sorted(scores, key=lambda at: (-scores[at], at))

    def _carries(self, at: int, kind: str) -> bool:
        passage = self.passages[at]
        return any(each == kind for _, each in passage["rules"][: passage["under"]])

    def terms(self, question: Question) -> list[Term]:
        """Give the weighted words by field that a question is looked for with."""
        fields, near = self.settings.fields, self.settings.near
        weights: dict[tuple[str, str], float] = {}

        def add(field: str, word: str, weight: float) -> None:
            weights[field, word] = max(weight, weights.get((field, word), 0.0))

        def directly(made: str, counts: float) -> None:
            for name in _DIRECT:
                add(name, made, counts * fields[name])

        for word, counts in question.words.items():
            add("text", word, counts * fields["text"])
            directly(stem(word), counts)
            for other, nearness in self._near(word):
                for name, weight in near.items():
                    add(name, stem(other), counts * weight * fields[name] * nearness)
        for prefix in question.prefixes:
            for word in islice(self.engine.beginning(prefix), self.settings.prefix_words):
                add("text", word, fields["text"])
                directly(stem(word), 0.5)
        return [(field, word, weight) for (field, word), weight in weights.items()]

    def _near(self, word: str) -> Iterator[tuple[str, float]]:
        """Yield the near words of a word, each with how much it counts."""
        if self.near is None:
            return
        for other, nearness in self.near.near(word)[: self.settings.near_words]:
            if nearness >= self.settings.near_least:
                yield other, nearness**self.settings.near_power

    def _rank(self, question: Question) -> _Ranked:
        """Score each passage that has anything of the question."""
        made = _Ranked()
        found = self.engine.scores(self.terms(question))
        self._add_synonyms(question, found)
        questions, held = self.data["questions"], self.data["cards"]
        for number, score in found.items():
            if number < self.first_question:
                made.scores[number] = score
            elif number < self.first_card:
                at = number - self.first_question
                made.questions.setdefault(questions[at][0], []).append((score, at))
            else:
                at = number - self.first_card
                place = held[at][0][0]
                if not self.passages[place]["heading"]:
                    made.cards.setdefault(place, []).append((score, at))
        for some, second in (
            (made.questions, self.settings.second_question),
            (made.cards, self.settings.second_card),
        ):
            for place, scored in some.items():
                made.scores[place] = made.scores.get(place, 0.0) + _best(scored, second)
        if self.meaning is not None and question.words:
            self._add_meaning(question, made.scores, self.meaning)
        self._prefer(question, made.scores)
        return made

    def _add_meaning(self, question: Question, scores: dict[int, float], meaning: Semantic) -> None:
        """Add how near passages are in meaning, measured by the best score of the words."""
        weight = self.settings.meaning * (max(scores.values(), default=0.0) or 1.0)
        typed = question.corrected or question.text
        for at, nearness in meaning.nearness(typed, self.settings.meaning_of_questions).items():
            scores[at] = scores.get(at, 0.0) + weight * nearness

    def _add_synonyms(self, question: Question, scores: dict[int, float]) -> None:
        """Add what a procedure's own terms make of the question, to its own documents alone."""
        typed = {stem(word) for word in question.words}
        for procedure, meant in question.synonyms.items():
            new = [made for made in meant if made not in typed]
            weight = self.settings.synonym / max(1, len(new)) ** 0.5
            terms = [
                (field, made, weight * self.settings.fields[field])
                for made in new for field in _DIRECT
            ]  # fmt: skip
            owners = self._owners
            for number, score in self.engine.scores(terms).items():
                if owners[number] == procedure:
                    scores[number] = scores.get(number, 0.0) + score

    @cached_property
    def _owners(self) -> list[str]:
        """The procedure of each document."""
        places = [*range(self.first_question)]
        places += [question[0] for question in self.data["questions"]]
        places += [card[0][0] for card in self.data["cards"]]
        return [self.passages[place]["procedure"] for place in places]

    def _prefer(self, question: Question, scores: dict[int, float]) -> None:
        """Prefer the procedure, the stage, the phrases and the facets that the question names."""
        settings = self.settings
        quoted = [self.engine.with_phrase(phrase) for phrase in question.phrases]
        named = {procedure for procedure, _ in question.stages}
        for at in scores:
            passage = self.passages[at]
            factor = 1.0
            if passage["procedure"] in question.procedures:
                factor *= settings.procedure
            if passage["procedure"] in named and passage["stages"]:
                stages = {(passage["procedure"], stage) for stage in passage["stages"]}
                fits = not stages.isdisjoint(question.stages)
                factor *= settings.stage if fits else settings.other_stage
            for phrase in quoted:
                factor *= settings.phrase if at in phrase else 1.0
            for facet in question.facets:
                factor *= settings.facet if facet in passage["facets"] else 1.0
            scores[at] *= factor

    def _marked(self, question: Question) -> dict[str, float]:
        """Give the stems that are marked in a snippet, each with how much it counts."""
        found: dict[str, float] = {}
        for word in question.words:
            for other, weight in self._near(word):
                made = stem(other)
                found[made] = max(weight / 2, found.get(made, 0.0))
        for meant in question.synonyms.values():
            found |= dict.fromkeys(meant, self.settings.synonym)
        return found | {stem(word): 1.0 for word in question.words}

    def _hit(self, at: int, ranked: _Ranked, stems: dict[str, float]) -> Hit:
        passage = self.passages[at]
        clauses: list[tuple[str, str]] = passage["clauses"]
        asked = ranked.questions.get(at)
        _, under, question = self.data["questions"][max(asked)[1]] if asked else (at, "", "")
        item = self._item(at, ranked.looked_up.get(at) or under, stems)
        text = "\n\n".join(words for _, words in clauses)
        part = text if item == passage["name"] else dict(clauses)[item]
        best = sorted(ranked.cards.get(at, ()), reverse=True)
        rules = [self.data["cards"][number][1] for _, number in best]
        return Hit(
            ref=passage["ref"] if passage["name"] == passage["ref"] else item,
            procedure=passage["procedure"],
            path=tuple(passage["path"]),
            text=text,
            snippet=snippet(part, stems, stem),
            score=round(ranked.scores[at], 4),
            rules=tuple(dict.fromkeys((*rules, *(rule for rule, _ in passage["rules"])))),
            item=item,
            question=question,
        )

    def _item(self, at: int, named: str, stems: dict[str, float]) -> str:
        """Give the clause of a passage that fits best: the one named, or that with most stems."""
        passage = self.passages[at]
        clauses: list[tuple[str, str]] = passage["clauses"]
        if len(clauses) == 1:
            return clauses[0][0]
        if named != passage["name"] and any(ref == named for ref, _ in clauses):
            return named

        def merit(clause: tuple[str, str]) -> float:
            found = words(clause[1])
            held = sum(stems.get(each, 0.0) for each in set(map(stem, found)))
            return held / math.sqrt(8 + len(found))

        return max(clauses, key=merit)[0]


def _best(scored: Scored, second: float) -> float:
    """Add the best score and a share of the second best."""
    if len(scored) == 1:
        return scored[0][0]
    scored.sort(reverse=True)
    return scored[0][0] + second * scored[1][0]


def open_index(settings: Settings = DEFAULT, semantic: bool = False) -> Index:
    """Open the index of the library's procedures, building it where that is needed.

    Args:
        settings: The weights, where others than the toolkit's own are wanted.
        semantic: Whether to rank by meaning as well; see `index.semantic`.

    Raises:
        BadData: A procedure is faulty; holds every fault.
        Refused: The model that ``semantic`` needs is not installed.
    """
    from index.store import rebuild, stored

    held = stored()
    try:
        index = Index(held.folder, held.data, settings, near_words())
    except Exception:  # whatever Whoosh stumbles over in a file that it did not write
        held = rebuild()
        index = Index(held.folder, held.data, settings, near_words())
    if semantic:
        from index.semantic import semantic as vectors_of

        index.meaning = vectors_of(held.data, held.folder.parent)
    return index
