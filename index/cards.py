"""Cards: each rule in words, so that it can be found by what it says.

A card leads to the clause that its rule stands under, and to the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import singledispatch

from toolkit.procedure.limit import Limit
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import (
    AnyRule,
    Breach,
    Conflict,
    Letter,
    NotStated,
    Outcome,
    Protocol,
    Role,
    Safeguard,
    Step,
    Term,
)
from toolkit.procedure.shape import Rule, Who


@dataclass(frozen=True, slots=True)
class Card:
    """A rule in words.

    Attributes:
        rule: The rule's id.
        kind: Its kind; ``limit`` for a time limit that it holds.
        words: What it says.
        clauses: The clause that it stands under, then those it cites.
    """

    rule: str
    kind: str
    words: str
    clauses: tuple[str, ...]


def cards(procedure: Procedure) -> Iterator[Card]:
    """Yield the cards by which rules are searched for, in reading order.

    A silence that bears on no rule has none: whoever searches wants to read what is stated.
    """
    for rule in procedure.rules:
        if not isinstance(rule, NotStated) or rule.of:
            yield from cards_of(rule, procedure)


def cards_of(rule: AnyRule, procedure: Procedure) -> Iterator[Card]:
    """Yield the cards of one rule: its own, then one for each time limit that it holds."""
    if words := _joined(_words(rule, procedure)):
        yield Card(rule.id, rule.kind, words, rule.clauses)
    for words, limit in _limits(rule, procedure):
        yield Card(rule.id, "limit", words, tuple(dict.fromkeys((*rule.clauses, *limit.cites))))


@singledispatch
def _words(rule: Rule, procedure: Procedure) -> Iterable[str]:
    """Give what a rule says; facts, stages and tracks say nothing that a clause does not."""
    return ()


@_words.register
def _term(rule: Term, procedure: Procedure) -> Iterable[str]:
    return (rule.means, *rule.say)


@_words.register
def _role(rule: Role, procedure: Procedure) -> Iterable[str]:
    return (rule.name, *(procedure.role_name(role) for role in rule.includes), rule.note)


@_words.register
def _breach(rule: Breach, procedure: Procedure) -> Iterable[str]:
    stages = (procedure.stages[stage].name for stage in rule.stage if stage in procedure.stages)
    outcomes = (procedure.outcomes[each].title() for each in rule.outcomes)
    return (rule.text, *rule.say, *rule.class_, "breach", *stages, *outcomes)


@_words.register
def _step(rule: Step, procedure: Procedure) -> Iterable[str]:
    letters = (procedure.letters[use.letter].name for use in rule.letter)
    limits = (limit.words() for _, limit in rule.limits())
    return (
        rule.does, *_names(rule.who, procedure), *_names(rule.to, procedure),
        *_names(rule.panel, procedure), *letters, *limits,
    )  # fmt: skip


@_words.register
def _outcome(rule: Outcome, procedure: Procedure) -> Iterable[str]:
    decisions = (procedure.steps[at.step].does for at in rule.at)
    lasts = "" if rule.lasts is None else "lasts"
    return (rule.title(), rule.type, lasts, *decisions)


@_words.register
def _letter(rule: Letter, procedure: Procedure) -> Iterable[str]:
    copies = tuple(f"copy to {procedure.role_name(copy.to)}" for copy in rule.copies)
    encloses = (item.item.replace("-", " ") for item in rule.encloses)
    return (
        rule.name, rule.sort, *_names(rule.to, procedure), *copies, *rule.says,
        "enclose", *encloses,
    )  # fmt: skip


@_words.register
def _protocol(rule: Protocol, procedure: Procedure) -> Iterable[str]:
    return (rule.name, *(item.does for item in rule.items))


@_words.register
def _safeguard(rule: Safeguard, procedure: Procedure) -> Iterable[str]:
    who = (procedure.role_name(role) for role in (*rule.admits, *rule.bars))
    return (rule.text, *who)


@_words.register
def _conflict(rule: Conflict, procedure: Procedure) -> Iterable[str]:
    return (rule.text, *(side.name for side in rule.sides), rule.advice)


@_words.register
def _not_stated(rule: NotStated, procedure: Procedure) -> Iterable[str]:
    return (rule.about,)


def _limits(rule: Rule, procedure: Procedure) -> Iterator[tuple[str, Limit]]:
    """Yield the time limits that a rule holds, each in words."""
    if isinstance(rule, Step):
        who = _names(rule.who, procedure)
        for key, limit in rule.limits():
            events = (event.replace(".", " ").replace("-", " ") for event in limit.after)
            yield (
                _joined((rule.does, key, limit.words(), *who, *events, "how long deadline")),
                limit,
            )
    if isinstance(rule, Outcome) and isinstance(rule.lasts, Limit):
        yield f"{rule.title()} lasts {rule.lasts.words()} how long record expires", rule.lasts


def _names(who: Iterable[Who], procedure: Procedure) -> tuple[str, ...]:
    return tuple(procedure.role_name(each.role) for each in who)


def _joined(words: Iterable[str]) -> str:
    return "; ".join(word for word in words if word)
