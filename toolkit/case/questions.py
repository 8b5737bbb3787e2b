"""The facts that would change the answer, the most decisive first."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.case.advice import Question
from toolkit.case.context import Context
from toolkit.procedure.condition import Condition
from toolkit.procedure.rule import Fact


def questions(context: Context) -> tuple[Question, ...]:
    """Give the unknown facts that can still change a conclusion.

    Those that decide the way of the case come before those that only open a power or a standing
    duty; within each, those that decide more come first.
    """
    decides: dict[str, list[str]] = {}
    apart: dict[str, list[str]] = {}
    for condition, what in _on_the_way(context):
        for fact in unknown_facts(context, condition):
            decides.setdefault(fact, []).append(what)
    for condition, what in _beside(context):
        for fact in unknown_facts(context, condition):
            apart.setdefault(fact, []).append(what)
    found = [_question(context, fact, reasons) for fact, reasons in _by_weight(decides)]
    found.extend(
        _question(context, fact, reasons)
        for fact, reasons in _by_weight(apart)
        if fact not in decides
    )
    return tuple(found)


def _by_weight(decides: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    return sorted(decides.items(), key=lambda pair: -len(set(pair[1])))


def _on_the_way(context: Context) -> Iterator[tuple[Condition, str]]:
    """Yield the conditions that decide where the case goes, and what each decides."""
    for item in context.view:
        if item.relation == "may" or (item.relation == "duty" and item.item is None):
            continue
        step = item.step
        if step.when is not None and item.relation != "done":
            yield step.when, step.does
        for who in (*step.who, *step.panel):
            if who.when is not None:
                yield who.when, f"who acts: {step.does}"
            yield from _quorum(context, who.role, step.does)
        for _, limit in step.limits():
            if limit.unless is not None:
                yield limit.unless, f"the time for: {step.does}"
        for use in step.letter:
            yield from _of_letter(context, use.letter)
        if item.relation == "done":
            continue
        for name, result in step.results.items():
            for condition in (result.when, result.indicated):
                if condition is not None:
                    yield condition, f"{step.does}: {name.replace('-', ' ')}"
    for item in context.decisions:
        for outcome_id in context.procedure.imposed_at.get(item.step.id, ()):
            outcome = context.procedure.outcomes[outcome_id]
            for at in outcome.at:
                if at.step == item.step.id and at.when is not None:
                    yield at.when, outcome.title()


def _quorum(context: Context, role: str, does: str) -> Iterator[tuple[Condition, str]]:
    """Yield whether a body has its quorum, where somebody else acts if it has not."""
    known = context.procedure.roles.get(role)
    body = known.body if known else None
    if body is not None and body.able and body.quorum and body.instead:
        condition = Condition.model_construct(op="at-least", fact=body.able, number=body.quorum)
        yield condition, f"who acts: {does}"


def _of_letter(context: Context, letter_id: str) -> Iterator[tuple[Condition, str]]:
    letter = context.procedure.letters.get(letter_id)
    if letter is None:
        return
    for copy in letter.copies:
        if copy.when is not None:
            yield copy.when, f"copies of: {letter.name}"
    for enclosure in letter.encloses:
        if enclosure.when is not None:
            yield enclosure.when, f"enclosures of: {letter.name}"


def _beside(context: Context) -> Iterator[tuple[Condition, str]]:
    """Yield the conditions of powers, standing duties and safeguards."""
    for item in context.view:
        if (item.relation in ("may", "duty")) and item.step.when is not None:
            yield item.step.when, item.step.does
    in_view = {item.step.id for item in context.view}
    for guard in context.procedure.safeguards.values():
        if guard.when is not None and in_view & set(guard.before):
            yield guard.when, guard.text


def unknown_facts(context: Context, condition: Condition) -> Iterator[str]:
    """Yield the facts to ask for, from which the unknown leaves of a condition follow."""
    if context.knowledge.truth(condition) is not None:
        return
    seen: set[str] = set()
    for leaf in condition.deciding(context.knowledge.known):
        for fact in _askable(context, leaf.fact, ()):
            if fact not in seen:
                seen.add(fact)
                yield fact


def _askable(context: Context, name: str, above: tuple[str, ...]) -> Iterator[str]:
    fact = context.procedure.facts.get(name)
    if fact is None or name in above:
        return
    deeper = [
        found for base in _bases(context, fact) for found in _askable(context, base, (*above, name))
    ]
    if deeper and not (fact.ask and _short_cut(fact)):
        yield from deeper
    elif fact.ask:
        yield name


def _short_cut(fact: Fact) -> bool:
    """Whether asking for the fact itself is easier than for what it is derived from."""
    return fact.from_ is not None and bool(fact.from_.checklist)


def _bases(context: Context, fact: Fact) -> Iterator[str]:
    way = fact.from_
    if way is None:
        return
    if way.is_ is not None:
        if context.knowledge.truth(way.is_) is None:
            for leaf in way.is_.deciding(context.knowledge.known):
                yield leaf.fact
    elif way.years_since is not None:
        yield way.years_since
    elif way.class_of or way.stage_of:
        yield way.class_of or way.stage_of or ""
    elif way.breach:
        yield from (item.id for item in context.procedure.facts.values() if item.type == "breaches")
    elif way.checklist:
        yield from (item for item in way.checklist if context.knowledge.known(item) is None)


def _question(context: Context, name: str, reasons: list[str]) -> Question:
    fact = context.procedure.facts[name]
    return Question(
        fact=name,
        ask=fact.ask,
        type=fact.type,
        decides=len(set(reasons)),
        why=tuple(dict.fromkeys(reasons)),
        clauses=context.cite(fact.clauses),
    )
