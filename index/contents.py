"""What an index holds: the documents that are ranked, and what a hit shows of them.

A passage is ranked by its own document, and by one for each of its questions and cards. The plain
data that this module makes is kept as JSON beside the index, so that a search loads no procedure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.cards import cards
from index.engine import FIELDS, stem
from index.facets import facets
from index.passages import Passage, passages
from index.scope import distinctive
from index.sense import Sense, sense
from index.vectors import WordVectors, word_vectors
from index.words import telling, words
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Step, Term

Document = dict[str, list[str]]

LONGEST_SYNONYM = 8
"""A definition with more telling words than this is no other word for something."""

OFTEN = 3
"""A word that stands in as many questions is no misspelling."""

_PARENTHESES = re.compile(r"[()]")


@dataclass(slots=True)
class Contents:
    """What goes into an index.

    Attributes:
        documents: The words of each document by field: passages, then questions, then cards.
        passages: What a hit shows of each passage, and what ranks it.
        questions: Of each question its passage, the clause that it stands under, and its words.
        cards: Of each card its passages (the first is the one its rule stands under), its rule and
            its kind.
        vocabulary: How often each word stands in the texts and cards, and in questions if it is
            there often; what stands in few questions may be misspelt on purpose.
        synonyms: Stems by the other words that people use for them, and by procedure: what they
            mean in one policy they need not mean in another.
        procedures: What each procedure is called, and its stages.
        vectors: What each passage is about, see `index.vectors`; empty for headings.
        senses: Of each clause that `index.sense` knows its number there, its passage, and itself.
    """

    documents: list[Document] = field(default_factory=list)
    passages: list[dict[str, Any]] = field(default_factory=list)
    questions: list[tuple[int, str, str]] = field(default_factory=list)
    cards: list[tuple[list[int], str, str]] = field(default_factory=list)
    vocabulary: Counter[str] = field(default_factory=Counter)
    synonyms: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    procedures: dict[str, dict[str, Any]] = field(default_factory=dict)
    vectors: list[bytes] = field(default_factory=list)
    senses: list[tuple[int, int, str]] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """Give all but the documents, as plain data."""
        return {
            "lengths": self.lengths(),
            "passages": self.passages,
            "questions": self.questions,
            "cards": self.cards,
            "vocabulary": self.vocabulary,
            "synonyms": self.synonyms,
            "procedures": self.procedures,
            "vectors": [vector.hex() for vector in self.vectors],
            "senses": self.senses,
        }

    def lengths(self) -> dict[str, tuple[int, list[int]]]:
        """Give the lengths of the documents as `index.engine.Lengths` wants them."""
        first = len(self.passages)
        ends = {
            "ask": (first, len(self.questions)),
            "fact": (first + len(self.questions), len(self.cards)),
        }
        made = {}
        for name in FIELDS:
            start, count = ends.get(name, (0, first))
            some = self.documents[start : start + count]
            made[name] = (start, [len(document.get(name, ())) for document in some])
        return made


def contents(
    procedures: Iterable[Procedure], table: WordVectors | None = None, known: Sense | None = None
) -> Contents:
    """Put together what an index of these procedures holds.

    Args:
        procedures: The procedures.
        table: The word vectors, where others than those that are shipped are wanted.
        known: The same of `index.sense`.
    """
    table, known = table or word_vectors(), known or sense()
    made = Contents()
    asked: list[Document] = []
    facts: list[Document] = []
    said: Counter[str] = Counter()
    for procedure in procedures:
        made.procedures[procedure.id] = _procedure(procedure)
        _synonyms(procedure, made.synonyms)
        found = list(passages(procedure))
        first = len(made.passages)
        home = {clause.ref: first + at for at, each in enumerate(found) for clause in each.clauses}
        questions = _questions(procedure, found, home)
        held = list(cards(procedure))
        mine: dict[int, list[str]] = {}
        stems: dict[int, Document] = {}
        for place, ref, question in questions:
            mine.setdefault(place, []).append(question)
            made.questions.append((place, ref, question))
            asked.append({"ask": _stems(question)})
            _joined(stems, place, "asked", asked[-1]["ask"])
        made.senses += _senses(procedure, questions, known)
        for card in held:
            places = list(dict.fromkeys(home[ref] for ref in card.clauses))
            made.cards.append((places, card.rule, card.kind))
            facts.append({"fact": _stems(card.words)})
            _joined(stems, places[0], "card", facts[-1]["fact"])
            made.vocabulary.update(words(card.words))
        citing = _citing(procedure)
        for at, passage in enumerate(found, start=first):
            made.documents.append(_document(passage, procedure, stems.get(at, {})))
            made.passages.append(_shown(passage, procedure, citing))
            made.vectors.append(_vector(made.passages[-1], mine.get(at, []), table))
        for passage in found:
            made.vocabulary.update(words(passage.text))
            made.vocabulary.update(words(" ".join(passage.path)))
        said.update(word for _, _, question in questions for word in words(question))
    for name, own in distinctive(made.procedures).items():
        made.procedures[name]["names"] = own
    made.documents += [*asked, *facts]
    made.vocabulary.update({word: count for word, count in said.items() if count >= OFTEN})
    return made


def _document(passage: Passage, procedure: Procedure, beside: Document) -> Document:
    """Give the words of a passage, with those of its questions and cards beside it."""
    if passage.heading:
        return {}
    return {
        "text": words(passage.text),
        "stem": _stems(passage.text),
        "head": _stems(" ".join((*passage.path, passage.name, procedure.header.title))),
        **beside,
    }


def _joined(documents: dict[int, Document], place: int, field: str, stems: list[str]) -> None:
    """Add stems to a field of the document of a place."""
    documents.setdefault(place, {}).setdefault(field, []).extend(stems)


def known_text(shown: Mapping[str, Any]) -> str:
    """Give the text that the vector of a passage is known by: its headings and its clauses."""
    return " / ".join((*shown["path"], *(text for _, text in shown["clauses"])))


def _vector(shown: Mapping[str, Any], questions: Sequence[str], table: WordVectors | None) -> bytes:
    """Give what a passage is about."""
    if table is None or shown["heading"]:
        return b""
    text = known_text(shown)
    return table.of_passage(text, telling(words(" ".join((text, *questions)))))


def _stems(text: str) -> list[str]:
    return [stem(word) for word in telling(words(text))]


def _questions(
    procedure: Procedure, found: list[Passage], home: dict[str, int]
) -> list[tuple[int, str, str]]:
    """Give the questions with their passages; what is asked of a heading is of what follows it."""
    first = min(home.values(), default=0)
    made = []
    for ref, questions in procedure.questions.items():
        at = home[ref]
        while found[at - first].heading and at - first + 1 < len(found):
            at += 1
        made += [(at, ref, question) for question in questions]
    return sorted(made, key=lambda item: item[0])


def _senses(
    procedure: Procedure, questions: Iterable[tuple[int, str, str]], known: Sense | None
) -> Iterator[tuple[int, int, str]]:
    """Yield by what number each clause with questions is known, its passage, and itself."""
    for place, ref in dict.fromkeys((place, ref) for place, ref, _ in questions):
        if known is not None and (number := known.clause(procedure, ref)) is not None:
            yield number, place, ref


def _citing(procedure: Procedure) -> dict[str, list[int]]:
    """Give the places in the procedure of the rules that cite each clause."""
    found: dict[str, list[int]] = {}
    for at, rule in enumerate(procedure.rules):
        for ref in rule.cites:
            found.setdefault(ref, []).append(at)
    return found


def _shown(
    passage: Passage, procedure: Procedure, cited: Mapping[str, Sequence[int]]
) -> dict[str, Any]:
    """Give what a hit shows of a passage, and what else ranks it."""
    refs = {clause.ref for clause in passage.clauses}
    under = [rule for ref in refs for rule in procedure.rules_under.get(ref, ())]
    under.sort(key=lambda rule: (rule.place.file, rule.place.line))
    places = sorted({at for ref in refs for at in cited.get(ref, ())})
    rules = [procedure.rules[at] for at in places]
    citing = [rule for rule in rules if rule.place.clause not in refs]
    return {
        "procedure": procedure.id,
        "ref": passage.ref,
        "name": passage.name,
        "path": passage.path,
        "clauses": [(clause.ref, clause.text) for clause in passage.clauses],
        "rules": [(rule.id, getattr(rule, "kind", "")) for rule in (*under, *citing)],
        "under": len(under),
        "facets": sorted(facets(under)),
        "stages": sorted({rule.stage for rule in under if isinstance(rule, Step) and rule.stage}),
        "heading": passage.heading,
    }


def _procedure(procedure: Procedure) -> dict[str, Any]:
    """Give what a procedure and its stages are called, as words with single spaces."""
    header = procedure.header
    names = (
        header.id, header.abbreviation, header.title, header.issuer, *header.known_as,
    )  # fmt: skip
    stages: dict[str, list[str]] = {}
    for stage in procedure.stages.values():
        parts = [" ".join(words(part)) for part in _PARENTHESES.split(stage.name)]
        own = [part for part in (*parts, stage.class_ or "") if part]
        stages[stage.id] = list(dict.fromkeys(own))
    return {
        "names": list(dict.fromkeys(" ".join(words(name)) for name in names)),
        "abbreviation": header.abbreviation,
        "stages": stages,
    }


def _synonyms(procedure: Procedure, found: dict[str, dict[str, list[str]]]) -> None:
    """Add the other words that the terms of a procedure hold, each with the stems it stands for."""
    for term in procedure.of_kind(Term).values():
        stems = list(dict.fromkeys(_meant(term, procedure)))
        if not stems:
            continue
        for said in term.say:
            held = found.setdefault(" ".join(words(said)), {}).setdefault(procedure.id, [])
            held += [made for made in stems if made not in held]


def _meant(term: Term, procedure: Procedure) -> Iterator[str]:
    """Yield the stems of what a term means, where that is a name and no explanation."""
    rule = procedure.rule_by_id.get(term.is_ or "")
    name = getattr(rule, "name", "") or getattr(rule, "does", "")
    for text in (term.means.partition(":")[0], name):
        found = _stems(text)
        if text and len(found) <= LONGEST_SYNONYM:
            yield from found
