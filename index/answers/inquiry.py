"""A question while it is being answered: what was found of it, and how answers are put together."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from index.answers.answer import Answer, Kind, Near
from index.answers.catalogue import Fit, fitting
from index.answers.confidence import NONE, Confidence, confidence
from index.answers.day import named_day, without_day
from index.answers.given import Given
from index.answers.kind import Asked, asked
from index.answers.nearness import Sought, bag
from index.answers.place import Place
from index.answers.ranking import Rank, Ranking
from index.answers.rules import disagreements, silences
from index.answers.silence import doubt
from index.answers.wanted import wanted
from index.scope import without_names
from index.search import Hit, Hits, Index
from toolkit.case.citing import cite

if TYPE_CHECKING:
    from toolkit.procedure.procedure import Procedure

HITS = 24
"""How many clauses are found."""

PLACES = 5
"""How many of them may answer."""

LEFT = 2
"""So many telling words have to be left of a question without the names of procedures."""

NEAREST = 3
"""How many other clauses are shown."""


class Inquiry:
    """One question, while it is being answered.

    Args:
        text: The question, on one line.
        index: The open index.
        only: The id of the only procedure to look in, or ``None``.
        held: A case to answer for, or ``None``.

    Attributes:
        hits: The clauses found.
        sought: The question, ready to be laid beside phrases.
        asked: What sort of answer it asks for.
        by_words: The same as far as its words tell: what merely tells something asks for nothing.
        confidence: How sure it is that the question is about the policies.
        day: The day that it names, or ``None``.
        no_day: Why there is no day, where something looks like one.
    """

    def __init__(self, text: str, index: Index, only: str | None, held: Given | None) -> None:
        self.text = text
        self.index = index
        self.only = only
        self.held = held
        self._within: dict[str | None, Hits] = {}
        self.hits = self.within(only)
        self.sought = Sought(index, self._plain(without_day(self.hits.did_you_mean or text)))
        self.asked = wanted(self.sought.text)
        self.by_words = asked(self.sought.text)
        self._ranked: dict[tuple[str, Asked], list[Rank]] = {}
        self._doubts: dict[tuple[str, Asked], float] = {}
        self.confidence = self._confidence()
        self.day: date | None
        self.day, self.no_day = named_day(text)

    def within(self, procedure: str | None) -> Hits:
        """Give what is found in one procedure, or in all."""
        if procedure not in self._within:
            self._within[procedure] = self.index.search(self.text, HITS, procedure)
        return self._within[procedure]

    def ranks(self, procedure: str, asked: Asked) -> list[Rank]:
        """Give what may answer in one procedure, the best first."""
        key = (procedure, asked)
        if key not in self._ranked:
            hits = self.within(procedure)
            self._ranked[key] = Ranking(self.sought, hits, asked, procedure).ranks
        return self._ranked[key]

    def _plain(self, text: str) -> str:
        """Give a question without the procedures that it names, where enough is left of it."""
        known, bare = self.index.data["procedures"], text
        for name in self.hits.question.procedures:
            bare = without_names(bare, known[name]["names"])
        return bare if len(bag(bare)) >= LEFT else text

    def _confidence(self) -> Confidence:
        if not self.hits:
            return NONE
        return confidence(self.sought, self.hits, self.ranks(self.hits[0].procedure, self.asked))

    def doubt(self, procedure: Procedure, asked: Asked) -> float:
        """Say how likely it is that a procedure does not say what is asked, from 0 to 1."""
        key = (procedure.id, asked)
        if key not in self._doubts:
            self._doubts[key] = doubt(procedure, self.sought, self.ranks(*key), self.confidence)
        return self._doubts[key]

    @property
    def sure(self) -> float:
        """How sure it is that the question is about the policies, from 0 to 1."""
        return self.confidence.value

    def narrow(self, procedure: str) -> None:
        """Look in one procedure only from now on."""
        self.only = procedure
        self.hits = self.within(procedure)

    @cached_property
    def lines(self) -> list[Fit]:
        """The lines of all catalogues that may be meant, those that fit best first."""
        found = dict.fromkeys(hit.procedure for hit in self.hits[:PLACES])
        names = [self.only] if self.only else list(self.hits.question.procedures or found)
        known = self.index.procedure
        return fitting(self.index, self.sought, [name for name in names if known(name).breaches])

    def made(self, kind: Kind, headline: str, **fields: Any) -> Answer:
        """Make an answer, with the other clauses that were found."""
        quoted = {clause.ref for clause in fields.get("clauses", ())}
        near = tuple(
            Near(ref=hit.item or hit.ref, procedure=hit.procedure, path=hit.path,
                 kind=_sort(self.index, hit), snippet=hit.snippet.replace("**", ""))
            for hit in self.hits if (hit.item or hit.ref) not in quoted
        )[:NEAREST]  # fmt: skip
        return Answer(
            question=self.text,
            kind=kind,
            headline=headline,
            confidence=self.sure,
            otherwise=near,
            did_you_mean=self.hits.did_you_mean,
            **fields,
        )

    def made_at(
        self, place: Place, kind: Kind, headline: str, rules: set[str] | frozenset[str],
        **fields: Any,
    ) -> Answer:  # fmt: skip
        """Make an answer from a place, with the clauses, conflicts and silences of its rules."""
        procedure = place.procedure
        refs = [place.clause]
        for items in fields.values():
            if isinstance(items, tuple):
                refs += [clause.ref for item in items for clause in getattr(item, "clauses", ())]
        own = fields.pop("silences", ())
        return self.made(
            kind, headline, procedure=procedure.id,
            clauses=cite(procedure, refs),
            conflicts=disagreements(procedure, rules, (place.clause,)),
            silences=(*own, *silences(procedure, rules)),
            **fields,
        )  # fmt: skip


def _sort(index: Index, hit: Hit) -> str:
    """Give what sort of answer a clause gives, by the kinds of its rules."""
    for passage in index.passages:
        if passage["procedure"] == hit.procedure and passage["ref"] == hit.ref:
            return ", ".join(passage["facets"])
    return ""
