"""Whether each rule of a procedure fits the others, kind by kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from toolkit.problem import Problem, did_you_mean
from toolkit.procedure.limit import Limit
from toolkit.procedure.names import IMPLICIT_TRACK, Names
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.readings import patched
from toolkit.procedure.rule import (
    Breach,
    Conflict,
    Fact,
    Letter,
    NotStated,
    Outcome,
    Protocol,
    Role,
    Safeguard,
    Step,
    Term,
    Track,
)
from toolkit.procedure.shape import Rule


def check_rules(procedure: Procedure) -> list[Problem]:
    """Give every name that leads nowhere and every rule that cannot be."""
    fit = _Fit(procedure)
    return [problem for rule in procedure.rules for problem in fit.check(rule)]


class _Fit(Names):
    def check(self, rule: Rule) -> Iterator[Problem]:
        """Yield what is wrong with one rule."""
        yield from self.clauses(rule, "cites", rule.cites)
        match rule:
            case Step():
                yield from self._step(rule)
            case Outcome():
                yield from self._outcome(rule)
            case Letter():
                yield from self._letter(rule)
            case Fact():
                yield from self._fact(rule)
            case Breach():
                yield from self._breach(rule)
            case Conflict():
                yield from self._conflict(rule)
            case _:
                yield from self._other(rule)

    def _step(self, step: Step) -> Iterator[Problem]:
        for key, who in (("who", step.who), ("to", step.to), ("panel", step.panel)):
            yield from self.who(step, key, who)
        yield from self.stage(step, "stage", (step.stage,) if step.stage else ())
        if step.track != IMPLICIT_TRACK:
            yield from self.names(step, "track", (step.track,), self.procedure.tracks, "track")
        yield from self.events(step, "after", step.after)
        yield from self.condition(step, "when", step.when)
        yield from self.letters(step, "letter", step.letter)
        for key, limit in step.limits():
            yield from self.limit(step, key, limit)
        for name, result in step.results.items():
            yield from self.steps(step, "results", result.then, f"results.{name}.then")
            yield from self.condition(step, "results", result.when, f"results.{name}.when")
            yield from self.condition(
                step, "results", result.indicated, f"results.{name}.indicated"
            )
            yield from self.clauses(step, "results", result.cites, f"results.{name}.cites")
            known = {**self.procedure.steps, **self.procedure.tracks}
            yield from self.names(step, "results", result.closes, known, "step or track")
            yield from self._sets(step, name, result.sets)
            yield from self._arrow_twice(step, name, result.then)
        yield from self._ends(step)

    def _ends(self, step: Step) -> Iterator[Problem]:
        """A step must have a way to end that fits its nature."""
        if step.as_ == "decision":
            if step.id not in self.procedure.imposed_at:
                yield self.problem(
                    step,
                    "as",
                    "decision-without-outcome",
                    f"no outcome can be imposed at '{step.id}'",
                    "let an outcome list it in 'at', or make it an act",
                )
        elif step.as_ == "act" and not step.results:
            yield self.problem(
                step,
                "id",
                "act-without-result",
                f"the act '{step.id}' has no results",
                "write results: {done: {then: [next-step]}}, or make it a duty",
            )
        elif step.as_ == "act" and step.modality == "may":
            if step.within is not None and "lapsed" not in step.results:
                yield self.problem(
                    step,
                    "results",
                    "no-lapse",
                    f"'{step.id}' may be done within a time, and nothing says what follows if it is not",
                    "add the result lapsed: {then: …}",
                )
            if step.within is None and len(step.results) < 2:
                yield self.problem(
                    step,
                    "results",
                    "may-without-end",
                    f"'{step.id}' may be done or not, and has no result for not doing it",
                    "add a result such as not-made: {then: end}, or a limit",
                )

    def _outcome(self, outcome: Outcome) -> Iterator[Problem]:
        for at in outcome.at:
            yield from self.names(outcome, "at", (at.step,), self.procedure.steps, "step")
            step = self.procedure.steps.get(at.step)
            if step is not None and step.as_ != "decision":
                yield self.problem(
                    outcome,
                    "at",
                    "not-a-decision",
                    f"'{at.step}' is no decision",
                    "write as: decision there, or name the decision",
                )
            yield from self.condition(outcome, "at", at.when, "at.when")
            yield from self.clauses(outcome, "at", at.cites, "at.cites")
            yield from self.roles(outcome, "at", at.who)
            yield from self.letters(outcome, "at", at.letter or ())
            if at.then is not None:
                yield from self.steps(outcome, "at", at.then, "at.then")
            yield from self.appeal(outcome, "at", at.appeal)
        yield from self.steps(outcome, "then", outcome.then, "then")
        yield from self.appeal(outcome, "appeal", outcome.appeal)
        yield from self.letters(outcome, "letter", outcome.letter)
        yield from self.names(
            outcome, "revokes", outcome.revokes, self.procedure.outcomes, "outcome"
        )
        if outcome.with_ is not None:
            named = (*outcome.with_.all, *outcome.with_.any, *outcome.with_.one)
            yield from self.names(outcome, "with", named, self.procedure.outcomes, "outcome")
        if outcome.approve is not None:
            yield from self.roles(outcome, "approve", (outcome.approve.by,))
        if outcome.hold_back is not None:
            yield from self.roles(outcome, "hold-back", (outcome.hold_back.by,))
            yield from self.limit(outcome, "hold-back", outcome.hold_back.lasts)
            yield from self.events(outcome, "hold-back", outcome.hold_back.revived_by)
        if isinstance(outcome.lasts, Limit):
            yield from self.limit(outcome, "lasts", outcome.lasts)
        if outcome.standstill is not None:
            yield from self.limit(outcome, "standstill", outcome.standstill)

    def _letter(self, letter: Letter) -> Iterator[Problem]:
        if not isinstance(letter.from_, str):
            yield from self.who(letter, "from", letter.from_)
        yield from self.who(letter, "to", letter.to)
        for copy in letter.copies:
            yield from self.roles(letter, "copies", (copy.to,))
            yield from self.condition(letter, "copies", copy.when)
            yield from self.clauses(letter, "copies", copy.cites)
        for enclosure in letter.encloses:
            yield from self.condition(letter, "encloses", enclosure.when)
            yield from self.clauses(letter, "encloses", enclosure.cites)

    def _fact(self, fact: Fact) -> Iterator[Problem]:
        way = fact.from_
        if way is None:
            return
        facts = [name for name in (way.years_since, way.class_of, way.stage_of) if name]
        yield from self.names(fact, "from", (*facts, *way.checklist), self.procedure.facts, "fact")
        yield from self.names(fact, "from", way.in_force, self.procedure.outcomes, "outcome")
        yield from self.names(fact, "from", way.of, self.procedure.outcomes, "outcome")
        yield from self.names(fact, "from", way.breach, self.procedure.breaches, "breach")
        if way.open is not None and way.open != IMPLICIT_TRACK:
            yield from self.names(fact, "from", (way.open,), self.procedure.tracks, "track")
        since = (way.since,) if way.since else ()
        yield from self.events(fact, "from", (*way.happened, *way.count, *since))
        yield from self.condition(fact, "from", way.is_)
        if self._turns_round(fact.id, ()):
            yield self.problem(
                fact,
                "from",
                "fact-circle",
                f"the fact '{fact.id}' is derived from itself",
                "let one of the facts of the circle be asked instead",
            )

    def _turns_round(self, name: str, above: tuple[str, ...]) -> bool:
        if name in above:
            return name == above[0]
        fact = self.procedure.facts.get(name)
        way = fact.from_ if fact else None
        if way is None:
            return False
        bases = [base for base in (way.years_since, way.class_of, way.stage_of) if base]
        bases.extend(way.checklist)
        bases.extend(way.is_.facts() if way.is_ else ())
        return any(self._turns_round(base, (*above, name)) for base in bases)

    def _breach(self, breach: Breach) -> Iterator[Problem]:
        yield from self.stage(breach, "stage", breach.stage)
        yield from self.names(
            breach, "outcomes", breach.outcomes, self.procedure.outcomes, "outcome"
        )
        yield from self.names(
            breach, "repeated", breach.repeated, self.procedure.breaches, "breach"
        )
        yield from self.roles(
            breach, "decided-by", (breach.decided_by,) if breach.decided_by else ()
        )
        yield from self.condition(breach, "when", breach.when)

    def _conflict(self, conflict: Conflict) -> Iterator[Problem]:
        for about in conflict.about:
            if about == "procedure" or about.startswith("unit:"):
                continue
            if about not in self.procedure.rule_by_id and not self.rule_key(about):
                yield self.problem(
                    conflict,
                    "about",
                    "unknown-rule",
                    f"'{about}' is no rule, and no key of one",
                    did_you_mean(about, self.targets()),
                )
        for side in conflict.sides:
            yield from self.clauses(conflict, "sides", side.cites)
            for target, value in side.set.items():
                yield from self._patch(conflict, target, value)
        yield from self.condition(conflict, "when", conflict.when)

    def _patch(self, conflict: Conflict, target: str, value: object) -> Iterator[Problem]:
        split = self.rule_key(target)
        if split is None:
            yield self.problem(
                conflict,
                "sides",
                "unknown-key",
                f"a side sets '{target}', which is no key of a rule",
                did_you_mean(target, self.targets()) or "write set: {rule-id.key: value}",
            )
            return
        rule = self.procedure.rule_by_id[split[0]]
        try:
            changed = patched(rule, split[1], value)
        except ValidationError as error:
            words = error.errors()[0]["msg"].removeprefix("Value error, ")
            yield self.problem(
                conflict, "sides", "bad-side", f"with '{target}' set, the rule is none: {words}"
            )
            return
        if changed == rule:
            yield self.problem(
                conflict,
                "sides",
                "side-changes-nothing",
                f"the side that sets '{target}' changes nothing",
                "set what differs, or leave 'set' out where the sides differ in words only",
            )

    def _other(self, rule: Rule) -> Iterator[Problem]:
        match rule:
            case Role(body=body) if body is not None:
                yield from self.roles(rule, "body", (body.instead,) if body.instead else ())
                facts = (body.able,) if body.able else ()
                yield from self.names(rule, "body", facts, self.procedure.facts, "fact")
            case Track():
                known = {**self.procedure.tracks, "main": rule}
                yield from self.names(rule, "pauses", rule.pauses, known, "track")
            case Protocol():
                yield from self.names(rule, "of", rule.of, self.procedure.steps, "step")
                for item in rule.items:
                    yield from self.clauses(rule, "items", item.cites)
                    yield from self.roles(rule, "items", (item.who,) if item.who else ())
                    yield from self.condition(rule, "items", item.when)
            case Safeguard():
                yield from self.names(rule, "before", rule.before, self.procedure.steps, "step")
                yield from self.roles(rule, "admits", rule.admits)
                yield from self.condition(rule, "when", rule.when)
            case NotStated():
                for name in rule.of:
                    if name not in self.procedure.rule_by_id and not self.rule_key(name):
                        yield from self.events(rule, "of", (name,))
            case Term() if rule.is_ is not None:
                known_rules = self.procedure.rule_by_id
                yield from self.names(rule, "is", (rule.is_,), known_rules, "rule")
            case _:
                pass

    def _sets(self, step: Step, name: str, sets: Mapping[str, object]) -> Iterator[Problem]:
        for fact_name, value in sets.items():
            fact = self.procedure.facts.get(fact_name)
            if fact is None:
                yield from self.names(step, "results", (fact_name,), self.procedure.facts, "fact")
            elif not fact.accepts(value):
                yield self.problem(
                    step,
                    "results",
                    "unknown-value",
                    f"results.{name}.sets gives '{fact.id}' the value '{value}', which it cannot have",
                )

    def _arrow_twice(self, step: Step, name: str, then: tuple[str, ...] | str) -> Iterator[Problem]:
        for target in then if isinstance(then, tuple) else ():
            other = self.procedure.steps.get(target)
            if other is not None and f"{step.id}.{name}" in other.after:
                yield self.problem(
                    step,
                    "results",
                    "arrow-twice",
                    f"'{step.id}.{name}' leads to '{target}' by 'then' here and by 'after' there",
                    f"keep one of the two; the other is at {other.place.file}:{other.place.line_of('after')}",
                )
