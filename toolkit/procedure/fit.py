"""Whether each rule of a procedure fits the others, kind by kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from toolkit.problem import Problem, did_you_mean
from toolkit.procedure.explain import mistakes, named, shown
from toolkit.procedure.limit import Limit
from toolkit.procedure.names import (
    IMPLICIT_TRACK,
    Names,
    kind_of,
    nearest_value,
    numbered,
    possible,
)
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
from toolkit.procedure.shape import At, Result, Rule


def check_rules(procedure: Procedure) -> list[Problem]:
    """Give every name that leads nowhere and every rule that cannot be."""
    fit = _Fit(procedure)
    return [problem for rule in procedure.rules for problem in fit.check(rule)]


class _Fit(Names):
    def check(self, rule: Rule) -> Iterator[Problem]:
        """Yield what is wrong with one rule."""
        yield from self.clauses(rule, "cites", rule.cites)
        for number, item in enumerate(rule.deliberate):
            yield from self.clauses(rule, f"deliberate.{number}.cites", item.cites)
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
            yield from self._result(step, name, result)
        yield from self._ends(step)

    def _result(self, step: Step, name: str, result: Result) -> Iterator[Problem]:
        key = f"results.{name}"
        yield from self.steps(step, f"{key}.then", result.then)
        yield from self.condition(step, f"{key}.when", result.when)
        yield from self.condition(step, f"{key}.indicated", result.indicated)
        yield from self.clauses(step, f"{key}.cites", result.cites)
        known = {**self.procedure.steps, **self.procedure.tracks}
        yield from self.names(step, f"{key}.closes", result.closes, known, "step or track")
        yield from self._sets(step, f"{key}.sets", result.sets)
        yield from self._arrow_twice(step, name, result.then)

    def _ends(self, step: Step) -> Iterator[Problem]:
        """A step must have a way to end that fits its nature."""
        if not step.who:
            hint = "name the role, such as who: committee"
            yield self.problem(step, "who", "nobody-acts", "'who' is an empty list", hint)
        if step.as_ == "decision":
            if step.id not in self.procedure.imposed_at:
                yield self.problem(
                    step,
                    "as",
                    "decision-without-outcome",
                    "no outcome can be imposed at this decision",
                    f"let an outcome say at: {{step: {step.id}}}, or make it an act",
                )
        elif step.as_ == "act":
            yield from self._act_ends(step)

    def _act_ends(self, step: Step) -> Iterator[Problem]:
        if not step.results:
            yield self.problem(
                step,
                "id",
                "act-without-result",
                "this act has no results",
                "write results: {done: {then: [next-step]}}, or make it a duty",
            )
        elif step.modality == "may" and step.within is not None and "lapsed" not in step.results:
            yield self.problem(
                step,
                "results",
                "no-lapse",
                "this may be done within a time, and nothing says what follows if it is not",
                "add the result lapsed: {then: …}",
            )
        elif step.modality == "may" and step.within is None and len(step.results) < 2:
            yield self.problem(
                step,
                "results",
                "may-without-end",
                "this may be done or not, and has no result for not doing it",
                "add a result such as not-made: {then: end}, or a limit",
            )

    def _outcome(self, outcome: Outcome) -> Iterator[Problem]:
        if not outcome.at:
            hint = "name the decision that may impose it, such as at: {step: decide}"
            yield self.problem(outcome, "at", "imposed-nowhere", "'at' is an empty list", hint)
        for key, at in numbered("at", outcome.at):
            yield from self._at(outcome, key, at)
        yield from self.steps(outcome, "then", outcome.then)
        yield from self.appeal(outcome, "appeal", outcome.appeal)
        yield from self.letters(outcome, "letter", outcome.letter)
        outcomes = self.procedure.outcomes
        yield from self.names(outcome, "revokes", outcome.revokes, outcomes, "outcome")
        if outcome.with_ is not None:
            for word in ("all", "any", "one"):
                others = getattr(outcome.with_, word)
                yield from self.names(outcome, f"with.{word}", others, outcomes, "outcome")
        if outcome.approve is not None:
            yield from self.roles(outcome, "approve.by", (outcome.approve.by,))
            yield from self.clauses(outcome, "approve.cites", outcome.approve.cites)
        if outcome.hold_back is not None:
            yield from self.roles(outcome, "hold-back.by", (outcome.hold_back.by,))
            yield from self.limit(outcome, "hold-back.lasts", outcome.hold_back.lasts)
            yield from self.events(outcome, "hold-back.revived-by", outcome.hold_back.revived_by)
        if isinstance(outcome.lasts, Limit):
            yield from self.limit(outcome, "lasts", outcome.lasts)
        if outcome.standstill is not None:
            yield from self.limit(outcome, "standstill", outcome.standstill)

    def _at(self, outcome: Outcome, key: str, at: At) -> Iterator[Problem]:
        yield from self.names(outcome, f"{key}.step", (at.step,), self.procedure.steps, "step")
        step = self.procedure.steps.get(at.step)
        if step is not None and step.as_ != "decision":
            article = "an" if step.as_ == "act" else "a"
            yield self.problem(
                outcome,
                f"{key}.step",
                "not-a-decision",
                f"{named(f'{key}.step')} names '{at.step}', which is {article} {step.as_} and "
                "imposes nothing",
                f"write as: decision in '{at.step}', or name the decision",
            )
        yield from self.condition(outcome, f"{key}.when", at.when)
        yield from self.clauses(outcome, f"{key}.cites", at.cites)
        yield from self.roles(outcome, f"{key}.who", at.who)
        yield from self.letters(outcome, f"{key}.letter", at.letter or ())
        if at.then is not None:
            yield from self.steps(outcome, f"{key}.then", at.then)
        yield from self.appeal(outcome, f"{key}.appeal", at.appeal)
        if at.cap is not None:
            yield from self.limit(outcome, f"{key}.cap", at.cap)

    def _letter(self, letter: Letter) -> Iterator[Problem]:
        if not isinstance(letter.from_, str):
            yield from self.who(letter, "from", letter.from_)
        yield from self.who(letter, "to", letter.to)
        for key, copy in numbered("copies", letter.copies):
            yield from self.roles(letter, f"{key}.to", (copy.to,))
            yield from self.condition(letter, f"{key}.when", copy.when)
            yield from self.clauses(letter, f"{key}.cites", copy.cites)
        for key, enclosure in numbered("encloses", letter.encloses):
            yield from self.condition(letter, f"{key}.when", enclosure.when)
            yield from self.clauses(letter, f"{key}.cites", enclosure.cites)
        for key, words in (("marking", letter.marking), ("address", letter.address)):
            if words and not self._said(letter, words):
                yield self.problem(
                    letter,
                    key,
                    "not-the-text",
                    f"'{key}' is not in the words of its clauses: {shown(words)}",
                    "write it as the text does, or cite the clause that says it",
                )

    def _said(self, rule: Rule, words: str) -> bool:
        """Whether one of a rule's clauses has these words, however its lines are broken."""
        known = self.procedure.clause_by_ref
        said = (" ".join(known[ref].text.split()) for ref in rule.clauses if ref in known)
        return any(" ".join(words.split()) in text for text in said)

    def _fact(self, fact: Fact) -> Iterator[Problem]:
        way = fact.from_
        if way is None:
            return
        known = self.procedure
        for word, names, where, what in (
            ("years-since", way.years_since, known.facts, "fact"),
            ("class-of", way.class_of, known.facts, "fact"),
            ("stage-of", way.stage_of, known.facts, "fact"),
            ("checklist", way.checklist, known.facts, "fact"),
            ("in-force", way.in_force, known.outcomes, "outcome"),
            ("of", way.of, known.outcomes, "outcome"),
            ("breach", way.breach, known.breaches, "breach"),
            ("open", way.open, {**known.tracks, IMPLICIT_TRACK: None}, "track"),
        ):
            listed = (names,) if isinstance(names, str) else names or ()
            yield from self.names(fact, f"from.{word}", listed, where, what)
        yield from self.events(fact, "from.happened", way.happened)
        yield from self.events(fact, "from.count", way.count)
        yield from self.events(fact, "from.since", (way.since,) if way.since else ())
        yield from self.condition(fact, "from.is", way.is_)
        if way.within is not None:
            yield from self.limit(fact, "from.within", way.within)
        if self._turns_round(fact.id, ()):
            yield self.problem(
                fact,
                "from",
                "fact-circle",
                "this fact is derived from itself",
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
        for key, about in numbered("about", conflict.about):
            if about == "procedure" or about.startswith("unit:"):
                continue
            if about not in self.procedure.rule_by_id and not self.rule_key(about):
                yield self.problem(
                    conflict,
                    key,
                    "unknown-rule",
                    f"{named(key)} names '{about}', which is no rule and no key of one",
                    did_you_mean(about, self.targets()) or "write rule-id, or rule-id.key",
                )
        for key, side in numbered("sides", conflict.sides):
            yield from self.clauses(conflict, f"{key}.cites", side.cites)
            for target, value in side.set.items():
                yield from self._patch(conflict, f"{key}.set", target, value)
        yield from self.condition(conflict, "when", conflict.when)

    def _patch(self, conflict: Conflict, key: str, target: str, value: object) -> Iterator[Problem]:
        where = f"{key}.{target}"
        split = self.rule_key(target)
        if split is None:
            yield self.problem(
                conflict,
                where,
                "unknown-key",
                f"{named(key)} changes '{target}', which is no key of a rule",
                did_you_mean(target, self.targets()) or "write set: {rule-id.key: value}",
            )
            return
        rule = self.procedure.rule_by_id[split[0]]
        try:
            changed = patched(rule, split[1], value)
        except ValidationError as error:
            mistake = next(mistakes(error, type(rule), {split[1]: value}))
            words = f"{kind_of(rule)} '{rule.id}'{mistake.message}"
            yield self.problem(
                conflict,
                where,
                "bad-side",
                f"under {named(key)} the rule is not right: {words}",
                mistake.suggestion,
            )
            return
        if changed == rule:
            yield self.problem(
                conflict,
                where,
                "side-changes-nothing",
                f"{named(key)} gives '{target}' the value that it has",
                "set what differs, or leave 'set' out where the sides differ in words only",
            )

    def _other(self, rule: Rule) -> Iterator[Problem]:
        match rule:
            case Role(body=None):
                yield from self.roles(rule, "includes", rule.includes)
            case Role(body=body) if body is not None:
                yield from self.roles(rule, "includes", rule.includes)
                yield from self.roles(rule, "body.instead", (body.instead,) if body.instead else ())
                facts = (body.able,) if body.able else ()
                yield from self.names(rule, "body.able", facts, self.procedure.facts, "fact")
            case Track():
                known = {**self.procedure.tracks, IMPLICIT_TRACK: rule}
                yield from self.names(rule, "pauses", rule.pauses, known, "track")
            case Protocol():
                yield from self.names(rule, "of", rule.of, self.procedure.steps, "step")
                for key, item in numbered("items", rule.items):
                    yield from self.clauses(rule, f"{key}.cites", item.cites)
                    yield from self.roles(rule, f"{key}.who", (item.who,) if item.who else ())
                    yield from self.condition(rule, f"{key}.when", item.when)
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

    def _sets(self, step: Step, key: str, sets: Mapping[str, object]) -> Iterator[Problem]:
        for name, value in sets.items():
            fact = self.procedure.facts.get(name)
            if fact is None:
                yield from self.names(step, key, (name,), self.procedure.facts, "fact")
            elif not fact.accepts(value):
                yield self.problem(
                    step,
                    f"{key}.{name}",
                    "unknown-value",
                    f"{named(key)} gives '{fact.id}' the value {shown(value)}, and it is "
                    f"{possible(fact)}",
                    nearest_value(fact, value),
                )

    def _arrow_twice(self, step: Step, name: str, then: tuple[str, ...] | str) -> Iterator[Problem]:
        for target in then if isinstance(then, tuple) else ():
            other = self.procedure.steps.get(target)
            if other is not None and f"{step.id}.{name}" in other.after:
                there = f"{other.place.file}:{other.place.line_of('after')}"
                yield self.problem(
                    step,
                    f"results.{name}.then",
                    "arrow-twice",
                    f"'{step.id}.{name}' leads to '{target}' by 'then' here and by 'after' there",
                    f"keep one of the two; the other is at {there}",
                )
