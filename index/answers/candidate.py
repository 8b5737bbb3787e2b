"""What may answer a question: the rules of a procedure, what steps end in, and the clauses.

A candidate is a rule as one sort of answer: a step is one as an act, one for each of its time
limits, and one for each way in which it may end. The text of each clause is one as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

from index.answers.kind import Asked
from index.answers.nearness import Bag, bag
from index.cards import Card, cards_of
from index.search import Index
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import AnyRule, Letter, NotStated, Outcome, Safeguard, Step

KINDS: dict[Asked, frozenset[str]] = {
    "how-long": frozenset({"limit", "not-stated"}),
    "who": frozenset({"step", "role", "safeguard", "not-stated"}),
    "next": frozenset({"step", "result", "outcome", "not-stated"}),
    "letter": frozenset({"letter", "not-stated"}),
    "sanction": frozenset({"outcome", "breach", "not-stated"}),
}
"""The kinds of candidates that hold the sort of answer that is asked for."""

_PARTS = re.compile(
    r", (?:and )?(?=who|whether|how|by when|when|what|within|on which|from which|by whom)|; "
)

_SORTS: Mapping[Asked, re.Pattern[str]] = {
    "how-long": re.compile(
        r"\b(how (long|soon|many days|much notice|much time|far ahead|often)|by when|when|"
        r"which period|within which|(from|on) which day|timescales|in hours or days|intervals)\b"
    ),
    "who": re.compile(r"\b(who|whom|whether anybody|whether somebody)\b"),
    "next": re.compile(r"\b(what (happens|follows|comes)|what .* do|stages?|whether)\b"),
    "letter": re.compile(r"\b(letter|form|notice|note|contains?)\b"),
}
"""What a part of a silence says that is of the sort asked for."""

ALL = ("limit", "step", "result", "role", "safeguard", "letter", "outcome", "breach", "not-stated",
       "text")  # fmt: skip


class Candidate:
    """A rule, or a clause, as one sort of answer.

    Args:
        procedure: The procedure.
        kind: One of `ALL`.
        rule: The rule's id; empty for a clause.
        words: What it says: phrases that a question is laid beside.
        clauses: The clause that it stands under, then those it cites.
        key: Which of a step's results it is, or which sort of limit; or empty.
    """

    def __init__(
        self, procedure: Procedure, kind: str, rule: str, words: tuple[str, ...],
        clauses: tuple[str, ...], key: str = "",
    ) -> None:  # fmt: skip
        self.procedure = procedure
        self.kind = kind
        self.rule = rule
        self.words = words
        self.clauses = clauses
        self.key = key
        self.said: Bag | None = None

    @cached_property
    def bags(self) -> tuple[Bag, ...]:
        """The telling stems of each phrase."""
        return tuple(map(bag, self.words))

    @cached_property
    def stages(self) -> frozenset[str]:
        """The stages that it is of."""
        rule = self.procedure.rule_by_id.get(self.rule)
        if rule is None:
            under = self.procedure.rules_under.get(self.clauses[0], ())
            return frozenset(stage for each in under for stage in _stages(self.procedure, each))
        return frozenset(_stages(self.procedure, rule))

    @cached_property
    def tracks(self) -> frozenset[str]:
        """The tracks that it is of."""
        rule = self.procedure.rule_by_id.get(self.rule)
        rules = [rule] if rule else self.procedure.rules_under.get(self.clauses[0], ())
        return frozenset(step.track for each in rules for step in _steps(self.procedure, each))


def _steps(procedure: Procedure, rule: object) -> Iterator[Step]:
    """Yield the steps that a rule is, or is about."""
    names: tuple[str, ...] = ()
    if isinstance(rule, Step):
        yield rule
    elif isinstance(rule, Outcome):
        names = tuple(at.step for at in rule.at)
    elif isinstance(rule, Safeguard):
        names = rule.before
    elif isinstance(rule, NotStated):
        names = rule.of
    elif isinstance(rule, Letter):
        names = tuple(
            step.id for step in procedure.steps.values()
            if any(use.letter == rule.id for use in step.letter)
        )  # fmt: skip
    for name in names:
        split = None if name in procedure.steps else procedure.split_event(name)
        if (step := procedure.steps.get(split[0] if split else name)) is not None:
            yield step


def _stages(procedure: Procedure, rule: object) -> Iterator[str]:
    """Yield the stages that a rule is of."""
    named = getattr(rule, "stage", None)
    if isinstance(named, tuple):
        yield from named
    for step in _steps(procedure, rule):
        if step.stage:
            yield step.stage


def candidates(procedure: Procedure) -> Iterator[Candidate]:
    """Yield all that may answer in a procedure."""
    for rule in procedure.rules:
        yield from _of_rule(procedure, rule)
    for clause in procedure.clauses:
        yield Candidate(procedure, "text", "", (clause.text,), (clause.ref,))


def _of_rule(procedure: Procedure, rule: AnyRule) -> Iterator[Candidate]:
    """Yield what one rule answers."""
    if isinstance(rule, Safeguard) and not (rule.admits or rule.bars):
        return
    for card in cards_of(rule, procedure):
        if card.kind in ALL:
            words = tuple(dict.fromkeys(_phrases(card)))
            yield Candidate(procedure, card.kind, rule.id, words, card.clauses, _sort(card))
    if isinstance(rule, Step):
        for name, result in rule.results.items():
            said = f"{name.replace('-', ' ')} {result.note}"
            words = (said, f"{rule.does} {said}")
            refs = tuple(dict.fromkeys((*result.cites, *rule.clauses)))
            yield Candidate(procedure, "result", rule.id, words, refs, name)


def _sort(card: Card) -> str:
    """Give which sort of limit a card is of: ``within``, ``notice``, ``every`` or ``lasts``."""
    if card.kind != "limit":
        return ""
    parts = card.words.split("; ")
    return parts[1] if len(parts) > 1 else "lasts"


def _phrases(card: Card) -> Iterator[str]:
    """Yield the phrases of a card: its act or name, the whole, and the parts of a silence."""
    yield card.words.split("; ")[0]
    yield card.words
    if card.kind == "not-stated":
        yield from _PARTS.split(card.words)


def same_sort(asked: Asked, part: str) -> bool:
    """Whether a silence would be answered by the sort of answer that is asked for."""
    pattern = _SORTS.get(asked)
    return pattern is None or bool(pattern.search(part))


@lru_cache(maxsize=16)
def pool(index: Index, procedure: str) -> tuple[Candidate, ...]:
    """Give all that may answer in a procedure, made once for each open index."""
    return tuple(candidates(index.procedure(procedure)))
