"""Searching: a query becomes weighted words, and passages are ranked by what they hold of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nsmallest
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from index.engine import Engine, Term, stem
from index.evidence import Evidence, Gatherer, Scored
from index.item import fitting_item, plainly_asked
from index.lookup import References, names_a_part
from index.near import NearWords, near_words
from index.question import Question, understand
from index.settings import DEFAULT, Settings
from index.snippet import snippet
from index.words import words
from toolkit.plain import Plain

if TYPE_CHECKING:
    from index.answers.likeness import Likeness
    from index.semantic import Semantic
    from toolkit.procedure.procedure import Procedure

_DOCUMENTS = {"ask": (1.4, 0.6), "fact": (0.4, 0.5)}
"""What a word counts in single questions and cards, and which share of it a near one does."""


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


_MOST_LINKED = 8
"""A rule that more passages share links none of them."""

_SENSED = 60
"""Of so many of the best it is looked at what `index.sense` says."""

_MARKED_SYNONYM = 0.6


@dataclass(slots=True)
class _Ranked:
    """What a query found, while it is being ranked."""

    scores: dict[int, float] = field(default_factory=dict)
    evidence: Evidence = field(default_factory=Evidence)
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
        self._procedures: dict[str, Procedure] = {}
        self.gatherer = Gatherer(self.engine, data, settings, near)
        self._folder = folder

    def close(self) -> None:
        """Let go of the files."""
        self.engine.close()

    @cached_property
    def references(self) -> References:
        """The references of all clauses."""
        return References(self.passages, self.data["procedures"])

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What only answers need of the authored questions."""
        from index.answers.laid import asked_of

        return asked_of(self._folder)

    @cached_property
    def likeness(self) -> Likeness:
        """The authored questions, to tell which a question is most like."""
        from index.answers.likeness import Likeness

        return Likeness(self.asked, self.near)

    def procedure(self, name: str) -> Procedure:
        """Load a procedure of this index; the same object as long as the index is open."""
        if name not in self._procedures:
            from toolkit.procedure.library import load

            self._procedures[name] = load(name)
        return self._procedures[name]

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
        stems = self._marked(question)
        best = _best(fitting, ranked.scores, limit)
        beneath = self.gatherer.beneath(ranked.evidence, best)
        found = tuple(self._hit(at, question, ranked, stems, *beneath[at]) for at in best)
        return Hits(query, found, "" if plainly else question.corrected, question)

    def order(self, query: str, limit: int | None = None) -> list[int]:
        """Give the numbers of the passages that have anything of a query, the best first."""
        scores = self._rank(self.understand(query)).scores
        return _best(scores, scores, len(scores) if limit is None else limit)

    def _carries(self, at: int, kind: str) -> bool:
        passage = self.passages[at]
        return any(each == kind for _, each in passage["rules"][: passage["under"]])

    def terms(self, question: Question) -> list[Term]:
        """Give the weighted words by field that single questions and cards are looked for with."""
        typed = self.gatherer.typed(question)
        near = self.gatherer.nearby(question, typed)
        return [
            (field, word, weight * count)
            for field, weights in _DOCUMENTS.items()
            for weight, some in zip(
                (weights[0], weights[0] * weights[1]), (typed, near), strict=True
            )
            for word, count in some.items()
        ]

    def _evidence(self, question: Question) -> Evidence:
        found = self.gatherer.gather(question)
        if self.meaning is not None and question.words and not names_a_part(question.text):
            found.by |= self.meaning.nearness(question.said)
        return found

    def _rank(self, question: Question) -> _Ranked:
        """Score each passage that has anything of the question."""
        found = self._evidence(question)
        weights = self.settings.meaning if "meaning" in found.by else self.settings.words
        scores: dict[int, float] = {}
        for kind, values in found.by.items():
            if weight := weights.get(kind, 0.0):
                for at, value in values.items():
                    scores[at] = scores.get(at, 0.0) + weight * value
        scores = {at: score for at, score in scores.items() if at not in self.gatherer.heading}
        if (weight := weights.get("sense", 0.0)) and not names_a_part(question.text):
            best = _best(scores, scores, _SENSED)
            for at, value in self.gatherer.sensed(question, best).items():
                scores[at] += weight * value
        self._lift(scores)
        self._prefer(question, scores)
        return _Ranked(scores, found)

    def _lift(self, scores: dict[int, float]) -> None:
        """Let passages gain by those that a rule links with them: the same told elsewhere."""
        before = dict(scores)
        for at in scores.keys() & self._links.keys():
            best = 0.0
            for other in self._links[at]:
                if (score := before.get(other, 0.0)) > best:
                    best = score
            scores[at] += self.settings.linked * best

    @cached_property
    def _links(self) -> dict[int, list[int]]:
        """The passages that share a rule with each passage."""
        holders: dict[tuple[str, str], list[int]] = {}
        for at, passage in enumerate(self.passages):
            for rule, _ in passage["rules"]:
                holders.setdefault((passage["procedure"], rule), []).append(at)
        found: list[set[int]] = [set() for _ in self.passages]
        for together in holders.values():
            if len(together) <= _MOST_LINKED:
                for at in together:
                    found[at].update(together)
        linked = {at: sorted(each - {at}) for at, each in enumerate(found)}
        return {at: others for at, others in linked.items() if others}

    def _prefer(self, question: Question, scores: dict[int, float]) -> None:
        """Prefer the procedure and the phrases that the question names."""
        settings = self.settings
        quoted = [self._with_phrase(phrase) for phrase in question.phrases]
        for at in scores if quoted or question.procedures else ():
            factor = 1.0
            if self.passages[at]["procedure"] in question.procedures:
                factor *= settings.procedure
            for phrase in quoted:
                factor *= settings.phrase if at in phrase else 1.0
            scores[at] = max(0.0, scores[at]) * factor

    def _with_phrase(self, phrase: Sequence[str]) -> set[int]:
        """Give the passages that have some words one after another."""
        having = set.intersection(*(set(self.engine.documents("text", word)) for word in phrase))
        sought = f" {' '.join(phrase)} "
        return {
            at for at in having
            if sought in f" {' '.join(words(_text(self.passages[at])))} "
        }  # fmt: skip

    def _marked(self, question: Question) -> dict[str, float]:
        """Give the stems that are marked in a snippet, each with how much it counts."""
        near = self.gatherer.nearby(question)
        found = {made: weight / 2 for made, weight in near.items()}
        for meant in question.synonyms.values():
            found |= dict.fromkeys(meant, _MARKED_SYNONYM)
        return found | {stem(word): 1.0 for word in question.words}

    def _hit(
        self, at: int, question: Question, ranked: _Ranked, stems: dict[str, float],
        questions: Scored, cards: Scored,
    ) -> Hit:  # fmt: skip
        passage = self.passages[at]
        clauses: list[tuple[str, str]] = passage["clauses"]
        _, under, like = self.data["questions"][max(questions)[1]] if questions else (at, "", "")
        named, texts = ranked.looked_up.get(at, ""), dict(clauses)
        sensed = {} if at in ranked.looked_up else self.gatherer.sensed_within(question, at)
        item = plainly_asked(texts, sensed) or fitting_item(
            passage["name"], texts, named, (under, like), stems
        )
        text = _text(passage)
        part = text if item == passage["name"] else texts[item]
        rules = [self.data["cards"][number][1] for _, number in sorted(cards, reverse=True)]
        return Hit(
            ref=passage["ref"] if passage["name"] == passage["ref"] else item,
            procedure=passage["procedure"],
            path=tuple(passage["path"]),
            text=text,
            snippet=snippet(part, stems, stem),
            score=round(ranked.scores[at], 4),
            rules=tuple(dict.fromkeys((*rules, *(rule for rule, _ in passage["rules"])))),
            item=item,
            question=like,
        )


def _best(places: Iterable[int], scores: Mapping[int, float], limit: int) -> list[int]:
    """Give the places with the highest scores, the first of equals first; a few of very many."""
    return nsmallest(limit, places, key=lambda at: (-scores[at], at))


def _text(passage: Mapping[str, Any]) -> str:
    """Give the words of a passage's clauses."""
    return "\n\n".join(text for _, text in passage["clauses"])


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
