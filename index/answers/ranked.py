"""Which rule a question is about: the rules of a procedure, ranked by what they say.

A rule is judged by its own words (its card), by the questions under its clauses, and by how well
those clauses were found. Silences of the text are ranked among the rules: where one of them comes
first, the text does not say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from index.answers.kind import Asked
from index.answers.nearness import Sought, bag
from index.cards import Card, cards_of
from index.words import plain
from toolkit.plain import Frozen
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import NotStated, Safeguard

if TYPE_CHECKING:
    from index.question import Question
    from index.search import Hits

BY_QUESTIONS = 0.6
BY_HITS = 0.4
"""How much the nearest question under a rule's clauses counts, and how well they were found."""

BY_MEANING, UNLIKE = 0.5, 0.5
"""How much a silence counts for being near in meaning, and what is no nearness at all. Only where
it is asked how long: other questions are near in meaning to silences beside their answer."""

OF_THE_STAGE, OF_ANOTHER = 1.15, 0.8
"""What multiplies rules of the stage that the question names, and of others."""

COUNTS = {"role": 0.75, "safeguard": 0.9}
"""How much cards count that are no answer by themselves as often as others are."""

IN_FIGURES = 1.15
"""What multiplies limits in figures: who asks how long wants one rather than "without delay"."""

APPEAL = 0.7
"""What multiplies steps of appealing where the question does not speak of appeals: they name the
decision that they are against."""

LOOKED_AT = 60
"""How many cards are looked at closely."""

LEAST = 0.25
"""What fits less well is not what the question is about."""

KINDS: dict[Asked, frozenset[str]] = {
    "how-long": frozenset({"limit"}),
    "who": frozenset({"step", "role", "safeguard"}),
    "next": frozenset({"step", "outcome"}),
    "letter": frozenset({"letter"}),
    "sanction": frozenset({"outcome"}),
}
"""The kinds of cards that hold the sort of answer that is asked for."""

_APPEAL = re.compile(r"(?i)\W*appeal")
_FIGURE = re.compile(r"\b\d+\b.*\b(hours?|days?|weeks?|months?|years?)\b")
_PARTS = re.compile(
    r", (?:and )?(?=who|whether|how|by when|when|what|within|on which|from which|by whom)|; "
)
_LONG = re.compile(
    r"\b(how (long|soon|many days|much notice|much time|far ahead|often)|by when|when|"
    r"which period|within which|(from|on) which day|timescales|in hours or days|intervals)\b"
)
_WHO = re.compile(r"\b(who|whom)\b")
_NEXT = re.compile(r"\b(what (happens|follows|comes)|what .* do|stages?)\b")


class Fitting(Frozen):
    """A rule and how well it fits the question."""

    rule: str
    kind: str
    score: float


def ranked(
    procedure: Procedure, sought: Sought, hits: Hits, kinds: Collection[str]
) -> list[Fitting]:
    """Give the rules of some kinds that fit a question, the best first.

    Args:
        procedure: The procedure.
        sought: The question.
        hits: What was found of it.
        kinds: The kinds of cards.
    """
    found_at = _found_at(procedure, hits)
    asks_appeal = "appeal" in plain(sought.text)
    scores: dict[tuple[str, str], float] = {}
    for card in _candidates(procedure, sought, found_at):
        if card.kind not in kinds:
            continue
        asked = max((sought.asked_under.get(ref, 0.0) for ref in card.clauses), default=0.0)
        found = max((found_at.get(ref, 0.0) for ref in card.clauses), default=0.0)
        near = max(sought.beside(bag(words)) for words in (card.words.split("; ")[0], card.words))
        score = near + BY_QUESTIONS * asked + BY_HITS * found
        score *= _staged(procedure, card.rule, hits.question)
        score *= COUNTS.get(card.kind, 1.0)
        if card.kind == "limit" and _FIGURE.search(card.words):
            score *= IN_FIGURES
        rule = procedure.rule_by_id[card.rule]
        if (
            card.kind == "step"
            and not asks_appeal
            and _APPEAL.match(str(getattr(rule, "does", "")))
        ):
            score *= APPEAL
        if isinstance(rule, Safeguard) and not (rule.admits or rule.bars) and "role" in kinds:
            continue
        key = (card.rule, card.kind)
        scores[key] = max(scores.get(key, 0.0), score)
    made = [Fitting(rule, kind, score) for (rule, kind), score in scores.items() if score >= LEAST]
    return sorted(made, key=lambda each: -each.score)


def _candidates(
    procedure: Procedure, sought: Sought, found_at: Mapping[str, float]
) -> Iterator[Card]:
    """Yield the cards that have most of the question's words, and those at the clauses found."""
    index = sought.index
    held = index.data["cards"]
    first = index.first_card
    best = sorted(
        ((score, held[number - first]) for number, score in sought.scores.items()
         if number >= first),
        key=lambda pair: -pair[0],
    )  # fmt: skip
    names = [
        rule for _, (places, rule, _) in best
        if index.passages[places[0]]["procedure"] == procedure.id
    ][:LOOKED_AT]  # fmt: skip
    names += [rule.id for ref in found_at for rule in procedure.rules_under.get(ref, ())]
    for name in dict.fromkeys(names):
        yield from cards_of(procedure.rule_by_id[name], procedure)  # type: ignore[arg-type]


def silent(procedure: Procedure, sought: Sought, hits: Hits, asked: Asked) -> list[Fitting]:
    """Give the silences that fit a question and are of the sort that it asks for."""
    found_at = _found_at(procedure, hits)
    made = []
    for rule in procedure.of_kind(NotStated).values():
        parts = [part for part in _PARTS.split(rule.about) if same_sort(asked, part)]
        if not parts:
            continue
        under = max((sought.asked_under.get(ref, 0.0) for ref in rule.clauses), default=0.0)
        found = max((found_at.get(ref, 0.0) for ref in rule.clauses), default=0.0)
        near = max(sought.beside(bag(part)) for part in (*parts, rule.about))
        score = near + BY_QUESTIONS * under + BY_HITS * found
        if asked == "how-long":
            meant = max(sought.meant(part) for part in (*parts, rule.about))
            score += BY_MEANING * max(0.0, meant - UNLIKE)
        made.append(Fitting(rule.id, rule.kind, score))
    return sorted(made, key=lambda each: -each.score)


def same_sort(asked: Asked, part: str) -> bool:
    """Whether a silence would be answered by the sort of answer that is asked for."""
    if asked == "how-long":
        return bool(_LONG.search(part))
    if asked == "who":
        return bool(_WHO.search(part))
    if asked == "next":
        return bool(_NEXT.search(part))
    if asked == "letter":
        return "letter" in part or "form" in part or "notice" in part
    return True


def _found_at(procedure: Procedure, hits: Hits) -> dict[str, float]:
    """Give how well clauses were found, against the best of the procedure."""
    mine = [hit for hit in hits if hit.procedure == procedure.id]
    best = max((hit.score for hit in mine), default=0.0) or 1.0
    found: dict[str, float] = {}
    for hit in mine:
        for ref in (hit.item, hit.ref):
            found[ref] = max(found.get(ref, 0.0), hit.score / best)
    return found


def _staged(procedure: Procedure, rule: str, question: Question) -> float:
    """Give what a rule is multiplied by for its stage."""
    stages = {
        stage for owner, named in question.stages if owner == procedure.id
        for stage in (named, procedure.stages[named].appeal_stage)
    }  # fmt: skip
    held = getattr(procedure.rule_by_id[rule], "stage", None)
    if not stages or not isinstance(held, str):
        return 1.0
    return OF_THE_STAGE if held in stages else OF_ANOTHER
