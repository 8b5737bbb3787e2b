"""Whether the names in a procedure's rules lead somewhere, and say something possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.problem import Problem, did_you_mean
from toolkit.procedure.condition import Condition
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

OUTCOME_EVENTS = ("imposed", "expires", "expired", "revived", "replaced", "approved", "refused")
LETTER_EVENTS = ("dated", "received")
IMPLICIT_TRACK = "main"
CASE_OPENED = "case.opened"


def kind_of(rule: Rule) -> str:
    """Give the word after the fence of a rule's block."""
    return next(word for word, kind in KINDS.items() if isinstance(rule, kind))


class Names:
    """Looks the names of rules up and makes a problem of each that leads nowhere.

    Args:
        procedure: The procedure, as parsed.
    """

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def who(self, rule: Rule, key: str, who: Iterable[Who]) -> Iterator[Problem]:
        """Check those who act."""
        for item in who:
            yield from self.roles(rule, key, (item.role,))
            yield from self.condition(rule, key, item.when)
            yield from self.clauses(rule, key, item.cites)

    def roles(self, rule: Rule, key: str, names: Iterable[str]) -> Iterator[Problem]:
        """Check names of roles."""
        yield from self.names(rule, key, names, self.procedure.roles, "role")

    def stage(self, rule: Rule, key: str, names: Iterable[str]) -> Iterator[Problem]:
        """Check names of stages."""
        yield from self.names(rule, key, names, self.procedure.stages, "stage")

    def steps(
        self, rule: Rule, key: str, then: tuple[str, ...] | str, path: str
    ) -> Iterator[Problem]:
        """Check where an arrow leads."""
        if not isinstance(then, str):
            yield from self.names(rule, key, then, self.procedure.steps, "step", path)

    def letters(self, rule: Rule, key: str, uses: Iterable[LetterUse]) -> Iterator[Problem]:
        """Check the letters sent."""
        for use in uses:
            yield from self.names(rule, key, (use.letter,), self.procedure.letters, "letter")
            yield from self.condition(rule, key, use.when)

    def appeal(self, rule: Rule, key: str, appeal: str | None) -> Iterator[Problem]:
        """Check the step by which an outcome is appealed."""
        if appeal not in (None, "none", NOT_STATED):
            yield from self.names(rule, key, (str(appeal),), self.procedure.steps, "step")

    def limit(self, rule: Rule, key: str, limit: Limit) -> Iterator[Problem]:
        """Check a limit's clock, exception and clauses."""
        yield from self.events(rule, key, limit.after, timed=True)
        yield from self.condition(rule, key, limit.unless)
        yield from self.clauses(rule, key, limit.cites)
        yield from self.roles(rule, key, (limit.of,) if limit.of else ())

    def events(
        self, rule: Rule, key: str, names: Iterable[str], *, timed: bool = False
    ) -> Iterator[Problem]:
        """Check names of events; those that start a clock must be timed."""
        for name in names:
            if name in (CASE_OPENED, NOT_STATED):
                continue
            split = self.procedure.split_event(name)
            if split is None:
                yield self.problem(
                    rule,
                    key,
                    "unknown-event",
                    f"'{key}' names the event '{name}', which nothing makes",
                    did_you_mean(name, self._all_events()),
                )
                continue
            maker, word = self.procedure.rule_by_id[split[0]], split[1]
            words = self._words(maker)
            if word not in words:
                yield self.problem(
                    rule,
                    key,
                    "unknown-result",
                    f"'{key}' names '{name}', and '{maker.id}' has no result '{word}'",
                    did_you_mean(word, words) or f"its results are {', '.join(words)}",
                )
            elif (
                timed
                and isinstance(maker, Letter)
                and word == "received"
                and ("received" not in maker.timed)
            ):
                yield self.problem(
                    rule,
                    key,
                    "letter-not-timed",
                    f"a clock starts when '{maker.id}' is received, and that letter does not say so",
                    f"add timed: [dated, received] to '{maker.id}'",
                )

    def _words(self, maker: Rule) -> tuple[str, ...]:
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

    def condition(
        self, rule: Rule, key: str, condition: Condition | None, path: str = ""
    ) -> Iterator[Problem]:
        """Check what a condition reads."""
        if condition is None:
            return
        where = path or key
        for leaf in condition.leaves():
            fact = self.procedure.facts.get(leaf.fact)
            if fact is None:
                yield self.problem(
                    rule,
                    key,
                    "unknown-fact",
                    f"'{where}' reads the fact '{leaf.fact}', which is not defined",
                    did_you_mean(leaf.fact, self.procedure.facts) or "define it in a fact block",
                )
            elif leaf.op != "is":
                if fact.type != "number":
                    yield self.problem(
                        rule,
                        key,
                        "not-a-number",
                        f"'{where}' compares '{fact.id}' with a number, and it is {fact.type}",
                    )
            else:
                yield from self._values(rule, key, where, leaf, fact)

    def _values(
        self, rule: Rule, key: str, where: str, leaf: Condition, fact: Fact
    ) -> Iterator[Problem]:
        for value in leaf.values:
            if fact.from_ is not None and (fact.from_.class_of or fact.from_.stage_of):
                continue
            if not fact.accepts(value):
                known = fact.type if isinstance(fact.type, tuple) else (fact.type,)
                yield self.problem(
                    rule,
                    key,
                    "unknown-value",
                    f"'{where}' compares '{fact.id}' with '{value}', which it cannot be",
                    did_you_mean(str(value), known) or f"it can be: {', '.join(known)}",
                )

    def clauses(
        self, rule: Rule, key: str, refs: Iterable[str], path: str = ""
    ) -> Iterator[Problem]:
        """Check references of clauses."""
        for ref in refs:
            if ref not in self.procedure.clause_by_ref:
                yield self.problem(
                    rule,
                    key,
                    "unknown-clause",
                    f"'{path or key}' names the clause {ref}, which does not exist",
                    did_you_mean(ref, self.procedure.clause_by_ref),
                )

    def names(
        self,
        rule: Rule,
        key: str,
        names: Iterable[str],
        known: Iterable[str],
        what: str,
        path: str = "",
    ) -> Iterator[Problem]:
        """Check names of one sort."""
        for name in names:
            if name not in known:
                yield self.problem(
                    rule,
                    key,
                    f"unknown-{what.replace(' ', '-')}",
                    f"'{path or key}' names the {what} '{name}', which does not exist",
                    did_you_mean(name, known),
                )

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
            *(f"{rule.id}.{key}" for rule in self.procedure.rules for key in rule.place.keys),
        ]

    def _all_events(self) -> list[str]:
        return [f"{rule.id}.{word}" for rule in self.procedure.rules for word in self._words(rule)]

    def problem(
        self, rule: Rule, key: str, code: str, message: str, suggestion: str = ""
    ) -> Problem:
        """Make a problem at a key of a rule."""
        place = rule.place
        return Problem(
            code,
            f"{kind_of(rule)} '{rule.id}': {message}",
            place.file,
            place.line_of(key),
            place.clause,
            suggestion,
        )
