"""Whether the names in a procedure's rules lead somewhere, and say something possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from toolkit.problem import Problem, did_you_mean
from toolkit.procedure.condition import Condition
from toolkit.procedure.explain import named, plain, shown
from toolkit.procedure.limit import NOT_STATED, Limit
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import (
    KINDS,
    Fact,
    Letter,
    Outcome,
    Step,
)
from toolkit.procedure.shape import LetterUse, Rule, Who

T = TypeVar("T")

OUTCOME_EVENTS = ("imposed", "expires", "expired", "revived", "replaced", "approved", "refused")
LETTER_EVENTS = ("dated", "received")
IMPLICIT_TRACK = "main"
CASE_OPENED = "case.opened"


def kind_of(rule: Rule) -> str:
    """Give the word after the fence of a rule's block."""
    return next(word for word, kind in KINDS.items() if isinstance(rule, kind))


class Names:
    """Looks the names of rules up and makes a problem of each that leads nowhere.

    Where a method takes a ``key``, that is the path of the key in its rule, such as
    ``results.done.then`` or ``sides.1.cites``.

    Args:
        procedure: The procedure, as parsed.
    """

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def who(self, rule: Rule, key: str, who: Iterable[Who]) -> Iterator[Problem]:
        """Check those who act."""
        for place, item in numbered(key, who):
            yield from self.roles(rule, place, (item.role,))
            yield from self.condition(rule, f"{place}.when", item.when)
            yield from self.clauses(rule, f"{place}.cites", item.cites)

    def roles(self, rule: Rule, key: str, names: Iterable[str]) -> Iterator[Problem]:
        """Check names of roles."""
        yield from self.names(rule, key, names, self.procedure.roles, "role")

    def stage(self, rule: Rule, key: str, names: Iterable[str]) -> Iterator[Problem]:
        """Check names of stages."""
        yield from self.names(rule, key, names, self.procedure.stages, "stage")

    def steps(self, rule: Rule, key: str, then: tuple[str, ...] | str) -> Iterator[Problem]:
        """Check where an arrow leads."""
        if not isinstance(then, str):
            yield from self.names(rule, key, then, self.procedure.steps, "step")

    def letters(self, rule: Rule, key: str, uses: Iterable[LetterUse]) -> Iterator[Problem]:
        """Check the letters sent."""
        for place, use in numbered(key, uses):
            yield from self.names(rule, place, (use.letter,), self.procedure.letters, "letter")
            yield from self.condition(rule, f"{place}.when", use.when)

    def appeal(self, rule: Rule, key: str, appeal: str | None) -> Iterator[Problem]:
        """Check the step by which an outcome is appealed."""
        if appeal not in (None, "none", NOT_STATED):
            yield from self.names(rule, key, (str(appeal),), self.procedure.steps, "step")

    def limit(self, rule: Rule, key: str, limit: Limit) -> Iterator[Problem]:
        """Check a limit's clock, exception and clauses."""
        yield from self.events(rule, f"{key}.after", limit.after, timed=True)
        yield from self.condition(rule, f"{key}.unless", limit.unless)
        yield from self.clauses(rule, f"{key}.cites", limit.cites)
        yield from self.roles(rule, f"{key}.of", (limit.of,) if limit.of else ())

    def events(
        self, rule: Rule, key: str, names: Iterable[str], *, timed: bool = False
    ) -> Iterator[Problem]:
        """Check names of events; those that start a clock must be timed."""
        for name in names:
            if name in (CASE_OPENED, NOT_STATED):
                continue
            split = self.procedure.split_event(name)
            if split is None:
                yield self._unknown_event(rule, key, name)
                continue
            maker, word = self.procedure.rule_by_id[split[0]], split[1]
            words = self._words(maker)
            if word not in words:
                yield self._unknown_result(rule, key, name, maker, word)
            elif timed and isinstance(maker, Letter) and word not in ("dated", *maker.timed):
                yield self.problem(
                    rule,
                    key,
                    "letter-not-timed",
                    f"{named(key)} counts from when '{maker.id}' is {word}, and that letter does "
                    "not say that this day counts",
                    f"add timed: [dated, received] to '{maker.id}'",
                )

    def _unknown_event(self, rule: Rule, key: str, name: str) -> Problem:
        ways = [f"{name}.{word}" for word in self._words(self.procedure.rule_by_id.get(name))]
        hint = f"write what happens to it, such as {ways[0]}" if ways else ""
        return self.problem(
            rule,
            key,
            "unknown-event",
            f"{named(key)} names the event '{name}', which nothing makes",
            hint
            or did_you_mean(name, self._all_events())
            or "an event is STEP.RESULT, DECISION.decided, OUTCOME.imposed or LETTER.dated",
        )

    def _unknown_result(self, rule: Rule, key: str, name: str, maker: Rule, word: str) -> Problem:
        words = self._words(maker)
        makes = f"its events are {', '.join(words)}" if words else ""
        what = kind_of(maker)
        return self.problem(
            rule,
            key,
            "unknown-result",
            f"{named(key)} names the event '{name}', and the {what} '{maker.id}' has no '{word}'",
            did_you_mean(word, words) or makes or f"a {what} makes no events",
        )

    def _words(self, maker: Rule | None) -> tuple[str, ...]:
        match maker:
            case Step():
                extra = ("decided",) if maker.as_ == "decision" else ()
                done = ("done",) if maker.as_ in ("duty", "power") else ()
                return tuple(dict.fromkeys((*extra, *done, *maker.results, "lapsed")))
            case Outcome():
                return OUTCOME_EVENTS
            case Letter():
                return LETTER_EVENTS
            case _:
                return ()

    def condition(self, rule: Rule, key: str, condition: Condition | None) -> Iterator[Problem]:
        """Check what a condition reads."""
        if condition is None:
            return
        for leaf in condition.leaves():
            fact = self.procedure.facts.get(leaf.fact)
            if fact is None:
                yield self.problem(
                    rule,
                    key,
                    "unknown-fact",
                    f"{named(key)} reads the fact '{leaf.fact}', which is not defined",
                    did_you_mean(leaf.fact, self.procedure.facts) or "define it in a fact block",
                )
            elif leaf.op == "is":
                yield from self._values(rule, key, leaf, fact)
            elif fact.type != "number":
                yield self.problem(
                    rule,
                    key,
                    "not-a-number",
                    f"{named(key)} compares '{fact.id}' with a number, and it is {possible(fact)}",
                    f"compare it as in {{{fact.id}: {_example(fact)}}}, or give it type: number",
                )

    def _values(self, rule: Rule, key: str, leaf: Condition, fact: Fact) -> Iterator[Problem]:
        if fact.from_ is not None and (fact.from_.class_of or fact.from_.stage_of):
            return
        if fact.type == "breaches":
            words = map(str, leaf.values)
            yield from self.names(rule, key, words, self.procedure.breaches, "breach")
            return
        for value in leaf.values:
            if not fact.accepts(value):
                yield self.problem(
                    rule,
                    key,
                    "unknown-value",
                    f"{named(key)} compares '{fact.id}' with {shown(value)}, and it is "
                    f"{possible(fact)}",
                    nearest_value(fact, value),
                )

    def clauses(self, rule: Rule, key: str, refs: Iterable[str]) -> Iterator[Problem]:
        """Check references of clauses."""
        known = self.procedure.clause_by_ref
        for ref in refs:
            if ref not in known:
                yield self.problem(
                    rule,
                    key,
                    "unknown-clause",
                    f"{named(key)} names the clause '{ref}', which does not exist",
                    did_you_mean(ref, known)
                    or f"a reference is written as in '{next(iter(known))}'",
                )

    def names(
        self, rule: Rule, key: str, names: Iterable[str], known: Iterable[str], what: str
    ) -> Iterator[Problem]:
        """Check names of one sort."""
        for name in names:
            if name not in known:
                yield self.problem(
                    rule,
                    key,
                    f"unknown-{what.replace(' ', '-')}",
                    f"{named(key)} names the {what} '{name}', which does not exist",
                    did_you_mean(name, known) or self._instead(name, what),
                )

    def _instead(self, name: str, what: str) -> str:
        """Say what to do about a name that is like no other."""
        other = self.procedure.rule_by_id.get(name)
        if other is not None:
            return f"'{name}' is a {kind_of(other)}"
        article = "an" if what[0] in "aeiou" else "a"
        return f"define it in {article} {what.split()[0]} block, or name one that exists"

    def rule_key(self, target: str) -> tuple[str, str] | None:
        """Split `rule.key`, where both exist."""
        split = self.procedure.split_event(target)
        if split is None:
            return None
        rule, key = split
        field = key.replace("-", "_")
        fields = type(self.procedure.rule_by_id[rule]).model_fields
        return split if field in fields or f"{field}_" in fields else None

    def targets(self) -> list[str]:
        """Give what a conflict can be about."""
        return [
            *self.procedure.rule_by_id,
            *(
                f"{rule.id}.{key}"
                for rule in self.procedure.rules
                for key in rule.place.keys
                if "." not in key
            ),
        ]

    def _all_events(self) -> list[str]:
        made = (f"{rule.id}.{word}" for rule in self.procedure.rules for word in self._words(rule))
        return [CASE_OPENED, *made]

    def problem(
        self, rule: Rule, key: str, code: str, message: str, suggestion: str = ""
    ) -> Problem:
        """Make a problem at a key of a rule, given as its path."""
        place = rule.place
        return Problem(
            code,
            f"{kind_of(rule)} '{rule.id}': {message}",
            place.file,
            place.line_of(key),
            place.clause,
            suggestion,
        )


