"""Which rule or clause a question is about: everything that may answer, ranked by signs.

What each sign weighs was fitted by ``benchmarks/answering.py``: to authored questions that the
index had not seen, and to the half of the judged questions that is there to fit by; that of what is
sensed to these judged questions alone, since `index.sense` has learnt the authored ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from index.answers.candidate import KINDS, Candidate, pool, same_sort
from index.answers.kind import Asked
from index.answers.nearness import Bag, Sought, bag
from index.words import plain
from toolkit.plain import Frozen
from toolkit.procedure.rule import Step

if TYPE_CHECKING:
    from index.search import Hits

WEIGHTS: Mapping[str, float] = {
    "near": 1.60, "asked": 0.68, "asked cited": 2.03, "alike": 0.77, "hit": 5.17,
    "hit cited": 4.87, "covered": 3.55, "meant": 5.00, "sort": 3.05, "direction": 1.36,
    "stage": 0.29, "track": 0.59, "own act": 3.0, "sense": 12.10, "sense cited": 9.40,
    "is limit": -0.19, "is step": -0.47, "is result": -0.83,
    "is role": -0.76, "is safeguard": 0.26, "is letter": -0.47, "is outcome": -0.42,
    "is breach": -0.93, "is not-stated": 0.02, "is text": 2.97,
}  # fmt: skip

SPOKEN_OF = 0.6
"""How near a word of the question has to be to the name of a track that it speaks of."""

ANOTHER, BESIDE = -1.0, -0.5
"""How much it speaks against a rule that it is of another stage, or of the stage whose appeal is
asked about."""

_DIRECTIONS = {
    "notice": re.compile(r"\b(notice|before(hand)?|in advance|ahead)\b"),
    "every": re.compile(r"\b(how often|every|regular(ly)?|intervals?)\b"),
    "lasts": re.compile(
        r"\b(lasts?|stays?|runs?( out)?|expires?|in force|lapses?|"
        r"wears? off|"
        r"on (my|his|her|the) (file|record)|how long (can|is|are|will) \w+( be)? \w+ed)\b"
    ),
    "within": re.compile(
        r"\b(by when|deadline|how (soon|fast|quick(ly)?)|time limit|too late|in time|"
        r"how long (have|do|does|did) (i|we|they|you|he|she) (have|got|get)|"
        r"when (will|must|do|does|should))\b"
    ),
}
"""How people ask for each sort of limit."""

_TO_DO = re.compile(r"\bto (\w+)")


class Rank(Frozen):
    """Something that may answer, and how well it fits."""

    candidate: Candidate
    score: float
    signs: Mapping[str, float]


class Ranking:
    """What may answer a question in one procedure, ranked.

    Args:
        sought: The question.
        hits: What was found of it in that procedure.
        asked: What sort of answer it asks for.
        procedure: The procedure's id.
    """

    def __init__(self, sought: Sought, hits: Hits, asked: Asked, procedure: str) -> None:
        self.sought = sought
        self.asked = asked
        self.procedure = sought.index.procedure(procedure)
        self._found = _found(hits, procedure)
        self._under = sought.asked_in(procedure)
        appeals = "appeal" in plain(sought.text)
        known = self.procedure.stages
        self._beside = frozenset(stage for owner, stage in hits.question.stages
                                 if owner == procedure)  # fmt: skip
        self._stages = frozenset(
            (known[stage].appeal_stage or stage) if appeals else stage for stage in self._beside
        )

    @cached_property
    def ranks(self) -> list[Rank]:
        """All that may answer and was found at all, the best first.

        Of silences only those are looked at under which questions stand that are like this one.
        """
        silent = self.sought.alike(self.procedure).silences
        made = [
            Rank(candidate=each, score=_weighed(signs), signs=signs)
            for each in pool(self.sought.index, self.procedure.id)
            if (each.kind != "not-stated" or each.rule in silent)
            and (signs := self._signs(each)) is not None
        ]
        return sorted(made, key=lambda rank: -rank.score)

    def _signs(self, each: Candidate) -> dict[str, float] | None:
        """Give the signs by which a candidate is judged; ``None`` where it was not found at all."""
        sought = self.sought
        own, *cited = each.clauses
        sense, sense_cited = self._sense(each)
        nothing = (0.0, 0.0)
        asked, alike = self._under.get(own, nothing)
        others = max((self._under.get(ref, nothing)[0] for ref in cited), default=0.0)
        hit = self._found.get(own, 0.0)
        found = max((self._found.get(ref, 0.0) for ref in cited), default=0.0)
        text = each.kind == "text"
        phrases = self._phrases(each)
        near = max((sought.beside(bag(phrase)) for phrase in phrases), default=0.0)
        if max(hit, found, 2 * near, asked, others) < LEAST or (text and not hit and not asked):
            return None
        return {
            "near": near,
            "asked": asked,
            "asked cited": max(0.0, others - asked),
            "alike": max(0.0, alike),
            "hit": hit,
            "hit cited": max(0.0, found - hit),
            "covered": sought.covered(self._said(each)),
            "meant": max(0.0, 0.0, *map(sought.meant, phrases)),
            "sort": self._sort(each),
            "direction": self._direction(each),
            "stage": self._stage(each),
            "track": self._track(each),
            "own act": self._own_act(each),
            "sense": sense,
            "sense cited": max(0.0, sense_cited - sense),
            f"is {each.kind}": 1.0,
        }

    def _phrases(self, each: Candidate) -> tuple[str, ...]:
        """Give the phrases that the question is laid beside; of a silence, those of its sort."""
        if each.kind == "not-stated":
            own = tuple(part for part in each.words if same_sort(self.asked, part))
            return own or each.words
        return () if each.kind == "text" else each.words

    def _sort(self, each: Candidate) -> float:
        """Tell whether it holds the sort of answer that is asked for."""
        if each.kind == "not-stated" and self.asked != "text":
            return float(any(same_sort(self.asked, part) for part in each.words))
        return float(each.kind in KINDS.get(self.asked, ()))

    def _sense(self, each: Candidate) -> tuple[float, float]:
        """Give how likely its clause, and the likeliest it cites, is asked for: from 0 to 1."""
        found = self.sought.sensed(self.procedure.id)
        if each.kind == "not-stated":
            return found.of_silence(each.rule), 0.0
        own, *cited = map(found.of_clause, each.clauses)
        return own, max(cited, default=0.0)

    def _said(self, each: Candidate) -> Bag:
        """Give all stems of a candidate: its phrases, and the text and questions of its clause."""
        if each.said is None:
            own = self.sought.said_at(self.procedure, each.clauses[0])
            each.said = own.union(*each.bags)
        return each.said

    def _direction(self, each: Candidate) -> float:
        """Tell whether a limit is of the direction asked about: notice, length, latest day."""
        if each.kind != "limit" or not self._directions:
            return 0.0
        return 1.0 if each.key in self._directions else -1.0

    @cached_property
    def _directions(self) -> frozenset[str]:
        flat = plain(self.sought.text)
        return frozenset(name for name, how in _DIRECTIONS.items() if how.search(flat))

    def _stage(self, each: Candidate) -> float:
        """Tell whether it is of the stage that is named; an appeal has a stage of its own."""
        if not self._stages or not each.stages:
            return 0.0
        if self._stages & each.stages:
            return 1.0
        return BESIDE if self._beside & each.stages else ANOTHER

    def _track(self, each: Candidate) -> float:
        """Tell whether it is of the track that is spoken of: the appeal, the suspension."""
        held = each.tracks - {"main"}
        if not held:
            return BESIDE if self._tracks else 0.0
        return 1.0 if held & self._tracks else ANOTHER

    def _own_act(self, each: Candidate) -> float:
        """Tell whether it is an act of the person concerned that the question names: to appeal."""
        rule = self.procedure.rule_by_id.get(each.rule)
        if not isinstance(rule, Step) or each.kind not in ("step", "limit"):
            return 0.0
        own = any(who.role == self.procedure.header.subject for who in rule.who)
        return float(own and bool(bag(rule.does.split()[0]) & self._to_do))

    @cached_property
    def _to_do(self) -> Bag:
        """What the question speaks of doing: *to appeal*."""
        return bag(" ".join(_TO_DO.findall(plain(self.sought.text))))

    @cached_property
    def _tracks(self) -> frozenset[str]:
        sought = self.sought
        return frozenset(
            track.id for track in self.procedure.tracks.values()
            if any(sought.found(word, bag(track.name)) >= SPOKEN_OF for word in sought.words)
        )  # fmt: skip


LEAST = 0.3
"""What is nearer by no sign is not looked at closely."""


def stated(ranks: Iterable[Rank]) -> list[Rank]:
    """Give what is no silence among what may answer, in the same order."""
    return [rank for rank in ranks if rank.candidate.kind != "not-stated"]


def _found(hits: Hits, procedure: str) -> dict[str, float]:
    """Give how well clauses were found, against the best of the procedure."""
    mine = [hit for hit in hits if hit.procedure == procedure]
    best = max((hit.score for hit in mine), default=0.0) or 1.0
    found: dict[str, float] = {}
    for hit in mine:
        for ref in (hit.item, hit.ref):
            found[ref] = max(found.get(ref, 0.0), hit.score / best)
    return found


def _weighed(signs: Mapping[str, float]) -> float:
    return sum(WEIGHTS.get(name, 0.0) * value for name, value in signs.items())