def numbered(key: str, items: Iterable[T]) -> Iterator[tuple[str, T]]:
    """Yield the items of a list with their paths; the place of an only item is ``*``."""
    held = tuple(items)
    for at, item in enumerate(held):
        yield f"{key}.{at if len(held) > 1 else '*'}", item


def nearest_value(fact: Fact, value: object) -> str:
    """Suggest the value of a fact that is meant."""
    if fact.type == "yes-no" and value in ("yes", "no"):
        return f"write {plain(value == 'yes')}"
    if fact.type == "number" and isinstance(value, str) and value.isdecimal():
        return f"take the quotes away: {fact.id}: {value}"
    near = did_you_mean(str(value), fact.type) if isinstance(fact.type, tuple) else ""
    return near or f"write it as in {{{fact.id}: {_example(fact)}}}"


def possible(fact: Fact) -> str:
    """Say what a fact can be."""
    if isinstance(fact.type, tuple):
        return f"one of {', '.join(fact.type)}"
    return {
        "yes-no": "true or false",
        "number": "a whole number",
        "date": "a date",
        "text": "text",
        "breaches": "a list of breaches",
    }[fact.type]


def _example(fact: Fact) -> str:
    if isinstance(fact.type, tuple):
        return fact.type[0] if fact.type else "value"
    examples = {"yes-no": "false", "number": "3", "date": "2026-03-01", "breaches": "breach-id"}
    return examples.get(fact.type, "some text")
